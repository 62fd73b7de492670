"""Key sequences on the main screen, and how keys are named."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.timer import Timer
from textual.widgets import Input

from tui.ui.actions import action
from tui.ui.chords import Chords, binding_key, shown_key
from tui.ui.paint import fit
from tui.ui.toasts import take_back

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Keys", "laid_out"]

#: Seconds after which a half-typed sequence shows how it may go on.
HINT_AFTER = 0.4
#: Cells that a toast takes where there is room (else nine tenths), with its rim of three.
WIDTH = 56
_BREAK = re.compile(r"[:;,] ")


def laid_out(offers: Sequence[tuple[str, str]], width: int, height: int) -> list[str]:
    """A line for each key and what it does; side by side where the screen is too low for all."""
    columns = max(1, -(-len(offers) // max(1, height)))
    rows = -(-len(offers) // columns)
    room = (width - 2 * (columns - 1)) // columns
    cells = []
    for key, words in offers:
        whole = f"{key}  {words}"
        # What is too long says the first of it: "Feed doctor: how every feed is" is "Feed doctor".
        text = whole if cell_len(whole) <= room else f"{key}  {_BREAK.split(words, maxsplit=1)[0]}"
        text = fit(text, room)
        cells.append(text + " " * (room - cell_len(text)))
    return ["  ".join(cells[row::rows]).rstrip() for row in range(rows)]


class Keys:
    """Feeds every key to the sequences; a finished one runs what it is bound to."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.chords = Chords(key for keys in screen.keys.values() for key in keys)
        self.timer: Timer | None = None
        #: The title of the toast that says how a sequence may go on.
        self.hinted = ""

    def shown(self, action_id: str, *, named: bool = False) -> str:
        """The first key of an action, as a person reads it; *named*: the first that is no letter or sign."""
        keys = [key for key in self.screen.keys.get(action_id, ()) if not named or len(key) > 1]
        return shown_key(keys[0]) if keys else ":"

    async def take(self, event: events.Key) -> None:
        """Take a key that is part of a sequence; let any other pass."""
        if isinstance(self.screen.focused, Input) or self.screen.tag_filter.narrowing:
            return
        if self.screen.desk.hints.take(event):
            event.stop()
            event.prevent_default()
            return
        if self.timer is not None:
            self.timer.stop()
        if self.hinted:
            # Answered: it must not stand over the dialog that the sequence opens.
            title, self.hinted = self.hinted, ""
            take_back(self.screen.app, lambda toast: toast.title == title)
        finished = self.chords.feed(event.key)
        if finished is None:
            return
        event.stop()
        event.prevent_default()
        if finished:
            await self.run(finished)
        elif self.chords.pending.keys:
            self.timer = self.screen.set_timer(HINT_AFTER, self.hint)

    async def run(self, sequence: str) -> None:
        """Do what a finished sequence is bound to, before the next key is looked at."""
        active = self.screen.active_bindings.get(sequence)
        if active is not None and active.enabled:
            await self.screen.app.run_action(active.binding.action, active.node)

    def means(self, sequence: str, action_id: str) -> bool:
        """Whether a sequence does this where the focus is, and not something else."""
        active = self.screen.active_bindings.get(binding_key(sequence))
        return active is not None and active.binding.id == action_id

    def hint(self) -> None:
        """Show how a half-typed sequence may go on."""
        going_on = [
            (shown_key(key).split(), action(entry_id).help)
            for entry_id, keys in self.screen.keys.items()
            for key in keys
            if self.chords.begins(key) and self.means(key, entry_id)
        ]
        if going_on:
            offers = [(keys[-1], words) for keys, words in going_on]
            width, height = self.screen.size
            lines = laid_out(offers, min(WIDTH, (width - 2) * 9 // 10) - 3, height - 3)
            title = " ".join(going_on[0][0][: len(self.chords.pending.keys)]) + " …"
            self.hinted = title
            self.screen.app.notify("\n".join(lines), title=title, timeout=4, markup=False)
