"""The note on an article, while it is written: a sheet at the foot, so that the article can be read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from tui.model.clean import clean_body
from tui.model.note import NoteDesk, note_text

__all__ = ["NoteEditor", "NoteLeft", "NoteText"]

#: Seconds without a key after which what is typed is kept, whatever becomes of the terminal.
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class NoteLeft:
    """What stood in the editor at the end, and whether it is to be the note."""

    text: str
    saved: bool


class NoteText(TextArea):
    """Lines to type in; what is pasted is harmless before it is drawn."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        self.paste(event.text)

    def action_paste(self) -> None:
        """Paste what was copied here."""
        self.paste(self.app.clipboard)

    def paste(self, text: str) -> None:
        """Put a text in the place of what is selected."""
        start, end = self.selection
        result = self.replace(clean_body(text), start, end, maintain_selection_offset=False)
        self.move_cursor(result.end_location)


class NoteEditor(ModalScreen[NoteLeft]):
    """Some lines of text; leaving loses nothing, so nothing is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(False)", "Leave", show=False, priority=True),
        Binding("ctrl+s", "leave(True)", "Save", show=False, priority=True),
    ]

    def __init__(self, title: str, desk: NoteDesk, keep: Callable[[str], Awaitable[None]]) -> None:
        super().__init__()
        self.title_text, self.desk, self.keep = title, desk, keep
        self.rest: Timer | None = None
        self.area = NoteText(
            desk.text, id="note-text", compact=True, soft_wrap=True, highlight_cursor_line=False
        )

    def compose(self) -> ComposeResult:
        """Title, lines, hint."""
        waits = "What you typed and did not save." if self.desk.draft else ""
        with Vertical(id="note", classes="dialog"):
            yield Static(Content(f"Note on “{self.title_text}”"), classes="dialog-title one-line")
            yield self.area
            told = Static(Content(waits), classes="label")
            told.display = bool(waits)
            yield told
            yield Static(Content("Ctrl+S saves · Esc leaves, and keeps what is typed"), classes="hint")

    def on_mount(self) -> None:
        """Go on where it ended."""
        self.area.move_cursor(self.area.document.end)
        self.area.focus()

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.area.text

    @property
    def begun(self) -> bool:
        """Whether something else was typed than what was there."""
        return note_text(self.text) != self.desk.text

    @on(TextArea.Changed)
    def changed(self) -> None:
        """After a pause what is typed is kept."""
        self.stop()
        if self.begun:
            self.rest = self.set_timer(PAUSE, self.keep_now)

    async def keep_now(self) -> None:
        """Keep what is typed so far."""
        await self.keep(self.text)

    def stop(self) -> None:
        """Keep nothing more."""
        if self.rest is not None:
            self.rest.stop()

    def action_leave(self, saved: bool) -> None:
        """Save the note, or leave it as it was and what is typed beside it."""
        self.stop()
        self.dismiss(NoteLeft(self.text, saved))
