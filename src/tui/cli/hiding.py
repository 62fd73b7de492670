"""``broadsheet feeds hide`` and ``show``: feeds that only what looks for something finds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.naming import one_feed
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["HIDING", "hide"]

#: What is done, by the word for it: the value, and how it is said before and after.
HIDING = {"hide": (True, "hide", "hidden now"), "show": (False, "show", "shown again")}


def hide(verb: str, arguments: Sequence[str]) -> int:
    """Hide feeds, or show them again; all that are named are one undo."""
    value, does, did = HIDING[verb]
    parser = Parser(
        f"feeds {verb}",
        "Hide feeds: lists that only browse leave their articles out; searches find them."
        if value
        else "Show hidden feeds again.",
        '"broadsheet undo" takes it back. "broadsheet feeds --hidden" lists the hidden ones.',
    )
    parser.add_argument("feeds", nargs="+", metavar="FEED", help="its id, its title or its address")
    parser.add_argument("-n", "--dry-run", action="store_true", help=f"only say which it would {does}")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        from tui.service.hiding import hidden_all

        # All names are looked up first: a slip in the last one must not leave half of the work done.
        meant = {feed.id: feed for feed in (one_feed(library.feeds(), name) for name in given.feeds)}
        feeds = [feed for feed in meant.values() if feed.hidden != value]
        for feed in feeds:
            say(f"Would {does} {feed.title}." if given.dry_run else f"{feed.title} is {did}.")
        if len(feeds) < len(meant):
            already = "hidden already" if value else "not hidden"
            say(f"{plural(len(meant) - len(feeds), 'feed')} {already}.")
        if feeds and not given.dry_run:
            deed = hidden_all(library.definitions("feed"), feeds, value)
            await library.define(deed.changes, deed.label)
        return OK

    return with_library(work)
