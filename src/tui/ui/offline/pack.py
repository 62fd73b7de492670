"""Pack for reading offline: which articles, with pictures or not, and how much at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.model.amounts import amount_words, read_amount
from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.ids import ArticleId
from tui.model.pack import PackedArticle
from tui.query import parse
from tui.query.suggest import Names
from tui.ui.marks import Marks
from tui.ui.paint import fit
from tui.ui.query_bar.widget import QueryHighlighter
from tui.ui.roles import QUERY_ROLES, role_style
from tui.ui.rules.ticks import Ticks
from tui.ui.screens.edit_search import QuerySuggester

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["PackDialog", "PackWish"]

#: Seconds that the live count may look for patterns.
PATIENCE = 1.0
#: So wide the dialog is inside where the window has 80 columns.
LINE = 70
#: So many articles are named of which something is missing.
NAMED = 5
_CHOICES = (("images", "with pictures"),)


@dataclass(frozen=True, slots=True)
class PackWish:
    """What to pack, or (``forget``) what to keep no longer; sizes in bytes."""

    query: str
    ids: tuple[ArticleId, ...]
    images: bool
    most_bytes: int
    limit: str
    forget: bool = False


class PackDialog(ModalScreen[PackWish | None]):
    """A query, a size, a tick; and how packed what the query finds is already."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "pack", "Pack", show=False, priority=True),
        Binding("enter", "pack", "Pack", show=False),
        Binding("ctrl+d", "forget", "Forget", show=False, priority=True),
    ]

    def __init__(
        self, library: "Library", names: Names, query: str, limit: str, marks: Marks, *, images: bool
    ) -> None:
        super().__init__()
        self.library, self.names, self.marks = library, names, marks
        self.asked, self.limit, self.images = query, limit, images
        self.highlighter = QueryHighlighter(self.style_of)
        self.found: tuple[ArticleId, ...] | None = None

    def style_of(self, role: str) -> Style:
        """The style of a part of a query."""
        return role_style(self, "query", role if role in QUERY_ROLES else "")

    def compose(self) -> ComposeResult:
        """Query and what it finds, size, pictures, what is missing."""
        with Vertical(classes="dialog"):
            yield Static(Content("Pack for reading offline"), classes="dialog-title")
            yield Label(Content("Articles"), classes="label")
            yield Input(
                self.asked,
                placeholder="is:later OR newer:2d",
                compact=True,
                id="query",
                classes="field",
                highlighter=self.highlighter,
                suggester=QuerySuggester(self.names),
                select_on_focus=False,
            )
            yield Static("", id="finding")
            yield Label(Content("At most"), classes="label")
            yield Input(self.limit, placeholder="200MB", compact=True, id="limit", classes="field")
            yield Ticks(_CHOICES, ("images",) if self.images else (), self.marks, id="images")
            yield Static("", id="missing", classes="hint")
            words = "Enter packs · Tab moves on · Space ticks · Ctrl+D keeps them no longer · Esc leaves"
            yield Static(Content(words), classes="hint")

    def on_mount(self) -> None:
        """Begin with the query."""
        self.query_one("#missing").display = False
        self.query_one("#query", Input).focus()
        self.look()

    @on(Input.Changed, "#query")
    def look(self) -> None:
        """Say what the query finds and how much of it is packed, or what is wrong with it."""
        line = self.query_one("#query", Input)
        self.highlighter.error_at, self.found = None, None
        try:
            query = self.library.searches.inline(parse(line.value))
        except QuerySyntaxError as error:
            end = min(len(line.value), error.position + error.length)
            self.highlighter.error_at = (min(error.position, max(0, end - 1)), end)
            self.say(error.message, wrong=True)
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
        else:
            self.say("…")
            self.count(query)
        line.refresh()

    @work(exclusive=True, group="count", exit_on_error=False)
    async def count(self, query: object) -> None:
        """How many there are, and how many of them are ready."""
        try:
            selection = await self.library.select(query, PATIENCE)  # type: ignore[arg-type]
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        ids = tuple(ArticleId(int(one)) for one in selection.articles)
        packed = await self.library.packs.packed(ids)
        ready = sum(one.ready for one in packed.values())
        size = sum(one.size for one in packed.values())
        articles = "article" if len(ids) == 1 else "articles"
        here = f", {amount_words(size)} of them here" if size else ""
        self.say(f"{len(ids):,} {articles}, {ready:,} ready to read offline{here}")
        self.found = ids
        await self.show_missing([one for one in packed.values() if not one.ready])

    async def show_missing(self, partly: Sequence[PackedArticle]) -> None:
        """Name what could not be had."""
        rows = {
            row.id: row.title for row in await self.library.rows([one.article_id for one in partly[:NAMED]])
        }
        lines = [
            fit(f"{fit(rows.get(one.article_id, ''), 34)}: {' '.join(one.missing)}", LINE)
            for one in partly[:NAMED]
        ]
        if len(partly) > NAMED:
            lines.append(f"and {len(partly) - NAMED:,} more with something missing")
        missing = self.query_one("#missing", Static)
        missing.display = bool(lines)
        missing.update(Content("\n".join(lines)))

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What the query finds, or what is wrong."""
        if wrong:
            self.workers.cancel_group(self, "count")
        finding = self.query_one("#finding", Static)
        finding.update(Content(words))
        finding.set_class(wrong, "-wrong")

    @on(Input.Submitted)
    def action_pack(self) -> None:
        """Pack them."""
        self.answer(forget=False)

    def action_forget(self) -> None:
        """Keep them no longer."""
        self.answer(forget=True)

    def answer(self, *, forget: bool) -> None:
        """Answer once it is known what is meant."""
        limit = self.query_one("#limit", Input).value
        try:
            most = read_amount(limit)
        except ValueError as error:
            self.say(f"At most {limit or 'nothing'}: {error}.", wrong=True)
            self.query_one("#limit", Input).focus()
            return
        if not self.found:
            if self.found is not None:
                self.say("No article matches.", wrong=True)
            return
        images = "images" in self.query_one(Ticks).ticked
        query = self.query_one("#query", Input).value
        self.dismiss(PackWish(query, self.found, images, most, limit.strip(), forget))
