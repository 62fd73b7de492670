"""The article list: a cursor over a window of ids; pages of rows come as they are needed.

Where the list is grouped, headings stand between the articles, and the cursor may stand on
them: what acts on an article there acts on the group. Below an article its copies in other feeds
may be unfolded; they are rows like others, but no places of the window.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.ui.actions import bindings_for
from tui.ui.ages import group_name
from tui.ui.article_list.copies import Copies
from tui.ui.article_list.outline import NO_HEADINGS, Headings, Outline
from tui.ui.article_list.row import Density, article_lines, copy_lines, heading_lines, placeholder_lines
from tui.ui.article_list.window import Window
from tui.ui.lines import LineList
from tui.ui.looks import USUAL
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
        self.headings = NO_HEADINGS
        self.outline = Outline(0)
        self.copies = Copies()
        #: The titles of stories, by the keys of their headings.
        self.names: dict[str, str] = {}
        #: Keys of the groups that are folded; whoever shows another list clears them.
        self.folded: set[str] = set()
        self.density = density
        self.wide = True
        self.ages = True
        self.looks = USUAL
        self.chosen: set[ArticleId] = set()
        #: The place where selecting began.
        self.chosen_from = 0

    # ---------------------------------------------------------------------- rows

    @property
    def count(self) -> int:
        """How many rows the list has, headings too."""
        return self.outline.rows

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """A heading, an article or a copy as lines, or a dim placeholder while it is on its way."""
        place = self.outline.place_at(index)
        if place is None:
            return self.heading_lines(self.outline.group_at(index) or 0, width)
        copy = self.outline.copy_at(index)
        article = self.copies.row(place, copy) if copy else self.window.row(place)
        if article is None:
            return placeholder_lines(width, self.row_height)
        facts = article, width, self.row_height, self.clock(), self.marks
        chosen, looks = article.id in self.chosen, self.looks
        if copy or self.below_story(place):
            last = copy == len(self.copies.rows[place]) if copy else self.outline.ends_group(place)
            return copy_lines(*facts, chosen=chosen, ages=self.ages, looks=looks, last=last)
        return article_lines(*facts, chosen=chosen, ages=self.ages, looks=looks)

    def below_story(self, place: int) -> bool:
        """Whether an article stands below a heading that is its title."""
        group = self.outline.group_of(place) if self.headings.kind == "story" else None
        return group is not None and bool(self.headings.keys[group])

    def heading_lines(self, group: int, width: int) -> Sequence[Sequence[Mark]]:
        """A group's heading; where ages are hidden, so are the days named by their age."""
        headings = self.headings
        key = headings.keys[group]
        name = headings.names[group] or self.names.get(key, "")
        said = group_name(headings.kind, key, name, self.clock(), relative=self.ages)
        folded, unread = group in self.outline.folded, headings.unread[group]
        count = self.outline.size(group)
        return heading_lines(said, count, unread, width, self.row_height, self.marks, folded=folded)

    def show(
        self, window: Window, place: int = 0, *, keep_scroll: bool = False, headings: Headings = NO_HEADINGS
    ) -> None:
        """Show another list; the cursor stands on the article at *place*."""
        self.window, self.headings = window, headings
        self.chosen.clear()
        self.copies = Copies()
        self.lay_out()
        self.fit_rows()
        self.cursor = max(0, min(self.outline.row_of(place), self.count - 1))
        if not keep_scroll:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.scroll_to_cursor()
        self.want_pages()

    def fit_rows(self) -> None:
        """Row height follows the density, the width and the length of the list, folded or not."""
        self.row_height = self.density.height(wide=self.wide, count=len(self.window))
        self.rows_changed()

    def hide_ages(self) -> None:
        """Leave blank what becomes untrue as time passes."""
        self.ages = False
        self.rows_changed()

    def want_pages(self) -> None:
        """Ask for the pages around the view that are not at hand."""
        first = self.scroll_offset.y // self.row_height
        spans = self.outline.spans(first - self.page, first + 2 * self.page)
        pages = [page for span in spans for page in self.window.missing(*span)]
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
        for place in self.window.apply(changes):
            self.forget_row(self.outline.row_of(place))
        if self.copies.apply(changes):
            self.rows_changed()
        self.want_pages()

    def count_unread(self, unread: Sequence[int]) -> None:
        """The headings say how many are unread now; nothing moves."""
        for group, (before, after) in enumerate(zip(self.headings.unread, unread, strict=True)):
            if before != after:
                self.forget_row(self.outline.heads[group])
        self.headings = replace(self.headings, unread=unread)

    # ------------------------------------------------------------------- folding

    def lay_out(self) -> None:
        """Make the rows anew from the headings, what is folded, and which copies are shown."""
        keys = self.headings.keys
        folded = [group for group, key in enumerate(keys) if key in self.folded] if self.folded else ()
        self.outline = Outline(len(self.window), self.headings.bounds, folded, self.copies.counts)

    def lay_out_again(self) -> None:
        """The same for rows that are looked at: the cursor stays where it is, or goes to what is over it."""
        group, place = self.outline.group_at(self.cursor), self.place
        copy = self.outline.copy_at(self.cursor)
        self.lay_out()
        self.rows_changed()
        if place is not None:
            row = self.outline.row_of(place)
            self.cursor = row + copy if self.copies.row(place, copy) is not None else row
        elif group is not None:
            self.cursor = self.outline.heads[group]
        self.scroll_to_cursor()
        self.want_pages()

    def fold(self, groups: Iterable[int], folded: bool) -> None:
        """Fold or unfold groups; the cursor stays on its article, or goes to the heading over it."""
        keys = {self.headings.keys[one] for one in groups}
        self.folded = self.folded | keys if folded else self.folded - keys
        self.lay_out_again()

    def unfold(self, window: Window, place: int, copies: Sequence[ArticleRow]) -> None:
        """Show these copies below an article, or none; ignored if the list has changed meanwhile."""
        if window is self.window:
            self.copies.put(place, copies)
            self.lay_out_again()

    def go_to(self, place: int) -> None:
        """Stand on the article at *place*; its group unfolds."""
        group = self.outline.group_of(place)
        if group is not None and group in self.outline.folded:
            self.fold([group], False)
        self.move_to(self.outline.row_of(place))

    def is_grouped(self) -> bool:
        """Whether there are headings; says so if there are none."""
        if not self.outline.groups:
            self.notify("No headings here. S sorts and groups.", timeout=3, markup=False)
        return bool(self.outline.groups)

    def action_group_fold(self) -> None:
        """Fold or unfold the group that the cursor is in."""
        group = self.outline.group_at(self.cursor)
        if self.is_grouped() and group is not None:
            self.fold([group], group not in self.outline.folded)

    def action_group_fold_all(self) -> None:
        """Fold all groups; if all are folded, unfold them."""
        if self.is_grouped():
            everything = range(self.outline.groups)
            self.fold(everything, len(self.outline.folded) < len(everything))

    def action_group_next(self) -> None:
        """To the next heading."""
        group = self.outline.group_at(self.cursor)
        if self.is_grouped() and group is not None and group + 1 < self.outline.groups:
            self.show_heading(group + 1)

    def action_group_previous(self) -> None:
        """To the heading over the article; from a heading to the one before."""
        group = self.outline.group_at(self.cursor)
        if self.is_grouped() and group is not None:
            self.show_heading(max(0, group - 1) if self.heading is not None else group)

    def show_heading(self, group: int) -> None:
        """Stand on a heading, and show as much of its group as there is room for."""
        self.move_to(self.outline.heads[group])
        self.scroll_to(y=self.cursor * self.row_height, animate=False, immediate=True)

    def action_cursor_open(self) -> None:
        """Open the article under the cursor; fold or unfold the group whose heading it is."""
        if self.heading is not None:
            self.action_group_fold()
        else:
            super().action_cursor_open()

    def row_clicked(self, index: int, x: int) -> None:
        """A click on a heading folds or unfolds; on an article it opens."""
        if self.outline.heading_at(index) is not None:
            self.cursor = index
            self.action_group_fold()
        else:
            super().row_clicked(index, x)

    # ----------------------------------------------------------------- selection

    @property
    def current_id(self) -> ArticleId | None:
        """The article under the cursor; ``None`` on a heading."""
        place, copy = self.place, self.copy
        return copy.id if copy else None if place is None else self.window.id_at(place)

    @property
    def copy(self) -> ArticleRow | None:
        """The copy under the cursor; ``None`` on a row of the list itself."""
        number = self.outline.copy_at(self.cursor)
        return self.copies.row(self.place or 0, number) if number else None

    @property
    def place(self) -> int | None:
        """The place of the article under the cursor, or of that whose copy it is; ``None`` on a heading."""
        return self.outline.place_at(self.cursor)

    @property
    def heading(self) -> int | None:
        """The group whose heading is under the cursor."""
        return self.outline.heading_at(self.cursor)

    @property
    def first_seen(self) -> int:
        """A group's first article is seen under its heading."""
        above = self.cursor - 1
        return above if self.outline.heading_at(above) is not None else self.cursor

    @property
    def group_key(self) -> str | None:
        """What finds the group again that the cursor is in."""
        group = self.outline.group_at(self.cursor)
        return None if group is None else self.headings.keys[group]

    @property
    def extent(self) -> tuple[int, int]:
        """The first place under the cursor and the one behind the last: an article's, or a group's."""
        group, place = self.heading, self.place
        if group is not None:
            return self.outline.bounds[group], self.outline.bounds[group + 1]
        return (0, 0) if place is None else (place, place + 1)

    @property
    def anchor_id(self) -> ArticleId | None:
        """The article by which the cursor finds its place again: on a heading, the group's first."""
        start, end = self.extent
        return self.window.id_at(start) if start < end else None

    @property
    def current_row(self) -> ArticleRow | None:
        """The row under the cursor if it is at hand."""
        place, copy = self.place, self.copy
        return copy or (None if place is None else self.window.row(place))

    @property
    def target_ids(self) -> list[ArticleId]:
        """What a verb acts on: the selected articles, else what is under the cursor."""
        return sorted(self.chosen) if self.chosen else self.ids_here

    @property
    def ids_here(self) -> list[ArticleId]:
        """What is under the cursor: an article, a copy, or all of a group."""
        copy = self.copy
        return [copy.id] if copy else self.window.slice(*self.extent)

    def selection_changed(self) -> None:
        """Repaint and tell."""
        self.strips.clear()
        self.refresh()
        self.post_message(self.SelectionChanged(len(self.chosen)))

    def action_select_toggle(self) -> None:
        """Select or unselect the article or the group under the cursor, and go down."""
        ids = set(self.ids_here)
        if not ids:
            return
        self.chosen = self.chosen - ids if ids <= self.chosen else self.chosen | ids
        self.chosen_from = self.extent[0]
        self.selection_changed()
        self.action_cursor_down()

    def action_select_extend(self) -> None:
        """Select from where selecting began to the cursor."""
        start, end = self.extent
        self.chosen |= set(self.window.slice(min(start, self.chosen_from), max(end, self.chosen_from + 1)))
        self.selection_changed()

    def action_select_all(self) -> None:
        """Select every article of the list; again: none."""
        everything = set(self.window.slice(0, len(self.window)))
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
