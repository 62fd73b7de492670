"""Mute a word: one line, how much has it, for a week or for good."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.model.errors import BroadsheetError
from tui.model.rule import Rule
from tui.ui.marks import Marks
from tui.ui.rules.ticks import Ticks

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["MuteDialog", "Muting"]

_CHOICES = (
    ("title", "in the title only"),
    ("good", "for good"),
    ("here", "hide those here too"),
)


@dataclass(frozen=True, slots=True)
class Muting:
    """The rule that mutes, and whether it acts on what is here at once."""

    rule: Rule
    here: bool


class MuteDialog(ModalScreen[Muting | None]):
    """Type a word; Enter mutes it."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "mute", "Mute", show=False, priority=True),
        Binding("enter", "mute", "Mute", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, library: "Library", marks: Marks) -> None:
        super().__init__()
        self.library, self.marks = library, marks

    def compose(self) -> ComposeResult:
        """The word, the choices, the count."""
        with Vertical(classes="dialog", id="mute-dialog"):
            yield Static(Content("Mute a word"), classes="dialog-title")
            yield Input(placeholder="a word or a phrase", compact=True, classes="field", id="word")
            yield Ticks(_CHOICES, ("here",), self.marks, id="how")
            yield Static("", id="mute-said", classes="hint")
            yield Static(
                Content("Enter mutes for a week · Tab, Space change how · Esc leaves"),
                id="mute-keys",
                classes="hint",
            )

    def muting(self) -> Muting | None:
        """What is wished so far; ``None`` without a word."""
        word = self.query_one(Input).value.strip()
        ticked = self.query_one(Ticks).ticked
        if not any(letter.isalnum() for letter in word):
            return None
        rule = self.library.rules.muting(word, title_only="title" in ticked, for_good="good" in ticked)
        return Muting(rule, "here" in ticked)

    @on(Input.Changed)
    @on(Ticks.Changed)
    def think(self) -> None:
        """Count what has the word; a newer count takes the place of this one."""
        span = "for good" if "good" in self.query_one(Ticks).ticked else "for a week"
        self.query_one("#mute-keys", Static).update(
            Content(f"Enter mutes {span} · Tab, Space change how · Esc leaves")
        )
        self.run_worker(self.counting(), group="count", exclusive=True, exit_on_error=False)

    async def counting(self) -> None:
        """How many articles have it, of late and in all."""
        said = self.query_one("#mute-said", Static)
        muting = self.muting()
        if muting is None:
            said.update("")
            return
        try:
            recent, everything = await self.library.rules.found_by(muting.rule)
        except BroadsheetError as error:
            said.update(Content(str(error)))
            return
        said.update(Content(f"{recent:,} of the last 30 days have it, {everything:,} of all."))

    @on(Input.Submitted)
    def action_mute(self) -> None:
        """Give the wish back."""
        muting = self.muting()
        if muting is not None:
            self.dismiss(muting)
