"""What follows a refresh when nobody looks: texts and pictures ahead, what waited, backup and room."""

import logging
from collections.abc import Sequence
from contextlib import aclosing

from tui.config.settings import Settings
from tui.model.ids import ArticleId
from tui.service.library import Library
from tui.service.outbox import settle

__all__ = ["Aftercare"]

_log = logging.getLogger(__name__)

#: Articles whose pictures are fetched in one go.
_AT_ONCE = 50


class Aftercare:
    """Does for one library what the screen does for it; every part may be stopped at any moment."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library, self._settings = library, settings

    async def texts(self) -> None:
        """Fetch the pages that rules and feeds ask for."""
        waiting = await self._library.texts.waiting()
        if not waiting:
            return
        async with aclosing(self._library.texts.fetch_many(waiting)) as events:
            async for _ in events:
                pass

    async def pictures(self, ids: Sequence[ArticleId]) -> None:
        """Fetch the pictures of articles that are kept, unless the user wants none."""
        if self._settings.pictures == "off":
            return
        for start in range(0, len(ids), _AT_ONCE):
            wanted = {}
            for article in await self._library.articles(ids[start : start + _AT_ONCE]):
                if article.starred or article.later:
                    wanted[article.id] = await self._urls(article.id)
            if any(wanted.values()):
                async with aclosing(self._library.pictures.gather(wanted)) as events:
                    async for _ in events:
                        pass

    async def _urls(self, article_id: ArticleId) -> tuple[str, ...]:
        from tui.content import picture_urls

        return picture_urls((await self._library.open_article(article_id)).document)

    async def outbox(self) -> None:
        """Save the pages that waited for a network; links wait for somebody who reads them."""
        pages = [item for item in await self._library.packs.asked() if item.kind == "save"]
        if pages:
            done = await settle(self._library, pages)
            _log.info(" ".join((done.sentence, *done.troubles)))

    async def daily(self) -> None:
        """Today's backup, unless it is made, and room for what comes.

        The store is not written anew from here: a screen may be open that would have to wait.
        """
        await self._library.backup()
        keeper = self._library.keeper
        if not await keeper.is_due():
            return
        removed = 0
        async with aclosing(keeper.daily()) as stream:
            async for changes in stream:
                removed += len(changes.removed)
        if removed:
            _log.info("Removed %d articles that need not be kept.", removed)
        await keeper.compactor.compact(may_rewrite=lambda: False)
