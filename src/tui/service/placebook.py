"""Where articles were left, over restarts."""

import logging
from collections.abc import Callable
from datetime import datetime

from tui.model.errors import StoreError
from tui.model.ids import ArticleId
from tui.model.reading import ReadingPlace
from tui.service.memory import Memory
from tui.store import places

__all__ = ["Placebook"]

_log = logging.getLogger(__name__)


class Placebook:
    """Remembers a place for each article that was left between its start and its end."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    async def find(self, article_id: ArticleId) -> ReadingPlace | None:
        """Where the article was left; ``None`` where it begins."""
        return await self._memory.read(places.place_of, article_id)

    async def keep(self, article_id: ArticleId, place: ReadingPlace | None) -> None:
        """Remember the place, ``None`` to forget it; a store that refuses is no reason to stop."""
        if self._memory.read_only:
            return
        try:
            await self._memory.write(places.set_place, article_id, place, self._clock())
        except StoreError as error:
            _log.warning("A place was not remembered: %s", error)
