"""The pictures of articles: which there are, fetched politely, kept as our own bytes, and drawn."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from tui.config.settings import Settings
from tui.model.article import Article
from tui.model.errors import StoreError
from tui.model.fetching import Fetched, FetchFailed
from tui.model.ids import ArticleId
from tui.model.picture import Drawing, DrawnPicture, LoosePicture, Picture, PictureFetched, TakenPicture
from tui.service.feedbook import Feedbook
from tui.service.memory import Memory
from tui.service.opened import OpenArticle
from tui.service.picture_care import is_at_home, missing, to_let_go, trouble_of
from tui.service.visiting import Visitor
from tui.service.workers import WorkerPool
from tui.store import pictures as store

__all__ = ["Pictures"]

#: Fetched at a time; one host is asked for fewer.
_AT_ONCE = 6
_MOST_BYTES = 10_000_000
_MEGABYTE = 1_000_000
#: Looking at a picture is noted once in so long.
_NOTED = timedelta(days=1)
_NOTHING_THERE = "It was not looked for: there is no network."
_LEFT_OUT = "It was left out: the limit is reached."


class Pictures:
    """All about pictures that the screen, the command line and a pack may ask for."""

    def __init__(
        self,
        memory: Memory,
        visitor: Visitor,
        feedbook: Feedbook,
        workers: WorkerPool,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory, self._visitor, self._workers = memory, visitor, workers
        self._feedbook = feedbook
        self._settings, self.clock = settings, clock

    # Which there are.

    async def placed(self, opened: OpenArticle) -> OpenArticle:
        """An article whose pictures are figures, those that came beside its text included."""
        from tui.content import leading_images, with_pictures

        beside = await self._memory.read(store.leading, opened.article.id)
        leading = leading_images(beside, opened.article.enclosures)
        return replace(opened, document=with_pictures(opened.document, leading))

    def wanted(self, article: Article) -> bool:
        """Whether the pictures of an article that is opened are fetched without being asked for."""
        wish = self._settings.pictures
        return wish == "opened" or (wish == "kept" and bool(article.starred or article.later or article.note))

    async def known(self, urls: Sequence[str]) -> Mapping[str, Picture]:
        """What is known of the pictures at these addresses, ready or not; the others are left out."""
        return await self._memory.read(store.known, urls)

    def missing(
        self, urls: Sequence[str], known: Mapping[str, Picture], *, again: bool = False
    ) -> tuple[str, ...]:
        """Those to be fetched by what is known; ``again`` tries all that are not there."""
        return missing(urls, known, self.clock(), again=again)

    async def looked_at(self, article_id: ArticleId, urls: Sequence[str]) -> None:
        """Note that an article is read whose pictures these are: they stay for longest."""
        now = self.clock()
        with suppress(StoreError):
            await self._memory.write(store.link, article_id, urls)
            await self._memory.write(store.touch, urls, now, now - _NOTED)

    async def data(self, url: str) -> bytes:
        """Our bytes of a picture, JPEG or PNG as its media type says; none if it is not there."""
        return await self._memory.read(store.data, url)

    async def draw(
        self,
        url: str,
        kind: Drawing,
        size: tuple[int, int],
        cell_height: int = 1,
        background: tuple[int, int, int] = (0, 0, 0),
    ) -> DrawnPicture | None:
        """A picture ready for the screen, *size* pixels wide and high; ``None`` if it is not there.

        Raises:
            FeedError: what is kept cannot be read.
            WorkerFailed: it took too long or too much memory.
        """
        data = await self.data(url)
        if not data:
            return None
        return await self._workers.draw(kind, data, *size, cell_height, background)

    # Fetching.

    async def gather(
        self,
        wanted: Mapping[ArticleId, Sequence[str]],
        *,
        most_bytes: int | None = None,
        again: bool = False,
    ) -> AsyncGenerator[PictureFetched]:
        """Fetch what is missing of these articles' pictures; iterate under ``contextlib.aclosing``.

        Each picture is told once for each article that wants it, at once where it is there. Each is
        stored by itself: whoever stops loses nothing that was told. Once ``most_bytes`` are kept of
        them the rest is left out, and says so. What could not be had lately is tried ``again`` only
        on request.
        """
        urls = tuple(dict.fromkeys(url for some in wanted.values() for url in some))
        known = await self.known(urls)
        todo = set(missing(urls, known, self.clock(), again=again))
        for article_id, some in wanted.items():
            there = [url for url in dict.fromkeys(some) if url not in todo]
            for url in there:
                yield PictureFetched(article_id, known[url])
        kept = sum(known[url].size for url in urls if url not in todo)
        fetching = _Fetching(self, wanted, todo, kept, most_bytes)
        work = asyncio.create_task(fetching.run())
        try:
            while (event := await fetching.told.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        if todo:
            await self.tidy()

    async def fetch(self, article_ids: Sequence[ArticleId], url: str, home: str) -> Picture:
        """Fetch one picture and keep it, or why it cannot be had, for these articles."""
        particulars = await self._feedbook.for_page(home, url)
        result = await self._visitor.picture(
            url, most_bytes=_MOST_BYTES, private=is_at_home(url, home), particulars=particulars
        )
        if isinstance(result, Fetched):
            taken = await self._workers.take_picture(result.body)
        else:
            trouble = (
                trouble_of(result.kind) if isinstance(result, FetchFailed) else "It could not be fetched."
            )
            if not trouble:
                return Picture(url, "", 0, 0, 0, self.clock(), _NOTHING_THERE)
            taken = TakenPicture(trouble)
        now = self.clock()
        for article_id in article_ids:
            await self._memory.write(store.put, article_id, {url: taken}, now)
        size = len(taken.data)
        return Picture(url, taken.media_type, taken.width, taken.height, size, now, taken.trouble)

    async def homes(self, ids: Sequence[ArticleId]) -> Mapping[ArticleId, str]:
        """The addresses of the feeds of articles."""
        return await self._memory.read(store.homes, ids)

    # Care.

    async def tidy(self, *, dry_run: bool = False) -> tuple[LoosePicture, ...]:
        """Let go of pictures that are old or too many, and that nothing kept needs; those that went."""
        if self._memory.read_only:
            return ()
        days = self._settings.picture_days
        oldest = self.clock() - timedelta(days=days) if days else None
        loose = await self._memory.read(store.loose)
        total = await self._memory.read(store.total_size)
        gone = to_let_go(loose, total, self._settings.picture_megabytes * _MEGABYTE, oldest)
        if gone and not dry_run:
            await self._memory.write(store.drop, gone)
        return tuple(one for one in loose if one.id in set(gone))


class _Fetching:
    """What one call is fetching: a few at a time, each address once."""

    def __init__(
        self,
        pictures: Pictures,
        wanted: Mapping[ArticleId, Sequence[str]],
        todo: set[str],
        kept: int,
        most_bytes: int | None,
    ) -> None:
        self._pictures, self._kept, self._most_bytes = pictures, kept, most_bytes
        self.told: asyncio.Queue[PictureFetched | None] = asyncio.Queue()
        #: Who wants each of them.
        self._wanted_by: dict[str, list[ArticleId]] = {}
        for article_id, urls in wanted.items():
            for url in dict.fromkeys(urls):
                if url in todo:
                    self._wanted_by.setdefault(url, []).append(article_id)
        self._todo = deque(self._wanted_by)
        self._homes: Mapping[ArticleId, str] = {}

    async def run(self) -> None:
        """Fetch all; ``None`` is told last, whatever happens."""
        try:
            if self._todo:
                self._homes = await self._pictures.homes(
                    [*{one for some in self._wanted_by.values() for one in some}]
                )
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(_AT_ONCE, len(self._todo))):
                        group.create_task(self._in_turn())
        finally:
            self.told.put_nowait(None)

    async def _in_turn(self) -> None:
        while self._todo:
            url = self._todo.popleft()
            articles = self._wanted_by[url]
            if self._most_bytes is not None and self._kept >= self._most_bytes:
                picture = Picture(url, "", 0, 0, 0, self._pictures.clock(), _LEFT_OUT)
            else:
                picture = await self._pictures.fetch(articles, url, self._homes.get(articles[0], ""))
                self._kept += picture.size
            for article_id in articles:
                self.told.put_nowait(PictureFetched(article_id, picture))
