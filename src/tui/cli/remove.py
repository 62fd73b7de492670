"""``broadsheet remove``: unsubscribe, undoably."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.naming import one_feed
from tui.cli.opening import with_library
from tui.cli.printing import say
from tui.cli.words import Parser

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["remove"]


def remove(arguments: Sequence[str]) -> int:
    """Unsubscribe from feeds."""
    parser = Parser(
        "remove",
        'Unsubscribe from feeds. "broadsheet undo" brings a feed back with all its articles and marks.',
    )
    parser.add_argument("feeds", nargs="+", metavar="FEED", help="its id, its title or its address")
    names = parser.parse_args(arguments).feeds

    async def work(library: "Library") -> int:
        # All names are looked up first: a slip in the last one must not leave half of the work done.
        found = {feed.id: feed for feed in (one_feed(library.feeds(), name) for name in names)}
        for feed in found.values():
            await library.unsubscribe(feed.id)
            say(f'Unsubscribed from {feed.title}. "broadsheet undo" brings it back.')
        return OK

    return with_library(work)
