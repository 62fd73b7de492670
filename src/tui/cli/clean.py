"""``broadsheet clean``: what the settings do not keep goes, or what is named; and comes back."""

import sys
from argparse import Namespace
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from tui.cli.asking import read_query, unknown_names
from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.json_out import JsonArray
from tui.cli.moving_line import MovingLine
from tui.cli.naming import one_feed
from tui.cli.opening import with_library
from tui.cli.printing import complain, on_terminal, plural, say, say_columns
from tui.cli.words import Parser, read_words, whole_number
from tui.model.amounts import amount_words
from tui.model.ids import ArticleId
from tui.model.retention import (
    PROTECTIONS,
    CleanEvent,
    CleanFinished,
    CleanPlan,
    CleanStep,
    CleanWish,
    Protection,
)
from tui.query.moments import period
from tui.render.writing.record import line_of, time_of

if TYPE_CHECKING:
    from tui.service.keeper import Keeper
    from tui.service.library import Library
    from tui.service.tidying import Tidied

__all__ = ["clean"]

_EPILOG = """\
Without a word about which, it is what the settings say: keep_days, keep_newest, keep_unread, what
single feeds keep, and for packs, full texts and pictures pack_days, text_days, picture_days.
An article that is unread, starred, for later, tagged by you, packed or has a note stays; --also names
what shall not protect this time.
examples:
  broadsheet clean --dry-run
  broadsheet clean --older 1y --also unread --dry-run
  broadsheet clean --newest 500 --feed wire
  broadsheet clean category:sports older:90d
  broadsheet clean --restore"""


def clean(arguments: Sequence[str]) -> int:
    """Remove articles, say which would go, or bring them back."""
    given = read_words(_parser(), arguments, ("-n", "-q"))
    also = _protections(given.also)
    query = read_query(given.query) if given.query else None

    async def work(library: "Library") -> int:
        if given.removed:
            return _list_removed(library.keeper)
        if given.restore:
            return await _restore(library.keeper, given)
        if given.vacuum:
            return await _vacuum(library.keeper, given)
        wish = _wish(library, given, also)
        if query is not None:
            for warning in unknown_names(query, library):
                complain(warning)
            selection = await library.select(query)
            ids = frozenset(ArticleId(int(number)) for number in selection.articles)
            wish = _with_articles(wish, ids)
        return await _clean(library.keeper, wish, given)

    return with_library(work)


def _parser() -> Parser:
    parser = Parser("clean", "Remove articles that need not be kept, or say which would go.", _EPILOG)
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only articles that a query finds")
    parser.add_argument("-n", "--dry-run", action="store_true", help="only say what would go")
    parser.add_argument(
        "--older", metavar="AGE", help="what came, or was read, before then: 90d, 1y, 2026-01"
    )
    parser.add_argument(
        "--newest", type=whole_number, metavar="N", help="all but the newest N articles of each feed"
    )
    parser.add_argument("--feed", action="append", metavar="FEED", help="only of that feed; may be repeated")
    parser.add_argument(
        "--unsubscribed", action="store_true", help="all of feeds that are not subscribed any more"
    )
    parser.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="MARKS",
        help=f"what shall not protect, with commas: {', '.join(PROTECTIONS)}",
    )
    parser.add_argument("--for-good", action="store_true", help="keep no copy to bring back")
    parser.add_argument("--restore", action="store_true", help="bring back what the latest clean removed")
    parser.add_argument(
        "--vacuum", action="store_true", help="give all free room in the store back to the disk"
    )
    parser.add_argument("--removed", action="store_true", help="list what can be brought back")
    parser.add_argument("--json", action="store_true", help="print an array of objects, one for each feed")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing")
    return parser


def _protections(words: Sequence[str]) -> frozenset[Protection]:
    named = [name.strip().casefold() for word in words for name in word.split(",") if name.strip()]
    for name in named:
        if name not in PROTECTIONS:
            raise Failure(f"--also {name}: there are {', '.join(PROTECTIONS)}", USAGE)
    return frozenset(cast("Sequence[Protection]", named))


def _wish(library: "Library", given: Namespace, also: frozenset[Protection]) -> CleanWish:
    before = 0
    if given.older:
        asked = period(given.older, datetime.now(UTC).astimezone())
        if asked is None:
            raise Failure(f"--older {given.older}: an age looks like 90d, 12w or 1y", USAGE)
        before = asked.start
    feeds = None
    if given.feed:
        feeds = frozenset(one_feed(library.feeds(), name).id for name in given.feed)
    return CleanWish(given.newest, before, feeds, None, given.unsubscribed, also)


def _with_articles(wish: CleanWish, ids: frozenset[ArticleId]) -> CleanWish:
    return CleanWish(wish.newest, wish.before, wish.feeds, ids, wish.left, wish.also)


# Going.


async def _clean(keeper: "Keeper", wish: CleanWish, given: Namespace) -> int:
    line = MovingLine("articles", shown=not (given.quiet or given.json) and sys.stderr.isatty())
    try:
        tidied = await keeper.tidier.tidy(dry_run=given.dry_run) if wish.by_settings else None
        plan = await keeper.plan(wish, lambda count: line.say(f"{count:,} articles looked at"))
        line.wipe()
        if given.json:
            _print_json(plan)
        elif given.dry_run and not given.quiet:
            _print_shares(plan)
        done = CleanFinished(plan.articles, 0, plan.size)
        if not given.dry_run:
            keeper.let_go()
            done = await _follow(keeper.clean(plan, for_good=given.for_good), line)
    finally:
        line.wipe()
    if not (given.quiet or given.json):
        say(_sentence(done, plan, tidied, dry_run=given.dry_run))
        if wish.articles is not None and len(wish.articles) > plan.articles:
            staying = len(wish.articles) - plan.articles
            say(f"{plural(staying, 'article')} of that query {'stays' if staying == 1 else 'stay'}.")
        if done.done and not given.dry_run and keeper.keeps and not given.for_good:
            say(f'"broadsheet clean --restore" brings the articles back for {plural(keeper.keeps, "day")}.')
    return OK


async def _follow(events: AsyncGenerator[CleanEvent], line: MovingLine) -> CleanFinished:
    finished = CleanFinished(0, 0)
    async with aclosing(events) as stream:
        async for event in stream:
            if isinstance(event, CleanStep):
                line.take(event.done, event.total)
            elif isinstance(event, CleanFinished):
                finished = event
    return finished


def _sentence(done: CleanFinished, plan: CleanPlan, tidied: "Tidied | None", *, dry_run: bool) -> str:
    counts = [(done.done, "article")]
    size = done.size
    if tidied is not None:
        counts += [(tidied.packs, "pack"), (tidied.texts, "full text"), (tidied.pictures, "picture")]
        size += tidied.size
    parts = [plural(number, noun) for number, noun in counts if number]
    if not parts:
        return "Nothing is too old or too much."
    if done.done:
        parts[0] += f" of {plural(len(plan.shares), 'feed')}"
    spared = f" {plural(done.spared, 'article')} stayed, marked meanwhile." if done.spared else ""
    return f"{', '.join(parts)} {'would go' if dry_run else 'gone'}, {amount_words(size)}.{spared}"


def _print_shares(plan: CleanPlan) -> None:
    """By feed, the largest share first; tab-separated in a pipe, and in bytes."""
    for share in plan.shares:
        title = share.title + (" (unsubscribed)" if share.left else "")
        if on_terminal():
            say(f"{share.articles:>9,} {amount_words(share.size):>9}  {title}")
        else:
            say_columns((str(share.articles), str(share.size), title))


def _print_json(plan: CleanPlan) -> None:
    with JsonArray() as array:
        for share in plan.shares:
            array.add(
                {
                    "feed_id": share.feed_id,
                    "title": line_of(share.title),
                    "articles": share.articles,
                    "bytes": share.size,
                    "unsubscribed": share.left,
                }
            )


# Coming back.


def _list_removed(keeper: "Keeper") -> int:
    for file in keeper.removed():
        say_columns((time_of(file.made_at) or "", str(file.articles), amount_words(file.size)))
    return OK


async def _restore(keeper: "Keeper", given: Namespace) -> int:
    if not keeper.removed():
        say("There is nothing to bring back.")
        return FAILED
    line = MovingLine("articles", shown=not given.quiet and sys.stderr.isatty())
    try:
        done = await _follow(keeper.restore(), line)
    finally:
        line.wipe()
    if not given.quiet:
        spared = (
            f" {plural(done.spared, 'article')} had come back already, or have no feed here."
            if done.spared
            else ""
        )
        say(f"{plural(done.done, 'article')} brought back.{spared}")
    return OK


# Room.


async def _vacuum(keeper: "Keeper", given: Namespace) -> int:
    if given.dry_run:
        room = await keeper.compactor.room()
        say(f"{amount_words(room.free)} of {amount_words(room.size)} are free.")
        return OK
    line = MovingLine("steps", shown=not given.quiet and sys.stderr.isatty())
    try:
        done = await keeper.compactor.compact(tell=line.say)
    finally:
        line.wipe()
    if done.trouble:
        complain(done.trouble)
    if not given.quiet:
        say(f"The store takes {amount_words(done.after)}, {amount_words(done.given_back)} less than before.")
    return FAILED if done.trouble else OK
