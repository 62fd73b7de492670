"""``broadsheet mark``: what the marking keys do, for a query or for ids."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import OK
from tui.cli.list import print_rows
from tui.cli.moving_line import watched
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser, read_words
from tui.model.changes import ChangeSet, Status, StatusChange, Wish
from tui.model.ids import ArticleId
from tui.query import Query
from tui.service.parts import part

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["WHICH", "add_dry_run", "apply_to", "mark"]

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


def mark(arguments: Sequence[str]) -> int:
    """Mark articles, or take a mark off them."""
    parser = Parser(
        "mark",
        "Mark articles, or unmark them. It can be undone, as a whole.",
        f"marks: {', '.join(MARKS)}\nexample: broadsheet mark read category:sports older:3d",
    )
    parser.add_argument("mark", choices=tuple(MARKS), metavar="MARK")
    parser.add_argument("which", nargs="*", metavar="WHICH", help=WHICH)
    add_dry_run(parser)
    given = read_words(parser, arguments, ("-n",))
    status, value, words = MARKS[given.mark]
    wishes = (StatusChange(status, value, ()),)
    return apply_to(
        given.which, given.dry_run, wishes, f"marked {words}", lambda number: f"mark {number:,} {words}"
    )


def add_dry_run(parser: Parser) -> None:
    """The option that changes nothing."""
    parser.add_argument(
        "-n", "--dry-run", action="store_true", help="only print the articles that would change"
    )


def apply_to(
    which: Sequence[str],
    dry_run: bool,
    wishes: Sequence[Wish],
    outcome: str,
    label: Callable[[int], str],
) -> int:
    """Do all *wishes* to the articles that the words mean, as one deed, and say how many it were."""
    require_words(which)

    async def work(library: "Library") -> int:
        ids = await chosen(library, which)
        if dry_run:
            await _would(library, ids, wishes, outcome)
            return OK
        if not ids:
            say("No article matches; nothing was changed.")
            return OK
        with watched("changes") as watch:
            changes = await library.change(ids, wishes, label(len(ids)), watch=watch)
        changed, meant = _changed(changes), frozenset(ids)
        say(_sentence(len(changed & meant), len(ids), outcome, len(changed - meant)))
        return OK

    return with_library(work)


async def _would(
    library: "Library", ids: tuple[ArticleId, ...], wishes: Sequence[Wish], outcome: str
) -> None:
    """Print what would change, in the order of the query, and how many that are."""
    reach = await library.reach(Query(), part(ids), wishes)
    changing = frozenset(reach.changing.tolist())
    await print_rows(library, [number for number in ids if number in changing])
    say(_sentence(len(changing), len(ids), f"would be {outcome}"))


def _sentence(changed: int, meant: int, outcome: str, copies: int = 0) -> str:
    notes = [f"{meant - changed:,} already"] if meant > changed else []
    notes += [f"and {copies:,} {'copy' if copies == 1 else 'copies'} in other feeds"] if copies else []
    said = f" ({', '.join(notes)})" if notes else ""
    return f"{plural(changed, 'article')} {outcome}{said}."


def _changed(changes: ChangeSet) -> set[ArticleId]:
    touched = [entry.ids for entry in changes.statuses] + [entry.ids for entry in changes.tags]
    return {article_id for ids in touched for article_id in ids}
