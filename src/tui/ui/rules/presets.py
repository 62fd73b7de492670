"""Presets: choose a wish, say the word it needs, and change the rule before it is stored."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.model.rule import Rule
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["PresetChoice"]


class PresetChoice(ModalScreen[Rule | None]):
    """A list; Enter or a digit chooses."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        *(Binding(str(digit), f"choose({digit})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, library: "Library") -> None:
        super().__init__()
        self.library = library
        self.presets = library.rules.presets

    def compose(self) -> ComposeResult:
        """The wishes with what each does."""
        width = max(len(preset.name) for preset in self.presets)
        options = [
            Option(
                Content.assemble(
                    (f"{number} ", "$mark bold"), f"{preset.name:<{width}}  ", (preset.help, "$soft")
                )
            )
            for number, preset in enumerate(self.presets, start=1)
        ]
        with Vertical(classes="dialog"):
            yield Static(Content("New rule by a preset"), classes="dialog-title")
            yield OptionList(*options, compact=True, markup=False)
            yield Static(
                Content("Enter or a digit chooses, and you can change what it makes · Esc leaves"),
                classes="hint",
            )

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.action_choose(event.option_index + 1)

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_choose(self, number: int) -> None:
        """Take the preset with this number."""
        if number <= len(self.presets):
            ask(self, self.ask, number - 1)

    async def ask(self, place: int) -> None:
        """Ask for what the preset needs, and make the rule."""
        preset, answer = self.presets[place], ""
        if preset.question:
            from tui.ui.screens.prompt import Prompt

            said = await self.app.push_screen_wait(Prompt(preset.name, preset.question))
            if said is None:
                return
            answer = said.strip()
            if not answer and "(" not in preset.question:
                return
        self.dismiss(self.library.rules.from_preset(preset, answer))
