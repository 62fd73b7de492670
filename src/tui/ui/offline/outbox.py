"""What waits for a network: open all, open one, drop one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.model.pack import OutboxItem
from tui.ui.paint import fit

__all__ = ["OutboxChoice", "OutboxDialog"]

_DEEDS = {"open": "opens", "save": "is saved"}


@dataclass(frozen=True, slots=True)
class OutboxChoice:
    """What to do with which of them."""

    deed: Literal["do", "drop"]
    items: tuple[OutboxItem, ...]


class OutboxDialog(ModalScreen[OutboxChoice | None]):
    """A list; Enter does one, ``a`` all, ``d`` drops one."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("a", "all", show=False),
        Binding("d", "drop", show=False),
    ]

    def __init__(self, items: Sequence[OutboxItem], *, offline: bool) -> None:
        super().__init__()
        self.items, self.offline = tuple(items), offline

    def compose(self) -> ComposeResult:
        """What waits, and what the keys do."""
        with Vertical(classes="dialog"):
            yield Static(Content("Waiting for a network"), classes="dialog-title")
            options = [Option(self.line(item)) for item in self.items]
            yield OptionList(*options, compact=True, markup=False)
            if self.offline:
                yield Static(Content("There is no network yet."), classes="trouble")
            words = "Enter opens it · a all of them · d drops it · Esc closes"
            yield Static(Content(words), classes="hint")

    def line(self, item: OutboxItem) -> Content:
        """One of them in two lines: what it is, where it leads."""
        return Content.assemble(
            fit(item.title or item.url, 60),
            (f"  {_DEEDS[item.kind]}", "$soft"),
            "\n  ",
            (fit(item.url, 74), "$link"),
        )

    @property
    def chosen(self) -> tuple[OutboxItem, ...]:
        """The one under the cursor."""
        index = self.query_one(OptionList).highlighted
        return () if index is None else (self.items[index],)

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter or a click does it."""
        self.dismiss(OutboxChoice("do", self.chosen))

    def action_all(self) -> None:
        """Do all of them."""
        self.dismiss(OutboxChoice("do", self.items))

    def action_drop(self) -> None:
        """Drop the one under the cursor."""
        if self.chosen:
            self.dismiss(OutboxChoice("drop", self.chosen))

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()
