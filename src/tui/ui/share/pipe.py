"""Pipe articles to a command: the line, and what the command answered."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.model.filling import COMMAND_PLACES
from tui.service.commanding import Said
from tui.ui.marks import Marks
from tui.ui.query_bar.past import Past
from tui.ui.share.pick import Pick

__all__ = ["AnswerScreen", "PipeDialog", "PipeWish"]

_PLACES = " ".join(f"{{{name}}}" for name in COMMAND_PLACES)
#: So many lines of an answer are shown; the rest is said to be there.
_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class PipeWish:
    """A command line, and what it is given."""

    line: str
    as_json: bool


class PipeInput(Input):
    """A line that remembers what was entered before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "older", show=False),
        Binding("down", "newer", show=False),
    ]

    def __init__(self, past: Past) -> None:
        super().__init__(
            placeholder="a command, such as wc -w", compact=True, classes="field", id="pipe-line"
        )
        self.past = past

    def action_older(self) -> None:
        """The line before."""
        if (line := self.past.older(self.value)) is not None:
            self.value = line
            self.cursor_position = len(line)

    def action_newer(self) -> None:
        """The line after; after the newest, to the next field."""
        if (line := self.past.newer()) is not None:
            self.value = line
            self.cursor_position = len(line)
        else:
            self.screen.focus_next()


class PipeDialog(ModalScreen[PipeWish | None]):
    """Asks for the command."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("enter", "go", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, what: str, past: Past, marks: Marks) -> None:
        super().__init__()
        self.what, self.past, self.marks = what, past, marks

    def compose(self) -> ComposeResult:
        """The line and what it is given."""
        with Vertical(classes="dialog", id="pipe-dialog"):
            yield Static(Content(f"Pipe {self.what} to a command"), classes="dialog-title")
            yield PipeInput(self.past)
            with Horizontal(classes="part"):
                yield Label(Content("It reads"), classes="label")
                forms = (("md", "Markdown"), ("json", "JSON"))
                yield Pick(forms, "md", self.marks, id="pipe-form")
            words = f"{_PLACES} stand for what is known of one article. No shell is asked."
            yield Static(Content(words), classes="hint")
            yield Static(
                Content("Enter runs it · ↑ older ones · Tab moves on · Esc leaves"), classes="hint near"
            )

    def on_mount(self) -> None:
        """Begin with the line."""
        self.past.leave()
        self.query_one(PipeInput).focus()

    @on(Input.Submitted)
    def action_go(self) -> None:
        """Give the line back."""
        line = self.query_one(PipeInput).value.strip()
        if line:
            self.past.keep(line)
            self.dismiss(PipeWish(line, self.query_one(Pick).picked == "json"))


class AnswerScreen(ModalScreen[None]):
    """What a command answered; the arrows scroll, ``y`` copies."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,enter", "dismiss(None)", "Close", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("ctrl+d,space", "half(1)", show=False),
        Binding("ctrl+u", "half(-1)", show=False),
        Binding("g", "end(-1)", show=False),
        Binding("G", "end(1)", show=False),
    ]

    def __init__(self, line: str, said: Said, seconds: float) -> None:
        super().__init__()
        self.line, self.said, self.seconds = line, said, seconds

    def compose(self) -> ComposeResult:
        """The command, its code, its words."""
        lines = self.said.output.expandtabs(4).splitlines()
        with Vertical(classes="dialog tall" if len(lines) > 8 else "dialog", id="answer-dialog"):
            yield Static(Content(self.line), classes="dialog-title")
            with VerticalScroll(id="answer"):
                yield Static(Content("\n".join(lines[:_MOST_LINES]) or "It said nothing."), id="answer-text")
            tone = "hint" if not self.said.code and not self.said.late else "trouble"
            yield Static(Content(self.outcome(len(lines))), classes=tone)
            yield Static(Content("y copies · j k scroll · Esc closes"), classes="hint near")

    def outcome(self, lines: int) -> str:
        """How it ended, in words."""
        parts = []
        if self.said.late:
            parts.append(f"stopped after {self.seconds:g} seconds")
        elif self.said.code < 0:
            parts.append(f"ended by signal {-self.said.code}")
        else:
            parts.append(f"exit code {self.said.code}")
        parts.append(f"{lines:,} line" + ("" if lines == 1 else "s"))
        if self.said.cut or lines > _MOST_LINES:
            parts.append("more than is shown here")
        return " · ".join(parts)

    def on_mount(self) -> None:
        """The keys scroll."""
        self.query_one("#answer").focus()

    def action_scroll(self, step: int) -> None:
        """A line down or up."""
        self.query_one("#answer").scroll_relative(y=step, animate=False)

    def action_half(self, step: int) -> None:
        """Half a page down or up."""
        answer = self.query_one("#answer")
        answer.scroll_relative(y=step * max(1, answer.size.height // 2), animate=False)

    def action_end(self, step: int) -> None:
        """To the end or to the start."""
        answer = self.query_one("#answer")
        answer.scroll_end(animate=False) if step > 0 else answer.scroll_home(animate=False)

    def action_copy(self) -> None:
        """Copy all that it said."""
        self.app.copy_to_clipboard(self.said.output)
        self.app.notify("Copied the answer.", timeout=2, markup=False)
