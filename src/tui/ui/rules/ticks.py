"""A line of things that can be ticked: ``✓ hide  · star  · notify``."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.marks import Marks
from tui.ui.paint import Mark, paint
from tui.ui.roles import role_style

__all__ = ["Ticks"]


class Ticks(Widget, can_focus=True):
    """The arrows move, Space ticks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("space,x", "tick", show=False),
    ]

    class Changed(Message):
        """Something was ticked, or no longer is."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        ticked: Collection[str],
        marks: Marks,
        *,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.choices, self.ticked, self.marks = choices, set(ticked), marks
        self.place = 0

    def render_line(self, y: int) -> Strip:
        """All choices, the one under the cursor raised."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        line: list[Mark] = []
        for place, (name, label) in enumerate(self.choices):
            on = name in self.ticked
            here = self.has_focus and place == self.place
            bar = Mark(self.marks.bar if here else " ", "mark")
            sign = Mark(f"{self.marks.chosen if on else self.marks.dot} ", "mark" if on else "soft")
            line += [bar, sign, Mark(label, "strong" if on else "ink" if here else "soft"), Mark("  ")]
        return paint(line, self.size.width, lambda role: role_style(self, "line", role), self.rich_style)

    def action_move(self, step: int) -> None:
        """To the next choice, or the one before."""
        self.place = max(0, min(self.place + step, len(self.choices) - 1))
        self.refresh()

    def action_tick(self) -> None:
        """Tick the choice under the cursor, or take the tick away."""
        self.ticked ^= {self.choices[self.place][0]}
        self.refresh()
        self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """A click ticks too."""
        end = 0
        for place, (_, label) in enumerate(self.choices):
            end += 5 + cell_len(label)
            if event.x < end:
                self.place = place
                self.action_tick()
                return

    def on_focus(self) -> None:
        """The cursor appears."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor goes."""
        self.refresh()
