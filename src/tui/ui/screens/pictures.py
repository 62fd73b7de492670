"""The pictures of an article, to be opened outside."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.ui.paint import fit

__all__ = ["PictureChoice", "PicturesDialog"]


class PictureChoice(NamedTuple):
    """The address of the picture that was chosen, and what is to be done."""

    url: str
    deed: Literal["view", "browse", "copy"]


class PicturesDialog(ModalScreen[PictureChoice | None]):
    """Enter opens in the viewer, ``o`` in the browser, ``y`` copies the address."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("o", "choose('browse')", "Browser", show=False),
        Binding("y", "choose('copy')", "Copy", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, pictures: Sequence[tuple[str, str]], first: int) -> None:
        super().__init__()
        #: What each says, and its address.
        self.pictures = pictures
        self.first = first

    def compose(self) -> ComposeResult:
        """The list and what the keys do."""
        with Vertical(classes="dialog"):
            yield Static(Content("Pictures"), classes="dialog-title")
            options = [Option(self.line(said, url)) for said, url in self.pictures]
            yield OptionList(*options, compact=True, markup=False)
            yield Static(
                Content("Enter opens in the viewer · o in the browser · y copies · Esc closes"),
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin with the picture that was in view."""
        self.query_one(OptionList).highlighted = self.first

    def line(self, said: str, url: str) -> Content:
        """A picture in two parts: what it says, where it is from."""
        return Content.assemble(fit(said, 66), "\n  ", (fit(url, 64), "$link"))

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click opens."""
        self.dismiss(PictureChoice(self.pictures[event.option_index][1], "view"))

    def action_choose(self, deed: Literal["browse", "copy"]) -> None:
        """Do something else with the picture under the cursor."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(PictureChoice(self.pictures[index][1], deed))

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()
