"""Worker processes, where publishers' bytes meet the parsers.

As many as there are cores, started one by one when all others are busy, and let go when for a
while there was nothing to do: what follows a refresh needs them too. They are plain
interpreters with a pipe on either side, in a session of their own: no fork of a process
that owns a terminal, no signal from the keyboard. One that overruns its limits is killed
and only its task fails.
"""

import asyncio
import contextlib
import os
import sys
from pickle import UnpicklingError
from typing import Any

from tui.model.errors import BroadsheetError, FeedError
from tui.model.extraction import NO_RULE, ExtractedPage, KnownFacts, SiteRule
from tui.model.finding import Inspection
from tui.model.ingest import PreparedFeed
from tui.model.page_feed import PageSelectors, PageTrial
from tui.model.picture import Drawing, DrawnPicture, TakenPicture
from tui.service import frames

__all__ = ["BrokenFeed", "WorkerFailed", "WorkerPool"]

#: Wall time for one task; the worker's own limit on processor time comes first.
_SECONDS = 20.0
#: Seconds after which those that have nothing to do are let go; starting one costs half a second.
_LINGER = 30.0
#: A further process is started when so many tasks are there, or one has waited for so long: a few
#: documents are read sooner by one process than a second one is started.
_CROWD = 12
_PATIENCE = 0.3
_LARGEST_REPLY = 500_000_000
#: Tasks that are given a web page.
_OF_PAGES = frozenset({"extract", "prepare_page", "try_page", "propose_page"})
#: What a process may do instead of answering; a damaged frame shows in many ways.
_MISBEHAVIOR = (OSError, EOFError, UnpicklingError, ValueError, TypeError, IndexError, KeyError)
_NO_START = "The process that reads feeds does not start; installing Broadsheet again may help."
_HEAVY_PICTURE = "The picture needed more time or memory than one picture may have, and was refused."
_COMMAND = (sys.executable, "-P", "-m", "tui.service.worker")


class BrokenFeed(FeedError):
    """The parser itself gave up on the document."""


class WorkerFailed(BroadsheetError):
    """A worker overran its limits or died over its task."""


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._process, self._sink, self._source = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, command: tuple[str, ...], seconds: float) -> "_Worker":
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
                limit=1 << 20,
            )
        except OSError as error:
            raise WorkerFailed(_NO_START) from error
        worker = cls(process)
        try:
            async with asyncio.timeout(seconds):
                await worker._receive()
        except _MISBEHAVIOR as error:
            await worker.stop()
            raise WorkerFailed(_NO_START) from error
        except BaseException:
            await asyncio.shield(worker.stop())
            raise
        return worker

    async def ask(self, task: tuple[Any, ...]) -> Any:
        self._sink.write(frames.dump(task))
        await self._sink.drain()
        return await self._receive()

    async def _receive(self) -> Any:
        size = frames.size_of(await self._source.readexactly(frames.HEADER))
        if size > _LARGEST_REPLY:
            raise EOFError
        return frames.load(await self._source.readexactly(size))

    async def stop(self) -> None:
        """End the process; it holds nothing that needs a farewell."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()


class WorkerPool:
    """Runs tasks in worker processes; nothing is started before the first task."""

    def __init__(
        self,
        size: int | None = None,
        seconds: float = _SECONDS,
        command: tuple[str, ...] = _COMMAND,
        linger: float = _LINGER,
    ) -> None:
        #: Processes at most.
        self.size = size or os.cpu_count() or 1
        self._slots = asyncio.Semaphore(self.size)
        self._seconds, self._command, self._linger = seconds, command, linger
        self._idle: list[_Worker] = []
        #: Tasks that are there, processes at work or being started, and word of any change.
        self._wanted = self._busy = 0
        self._stir = asyncio.Event()
        self._farewell: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def prepare(
        self, body: bytes, content_type: str, url: str, known: frozenset[bytes] = frozenset()
    ) -> PreparedFeed:
        """Parse a feed and make it safe.

        Raises:
            FeedError: it is not a feed, or nothing of it could be saved.
            WorkerFailed: it took too long or too much memory.
        """
        return frames.unpack_feed(await self._run("prepare", body, content_type, url, known))

    async def prepare_kept(self, rows: tuple[tuple[Any, ...], ...], feed_url: str) -> PreparedFeed:
        """Make articles safe that another reader has kept; an entry for each row.

        Raises:
            FeedError: one of them is broken in a way that no parser understands.
            WorkerFailed: it took too long or too much memory.
        """
        prepared = frames.unpack_feed(await self._run("prepare_kept", rows, feed_url))
        if len(prepared.entries) != len(rows):
            raise BrokenFeed("The articles came back in another number than they were sent.")
        return prepared

    async def inspect(self, body: bytes, content_type: str, url: str) -> Inspection:
        """Look at the bytes behind an address.

        Raises:
            FeedError: nothing could be made of them.
            WorkerFailed: it took too long or too much memory.
        """
        return frames.unpack_inspection(await self._run("inspect", body, content_type, url))

    async def extract(
        self,
        page: bytes,
        content_type: str,
        url: str,
        known: KnownFacts,
        rule: SiteRule = NO_RULE,
        *,
        images: bool = True,
    ) -> ExtractedPage:
        """Find the article on a web page; its ``trouble`` says why where there is none.

        Raises:
            WorkerFailed: the page took too long or too much memory.
        """
        packed = frames.pack_known(known), frames.pack_rule(rule)
        try:
            return frames.unpack_page(await self._run("extract", page, content_type, url, *packed, images))
        except BrokenFeed as error:
            raise WorkerFailed("The page is broken in a way that no parser understands.") from error

    async def prepare_page(
        self,
        page: bytes,
        content_type: str,
        url: str,
        selectors: PageSelectors,
        known: frozenset[bytes] = frozenset(),
    ) -> PreparedFeed:
        """Take the entries off a page and make them safe.

        Raises:
            FeedError: the selectors find nothing on it.
            WorkerFailed: it took too long or too much memory.
        """
        packed = frames.pack_selectors(selectors)
        return frames.unpack_feed(await self._run("prepare_page", page, content_type, url, packed, known))

    async def try_page(self, page: bytes, content_type: str, url: str, selectors: PageSelectors) -> PageTrial:
        """What selectors would find on a page; whatever it is, the worst is a sentence."""
        packed = frames.pack_selectors(selectors)
        try:
            return frames.unpack_trial(await self._run("try_page", page, content_type, url, packed))
        except (FeedError, WorkerFailed) as error:
            return PageTrial(trouble=str(error))

    async def propose_page(self, page: bytes, content_type: str, url: str) -> tuple[PageSelectors, ...]:
        """Selectors that the entries of a page might have; none where nothing was found, or not in time."""
        try:
            found = await self._run("propose_page", page, content_type, url)
        except (FeedError, WorkerFailed):
            return ()
        return tuple(PageSelectors(*one) for one in found)

    async def take_picture(self, body: bytes) -> TakenPicture:
        """Read a publisher's picture; whatever it is, the worst is a sentence."""
        try:
            return TakenPicture(*await self._run("take_picture", body))
        except (FeedError, WorkerFailed):
            return TakenPicture(_HEAVY_PICTURE)

    async def draw(
        self,
        kind: Drawing,
        data: bytes,
        width: int,
        height: int,
        cell_height: int = 1,
        background: tuple[int, int, int] = (0, 0, 0),
    ) -> DrawnPicture:
        """Make a kept picture ready for the screen, so many pixels wide and high.

        Raises:
            FeedError: what is kept cannot be read.
            WorkerFailed: it took too long or too much memory.
        """
        more = (cell_height, background) if kind == "sixel" else ()
        depth, rows = await self._run(f"draw_{kind}", data, width, height, *more)
        return DrawnPicture(kind, width, height, depth, rows)

    async def rest(self) -> None:
        """Let go of the processes that have nothing to do; the next task starts one again."""
        if self._farewell is not None:
            self._farewell.cancel()
            self._farewell = None
        idle, self._idle = self._idle, []
        for worker in idle:
            await worker.stop()

    async def aclose(self) -> None:
        """Stop all processes that are idle; tasks that still run must have been cancelled."""
        await self.rest()
        if self._leaving:
            await asyncio.wait(self._leaving)

    def _rest_later(self) -> None:
        loop = asyncio.get_running_loop()
        if self._farewell is not None:
            self._farewell.cancel()
        self._farewell = loop.call_later(self._linger, self._say_farewell, loop)

    def _say_farewell(self, loop: asyncio.AbstractEventLoop) -> None:
        task = loop.create_task(self.rest())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _take(self) -> _Worker:
        """A process that has nothing to do, or a further one."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while not self._idle and self._busy and self._wanted < _CROWD and loop.time() < until:
            self._stir.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self._stir.wait()
        self._busy += 1
        try:
            return self._idle.pop() if self._idle else await _Worker.start(self._command, self._seconds)
        except BaseException:
            self._busy -= 1
            raise

    async def _run(self, name: str, *arguments: Any) -> Any:
        self._wanted += 1
        if self._wanted == _CROWD:
            self._stir.set()
        try:
            return await self._done(name, arguments)
        finally:
            self._wanted -= 1

    async def _done(self, name: str, arguments: tuple[Any, ...]) -> Any:
        async with self._slots:
            worker = await self._take()
            try:
                async with asyncio.timeout(self._seconds):
                    outcome, result = await worker.ask((name, arguments))
            except _MISBEHAVIOR as error:
                await worker.stop()
                raise WorkerFailed(_overrun(error, "page" if name in _OF_PAGES else "feed")) from error
            except BaseException:
                await asyncio.shield(worker.stop())
                raise
            finally:
                self._busy -= 1
                self._stir.set()
            self._idle.append(worker)
            self._rest_later()
        if outcome == "ok":
            return result
        if outcome == "refused":
            raise FeedError(result)
        raise BrokenFeed(f"The feed is broken in a way that no parser understands ({result}).")


def _overrun(error: BaseException, thing: str) -> str:
    if isinstance(error, TimeoutError):
        return f"The {thing} took too long to read; it may be very large or built to do harm."
    return f"The {thing} needed more time or memory than one {thing} may have, and was refused."
