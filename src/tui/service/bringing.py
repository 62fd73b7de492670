"""Brings somebody along from another reader: feeds, filters, rules, and the articles he kept.

Articles are read and made safe first, into a file without a name; the store is not touched
meanwhile. Then everything is written in one transaction. Whoever stops it before the end,
or whatever goes wrong, leaves nothing behind.
"""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from tui.model.bringing import Brought, KeptArticle, KeptMarks, Load, PreparedArticle
from tui.model.changes import ChangeSet
from tui.model.clean import clean
from tui.model.errors import FeedError, StoreError
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed
from tui.peers.belongings import Belongings, Left
from tui.peers.newsboat_terms import FLAGS
from tui.service import frames
from tui.service.memory import Memory
from tui.service.packing import Packed, pack
from tui.service.workers import WorkerFailed, WorkerPool
from tui.store import bringing
from tui.store.newsboat_cache import NewsboatCache

__all__ = ["BringReport", "Bringer", "Progress"]

#: Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]

#: Articles that a worker gets at a time, and how much of them at most.
_BATCH = 100
_BATCH_LETTERS = 1_000_000
#: Batches under way at once.
_AHEAD = 4
_NO_FACTS = FeedFacts()


@dataclass(frozen=True, slots=True)
class BringReport:
    """What was brought, what was here already, and what had to stay behind.

    After a dry run ``articles`` is what the other reader's cache holds, whether here already or not.
    """

    feeds: int
    feeds_known: int
    searches: tuple[str, ...]
    searches_known: int
    rules: tuple[str, ...]
    rules_known: int
    articles: int
    articles_known: int
    marks: int
    left: tuple[Left, ...]


class Bringer:
    """One run."""

    def __init__(self, memory: Memory, workers: WorkerPool, folder: Path, progress: Progress) -> None:
        self._memory, self._workers, self._folder, self._progress = memory, workers, folder, progress
        self._stop = threading.Event()
        self._broken = 0
        self._done = self._total = 0

    async def bring(
        self, found: Belongings, cache: Path | None, label: str, now: datetime, *, dry_run: bool
    ) -> BringReport:
        """Bring everything that was found, and the articles in *cache*.

        Raises:
            StoreError: a file cannot be read or the store not be written; nothing was changed.
        """
        packed = pack(found, self._memory, label)
        if dry_run:
            count = 0 if cache is None else await asyncio.to_thread(_count, cache, self._stop.is_set)
            return _report(packed, found, Brought(packed.new_feeds, count))
        try:
            with tempfile.TemporaryFile(dir=self._folder) as spool:
                titles = await self._gather(cache, packed, spool) if cache is not None else {}
                spool.seek(0)
                load = Load(label, packed.subscriptions, packed.definitions, titles)
                brought, _changes = await self._write(load, spool, now)
        except asyncio.CancelledError:
            # The threads that read and write look at this, and give up.
            self._stop.set()
            raise
        finally:
            await self._workers.rest()
        if brought.articles:
            # They arrive now, but they are not what the last refresh has brought.
            await self._memory.mark_new(now + timedelta(seconds=1))
            await self._memory.settle()
            await self._memory.index_texts()
        if self._broken and cache is not None:
            found.leave(cache.name, f"{self._broken:,} articles", "they are broken beyond reading")
        return _report(packed, found, brought)

    # Reading.

    async def _gather(self, path: Path, packed: Packed, spool: IO[bytes]) -> dict[str, str]:
        """Read and prepare all articles of these feeds, and say what the feeds are called."""
        loop = asyncio.get_running_loop()
        # One thread has the file to itself, from opening to closing.
        thread = ThreadPoolExecutor(1, "peer-reader")
        cache = await loop.run_in_executor(thread, NewsboatCache, path, self._stop.is_set)
        try:
            self._total = await loop.run_in_executor(thread, cache.count)
            titles = await loop.run_in_executor(thread, cache.titles)
            batches = _batches(cache.articles(packed.addresses))
            async with asyncio.TaskGroup() as group:
                slots = asyncio.Semaphore(_AHEAD)
                while True:
                    await slots.acquire()
                    batch = await loop.run_in_executor(thread, next, batches, None)
                    if batch is None:
                        break
                    group.create_task(self._spool(batch, spool, slots))
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors
        except asyncio.CancelledError:
            self._stop.set()
            raise
        finally:
            thread.submit(cache.close)
            thread.shutdown(wait=False)
        wanted = frozenset(packed.addresses)
        return {address: clean(title, 300) for address, title in titles.items() if address in wanted}

    async def _spool(self, batch: Sequence[KeptArticle], spool: IO[bytes], slots: asyncio.Semaphore) -> None:
        try:
            for articles in await self._prepared(batch):
                entries = PreparedFeed(_NO_FACTS, tuple(one.entry for one in articles))
                marks = tuple((one.marks.read, one.marks.hidden, one.marks.tags) for one in articles)
                spool.write(frames.dump((batch[0].feed_url, frames.pack_feed(entries), marks)))
        finally:
            slots.release()
        self._done += len(batch)
        self._progress("reading", self._done, self._total)

    async def _prepared(self, batch: Sequence[KeptArticle]) -> list[list[PreparedArticle]]:
        """A batch made safe; without the articles at which a parser gives up."""
        rows = tuple(article.written for article in batch)
        try:
            entries = (await self._workers.prepare_kept(rows, batch[0].feed_url)).entries
        except (FeedError, WorkerFailed):
            if len(batch) == 1:
                self._broken += 1
                return []
            half = len(batch) // 2
            return [*await self._prepared(batch[:half]), *await self._prepared(batch[half:])]
        return [[_prepared(entry, one.marks) for entry, one in zip(entries, batch, strict=True)]]

    # Writing.

    async def _write(self, load: Load, spool: IO[bytes], now: datetime) -> tuple[Brought, ChangeSet]:
        self._progress("writing", 0, 0)
        # What has begun to be written is waited for: its thread still reads the file.
        writing = asyncio.ensure_future(
            self._memory.write(bringing.bring, load, _read(spool), now, self._stop.is_set)
        )
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            self._stop.set()
            with suppress(StoreError):
                await writing
            raise


def _count(path: Path, stopped: Callable[[], bool]) -> int:
    with NewsboatCache(path, stopped) as cache:
        return cache.count()


def _batches(articles: Iterator[KeptArticle]) -> Iterator[list[KeptArticle]]:
    """Articles of one feed together, as many as a worker should get at a time."""
    waiting: dict[str, list[KeptArticle]] = {}
    sizes: dict[str, int] = {}
    held = 0
    for article in articles:
        url, size = article.feed_url, len(article.content)
        waiting.setdefault(url, []).append(article)
        sizes[url] = sizes.get(url, 0) + size
        held += size
        if len(waiting[url]) >= _BATCH or sizes[url] >= _BATCH_LETTERS:
            held -= sizes.pop(url)
            yield waiting.pop(url)
        elif held >= 20 * _BATCH_LETTERS:
            # Very many feeds, none of them full: all go, so that memory stays bounded.
            yield from waiting.values()
            waiting, sizes, held = {}, {}, 0
    yield from waiting.values()


def _prepared(entry: PreparedEntry, marks: KeptMarks) -> PreparedArticle:
    tags = tuple(f"{FLAGS}/{letter}" for letter in marks.tags)
    return PreparedArticle(entry, KeptMarks(marks.read, marks.hidden, tags))


def _read(spool: IO[bytes]) -> Iterator[bringing.Batch]:
    """The batches in a spool, one at a time."""
    while header := spool.read(frames.HEADER):
        address, feed, marks = frames.load(spool.read(frames.size_of(header)))
        entries = frames.unpack_feed(feed).entries
        yield (
            address,
            [PreparedArticle(entry, KeptMarks(*mark)) for entry, mark in zip(entries, marks, strict=True)],
        )


def _report(packed: Packed, found: Belongings, brought: Brought) -> BringReport:
    kinds = {
        kind: tuple(one.name for one in packed.definitions if one.kind == kind) for kind in ("search", "rule")
    }
    return BringReport(
        feeds=brought.feeds,
        feeds_known=len(packed.subscriptions) - brought.feeds,
        searches=kinds["search"],
        searches_known=len(found.searches) - len(kinds["search"]),
        rules=kinds["rule"],
        rules_known=len(found.rules) - len(kinds["rule"]),
        articles=brought.articles,
        articles_known=brought.known,
        marks=brought.marked,
        left=tuple(found.left),
    )
