"""What the user wrote on an article."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.clean import clean_body

__all__ = ["LONGEST", "Note", "NoteDesk", "note_text"]

#: Characters of a note; more is an article of its own.
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its words, and when they were last written."""

    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class NoteDesk:
    """What there is to go on with: the note as it was saved, and what was typed and not saved since."""

    note: Note | None = None
    draft: str = ""

    @property
    def text(self) -> str:
        """What an editor begins with."""
        return self.draft or (self.note.text if self.note else "")


def note_text(typed: str) -> str:
    """What was typed, as it is kept: harmless, without blanks at the ends of lines, not too long.

    Blank lines at both ends go, and whatever is left of a note of blanks alone is "".
    """
    lines = [line.rstrip() for line in clean_body(typed)[:LONGEST].split("\n")]
    return "\n".join(lines).strip("\n") if any(lines) else ""
