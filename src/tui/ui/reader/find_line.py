"""The find line below the article: what is looked for, and how much of it there is."""

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.ui.actions import bindings_for

__all__ = ["FindInput", "FindLine"]


class FindInput(Input):
    """The line itself; its keys are told on."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("find")]

    @property
    def find_line(self) -> "FindLine":
        """The find line that it stands in."""
        return cast("FindLine", self.parent)

    def action_next(self) -> None:
        """The next match."""
        self.post_message(FindLine.Stepped(1))

    def action_previous(self) -> None:
        """The match before."""
        self.post_message(FindLine.Stepped(-1))

    def action_leave(self) -> None:
        """Back to where the find began."""
        self.post_message(FindLine.Left(kept=False))

    async def action_submit(self) -> None:
        """Go on reading, the matches lit."""
        self.post_message(FindLine.Left(kept=True))

    def action_delete_left(self) -> None:
        """Backspace; in an empty line it leaves."""
        if self.value:
            super().action_delete_left()
        else:
            self.action_leave()

    def on_blur(self) -> None:
        """Somebody clicked elsewhere: what is lit stays lit."""
        self.post_message(FindLine.Left(kept=True))


class FindLine(Horizontal):
    """Tells each change of the text; what it finds is put in from outside."""

    class Typed(Message):
        """Another text."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Stepped(Message):
        """To the next match, or the one before."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class Left(Message):
        """The line was left; ``kept``: the matches stay lit."""

        def __init__(self, *, kept: bool) -> None:
            self.kept = kept
            super().__init__()

    def compose(self) -> ComposeResult:
        """A slash, the line, the count."""
        yield Static("/", id="find-prompt")
        yield FindInput(id="find-input", compact=True, select_on_focus=True)
        yield Static("", id="find-count")

    @property
    def line(self) -> FindInput:
        """The input."""
        return self.query_one(FindInput)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """How many there are, or what is wrong."""
        self.set_class(wrong, "-wrong")
        self.query_one("#find-count", Static).update(Content(text))

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Every key is answered."""
        event.stop()
        self.post_message(self.Typed(event.value))
