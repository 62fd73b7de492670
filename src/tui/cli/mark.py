"""``broadsheet mark``: what the marking keys do, for a query or for ids."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import OK
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser, read_words
from tui.model.changes import ChangeSet, Status
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["WHICH", "Change", "apply_to", "mark"]

#: The word of the command → the status, its value, and how it is said of articles.
MARKS: Mapping[str, tuple[Status, bool, str]] = {
    "read": ("read", True, "read"),
    "unread": ("read", False, "unread"),
    "starred": ("starred", True, "starred"),
    "unstarred": ("starred", False, "not starred"),
    "later": ("later", True, "for later"),
    "not-later": ("later", False, "not for later"),
    "hidden": ("hidden", True, "hidden"),
    "shown": ("hidden", False, "shown again"),
}

#: How the words that choose articles are explained.
WHICH = "ids of articles, or a query"

Change = Callable[["Library", tuple[ArticleId, ...]], Awaitable[ChangeSet]]
"""What is done to the chosen articles."""


def mark(arguments: Sequence[str]) -> int:
    """Mark articles, or take a mark off them."""
    parser = Parser(
        "mark",
        "Mark articles, or unmark them. It can be undone, as a whole.",
        f"marks: {', '.join(MARKS)}\nexample: broadsheet mark read category:sports older:3d",
    )
    parser.add_argument("mark", choices=tuple(MARKS), metavar="MARK")
    parser.add_argument("which", nargs="*", metavar="WHICH", help=WHICH)
    parser.add_argument("--dry-run", action="store_true", help="only say how many articles it would be")
    given = read_words(parser, arguments)
    status, value, words = MARKS[given.mark]

    def change(library: "Library", ids: tuple[ArticleId, ...]) -> Awaitable[ChangeSet]:
        return library.set_status(ids, status, value, f"mark {len(ids):,} {words}")

    return apply_to(given.which, given.dry_run, f"marked {words}", change)


def apply_to(which: Sequence[str], dry_run: bool, outcome: str, change: Change) -> int:
    """Change the articles that the words mean, and say how many it were."""
    require_words(which)

    async def work(library: "Library") -> int:
        ids = await chosen(library, which)
        if dry_run:
            say(f"{plural(len(ids), 'article')} would be {outcome}.")
            return OK
        if not ids:
            say("No article matches; nothing was changed.")
            return OK
        changed = _changed(await change(library, ids))
        already = f" ({len(ids) - changed:,} already)" if len(ids) > changed else ""
        say(f"{plural(changed, 'article')} {outcome}{already}.")
        return OK

    return with_library(work)


def _changed(changes: ChangeSet) -> int:
    touched = [entry.ids for entry in changes.statuses] + [entry.ids for entry in changes.tags]
    return len({article_id for ids in touched for article_id in ids})
