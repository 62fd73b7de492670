"""``broadsheet feeds``: what is subscribed, what waits in it, how it is, and whether it is hidden."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.health import health_words
from tui.cli.hiding import HIDING, hide
from tui.cli.json_out import JsonArray, feed_fields
from tui.cli.naming import feeds_in, feeds_named
from tui.cli.opening import with_library
from tui.cli.printing import (
    bold,
    columns,
    cut,
    dim,
    on_terminal,
    plural,
    say,
    say_block,
    say_columns,
    wrapped,
)
from tui.cli.words import Parser
from tui.model.feed import Feed
from tui.model.ids import FeedId
from tui.model.servers import masked

if TYPE_CHECKING:
    from datetime import datetime

    from tui.service.library import Library

__all__ = ["feeds"]


def feeds(arguments: Sequence[str]) -> int:
    """List the feeds, or hide some and show them again."""
    if arguments and arguments[0] in HIDING:
        return hide(arguments[0], arguments[1:])
    parser = Parser(
        "feeds",
        "List the feeds: id, unread articles, title, and how the last visits went.",
        "In a pipe the lines are tab-separated: id, unread, title, category, address, health.\n"
        '"feeds hide FEED …" hides feeds, "feeds show FEED …" shows them again.',
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only feeds with that id, title or address")
    parser.add_argument("--category", metavar="PATH", help="only feeds in that category or below it")
    parser.add_argument("--failing", action="store_true", help="only feeds that could not be refreshed")
    parser.add_argument("--why", action="store_true", help="say of each how often it is checked, and why")
    parser.add_argument("--hidden", action="store_true", help="only feeds that are hidden")
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        from tui.service.library import utc_now

        shown = library.feeds()
        if given.names:
            named = {feed.id for name in given.names for feed in feeds_named(shown, name)}
            shown = tuple(feed for feed in shown if feed.id in named)
        if given.category:
            shown = feeds_in(shown, given.category)
        if given.failing:
            shown = tuple(feed for feed in shown if feed.health.error is not None or not feed.health.active)
        if given.hidden:
            shown = tuple(feed for feed in shown if feed.hidden)
        if given.why:
            schedules = await library.care.schedules()
            for feed in shown:
                say_columns((str(feed.id), feed.title, schedules[feed.id]))
            return OK
        unread = await _unread(library)
        if given.json:
            with JsonArray() as array:
                for feed in shown:
                    settings = library.feedbook.settings(feed.feed_url)
                    page = library.sources.pages.selectors(feed.feed_url)
                    array.add(feed_fields(feed, unread.get(feed.id, 0), settings, page))
            return OK
        _print(shown, unread, utc_now())
        return OK

    return with_library(work)


async def _unread(library: "Library") -> Mapping[FeedId, int]:
    from tui.query import parse

    return library.facets(await library.select(parse("is:unread"))).feeds


def _print(shown: Sequence[Feed], unread: Mapping[FeedId, int], now: "datetime") -> None:
    if not on_terminal():
        for feed in shown:
            count = str(unread.get(feed.id, 0))
            health = health_words(feed, now)
            say_columns((str(feed.id), count, feed.title, feed.category, masked(feed.feed_url), health))
        return
    title_width = min(32, max(10, columns() // 3))
    category = None
    for feed in sorted(shown, key=lambda feed: (feed.category.casefold(), feed.title.casefold())):
        if feed.category != category:
            category = feed.category
            print(bold(category or "without a category"))
        count = f"{unread.get(feed.id, 0):>6,}"
        words = health_words(feed, now)
        marks = ("hidden" if feed.hidden else "", "TLS not checked" if feed.unproven else "", words)
        said, room = " · ".join(filter(None, marks)), max(8, columns() - title_width - 17)
        row = f"{feed.id:>5} {count}  {cut(feed.title, title_width)}"
        if feed.health.error is None and feed.health.active:
            print(f"{row}  {dim(cut(said, room).rstrip())}")
        elif len(said) <= room:
            say(f"{row}  {said}")
        else:
            # What to do stands at the end of the sentence.
            print(row.rstrip())
            say_block(wrapped(said, " " * 14))
    failing = sum(feed.health.error is not None for feed in shown)
    say()
    say(plural(len(shown), "feed") + (f", {failing:,} failing" if failing else "") + ".")
