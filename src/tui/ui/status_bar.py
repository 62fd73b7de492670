"""The last line: the six keys that matter in the focused pane, and what is going on."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.paint import Mark, paint, row
from tui.ui.roles import role_style

__all__ = ["StatusBar"]


class StatusBar(Widget):
    """Keys at the left (they can be clicked); at the right a word, what runs, and a standing sign."""

    note: reactive[str] = reactive("")
    #: How far the work of the moment is; ``desk.jobs`` says it.
    work: reactive[str] = reactive("")
    #: What holds until further notice: that there is no network.
    sign: reactive[str] = reactive("")
    #: Whether a dialog stands over the screen: then these keys do nothing, and the dialog says its own.
    covered: reactive[bool] = reactive(False)

    class KeyClicked(Message):
        """A key of the footer was clicked."""

        def __init__(self, action_id: str) -> None:
            self.action_id = action_id
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.keys: Sequence[tuple[str, str, str]] = ()
        self.extra: tuple[str, str, str] | None = None
        self.places: list[tuple[int, int, str]] = []

    def show_keys(
        self, keys: Sequence[tuple[str, str, str]], extra: tuple[str, str, str] | None = None
    ) -> None:
        """Show (key, word, action id) triples, the most useful first; *extra* if all others fit."""
        self.keys, self.extra = keys, extra
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """As many keys as fit beside the note; the last one, help, always does."""
        width = self.size.width
        said = "  ".join(part for part in (self.note, self.work) if part)
        right = [Mark(said, "note")]
        if self.sign:
            right.append(Mark(f"  {self.sign}" if said else self.sign, "sign"))
            said = f"{said}  {self.sign}" if said else self.sign
        line: list[Mark] = [Mark(" ", "")]
        used = 1
        self.places = []
        # Beside a note the last word keeps the two blanks behind it.
        room = width - cell_len(said) - (4 if said else 2)
        for key, word, action_id in self.fitting(room):
            used = self.add(line, used, key, word, action_id)
        return paint(row(line, right, width - 1), width, self.style_of, self.rich_style)

    def fitting(self, room: int) -> list[tuple[str, str, str]]:
        """The keys that fit in *room* cells, help always among them; none under a dialog."""
        if self.covered or not self.keys:
            return []
        *others, more = self.keys
        shown, used = [], 1 + cell_len(f"{more[0]} {more[1]}")
        for key in others if self.extra is None else (*others, self.extra):
            used += cell_len(f"{key[0]} {key[1]}  ")
            if used > room:
                break
            shown.append(key)
        return [*shown, more]

    def add(self, line: list[Mark], used: int, key: str, word: str, action_id: str) -> int:
        """Append a key and its word; returns the cells used so far."""
        line += [Mark(key, "key"), Mark(f" {word}  ", "word")]
        end = used + cell_len(f"{key} {word}  ")
        self.places.append((used, end - 2, action_id))
        return end

    def style_of(self, role: str) -> Style:
        """The style of a part of the bar."""
        return role_style(self, "status", role)

    def on_click(self, event: events.Click) -> None:
        """A click on a key does what the key does."""
        for start, end, action_id in self.places:
            if start <= event.x < end:
                self.post_message(self.KeyClicked(action_id))
