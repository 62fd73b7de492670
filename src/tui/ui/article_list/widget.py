"""The article list: a cursor over a window of ids; pages of rows come as they are needed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.ui.actions import bindings_for
from tui.ui.article_list.row import Density, article_lines, placeholder_lines
from tui.ui.article_list.window import Window
from tui.ui.lines import LineList
from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark

__all__ = ["ArticleList"]


class ArticleList(LineList):
    """Shows a selection of any length; knows rows, never the store."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("list")]

    class PagesWanted(Message):
        """Rows are in view that are not at hand."""

        def __init__(self, window: Window, pages: list[int]) -> None:
            self.window, self.pages = window, pages
            super().__init__()

    class SelectionChanged(Message):
        """Other rows are marked for a bulk action; ``count`` of them."""

        def __init__(self, count: int) -> None:
            self.count = count
            super().__init__()

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        marks: Marks = UNICODE,
        density: Density = Density.AUTO,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(marks=marks, id=id)
        self.clock = clock
        self.window = Window()
        self.density = density
        self.wide = True
        self.ages = True
        self.chosen: set[ArticleId] = set()
        self.chosen_from = 0

    # ---------------------------------------------------------------------- rows

    @property
    def count(self) -> int:
        """How many articles the list has."""
        return len(self.window)

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """An article as lines, or a dim placeholder while it is on its way."""
        article = self.window.row(index)
        if article is None:
            return placeholder_lines(width, self.row_height)
        return article_lines(
            article,
            width,
            self.row_height,
            self.clock(),
            self.marks,
            chosen=article.id in self.chosen,
            ages=self.ages,
        )

    def show(self, window: Window, cursor: int = 0, *, keep_scroll: bool = False) -> None:
        """Show another list; the cursor stands on *cursor*."""
        self.window = window
        self.chosen.clear()
        self.fit_rows()
        self.cursor = max(0, min(cursor, self.count - 1))
        if not keep_scroll:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.scroll_to_cursor()
        self.want_pages()

    def fit_rows(self) -> None:
        """Row height follows the density, the width and the length of the list."""
        self.row_height = self.density.height(wide=self.wide, count=self.count)
        self.rows_changed()

    def hide_ages(self) -> None:
        """Leave blank what becomes untrue as time passes."""
        self.ages = False
        self.rows_changed()

    def want_pages(self) -> None:
        """Ask for the pages around the view that are not at hand."""
        first = self.scroll_offset.y // self.row_height
        pages = self.window.missing(first - self.page, first + 2 * self.page)
        if pages:
            self.post_message(self.PagesWanted(self.window, pages))

    def page_arrived(self, window: Window, page: int, rows: Sequence[ArticleRow]) -> None:
        """Rows that were asked for; ignored if the list has changed meanwhile."""
        window.put(page, rows)
        if window is self.window:
            self.strips.clear()
            self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling asks for what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        self.want_pages()

    def on_resize(self) -> None:
        """Another height shows other rows."""
        super().on_resize()
        self.want_pages()

    # ------------------------------------------------------------------- changes

    def apply(self, changes: ChangeSet) -> None:
        """Patch the rows that changed; none moves."""
        for index in self.window.apply(changes):
            self.forget_row(index)
        self.want_pages()

    # ----------------------------------------------------------------- selection

    @property
    def current_id(self) -> ArticleId | None:
        """The article under the cursor."""
        return self.window.id_at(self.cursor) if self.cursor < self.count else None

    @property
    def current_row(self) -> ArticleRow | None:
        """The row under the cursor if it is at hand."""
        return self.window.row(self.cursor)

    @property
    def target_ids(self) -> list[ArticleId]:
        """What a verb acts on: the selected articles, else the one under the cursor."""
        if self.chosen:
            return sorted(self.chosen)
        return [] if self.current_id is None else [self.current_id]

    def selection_changed(self) -> None:
        """Repaint and tell."""
        self.strips.clear()
        self.refresh()
        self.post_message(self.SelectionChanged(len(self.chosen)))

    def action_select_toggle(self) -> None:
        """Select or unselect the row under the cursor, and go down."""
        if self.current_id is None:
            return
        self.chosen ^= {self.current_id}
        self.chosen_from = self.cursor
        self.selection_changed()
        self.action_cursor_down()

    def action_select_extend(self) -> None:
        """Select from where selecting began to the cursor."""
        first, last = sorted((self.chosen_from, self.cursor))
        self.chosen |= set(self.window.slice(first, last + 1))
        self.selection_changed()

    def action_select_all(self) -> None:
        """Select every article of the list; again: none."""
        everything = set(self.window.slice(0, self.count))
        self.chosen = set() if self.chosen == everything else everything
        self.selection_changed()

    def unselect(self) -> bool:
        """Select nothing; True if anything was selected."""
        if not self.chosen:
            return False
        self.chosen.clear()
        self.selection_changed()
        return True

    def set_density(self, density: Density) -> None:
        """Show rows closer or airier, the same article in view."""
        self.density = density
        self.fit_rows()
        self.scroll_to_cursor()
        self.want_pages()
