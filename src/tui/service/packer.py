"""Packs: texts and pictures of articles brought in while there is a network, for when there is none."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime

from tui.config.settings import Settings
from tui.model.article import Article
from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import NotFound
from tui.model.ids import ArticleId
from tui.model.pack import (
    ArticlePacked,
    OutboxItem,
    PackedArticle,
    PackEvent,
    PackFinished,
    PackStarted,
    PackSummary,
)
from tui.service.fulltext import FullTexts
from tui.service.memory import Memory
from tui.service.network import Network
from tui.service.opened import OpenArticle
from tui.service.pictures import Pictures
from tui.service.tidying import Tidier
from tui.store import articles, packs

__all__ = ["Packer"]

#: Articles that are packed at a time.
_AT_ONCE = 4


class Packer:
    """All about packs, and about what waits for a network."""

    def __init__(
        self,
        memory: Memory,
        texts: FullTexts,
        pictures: Pictures,
        network: Network,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self.memory, self.texts, self.pictures = memory, texts, pictures
        self.network, self.clock = network, clock
        #: Makes room.
        self.tidier = Tidier(memory, texts, pictures, settings, clock)

    async def pack(
        self, ids: Sequence[ArticleId], *, images: bool, most_bytes: int, again: bool = False
    ) -> AsyncGenerator[PackEvent]:
        """Pack articles in this order until they take *most_bytes*; iterate under ``contextlib.aclosing``.

        Those that are packed already stay as they are, so a pack that was stopped goes on where it
        was; ``again`` looks once more for what could not be had. Each article is noted by itself:
        whoever stops loses nothing that was told.
        """
        there = await self.memory.read(packs.packed, ids)
        ready = [number for number in ids if number in there and there[number].ready]
        yield PackStarted(len(ids), len(ready))
        job = _Packing(self, [one for one in ids if one not in set(ready)], images, most_bytes, again)
        job.used = sum(there[number].size for number in ready)
        work = asyncio.create_task(job.run())
        partly = 0
        try:
            while (event := await job.told.get()) is not None:
                partly += not event.packed.ready
                yield event
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        yield PackFinished(
            PackSummary(
                len(ids),
                len(ready) + job.done - partly,
                partly,
                len(job.todo),
                job.used,
                self.network.offline,
            )
        )

    async def packed(self, ids: Sequence[ArticleId]) -> dict[ArticleId, PackedArticle]:
        """What is packed of these articles; those that never were are left out."""
        return await self.memory.read(packs.packed, ids)

    async def total(self) -> tuple[int, int, int]:
        """Articles that are packed, those that are so completely, and bytes."""
        return await self.memory.read(packs.total)

    async def forget(self, ids: Sequence[ArticleId]) -> ChangeSet:
        """Keep these no longer for offline reading; their texts and pictures go when room is made."""
        return await self.memory.write(packs.forget, ids)

    # What waits.

    async def ask(self, kind: str, url: str, title: str = "", article_id: ArticleId | None = None) -> None:
        """Remember to ``open`` or ``save`` an address once there is a network."""
        await self.memory.write(packs.ask, kind, url, title, article_id, self.clock())

    async def asked(self) -> list[OutboxItem]:
        """What waits, oldest first."""
        return await self.memory.read(packs.asked)

    async def settled(self, ids: Sequence[int]) -> None:
        """These are done, or not wanted any more."""
        await self.memory.write(packs.done, ids)


class _Packing:
    """What one call packs: a few articles at a time, in their order."""

    def __init__(
        self, packer: Packer, ids: Sequence[ArticleId], images: bool, most_bytes: int, again: bool
    ) -> None:
        self._packer, self._images, self._most_bytes, self._again = packer, images, most_bytes, again
        self.todo = deque(ids)
        self.told: asyncio.Queue[ArticlePacked | None] = asyncio.Queue()
        self.used = self.done = 0

    async def run(self) -> None:
        """Pack all; ``None`` is told last, whatever happens."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_AT_ONCE, len(self.todo))):
                    group.create_task(self._in_turn())
            await self._packer.memory.index_texts()
        finally:
            self.told.put_nowait(None)

    async def _in_turn(self) -> None:
        while self.todo and self.used < self._most_bytes:
            number = self.todo.popleft()
            try:
                event = await self._one(number)
            except NotFound:
                # It has gone meanwhile.
                continue
            self.done += 1
            self.told.put_nowait(event)

    async def _one(self, number: ArticleId) -> ArticlePacked:
        packer = self._packer
        article: Article = await packer.memory.read(articles.get, number)
        # From now on its pictures are kept, also while another call makes room.
        first = await packer.memory.write(
            packs.put, PackedArticle(number, packer.clock(), False, 0, ("It was not packed to the end.",))
        )
        opened, missing = await self._text(article)
        size = sum(len(part.encode()) for part in (opened.html, opened.text))
        self.used += size
        if self._images:
            pictures, troubles = await self._pictures(opened)
            size += pictures
            self.used += pictures
            missing += troubles
        found = PackedArticle(number, packer.clock(), not missing, size, tuple(missing))
        changes = await packer.memory.write(packs.put, found)
        return ArticlePacked(article.title, found, self.used, changes or first or NO_CHANGES)

    async def _text(self, article: Article) -> tuple[OpenArticle, list[str]]:
        """The article with the text that is wanted of it, fetched if need be; what is missing else."""
        texts = self._packer.texts
        wanted = texts.wanted(article)
        known = next((one for one in article.full if one.step == wanted), None)
        if wanted != "feed" and (known is None or known.waiting or (known.trouble and self._again)):
            known = (await texts.fetch(article.id, wanted)).text
            article = await self._packer.memory.read(articles.get, article.id)
        missing = [known.trouble] if known is not None and known.trouble else []
        return await texts.opened(article, ()), missing

    async def _pictures(self, opened: OpenArticle) -> tuple[int, list[str]]:
        """Bytes of the pictures of an article, fetched if need be; and sentences on what is missing."""
        from tui.content import picture_urls

        pictures = self._packer.pictures
        urls = picture_urls((await pictures.placed(opened)).document)
        room = max(0, self._most_bytes - self.used)
        size, troubles = 0, dict[str, int]()
        gathering = pictures.gather({opened.article.id: urls}, most_bytes=room, again=self._again)
        async with aclosing(gathering) as events:
            async for event in events:
                size += event.picture.size
                if event.picture.trouble:
                    troubles[event.picture.trouble] = troubles.get(event.picture.trouble, 0) + 1
        return size, [
            f"{number} picture{'' if number == 1 else 's'}: {said}" for said, number in troubles.items()
        ]
