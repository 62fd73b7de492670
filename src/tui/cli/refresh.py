"""``broadsheet refresh``: fetch what is new, for all feeds or some."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import Failure
from tui.cli.fetching import fetch
from tui.cli.naming import feeds_in, feeds_named
from tui.cli.opening import with_library
from tui.cli.words import Parser
from tui.model.ids import FeedId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["refresh"]


def refresh(arguments: Sequence[str]) -> int:
    """Fetch feeds and say what came."""
    parser = Parser(
        "refresh",
        "Fetch what is new. Without names: every feed that is due; servers that asked for\n"
        "patience are left alone. A feed that is named is fetched now.",
        "Exit code 1 if any of the feeds failed; each says why on standard error.",
    )
    parser.add_argument("names", nargs="*", metavar="FEED", help="its id, address, or a part of its title")
    parser.add_argument("--category", metavar="PATH", help="the feeds in that category or below it")
    parser.add_argument("--force", action="store_true", help="also feeds that are not due or were given up")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but failures")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        code = await fetch(library, _scope(library, given), force=given.force, quiet=given.quiet)
        if not library.read_only:
            # Whoever reads by cron and scripts alone has backups too; at most one a day is made.
            await library.backup()
        return code

    return with_library(work)


def _scope(library: "Library", given: Namespace) -> list[FeedId] | None:
    """The feeds to visit; ``None`` for all of them."""
    if not given.names and given.category is None:
        return None
    known = library.feeds()
    wanted: dict[FeedId, None] = {}
    for name in given.names:
        found = feeds_named(known, name)
        if not found:
            raise Failure(f'there is no feed "{name}"; "broadsheet feeds" lists them')
        wanted.update((feed.id, None) for feed in found)
    if given.category is not None:
        inside = feeds_in(known, given.category)
        if not inside:
            raise Failure(f'there is no feed in the category "{given.category}"')
        wanted.update((feed.id, None) for feed in inside)
    return list(wanted)
