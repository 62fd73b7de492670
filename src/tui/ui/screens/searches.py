"""Pick a saved search: type to narrow, Enter or a digit chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.model.saved import SavedSearch, Tally
from tui.query.words import fold
from tui.ui.paint import Mark, fit, row

__all__ = ["Picked", "SearchPicker", "fitting_searches"]

#: Cells of a row, and of the name in it.
WIDTH, NAME = 78, 26


@dataclass(frozen=True, slots=True)
class Picked:
    """The search that was chosen, and whether to edit it."""

    search: SavedSearch
    edit: bool = False


def fitting_searches(searches: Sequence[SavedSearch], typed: str) -> list[SavedSearch]:
    """Those whose name holds *typed*, those that begin so first; else in their own order."""
    wanted = fold(typed.strip())
    found = [one for one in searches if wanted in fold(one.name)]
    return sorted(found, key=lambda one: not fold(one.name).startswith(wanted))


class PickLine(Input):
    """A line that leaves digits to the dialog while nothing is typed."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here."""
        return bool(self.value or character not in set("123456789")) and super().check_consume_key(
            key, character
        )


class SearchPicker(ModalScreen[Picked | None]):
    """The line types, the arrows move, and a digit picks while nothing is typed."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+e", "edit", "Edit", show=False, priority=True),
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        *(Binding(str(digit), f"jump({digit})", show=False, priority=True) for digit in range(1, 10)),
    ]

    def __init__(self, searches: Sequence[SavedSearch], tallies: Mapping[int, Tally]) -> None:
        super().__init__()
        self.searches, self.tallies = searches, tallies
        self.shown: list[SavedSearch] = []

    def compose(self) -> ComposeResult:
        """The line to type in, the searches below it."""
        with Vertical(classes="dialog"):
            yield Static(Content("Saved searches"), classes="dialog-title")
            yield PickLine(placeholder="type to narrow", compact=True, classes="field")
            yield OptionList(compact=True, markup=False)
            words = "Enter or 1–9 shows it · Ctrl+E edits · Esc leaves"
            yield Static(Content(words), classes="hint")

    def on_mount(self) -> None:
        """All of them; the cursor types."""
        self.query_one(OptionList).can_focus = False
        self.refill()

    @on(Input.Changed)
    def refill(self) -> None:
        """Show the searches that go with what is typed."""
        self.shown = fitting_searches(self.searches, self.query_one(Input).value)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            [Option(self.line(number, one)) for number, one in enumerate(self.shown, start=1)]
        )
        if self.shown:
            options.highlighted = 0

    def line(self, number: int, search: SavedSearch) -> Content:
        """Digit, name, query, count; why it is broken, if it is."""
        tally = self.tallies.get(search.id, Tally())
        digit = f"{number} " if number < 10 and not self.query_one(Input).value else "  "
        name = fit(search.name, NAME)
        gap = " " * (NAME - Content(name).cell_length + 2)
        left = [Mark(digit, "$soft"), Mark(name, ""), Mark(gap, "")]
        if tally.trouble:
            left.append(Mark(tally.trouble, "$mark"))
        else:
            left.append(Mark(search.query, "$soft"))
        right = [Mark("!" if tally.trouble else f"{tally.waiting:,}", "$mark" if tally.trouble else "$soft")]
        width = min(WIDTH, self.app.size.width * 96 // 100 - 6)
        return Content.assemble(*((mark.text, mark.role) for mark in row(left, right, width)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A digit picks only while nothing is typed; then it is text."""
        return action != "jump" or not self.query_one(Input).value

    def action_jump(self, number: int) -> None:
        """Pick by number."""
        if number <= len(self.shown):
            self.dismiss(Picked(self.shown[number - 1]))

    @property
    def chosen(self) -> SavedSearch | None:
        """The search under the cursor."""
        index = self.query_one(OptionList).highlighted
        return None if index is None else self.shown[index]

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Enter shows it."""
        if self.chosen is not None:
            self.dismiss(Picked(self.chosen))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click shows it too."""
        self.dismiss(Picked(self.shown[event.option_index]))

    def action_edit(self) -> None:
        """Edit the one under the cursor."""
        if self.chosen is not None:
            self.dismiss(Picked(self.chosen, edit=True))

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the line keeps the focus."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()
