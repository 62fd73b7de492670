"""Copies of one piece in several feeds: who they are, and reading one as reading all."""

from collections.abc import Sequence

from tui.config.settings import Settings
from tui.model.article import ArticleRow
from tui.model.ids import ArticleId
from tui.service.memory import Memory
from tui.store import Connection, listing, stories

__all__ = ["Storybook"]


class Storybook:
    """The stories, as the settings want them."""

    def __init__(self, memory: Memory, settings: Settings) -> None:
        self._memory, self._settings = memory, settings

    @property
    def folds(self) -> bool:
        """Whether lists show copies of one piece as one row."""
        return self._settings.stories

    async def copies(self, article_id: int) -> list[ArticleRow]:
        """All articles of a story, the original first; the article alone if it has no copies."""
        return await self._memory.read(_rows, article_id)

    async def read_along(self, ids: Sequence[ArticleId]) -> list[ArticleId]:
        """What is marked read, or unread, with these: the copies too, unless the settings forbid it."""
        asked = [ArticleId(int(one)) for one in ids]
        if not (self._settings.stories and self._settings.read_copies):
            return asked
        return [ArticleId(one) for one in await self._memory.read(stories.copies_of, asked)]


def _rows(connection: Connection, article_id: int) -> list[ArticleRow]:
    return listing.rows(connection, stories.members(connection, article_id))
