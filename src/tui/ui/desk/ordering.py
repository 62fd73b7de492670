"""In what order the list stands and under which headings: a menu that edits the one query."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tui.query import Query, SortKey
from tui.query.searches import confined_to
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["GROUPINGS", "ORDERS", "Grouping", "Order", "Ordering", "group_words", "sort_words"]


class Order(NamedTuple):
    """A row of the menu: its key, what it says, and what it does to the query."""

    key: str
    label: str
    sort: tuple[SortKey, ...]


class Grouping(NamedTuple):
    """The same, for headings."""

    key: str
    label: str
    group: str


#: What the menu offers, and what pressing ``S`` in it turns through.
ORDERS = (
    Order("n", "newest first", ()),
    Order("o", "oldest first", (SortKey("date", reverse=True),)),
    Order("t", "title", (SortKey("title"),)),
    Order("f", "feed", (SortKey("feed"),)),
    Order("l", "longest first", (SortKey("words"),)),
    Order("s", "shortest first", (SortKey("words", reverse=True),)),
    Order("c", "most copies first", (SortKey("copies"),)),
    Order("r", "last received first", (SortKey("received"),)),
    Order("u", "last updated first", (SortKey("updated"),)),
    Order("m", "best match", (SortKey("relevance"),)),
    Order("x", "shuffled", (SortKey("random"),)),
)
GROUPINGS = (
    Grouping("0", "no headings", ""),
    Grouping("1", "by day", "day"),
    Grouping("2", "by feed", "feed"),
    Grouping("3", "by tag", "tag"),
    Grouping("4", "by story", "story"),
)

#: What a list does without being told.
NEWEST = (SortKey("date"),)

#: How each key reads in the list's header, as it is and turned around.
_WORDS = {
    "date": ("newest", "oldest"),
    "received": ("last received", "first received"),
    "updated": ("last updated", "first updated"),
    "title": ("title", "title, from z"),
    "feed": ("feed", "feed, from z"),
    "words": ("longest", "shortest"),
    "copies": ("most copies", "fewest copies"),
    "relevance": ("best match", "worst match"),
    "random": ("shuffled", "shuffled"),
}


def sort_words(sort: Sequence[SortKey]) -> str:
    """How a list is sorted, in a word for each key."""
    return ", ".join(_WORDS[key.name][key.reverse] for key in sort or NEWEST)


def group_words(group: str) -> str:
    """How a list is grouped; "" for not at all."""
    return f"by {group}" if group not in ("", "none") else ""


class Ordering:
    """``S``: one key a choice."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    @property
    def note(self) -> str:
        """What the list's header says: ``newest ▾ · by day``."""
        meant, marks = self.meant, self.screen.marks
        group = group_words(meant.group)
        return f"{sort_words(meant.sort)} {marks.unfolded}" + (f" {marks.dot} {group}" if group else "")

    @property
    def meant(self) -> Query:
        """The query of the moment, with the order and headings of the saved search that leads it."""
        filters = self.screen.desk.filters
        answer = filters.selection
        return answer.meant if answer is not None and answer.query == filters.query else filters.query

    def menu(self) -> None:
        """Choose an order or headings."""
        ask(self.screen, self.ask)

    async def ask(self) -> None:
        """Show the menu and do what was chosen."""
        from tui.ui.screens.ordering import OrderDialog

        meant = self.meant
        sort = () if meant.sort == NEWEST else meant.sort
        chosen = await self.screen.app.push_screen_wait(
            OrderDialog(sort, "" if meant.group == "none" else meant.group)
        )
        query = self.screen.desk.filters.query
        # Saying nothing would leave it to the saved search.
        led = confined_to(query) is not None
        if chosen == "turn":
            self.turn()
        elif isinstance(chosen, Order):
            self.change(replace(query, sort=chosen.sort or (NEWEST if led else ())))
        elif isinstance(chosen, Grouping):
            self.change(replace(query, group=chosen.group or ("none" if led else "")))

    def turn(self) -> None:
        """The order the other way round: its first key counts."""
        query = self.screen.desk.filters.query
        first, *rest = self.meant.sort or NEWEST
        turned = (replace(first, reverse=not first.reverse), *rest)
        # The newest first is what a list does without being told.
        self.change(replace(query, sort=() if turned == NEWEST and confined_to(query) is None else turned))

    def change(self, query: Query) -> None:
        """Make it the query; the article under the cursor stays there."""
        self.screen.desk.filters.set(query, keep=self.screen.articles.anchor_id)
