"""``broadsheet doctor feeds``: how every feed is, and what mends it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, Failure
from tui.cli.json_out import JsonArray
from tui.cli.naming import feeds_named, one_feed
from tui.cli.opening import with_library
from tui.cli.printing import ago, bold, cut, dim, on_terminal, plural, say, say_block, say_columns, wrapped
from tui.cli.words import Parser
from tui.model.servers import masked
from tui.render.writing.record import line_of, time_of

if TYPE_CHECKING:
    from datetime import datetime

    from tui.model.feed import Visit
    from tui.service.checkup import Checkup
    from tui.service.library import Library

__all__ = ["doctor_feeds"]

_ORDERS = ("trouble", "noise", "silence", "opened")


def doctor_feeds(arguments: Sequence[str]) -> int:
    """Say how the feeds are, or mend the address of one."""
    parser = Parser(
        "doctor feeds",
        "Say how every feed is: its last answer, what is wrong with it and what mends it,\n"
        "how much it brings and how much of that you opened.",
        "In a pipe the lines are tab-separated: id, trouble, title, status, bytes, milliseconds,\n"
        "new in 30 days, opened, sentence. Exit code 1 if a feed fails, is gone, has moved, has been\n"
        "silent for half a year or is there twice.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only feeds with that id, title or address")
    parser.add_argument("--trouble", action="store_true", help="only feeds with something to say about")
    parser.add_argument("--sort", choices=_ORDERS, default="trouble", help="what stands first")
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    parser.add_argument(
        "--fix",
        metavar="NAME",
        help="fetch that feed from where it has moved to, or by https, if it is the same feed",
    )
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        from tui.service.checkup import Order, ordered
        from tui.service.library import utc_now

        found = await library.feed_doctor.examine()
        if given.fix:
            return await _fix(library, found, given.fix)
        if given.names:
            known = [one.feed for one in found]
            named = {feed.id for name in given.names for feed in feeds_named(known, name)}
            found = tuple(one for one in found if one.feed.id in named)
            if not found:
                raise Failure(f'there is no feed "{given.names[0]}"; "broadsheet feeds" lists them')
        shown = ordered(found, Order(given.sort), ill_only=given.trouble)
        if given.json:
            with JsonArray() as array:
                for one in shown:
                    array.add(_fields(one, await library.feed_doctor.visits(one.feed.id)))
        else:
            _print(shown, utc_now())
        return FAILED if any(one.is_grave for one in found) else OK

    return with_library(work)


async def _fix(library: "Library", found: Sequence["Checkup"], name: str) -> int:
    feed = one_feed([one.feed for one in found], name)
    fix = next(one.fix for one in found if one.feed.id == feed.id)
    if fix is None:
        raise Failure(f"nothing is known that would mend {feed.title}")
    await library.feed_doctor.move(feed, fix.new_url)
    say(f'{feed.title} is fetched from {masked(fix.new_url)} now; "broadsheet undo" takes it back.')
    return OK


def _fields(one: "Checkup", visits: Iterable["Visit"]) -> dict[str, object]:
    """A feed's checkup by its documented names."""
    fix = one.fix
    return {
        "id": one.feed.id,
        "title": line_of(one.feed.title),
        "feed_url": line_of(masked(one.feed.feed_url)),
        "troubles": [
            {"kind": said.kind.value, "sentence": line_of(said.sentence)} for said in one.complaints
        ],
        "fix": None if fix is None else line_of(masked(fix.new_url)),
        "schedule": line_of(one.schedule),
        "new": one.new,
        "opened": one.opened,
        "days": list(one.days),
        "visits": [
            {
                "made_at": time_of(visit.made_at),
                "status": visit.status,
                "error_kind": visit.kind.value if visit.kind else None,
                "error": line_of(visit.sentence) if visit.kind else None,
                "requests": visit.requests,
                "bytes": visit.size,
                "milliseconds": visit.milliseconds,
                "new": visit.new,
                "updated": visit.updated,
            }
            for visit in visits
        ],
    }


def _print(shown: Sequence["Checkup"], now: "datetime") -> None:
    from tui.service.checkup import answer_words, sparkline

    if not on_terminal():
        for one in shown:
            say_columns(_cells(one))
        return
    for one in shown:
        feed, last = one.feed, one.last
        said = answer_words(last) if last else "not visited yet"
        when = f", {ago(last.made_at, now)}" if last else ""
        print(f"{feed.id:>5} {'!!' if one.is_grave else '  '} {bold(feed.title)}  {dim(said + when)}")
        print(f"         {cut(sparkline(one.days), len(one.days))}  {one.opened_words}")
        for complaint in one.complaints:
            say_block(wrapped(complaint.sentence, "         "))
            if complaint.new_url:
                address = masked(complaint.new_url)
                say(f"         broadsheet doctor feeds --fix {feed.id} fetches it from {address}.")
        for line in wrapped(one.schedule, "         ").splitlines():
            print(dim(line))
    grave = sum(one.is_grave for one in shown)
    say()
    say(plural(len(shown), "feed") + (f", {grave:,} in trouble" if grave else ", all of them well") + ".")


def _cells(one: "Checkup") -> tuple[str, ...]:
    last, complaints = one.last, one.complaints
    answer = ("", "", "") if last is None else (str(last.status), str(last.size), str(last.milliseconds))
    kind = complaints[0].kind.value if complaints else "well"
    sentence = " ".join(said.sentence for said in complaints)
    return (str(one.feed.id), kind, one.feed.title, *answer, str(one.new), str(one.opened), sentence)
