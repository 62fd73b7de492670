"""A publisher's term becomes a tag: what it is called, and whether later articles get it too."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static

from tui.ui.desk.marking import counted
from tui.ui.screens.tags import no_name, tag_name

__all__ = ["TermTag", "TermWish"]


@dataclass(frozen=True, slots=True)
class TermWish:
    """The tag to give, and whether what arrives later should have it too."""

    tag: str
    always: bool


class TermTag(ModalScreen[TermWish | None]):
    """A line for the name, two choices below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, term: str, articles: int, tags: tuple[str, ...]) -> None:
        super().__init__()
        self.term, self.articles, self.tags = term, articles, tags

    def compose(self) -> ComposeResult:
        """Name, choices."""
        now = f" {counted(self.articles)} with that term now"
        with Vertical(classes="dialog small"):
            yield Static(Content(f"A tag for “{self.term[:100]}”"), classes="dialog-title")
            yield Input(
                tag_name(self.term),
                compact=True,
                classes="field",
                select_on_focus=False,
                suggester=SuggestFromList(self.tags, case_sensitive=False),
            )
            yield OptionList(now, " those, and by a rule what comes later", compact=True, markup=False)
            yield Static("", id="wrong", classes="trouble")
            yield Static(Content("Enter tags · ↓ ↑ which · Tab completes · Esc leaves"), classes="hint")

    def on_mount(self) -> None:
        """The line has the focus; the arrows choose."""
        self.say("")
        which = self.query_one(OptionList)
        which.can_focus = False
        which.highlighted = 0
        line = self.query_one(Input)
        line.cursor_position = len(line.value)

    def action_move(self, step: int) -> None:
        """The arrows choose which articles."""
        which = self.query_one(OptionList)
        which.action_cursor_down() if step > 0 else which.action_cursor_up()

    def action_complete(self) -> None:
        """Take the suggested name."""
        self.query_one(Input).action_cursor_right()

    @on(Input.Changed)
    def changed(self) -> None:
        """Another name, another chance."""
        self.say("")

    def say(self, words: str) -> None:
        """What is wrong with the name; nothing takes no room."""
        outcome = self.query_one("#wrong", Static)
        outcome.display = bool(words)
        outcome.update(Content(words))

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Say what was chosen; a name that is none is not taken."""
        typed = self.query_one(Input).value
        name = tag_name(typed)
        if name:
            self.dismiss(TermWish(name, bool(self.query_one(OptionList).highlighted)))
        else:
            self.say(no_name(typed))
