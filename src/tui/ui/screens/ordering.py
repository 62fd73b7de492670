"""The menu of orders and headings: one key a choice."""

from collections.abc import Sequence
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.query import SortKey
from tui.ui.desk.ordering import GROUPINGS, ORDERS, Grouping, Order

__all__ = ["OrderDialog"]

Choice = Order | Grouping | Literal["turn"]

_TURN = "-"


class OrderDialog(ModalScreen[Choice | None]):
    """Two columns; the key beside a row chooses it, whichever column has the cursor.

    Args:
        sort: The order of the moment.
        group: The headings of the moment.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q", "dismiss(None)", "Close", show=False),
        Binding("S", "next", "Next order", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("h,left", "column('#orders')", show=False),
        Binding("right", "column('#groupings')", show=False),
        Binding("minus", "choose('-')", show=False),
        *(Binding(row.key, f"choose('{row.key}')", show=False) for row in (*ORDERS, *GROUPINGS)),
    ]

    def __init__(self, sort: Sequence[SortKey], group: str) -> None:
        super().__init__()
        self.place = next((at for at, row in enumerate(ORDERS) if row.sort == tuple(sort)), None)
        self.group_place = next(at for at, row in enumerate(GROUPINGS) if row.group == group)
        self.choices: dict[str, Choice] = {row.key: row for row in (*ORDERS, *GROUPINGS)} | {_TURN: "turn"}

    def compose(self) -> ComposeResult:
        """Orders on the left, headings on the right."""
        orders = [self.option(row.key, row.label, at == self.place) for at, row in enumerate(ORDERS)]
        groupings = [
            self.option(row.key, row.label, at == self.group_place) for at, row in enumerate(GROUPINGS)
        ]
        with Vertical(classes="dialog small", id="ordering"):
            with Horizontal(classes="columns"):
                with Vertical():
                    yield Static(Content("Sort"), classes="dialog-title")
                    yield OptionList(*orders, compact=True, markup=False, id="orders")
                with Vertical():
                    yield Static(Content("Headings"), classes="dialog-title")
                    yield OptionList(*groupings, compact=True, markup=False, id="groupings")
                    yield Static(Content("Direction"), classes="dialog-title later")
                    turn = self.option(_TURN, "the other way round", False)
                    yield OptionList(turn, compact=True, markup=False, id="turning")
            yield Static(Content("A key chooses · S next order · Tab column · Esc closes"), classes="hint")

    def on_mount(self) -> None:
        """The cursor stands on what is so now."""
        self.query_one("#orders", OptionList).highlighted = self.place or 0
        self.query_one("#groupings", OptionList).highlighted = self.group_place
        self.query_one("#orders").focus()

    def option(self, key: str, label: str, current: bool) -> Option:
        """A row: the mark of what is so now, the key, the words."""
        mark = "●" if current else " "
        return Option(Content.assemble((f"{mark} ", "$mark"), (f"{key} ", "$mark bold"), f" {label}"), id=key)

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.action_choose(event.option_id or "")

    def action_choose(self, key: str) -> None:
        """The choice with this key."""
        self.dismiss(self.choices[key])

    def action_next(self) -> None:
        """The order after the one of the moment; the first after any other."""
        self.dismiss(ORDERS[0 if self.place is None else (self.place + 1) % len(ORDERS)])

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        focused = self.focused
        if isinstance(focused, OptionList):
            focused.action_cursor_down() if step > 0 else focused.action_cursor_up()

    def action_column(self, name: str) -> None:
        """To the other column."""
        self.query_one(name).focus()
