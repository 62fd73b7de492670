"""Footnotes at their marks, and blocks of code for the clipboard."""

from typing import TYPE_CHECKING

from tui.ui.reader.hints import Kind
from tui.ui.reader.notes import mark_after

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Noting"]


class Noting:
    """Opens notes where their marks stand, goes to them, and copies code."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    # --------------------------------------------------------------------- notes

    def open(self, key: str) -> None:
        """Open a note as a hint names it: its number, and which of its marks."""
        number, _, mark = key.partition(":")
        note = next((one for one in self.screen.reader.page_shown.notes if one.number == int(number)), None)
        if note is not None:
            self.screen.reader.open_note(note, int(mark))

    def next(self) -> None:
        """The first note in view, then the next."""
        reader = self.screen.reader
        found = mark_after(reader.page_shown, reader.scroll_offset.y, reader.size.height, reader.note)
        if found is None:
            words = "No footnote in view." if reader.page_shown.notes else "This article has no footnotes."
            self.screen.app.notify(words, timeout=3, markup=False)
        else:
            reader.open_note(*found)

    def follow(self) -> None:
        """Go to where the open note stands; Back leads here again."""
        reader = self.screen.reader
        if reader.note is None:
            return
        line = reader.note.note.start
        self.screen.desk.trail.push()
        reader.close_note()
        reader.scroll_to(y=line, animate=False, immediate=True)

    # ---------------------------------------------------------------------- code

    def pick_code(self) -> None:
        """Copy the block in view; if there are several, ask by letters."""
        kinds: tuple[Kind, ...] = ("code",)
        found = self.screen.reader.targets(kinds)
        if not found:
            self.screen.app.notify("No code in view.", timeout=3, markup=False)
        elif len(found) == 1:
            self.copy_code(int(found[0].key))
        else:
            self.screen.desk.hints.light("code", kinds)

    def copy_code(self, number: int) -> None:
        """Copy a block as it was written."""
        code = self.screen.reader.page_shown.codes[number]
        lines = code.text.count("\n") + 1
        self.screen.app.copy_to_clipboard(code.text)
        said = f"Copied {lines:,} lines of code." if lines > 1 else "Copied a line of code."
        self.screen.app.notify(said, timeout=2, markup=False)
