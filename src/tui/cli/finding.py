"""``broadsheet find``: the feeds that an address leads to, as lines, as objects, as a list to pick from."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK
from tui.cli.json_out import JsonArray
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import (
    bold,
    columns,
    complain,
    cut,
    dim,
    on_terminal,
    say,
    say_block,
    say_columns,
    wrapped,
)
from tui.cli.words import Parser
from tui.model.errors import BroadsheetError
from tui.model.finding import FoundFeed
from tui.model.servers import masked
from tui.render.writing.record import line_of, lines_of, time_of

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["find", "found_at", "list_found", "say_found"]

_EXAMPLES = """\
An address may be that of a feed, of a page, or the short form of one: r/python, @name@mastodon.social,
gh:owner/repo, youtube.com/@name. In a pipe the lines are separated by tabs: number, address, name,
title, format, articles a day, date of the newest, language, "subscribed" or nothing.
Exit code 1 if one of the addresses leads to no feed that can be read."""


def find(arguments: Sequence[str]) -> int:
    """Look what feeds addresses lead to, and subscribe to nothing."""
    parser = Parser("find", "Look what feeds an address leads to.", _EXAMPLES)
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS")
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    given = parser.parse_args(arguments)
    return with_library(lambda library: list_found(library, given.addresses, as_json=given.json))


async def list_found(library: "Library", typed: Sequence[str], *, as_json: bool) -> int:
    """Print what is found at each address."""
    code = OK
    searches = []
    for address in typed:
        sound = await found_at(library, address)
        code = code if sound else FAILED
        searches.append((address, sound))
    if as_json:
        with JsonArray() as array:
            for address, sound in searches:
                for number, feed in enumerate(sound, 1):
                    array.add({"asked": line_of(masked(address)), "number": number, **_fields(feed)})
        return code
    for _, sound in searches:
        for number, feed in enumerate(sound, 1):
            say_found(number, feed)
    return code


async def found_at(library: "Library", address: str) -> tuple[FoundFeed, ...]:
    """The feeds there that can be read; none after a complaint that says why."""
    line = MovingLine("", shown=sys.stderr.isatty())
    try:
        found = await library.find_feeds(address, lambda looking: line.say(f"{looking.words} …"))
    except BroadsheetError as error:
        line.wipe()
        complain(f"{masked(address)}: {error}")
        return ()
    finally:
        line.wipe()
    sound = tuple(feed for feed in found if not feed.problem)
    if not sound:
        problem = found[0].problem if found else "there is no feed, and none is named there"
        shown = masked(address)
        advice = f' "broadsheet add --page {shown}" makes one of the page.' if _is_page(found) else ""
        complain(f"{shown}: {problem}{advice}")
    return sound


def _is_page(found: Sequence[FoundFeed]) -> bool:
    return bool(found) and all(feed.is_page for feed in found)


def say_found(number: int, feed: FoundFeed) -> None:
    """One feed with its number: some lines for a person, one for a program."""
    from tui.service.found_words import facts_of, name_of

    if not on_terminal():
        pace = "" if feed.per_day is None else f"{feed.per_day:.2f}"
        newest = time_of(feed.newest_at) or ""
        known = "subscribed" if feed.known else ""
        cells = (masked(feed.feed_url), feed.name, feed.title, feed.kind, pace, newest, feed.language, known)
        say_columns((str(number), *cells))
        return
    known = "  (subscribed already)" if feed.known else ""
    print(f"{number:>2}  {bold(name_of(feed))}{known}")
    print(f"    {dim(masked(feed.feed_url))}")
    say_block(wrapped(" · ".join(facts_of(feed, datetime.now().astimezone())), "    "))
    for title in feed.newest[:3]:
        say(f"      · {cut(title, columns() - 8).rstrip()}")


def _fields(feed: FoundFeed) -> dict[str, object]:
    return {
        "feed_url": line_of(masked(feed.feed_url)),
        "name": line_of(feed.name),
        "title": line_of(feed.title),
        "kind": line_of(feed.kind),
        "language": line_of(feed.language),
        "articles": feed.entries,
        "per_day": None if feed.per_day is None else round(feed.per_day, 3),
        "newest_at": time_of(feed.newest_at),
        "newest": lines_of(feed.newest),
        "subscribed": feed.known,
        "same_as": line_of(feed.same_as),
    }
