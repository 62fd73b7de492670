"""``broadsheet doctor sizes``: what takes how much room, by kind and by feed."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.json_out import JsonArray
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import bold, columns, cut, on_terminal, plural, say, say_columns
from tui.cli.words import Parser, whole_number
from tui.model.amounts import amount_words
from tui.model.retention import CleanWish
from tui.model.sizes import FeedSize, StoreSizes
from tui.render.writing.record import line_of, time_of

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["doctor_sizes"]


def doctor_sizes(arguments: Sequence[str]) -> int:
    """Measure the store, and say what could go."""
    parser = Parser(
        "doctor sizes",
        "Say what takes how much room: the store by kind, then its feeds, the largest first.",
        "In a pipe there are only the feeds, tab-separated: articles, unread, bytes, oldest, title.\n"
        "Sizes of feeds are those of rows and texts, without the index of words.",
    )
    parser.add_argument("--top", type=whole_number, metavar="N", help="only the N largest feeds")
    parser.add_argument("--json", action="store_true", help="print an array of objects, one for each feed")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        line = MovingLine("articles", shown=not given.json and sys.stderr.isatty())
        line.say("counting articles …")
        try:
            sizes = await library.keeper.sizes(lambda done, total: line.take(done, total))
        finally:
            line.wipe()
        feeds = sizes.feeds[: given.top]
        if given.json:
            with JsonArray() as array:
                for feed in feeds:
                    array.add(_fields(feed))
        elif on_terminal():
            _print(sizes, feeds)
            await _print_advice(library, sizes)
        else:
            for feed in feeds:
                oldest = time_of(feed.oldest) or ""
                say_columns((str(feed.articles), str(feed.unread), str(feed.size), oldest, feed.title))
        return OK

    return with_library(work)


def _fields(feed: FeedSize) -> dict[str, object]:
    return {
        "feed_id": feed.feed_id,
        "title": line_of(feed.title),
        "articles": feed.articles,
        "unread": feed.unread,
        "bytes": feed.size,
        "oldest": time_of(feed.oldest),
        "unsubscribed": feed.left,
    }


def _print(sizes: StoreSizes, feeds: Sequence[FeedSize]) -> None:
    print(bold(f"{amount_words(sizes.file)} in the store"))
    for size, words in (
        (sizes.texts, f"{plural(sizes.articles, 'article')}, {sizes.unread:,} unread"),
        (sizes.words, "the index of words"),
        (sizes.full_texts_size, plural(sizes.full_texts, "full text")),
        (sizes.pictures_size, plural(sizes.pictures, "picture")),
        (sizes.rest, "SQL indexes and all else"),
        (sizes.free, "free"),
    ):
        _say_size(size, words)
    print(bold("beside it"))
    _say_size(sizes.log, "not yet in the file")
    _say_size(sizes.removed_size, plural(sizes.removed, "removed article"))
    _say_size(sizes.backups_size, plural(sizes.backups, "backup"))
    print(bold("by feed"))
    width = max(16, columns() - 46)
    say(f"{'size':>10} {'articles':>10} {'unread':>8} {'oldest':>10}")
    for feed in feeds:
        oldest = "" if feed.oldest is None else feed.oldest.date().isoformat()
        title = cut(feed.title + (" (unsubscribed)" if feed.left else ""), width).rstrip()
        say(f"{amount_words(feed.size):>10} {feed.articles:>10,} {feed.unread:>8,} {oldest:>10}  {title}")


def _say_size(size: int, words: str) -> None:
    if size:
        say(f"{amount_words(size):>10}  {words}")


async def _print_advice(library: "Library", sizes: StoreSizes) -> None:
    """What could go, and by which command."""
    by_settings = await library.keeper.plan(CleanWish())
    left = (await library.keeper.plan(CleanWish(left=True))).articles
    say()
    if by_settings.articles:
        say(f'{plural(by_settings.articles, "article")} may go by your settings: "broadsheet clean".')
    if left:
        say(f'{plural(left, "article")} of feeds you have left: "broadsheet clean --unsubscribed".')
    if sizes.free > sizes.file // 20:
        say(f'{amount_words(sizes.free)} are free: "broadsheet clean --vacuum" gives them back to the disk.')
