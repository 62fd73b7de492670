"""One question, one line of answer."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

__all__ = ["Prompt"]


class Prompt(ModalScreen[str | None]):
    """Asks for a line of text; ``None`` if the user thought better of it."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Cancel", show=False)]  # noqa: RUF012

    def __init__(self, title: str, question: str, *, suggestion: str = "", value: str = "") -> None:
        super().__init__()
        self.title_text, self.question = title, question
        self.suggestion, self.value = suggestion, value

    def compose(self) -> ComposeResult:
        """Title, line, hint."""
        with Vertical(classes="dialog small"):
            yield Static(Content(self.title_text), classes="dialog-title")
            yield Input(
                self.value, placeholder=self.suggestion or self.question, compact=True, classes="field"
            )
            yield Static(Content(f"{self.question} · Enter to go on · Esc to leave"), classes="hint")

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.dismiss(event.value)
