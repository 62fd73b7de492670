"""The share menu: places to send an article to, one key a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.ui.paint import fit

__all__ = ["BUILT_IN", "ShareDialog", "ShareRow", "share_rows"]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row: its key, what it says, and what is chosen by it."""

    key: str
    label: str
    choice: str


#: What needs no account; the keys are those of the main screen where there are some.
BUILT_IN = (
    ShareRow("y", "Copy the address", "copy"),
    ShareRow("Y", "Copy as Markdown", "copy-markdown"),
    ShareRow("m", "Write a mail", "mail"),
    ShareRow("w", "Save as a file …", "save"),
    ShareRow("|", "Pipe to a command …", "pipe"),
)
_DIGITS = "123456789"


def share_rows(names: Sequence[str]) -> tuple[ShareRow, ...]:
    """The user's targets by digits, then ours."""
    keys = [*_DIGITS, *[" "] * len(names)]
    own = tuple(ShareRow(key, name, f"target {at}") for at, (key, name) in enumerate(zip(keys, names)))  # noqa: B905
    return (*own, *BUILT_IN)


class ShareDialog(ModalScreen[str | None]):
    """Gives the choice of a row."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("vertical_line", "key('|')", show=False),
        *(Binding(key, f"key('{key}')", show=False) for key in (*_DIGITS, "y", "Y", "m", "w")),
    ]

    def __init__(self, what: str, names: Sequence[str]) -> None:
        super().__init__()
        self.what, self.rows = what, share_rows(names)

    def compose(self) -> ComposeResult:
        """The rows, and how there are more."""
        own = sum(row.choice.startswith("target") for row in self.rows)
        with Vertical(classes="dialog small", id="share-dialog"):
            yield Static(Content("Share"), classes="dialog-title")
            yield Static(Content(fit(self.what, 52)), classes="label", id="share-what")
            options: list[Option | None] = [self.option(at, row) for at, row in enumerate(self.rows)]
            if own:
                options.insert(own, None)
            yield OptionList(*options, compact=True, markup=False)
            more = "" if own else "Places of your own: [share] in config.toml.\n"
            yield Static(Content(f"{more}A key or Enter chooses · Esc closes"), classes="hint")

    def option(self, at: int, row: ShareRow) -> Option:
        """A key and a name."""
        return Option(Content.assemble((f"{row.key}  ", "$mark bold"), fit(row.label, 50)), id=str(at))

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        self.dismiss(self.rows[int(event.option_id or 0)].choice)

    def action_key(self, key: str) -> None:
        """The row with this key."""
        choice = next((row.choice for row in self.rows if row.key == key), None)
        if choice is not None:
            self.dismiss(choice)

    def action_move(self, step: int) -> None:
        """``j`` and ``k``."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()
