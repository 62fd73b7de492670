"""Edit a saved search: name, query with a live count, place among the others."""

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, Static

from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.saved import SavedSearch
from tui.query import parse
from tui.query.searches import Searches, search_key
from tui.query.suggest import Names, complete
from tui.service import saving
from tui.service.saving import Saving
from tui.ui.paint import fit
from tui.ui.query_bar.widget import QueryHighlighter
from tui.ui.roles import QUERY_ROLES, role_style

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["EditSearch"]

#: Seconds that the live count may look for patterns.
PATIENCE = 1.0


class QuerySuggester(Suggester):
    """Offers how the query may go on, as the filter line does."""

    def __init__(self, names: Names) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names = names

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text as it would read with the first fitting offer taken."""
        for offer in complete(value, len(value), self.names):
            text = offer.taken(value)[0].rstrip()
            if text.startswith(value) and text != value:
                return text
        return None


class Place(Static, can_focus=True):
    """Where the search stands: the arrows move it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left,k,h", "move(-1)", show=False),
        Binding("down,right,j,l", "move(1)", show=False),
        Binding("enter", "done", show=False),
    ]

    class Done(Message):
        """Enter: the user is content."""

    def __init__(self, others: list[str], spot: int) -> None:
        super().__init__(id="place")
        self.others, self.spot = others, spot

    def on_mount(self) -> None:
        """Say where."""
        self.action_move(0)

    def action_move(self, step: int) -> None:
        """One up or down, as far as there are others."""
        self.spot = max(0, min(self.spot + step, len(self.others)))
        where = f"below “{fit(self.others[self.spot - 1], 50)}”" if self.spot else "first"
        self.update(Content(f"{where}  ·  {self.spot + 1} of {len(self.others) + 1}"))

    def action_done(self) -> None:
        """Save."""
        self.post_message(self.Done())


class EditSearch(ModalScreen[Saving | None]):
    """Answers with the deed to do, which removes the search if that is wanted."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("ctrl+d", "remove", "Remove", show=False, priority=True),
    ]

    def __init__(self, search: SavedSearch, library: "Library", names: Names) -> None:
        super().__init__()
        self.search, self.library, self.names = search, library, names
        self.highlighter = QueryHighlighter(self.style_of)

    def style_of(self, role: str) -> Style:
        """The style of a part of a query."""
        return role_style(self, "query", role if role in QUERY_ROLES else "")

    def compose(self) -> ComposeResult:
        """Name, query, what it finds, place."""
        searches = self.library.saved()
        others = [one.name for one in searches if one.id != self.search.id]
        spot = next((at for at, one in enumerate(searches) if one.id == self.search.id), len(others))
        with Vertical(classes="dialog"):
            yield Static(Content("Edit saved search"), classes="dialog-title")
            yield Label(Content("Name"), classes="label")
            yield Input(self.search.name, compact=True, id="name", classes="field")
            yield Label(Content("Query"), classes="label")
            yield Input(
                self.search.query,
                placeholder="words, #tag, is:unread, sort:title, group:day …",
                compact=True,
                id="query",
                classes="field",
                highlighter=self.highlighter,
                suggester=QuerySuggester(self.names),
                select_on_focus=False,
            )
            yield Static("", id="finding")
            yield Label(Content("Place"), classes="label")
            yield Place(others, spot)
            words = "Enter saves · Tab moves on · Ctrl+D removes it · Esc leaves"
            yield Static(Content(words), classes="hint")

    def on_mount(self) -> None:
        """Begin with the query: names seldom change."""
        self.query_one("#query", Input).focus()
        self.look()

    @on(Input.Changed)
    def look(self) -> None:
        """Say what the query would find, or what is wrong with it and where."""
        line = self.query_one("#query", Input)
        self.highlighter.error_at = None
        try:
            deed = self.deed()
        except QuerySyntaxError as error:
            end = min(len(line.value), error.position + error.length)
            self.highlighter.error_at = (min(error.position, max(0, end - 1)), end)
            self.say(error.message, wrong=True)
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
        else:
            self.count(deed)
        line.refresh()

    @work(exclusive=True, group="count", exit_on_error=False)
    async def count(self, deed: Saving) -> None:
        """The live count, of the searches as they would be."""
        after = {one.after.id: one.after for one in deed.changes if one.after is not None}
        own = after.get(self.search.id)
        text = str(own.body["query"]) if own is not None else self.search.query
        # What it names may be about to get another name.
        known = {one.name: one.query for one in self.library.saved() if one.id != self.search.id}
        query = Searches(known).inline(parse(text))
        tally = await self.library.tally(query, PATIENCE)
        if tally.trouble:
            self.say(tally.trouble, wrong=True)
        else:
            articles = "article" if tally.total == 1 else "articles"
            self.say(f"{tally.total:,} {articles}, {tally.unread:,} unread")

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What the query finds, or what is wrong."""
        if wrong:
            self.workers.cancel_group(self, "count")
        finding = self.query_one("#finding", Static)
        finding.update(Content(words))
        finding.set_class(wrong, "-wrong")

    def deed(self) -> Saving:
        """What saving would do.

        Raises:
            BroadsheetError: it cannot be saved so.
        """
        name, query = (self.query_one(f"#{part}", Input).value for part in ("name", "query"))
        if search_key(name) == search_key(self.search.name) and name.strip() == self.search.name:
            name = self.search.name
        everything = [
            *self.library.definitions("search"),
            *self.library.definitions("rule"),
        ]
        return saving.edited(everything, self.search, name, query, self.query_one(Place).spot)

    @on(Input.Submitted)
    @on(Place.Done)
    def action_save(self) -> None:
        """Save it, if it can be saved."""
        try:
            self.dismiss(self.deed())
        except BroadsheetError as error:
            self.say(str(error), wrong=True)

    def action_remove(self) -> None:
        """Remove it."""
        self.dismiss(saving.removed(self.search))
