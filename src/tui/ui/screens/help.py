"""Help: every action of the table with its keys, searchable, the focused pane's first."""

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.query import FIELDS
from tui.query.verbs import SCOPES, VERBS
from tui.ui.actions import ACTIONS, Action
from tui.ui.actions import SCOPES as PANES
from tui.ui.chords import shown_key

__all__ = ["HelpScreen", "help_content"]

KEYS_WIDTH = 22


def help_content(keys: Mapping[str, Sequence[str]], first: Sequence[str], wanted: str) -> Content:
    """The whole help as text; with *wanted*, only what holds it."""
    order = [*first, *(scope for scope in PANES if scope not in first)]
    parts: list[Content] = []
    for scope in order:
        entries = [entry for entry in ACTIONS if entry.scope == scope and _matches(entry, keys, wanted)]
        if entries:
            parts.append(Content.assemble((PANES[scope], "bold $mark")))
            parts += [_row(entry, keys) for entry in entries]
            parts.append(Content(""))
    verbs = [
        (verb.name, verb.help) for verb in VERBS.values() if wanted in f"{verb.name} {verb.help}".casefold()
    ]
    scopes = [(scope, means) for scope, means in SCOPES.items() if wanted in f"{scope} {means}".casefold()]
    for name, rows in (("On the command line", verbs), ("Behind its verbs, besides a query", scopes)):
        if rows:
            parts.append(Content.assemble((name, "bold $mark")))
            parts += [Content.assemble((f"  {word:<{KEYS_WIDTH}}", "$link"), means) for word, means in rows]
            parts.append(Content(""))
    fields = [
        field for field in FIELDS.values() if not wanted or wanted in f"{field.name} {field.help}".casefold()
    ]
    if fields:
        parts.append(Content.assemble(("In the query bar", "bold $mark")))
        parts += [
            Content.assemble((f"  {field.name + ':':<{KEYS_WIDTH}}", "$link"), field.help) for field in fields
        ]
        parts.append(
            Content.assemble(
                (f"  {'a OR b  -a  ( )':<{KEYS_WIDTH}}", "$link"), "Either; not; together. A blank means and."
            )
        )
    return Content("\n").join(parts) if parts else Content("Nothing here goes by that name.")


def _matches(entry: Action, keys: Mapping[str, Sequence[str]], wanted: str) -> bool:
    if not wanted:
        return True
    shown = " ".join(shown_key(key) for key in keys.get(entry.id, entry.keys))
    return wanted in f"{entry.help} {entry.id} {shown}".casefold()


def _row(entry: Action, keys: Mapping[str, Sequence[str]]) -> Content:
    shown = "  ".join(shown_key(key) for key in keys.get(entry.id, entry.keys))
    return Content.assemble((f"  {shown:<{KEYS_WIDTH}}", "$link"), entry.help)


class HelpScreen(ModalScreen[None]):
    """Type to search; Esc closes."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,f1", "dismiss(None)", "Close", show=False),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("pagedown", "scroll(10)", show=False, priority=True),
        Binding("pageup", "scroll(-10)", show=False, priority=True),
    ]

    def __init__(self, keys: Mapping[str, Sequence[str]], first: Sequence[str]) -> None:
        super().__init__()
        self.keys, self.first = keys, first

    def compose(self) -> ComposeResult:
        """A line to search with, and the text."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("Help"), classes="dialog-title")
            yield Input(placeholder="type to search", compact=True, classes="field")
            with VerticalScroll(can_focus=False):
                yield Static(help_content(self.keys, self.first, ""), id="help-text")
            yield Static(Content("↑ ↓ PgUp PgDn scroll · Esc closes"), classes="hint")

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Show what holds the words."""
        self.query_one("#help-text", Static).update(
            help_content(self.keys, self.first, event.value.strip().casefold())
        )
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll while the line keeps the focus."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
