"""Copies of one piece in several feeds: who they are, and reading one as reading all."""

from tui.config.settings import Settings
from tui.model.article import ArticleRow
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

    @property
    def along(self) -> bool:
        """Whether reading one copy is reading all."""
        return self._settings.stories and self._settings.read_copies

    async def copies(self, article_id: int) -> list[ArticleRow]:
        """All articles of a story, the original first; the article alone if it has no copies."""
        return await self._memory.read(_rows, article_id)


def _rows(connection: Connection, article_id: int) -> list[ArticleRow]:
    return listing.rows(connection, stories.members(connection, article_id))
