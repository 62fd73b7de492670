"""The headings of an article as a list beside it; the article follows the cursor."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.render.lines import HeadingLine
from tui.ui.paint import fit

__all__ = ["OutlineDialog"]

#: Cells of a heading at most, its indent included.
_WIDTH = 36


class OutlineDialog(ModalScreen[int | None]):
    """Enter stays at the heading, Esc goes back."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Back", show=False),
        Binding("j,right_parenthesis", "move(1)", show=False),
        Binding("k,left_parenthesis", "move(-1)", show=False),
        Binding("g", "jump(0)", show=False),
        Binding("G", "jump(-1)", show=False),
        Binding("l", "take", show=False),
    ]

    def __init__(self, headings: Sequence[HeadingLine], here: int, go: Callable[[int], None]) -> None:
        super().__init__()
        self.headings, self.here, self.go = headings, here, go
        self.least = min(heading.level for heading in headings)

    def compose(self) -> ComposeResult:
        """The list and what the keys do."""
        with Vertical(classes="dialog", id="outline"):
            yield Static(Content("Outline"), classes="dialog-title")
            yield OptionList(*map(self.option, self.headings), compact=True, markup=False)
            yield Static(Content("Enter stays · Esc goes back"), classes="hint")

    def option(self, heading: HeadingLine) -> Option:
        """A heading, as far in as its level is below the highest."""
        indent = "  " * min(heading.level - self.least, 4)
        return Option(Content(fit(indent + (heading.text or "…"), _WIDTH)))

    def on_mount(self) -> None:
        """Begin at the heading that is being read."""
        self.query_one(OptionList).highlighted = self.here

    @on(OptionList.OptionHighlighted)
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The article follows, once the cursor has left where it began."""
        if event.option_index != self.here or self.here < 0:
            self.here = -1
            self.go(event.option_index)

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click: stay there."""
        self.go(event.option_index)
        self.dismiss(event.option_index)

    def action_take(self) -> None:
        """``l``, as Enter."""
        self.query_one(OptionList).action_select()

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_jump(self, at: int) -> None:
        """``g`` and ``G``."""
        self.query_one(OptionList).highlighted = at % len(self.headings)
