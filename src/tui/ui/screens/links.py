"""The links of an article, numbered as in its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.ui.paint import fit

__all__ = ["LinkChoice", "LinksDialog"]


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """The address that was chosen, and what to do with it: open, copy, preview or save."""

    url: str
    verb: str = "open"


class LinksDialog(ModalScreen[LinkChoice | None]):
    """Enter opens, ``y`` copies, ``p`` previews, ``s`` saves, a digit jumps."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("y", "do('copy')", "Copy", show=False),
        Binding("p", "do('preview')", "Preview", show=False),
        Binding("s", "do('save')", "Save", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        *(Binding(str(digit), f"jump({digit})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.links = links

    def compose(self) -> ComposeResult:
        """The list and what the keys do."""
        with Vertical(classes="dialog"):
            yield Static(Content("Links"), classes="dialog-title")
            options = [Option(self.line(number, text, url)) for number, (text, url) in enumerate(self.links)]
            yield OptionList(*options, compact=True, markup=False)
            yield Static(
                Content("Enter opens · y copies · p previews · s saves as an article · Esc closes"),
                classes="hint",
            )

    def line(self, number: int, text: str, url: str) -> Content:
        """A link in two parts: what it says, where it leads."""
        return Content.assemble(
            (f"{number:>3}  ", "$soft"), fit(text or url, 60), "\n     ", (fit(url, 70), "$link")
        )

    @property
    def chosen(self) -> str | None:
        """The address under the cursor."""
        index = self.query_one(OptionList).highlighted
        return None if index is None else self.links[index][1]

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click opens."""
        self.dismiss(LinkChoice(self.links[event.option_index][1]))

    def action_do(self, verb: str) -> None:
        """Do something else with the address under the cursor."""
        if self.chosen:
            self.dismiss(LinkChoice(self.chosen, verb))

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_jump(self, number: int) -> None:
        """Go to the link with this number."""
        if number < len(self.links):
            self.query_one(OptionList).highlighted = number
