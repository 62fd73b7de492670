"""``broadsheet mark`` and ``tag``: what the marking keys do, for a query or for ids."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import OK, USAGE, Failure
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser, read_words
from tui.model.changes import ChangeSet, Status
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["mark", "tag"]

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

_WHICH = "ids of articles, or a query"

Change = Callable[["Library", tuple[ArticleId, ...]], Awaitable[ChangeSet]]


def mark(arguments: Sequence[str]) -> int:
    """Mark articles, or take a mark off them."""
    parser = Parser(
        "mark",
        "Mark articles, or unmark them. It can be undone, as a whole.",
        f"marks: {', '.join(MARKS)}\nexample: broadsheet mark read category:sports older:3d",
    )
    parser.add_argument("mark", choices=tuple(MARKS), metavar="MARK")
    parser.add_argument("which", nargs="*", metavar="WHICH", help=_WHICH)
    parser.add_argument("--dry-run", action="store_true", help="only say how many articles it would be")
    given = read_words(parser, arguments)
    status, value, words = MARKS[given.mark]

    def change(library: "Library", ids: tuple[ArticleId, ...]) -> Awaitable[ChangeSet]:
        return library.set_status(ids, status, value, f"mark {len(ids):,} {words}")

    return _apply(given.which, given.dry_run, f"marked {words}", change)


def tag(arguments: Sequence[str]) -> int:
    """Put a tag on articles, or take it off."""
    parser = Parser(
        "tag",
        "Put a tag on articles, or take it off them. It can be undone, as a whole.",
        'example: broadsheet tag add energy solar OR "wind power"',
    )
    parser.add_argument("action", choices=("add", "remove"), metavar="add|remove")
    parser.add_argument("name", metavar="TAG", help='such as "africa" or "news/africa"')
    parser.add_argument("which", nargs="*", metavar="WHICH", help=_WHICH)
    parser.add_argument("--dry-run", action="store_true", help="only say how many articles it would be")
    given = read_words(parser, arguments)
    name = given.name.strip().removeprefix("#")
    if not name:
        raise Failure("say which tag", USAGE)
    adding = given.action == "add"

    def change(library: "Library", ids: tuple[ArticleId, ...]) -> Awaitable[ChangeSet]:
        return library.add_tag(ids, name) if adding else library.remove_tag(ids, name)

    return _apply(given.which, given.dry_run, f"{'tagged' if adding else 'no longer tagged'} #{name}", change)


def _apply(which: Sequence[str], dry_run: bool, outcome: str, change: Change) -> int:
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
