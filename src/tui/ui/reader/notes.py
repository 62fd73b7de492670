"""Footnotes where their marks stand: a note's lines, laid over the lines below the mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len

from tui.render.lines import NotePart, Page

__all__ = ["OpenNote", "mark_after", "note_at", "open_note"]


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note that is shown over the text: which lines of the page stand where others would."""

    note: NotePart
    mark: int
    #: The line that is covered, and the line of the note that covers it.
    over: Mapping[int, int]


def open_note(note: NotePart, mark: int, top: int, height: int) -> OpenNote | None:
    """Lay a note below the line of its mark, or above where more room is; ``None`` if there is no room."""
    line = note.marks[mark].line
    below, above = top + height - line - 1, line - top
    wanted = note.end - note.start
    if below >= wanted or below >= above:
        count, first = min(wanted, below), line + 1
    else:
        count = min(wanted, above)
        first = line - count
    # Over lines there are none of: the note may end below the text.
    over = {first + number: note.start + number for number in range(count)}
    return OpenNote(note, mark, over) if over else None


def note_at(page: Page, line: int, cell: int) -> tuple[NotePart, int] | None:
    """The note whose mark stands in a cell of a line, and which of its marks that is."""
    for note in page.notes:
        for number, mark in enumerate(note.marks):
            if mark.line == line:
                text = page.lines[line].text
                if cell_len(text[: mark.start]) <= cell < cell_len(text[: mark.end]):
                    return note, number
    return None


def mark_after(page: Page, top: int, height: int, open_now: OpenNote | None) -> tuple[NotePart, int] | None:
    """The mark in view behind that of the note that is open; without one, or behind the last, the first."""
    found = sorted(
        (mark.line, mark.start, note.number, number)
        for note in page.notes
        for number, mark in enumerate(note.marks)
        if top <= mark.line < top + height
    )
    if not found:
        return None
    here = None
    if open_now is not None:
        mark = open_now.note.marks[open_now.mark]
        here = (mark.line, mark.start)
    *_, wanted, number = next((one for one in found if here is None or one[:2] > here), found[0])
    return next(note for note in page.notes if note.number == wanted), number
