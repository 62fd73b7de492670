"""Which rules touched an article: all of them, with what they did, why and when."""

from collections.abc import Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.rule import HitNote
from tui.ui.ages import day_and_time

__all__ = ["WhyDialog"]


class WhyDialog(ModalScreen[None]):
    """A short page; any of the usual keys closes it."""

    BINDINGS = [Binding("escape,q,h,enter", "dismiss(None)", "Close", show=False)]  # noqa: RUF012

    def __init__(self, notes: Sequence[HitNote], now: datetime) -> None:
        super().__init__()
        self.notes, self.now = notes, now

    def compose(self) -> ComposeResult:
        """One paragraph a rule."""
        parts: list[Content] = []
        for note in self.notes:
            done = ", ".join(action.done for action in note.hit.did)
            since = f"since {note.hit.why} · " if note.hit.why else ""
            parts.append(
                Content.assemble(
                    (note.rule or "a rule that is gone", "bold"),
                    f"\n  {done}\n  ",
                    (f"{since}{day_and_time(note.hit_at, self.now)}", "$soft"),
                )
            )
        with Vertical(classes="dialog", id="why-dialog"):
            yield Static(Content("Rules that touched this article"), classes="dialog-title")
            with VerticalScroll(id="why-notes"):
                yield Static(Content("\n\n").join(parts))
            yield Static(Content("Esc closes"), classes="hint")
