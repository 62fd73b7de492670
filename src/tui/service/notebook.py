"""The user's notes on articles."""

from collections.abc import Callable
from datetime import datetime

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.model.note import NoteDesk
from tui.service.memory import Memory
from tui.store import notes, status

__all__ = ["Notebook"]


class Notebook:
    """Reads and writes notes; undo takes back what was written, and drafts outlive the program."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    async def desk(self, article_id: ArticleId) -> NoteDesk:
        """The note on an article, and what was typed and not saved."""
        return await self._memory.read(notes.desk_of, article_id)

    async def write(self, article_id: ArticleId, text: str) -> ChangeSet:
        """Write the note on an article; a text of blanks removes it.

        Raises:
            NotFound: there is no such article.
        """
        return await self._memory.write(status.write_note, article_id, text, self._clock())

    async def keep_draft(self, article_id: ArticleId, text: str) -> None:
        """Keep what was typed and not saved; blanks, or the note as it is, are no draft."""
        await self._memory.write(notes.keep_draft, article_id, text)
