"""The parts around the panes: headers, the rules between them, and what an empty pane says."""

from textwrap import wrap
from typing import Literal

from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark, paint, row
from tui.ui.roles import role_style

__all__ = ["EmptyState", "PaneHeader", "Splitter"]


class PaneHeader(Widget):
    """One line: the pane's name, and at its right edge what is worth knowing."""

    note: reactive[str] = reactive("")
    #: Something that wants to be seen: new arrivals, a feed's trouble.
    news: reactive[str] = reactive("")
    active: reactive[bool] = reactive(False)

    class Clicked(Message):
        """The header was clicked."""

        def __init__(self, header: "PaneHeader") -> None:
            self.header = header
            super().__init__()

        @property
        def control(self) -> "PaneHeader":
            """The header itself."""
            return self.header

    def __init__(
        self,
        title: str,
        *,
        marks: Marks = UNICODE,
        news_role: Literal["news", "trouble"] = "news",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.title_text = title
        self.news_role = news_role
        self.marks = marks

    def render_line(self, y: int) -> Strip:
        """The line; a bar at its left says that the pane has the focus, without colour too."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        bar = Mark(self.marks.bar if self.active else " ", "mark")
        news = Mark(self.news + ("  " if self.news and self.note else ""), self.news_role)
        right = [news, Mark(self.note, "note")]
        title = Mark(f"{self.title_text}", "title-active" if self.active else "title")
        line = row([bar, title], right, max(1, self.size.width - 1), self.marks.ellipsis)
        return paint(line, self.size.width, self.style_of, self.rich_style)

    def style_of(self, role: str) -> Style:
        """The style of a part of the header."""
        return role_style(self, "header", role)

    def on_click(self) -> None:
        """Tell that the header was clicked."""
        self.post_message(self.Clicked(self))


class Splitter(Widget):
    """A thin rule between two panes that the mouse can drag."""

    class Dragged(Message):
        """The rule was dragged by *cells* to the right (or down)."""

        def __init__(self, splitter: "Splitter", cells: int) -> None:
            self.splitter, self.cells = splitter, cells
            super().__init__()

        @property
        def control(self) -> "Splitter":
            """The rule itself."""
            return self.splitter

    direction: reactive[Literal["vertical", "horizontal"]] = reactive("vertical")

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.held_at: int | None = None

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The rule's cells."""
        character = "│" if self.direction == "vertical" else "─"
        return paint(
            [Mark(character * self.size.width, "rule")],
            self.size.width,
            lambda _role: Style(),
            self.rich_style,
        )

    def place(self, event: events.MouseEvent) -> int:
        """Where the mouse is along the axis that the rule moves on."""
        return event.screen_x if self.direction == "vertical" else event.screen_y

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the rule."""
        self.held_at = self.place(event)
        self.capture_mouse()
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it."""
        if self.held_at is None:
            return
        moved = self.place(event) - self.held_at
        if moved:
            self.held_at = self.place(event)
            self.post_message(self.Dragged(self, moved))

    def on_mouse_up(self) -> None:
        """Let go."""
        self.held_at = None
        self.release_mouse()


class EmptyState(Widget):
    """What a pane says when it has nothing to show: what is so, and what to do next."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.head = ""
        self.offers: tuple[tuple[str, str], ...] = ()

    def say(self, head: str, *offers: tuple[str, str]) -> None:
        """Say *head*, and offer (key, what it does) pairs below it."""
        self.head, self.offers = head, offers
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The message a third down the pane, the offers under it."""
        width = self.size.width
        words = wrap(self.head, max(10, width - 4))
        first = max(0, min(2, self.size.height - len(words) - len(self.offers) - 1))
        number = y - first
        line: list[Mark] = []
        if 0 <= number < len(words):
            line = [Mark("  " + words[number], "head" if number == 0 else "text")]
        elif 0 < number - len(words) <= len(self.offers):
            key, does = self.offers[number - len(words) - 1]
            line = [Mark("  ", ""), Mark(f"{key}", "key"), Mark(f"  {does}", "text")]
        return paint(row(line, [], width), width, self.style_of, self.rich_style)

    def style_of(self, role: str) -> Style:
        """The style of a part of the message."""
        return role_style(self, "empty", role)
