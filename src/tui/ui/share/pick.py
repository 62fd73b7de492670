"""A line of choices of which one holds: ``● Markdown  · Web page  · Book``."""

from collections.abc import Sequence
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

__all__ = ["Pick"]


class Pick(Widget, can_focus=True):
    """The arrows and Space choose; what stands under the cursor is what holds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("space", "turn", show=False),
    ]

    class Changed(Message):
        """Another one holds."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        picked: str,
        marks: Marks,
        *,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.choices, self.marks = choices, marks
        self.place = next((at for at, (name, _) in enumerate(choices) if name == picked), 0)

    @property
    def picked(self) -> str:
        """The name of what holds."""
        return self.choices[self.place][0]

    def render_line(self, y: int) -> Strip:
        """All choices, the one that holds marked."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        line: list[Mark] = []
        for place, (_, label) in enumerate(self.choices):
            on = place == self.place
            bar = Mark(self.marks.bar if on and self.has_focus else " ", "mark")
            sign = Mark(f"{self.marks.required if on else self.marks.dot} ", "mark" if on else "soft")
            line += [bar, sign, Mark(label, "strong" if on else "soft"), Mark("  ")]
        return paint(line, self.size.width, lambda role: role_style(self, "line", role), self.rich_style)

    def pick(self, place: int) -> None:
        """Have another one hold."""
        if place != self.place:
            self.place = place
            self.refresh()
            self.post_message(self.Changed())

    def action_move(self, step: int) -> None:
        """The next choice, or the one before."""
        self.pick(max(0, min(self.place + step, len(self.choices) - 1)))

    def action_turn(self) -> None:
        """The next choice, after the last the first."""
        self.pick((self.place + 1) % len(self.choices))

    def on_click(self, event: events.Click) -> None:
        """A click chooses too."""
        end = 0
        for place, (_, label) in enumerate(self.choices):
            end += 5 + cell_len(label)
            if event.x < end:
                self.pick(place)
                return

    def on_focus(self) -> None:
        """The cursor appears."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor goes."""
        self.refresh()
