"""A list of lines with a cursor, painted by ``render_line``: any length, a frame a key.

The feed list, the article list and the tag pane are each one of these; they differ in
how many rows there are and how a row reads.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui.actions import bindings_for
from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark, paint
from tui.ui.roles import role_style

__all__ = ["LineList"]


class LineList(ScrollView, can_focus=True):
    """Rows of equal height under a cursor; children say what a row holds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("lines")]

    #: Whether the cursor's row stays raised while another pane has the focus.
    keeps_cursor: ClassVar[bool] = True

    cursor: reactive[int] = reactive(0, repaint=False)

    class CursorMoved(Message):
        """The cursor stands on another row."""

        def __init__(self, lines: "LineList", index: int) -> None:
            self.lines, self.index = lines, index
            super().__init__()

        @property
        def control(self) -> "LineList":
            """The list that it happened in."""
            return self.lines

    class Opened(Message):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, lines: "LineList", index: int) -> None:
            self.lines, self.index = lines, index
            super().__init__()

        @property
        def control(self) -> "LineList":
            """The list that it happened in."""
            return self.lines

    def __init__(self, *, marks: Marks = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.marks = marks
        self.row_height = 1
        self.strips: dict[tuple[int, int, bool], Strip] = {}

    # ------------------------------------------------------------- for children

    @property
    def count(self) -> int:
        """How many rows there are."""
        return 0

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """The lines of row *index*, at most ``row_height`` of them."""
        del index, width
        return ()

    def can_stand(self, index: int) -> bool:  # noqa: ARG002
        """Whether the cursor may stand on this row (headings say no)."""
        return True

    def rows_changed(self) -> None:
        """Repaint after the rows themselves changed; the cursor stays in range."""
        self.strips.clear()
        self.virtual_size = Size(self.size.width, self.count * self.row_height)
        if self.count:
            self.cursor = min(self.cursor, self.count - 1)
        self.refresh()

    # ------------------------------------------------------------------ painting

    def style_of(self, role: str) -> Style:
        """The style of a role."""
        return role_style(self, "line", role)

    def notify_style_update(self) -> None:
        """A theme or stylesheet changed: forget what was painted."""
        super().notify_style_update()
        self.strips = {}

    def render_line(self, y: int) -> Strip:
        """Look the line up, or paint it."""
        width = self.scrollable_content_region.width
        index, part = divmod(self.scroll_offset.y + y, self.row_height)
        if not 0 <= index < self.count:
            return Strip.blank(width, self.rich_style)
        under_cursor = index == self.cursor and self.can_stand(index)
        key = (index, part, under_cursor)
        strip = self.strips.get(key)
        if strip is None or strip.cell_length != width:
            strip = self.strips[key] = self.paint_line(index, part, width, under_cursor)
        return strip

    def paint_line(self, index: int, part: int, width: int, under_cursor: bool) -> Strip:
        """One line of a row; the cursor's row is raised and, in focus, has a bar."""
        # A cell at the left for the bar, one at the right for air.
        lines = self.row_lines(index, width - 2)
        base = self.rich_style
        if part >= len(lines) or not lines[part]:
            return Strip.blank(width, base)
        bar = Mark(" ")
        if under_cursor and (self.has_focus or self.keeps_cursor):
            base = base + self.style_of("cursor" if self.has_focus else "cursor-blurred")
            bar = Mark(self.marks.bar, "mark") if self.has_focus else bar
        return paint([bar, *lines[part]], width, self.style_of, base)

    # -------------------------------------------------------------------- cursor

    def move_to(self, index: int, *, step: int = 1) -> None:
        """Put the cursor on *index*, or past headings in the direction of *step*."""
        index = max(0, min(index, self.count - 1))
        wanted = index
        while 0 <= wanted < self.count and not self.can_stand(wanted):
            wanted += step
        if not 0 <= wanted < self.count:
            wanted = self.cursor
        self.cursor = wanted
        self.scroll_to_cursor()

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows and tell."""
        for index in (old, new):
            self.forget_row(index)
        self.post_message(self.CursorMoved(self, new))

    def forget_row(self, index: int) -> None:
        """Paint row *index* afresh."""
        for part in range(self.row_height):
            self.strips.pop((index, part, True), None)
            self.strips.pop((index, part, False), None)
        self.refresh_part(index * self.row_height - self.scroll_offset.y, self.row_height)

    def refresh_part(self, y: int, lines: int) -> None:
        """Repaint *lines* lines from viewport line *y*, if they are in view."""
        region = Region(0, y, self.size.width, lines).intersection(self.size.region)
        if region:
            self.refresh(region)

    def scroll_to_cursor(self) -> None:
        """Scroll as little as brings the whole row into view, and what belongs above it."""
        bottom = (self.cursor + 1) * self.row_height
        height = self.scrollable_content_region.height or self.size.height
        if not height:
            return
        top = min(self.cursor, self.first_seen) * self.row_height
        if bottom - top > height:
            top = self.cursor * self.row_height
        offset = self.scroll_offset.y
        if top < offset:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > offset + height:
            # Whole rows only: the first in view is never cut.
            rows = -(-(bottom - height) // self.row_height)
            self.scroll_to(y=min(rows * self.row_height, top), animate=False, immediate=True)

    @property
    def first_seen(self) -> int:
        """The first row that is to be seen together with the cursor's."""
        return self.cursor

    @property
    def page(self) -> int:
        """Rows in view, at least one."""
        return max(1, self.size.height // self.row_height)

    def action_cursor_down(self) -> None:
        """One row down."""
        self.move_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        """One row up."""
        self.move_to(self.cursor - 1, step=-1)

    def action_cursor_top(self) -> None:
        """To the first row."""
        self.move_to(0)
        self.scroll_to(y=0, animate=False, immediate=True)

    def action_cursor_bottom(self) -> None:
        """To the last row."""
        self.move_to(self.count - 1, step=-1)

    def action_cursor_half_down(self) -> None:
        """Half a page down."""
        self.move_to(self.cursor + max(1, self.page // 2), step=-1)

    def action_cursor_half_up(self) -> None:
        """Half a page up."""
        self.move_to(self.cursor - max(1, self.page // 2))

    def action_cursor_page_down(self) -> None:
        """A page down."""
        self.move_to(self.cursor + self.page, step=-1)

    def action_cursor_page_up(self) -> None:
        """A page up."""
        self.move_to(self.cursor - self.page)

    def action_cursor_open(self) -> None:
        """Open the row under the cursor."""
        if self.count:
            self.post_message(self.Opened(self, self.cursor))

    # --------------------------------------------------------------------- mouse

    def row_at(self, y: int) -> int | None:
        """The row at viewport line *y*; ``None`` below the last."""
        index = (self.scroll_offset.y + y) // self.row_height
        return index if 0 <= index < self.count else None

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor's row, or a double one, opens."""
        index = self.row_at(event.y)
        if index is None or not self.can_stand(index):
            return
        self.row_clicked(index, event.x)
        event.stop()

    def row_clicked(self, index: int, x: int) -> None:  # noqa: ARG002
        """What a click on a row does; *x* counts from the list's left edge."""
        if index != self.cursor:
            self.cursor = index
        self.post_message(self.Opened(self, index))

    def on_focus(self) -> None:
        """The bar appears."""
        self.forget_row(self.cursor)

    def on_blur(self) -> None:
        """The bar goes."""
        self.forget_row(self.cursor)

    def on_resize(self) -> None:
        """Another width, other strips; the cursor stays in view."""
        self.rows_changed()
        self.call_after_refresh(self.scroll_to_cursor)
