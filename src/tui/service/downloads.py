"""Downloads: the list of them, and fetching one, again and again until it is whole."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tui.config.settings import Settings
from tui.model.amounts import amount_words
from tui.model.downloading import Download, Downloaded, DownloadHead, DownloadRequest, RangeRefused
from tui.model.errors import BroadsheetError
from tui.model.fetching import FetchFailed
from tui.model.ids import ArticleId
from tui.service.feedbook import Feedbook
from tui.service.opening import web_address
from tui.service.part_file import PartFile, part_of
from tui.service.picture_care import is_at_home
from tui.service.visiting import Visitor, is_private
from tui.store import Database, downloads, pictures

__all__ = ["Downloads", "Progress", "size_words"]

#: Bytes that are here, and bytes in all (0: unknown).
Progress = Callable[[int, int], object]


def size_words(size: int) -> str:
    """``1.2 GB``, ``34 MB``, ``5 kB``; "" if it is not known."""
    return amount_words(size) if size > 0 else ""


class Downloads:
    """The list in the store, and the work."""

    def __init__(
        self,
        database: Database,
        visitor: Visitor,
        feedbook: Feedbook,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._visitor, self._feedbook = database, visitor, feedbook
        self._settings, self._clock = settings, clock
        #: Those that this process is at.
        self.running: set[int] = set()

    @cached_property
    def folder(self) -> Path:
        """Where files go: the setting, else the system's folder for downloads."""
        if self._settings.download_folder:
            return Path(self._settings.download_folder).expanduser()
        from platformdirs import user_downloads_path

        return user_downloads_path()

    # The list.

    async def all(self) -> tuple[Download, ...]:
        """All of them, the newest first; what is said to run but does not here has stopped."""
        return tuple(map(self._as_it_is, await self._database.read(downloads.all_of_them)))

    async def of(self, urls: Iterable[str]) -> Mapping[str, Download]:
        """What is in the list, by these addresses."""
        known = {one.url: one for one in await self.all()}
        found = {}
        for url in urls:
            with contextlib.suppress(BroadsheetError):
                if (row := known.get(web_address(url))) is not None:
                    found[url] = row
        return found

    async def ask(
        self, url: str, article_id: ArticleId | None = None, media_type: str = "", size: int = 0
    ) -> Download:
        """Put a file on the list, if it is not there; :meth:`fetch` gets it.

        Raises:
            BroadsheetError: this is not a web address.
        """
        address = web_address(url)
        now = self._clock()
        return await self._database.write(downloads.add, address, article_id, media_type, size, now)

    async def remove(self, download: Download) -> None:
        """Take one off the list; what is not whole goes, a whole file stays where it is."""
        if download.id in self.running:
            raise BroadsheetError("It is being downloaded: stop it first.")
        if download.unfinished and download.path:
            await asyncio.to_thread(part_of(Path(download.path)).unlink, missing_ok=True)
        await self._database.write(downloads.remove, download.id)

    def file_of(self, download: Download) -> Path | None:
        """The whole file, if it is still where it was put."""
        path = Path(download.path) if download.path else None
        return path if path is not None and download.state == "done" and path.is_file() else None

    # The work.

    async def fetch(
        self,
        number: int,
        progress: Progress = lambda *_: None,
        *,
        folder: Path | None = None,
        typed: bool = False,
    ) -> Download:
        """Fetch what is missing of a file; how it ended stands in what is returned, and in the list.

        Whoever stops waiting stops it; what has come is kept. An address that the user *typed* may
        lead into his own network.

        Raises:
            BroadsheetError: it is being fetched already, here or by another process.
        """
        row = await self._database.read(downloads.get, number)
        if number in self.running:
            raise BroadsheetError("It is being downloaded already.")
        if self.file_of(row) is not None:
            return row
        self.running.add(number)
        try:
            return await self._fetch(row, progress, folder or self.folder, typed)
        finally:
            self.running.discard(number)

    async def _fetch(self, row: Download, progress: Progress, folder: Path, typed: bool) -> Download:
        begun: list[asyncio.Task[None]] = []

        def told(path: Path, head: DownloadHead) -> None:
            kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()[:100]
            values = {"path": str(path), "size": head.size, "validator": head.validator}
            values |= {"media_type": kind} if kind and not row.media_type else {}
            begun.append(asyncio.create_task(self._note(row.id, values)))

        before = Path(row.path) if row.path and row.unfinished else None
        file = PartFile(before.parent if before else folder, before, row.media_type, told, progress)
        try:
            offset = await asyncio.to_thread(file.resume)
            await self._note(row.id, {"state": "running", "trouble": "", "asked_at": self._now()})
            home = "" if typed else await self._home(row)
            request = DownloadRequest(
                row.url,
                allow_private=is_private(row.url) if typed else is_at_home(row.url, home),
            )
            result = await self._attempt(request, row, file, offset, home)
            if isinstance(result, RangeRefused) and not (offset and result.size == offset):
                # What is here is of another file, or the server knows no parts.
                await asyncio.to_thread(file.discard)
                result = await self._attempt(request, row, file, 0, home)
            values = await self._ended(result, file)
        except OSError as error:
            where = file.part or folder
            values = {
                "state": "failed",
                "trouble": f"{where} could not be written: {error.strerror or error}.",
            }
        except asyncio.CancelledError:
            await asyncio.shield(self._settle(row.id, {"state": "stopped"}, file, begun))
            raise
        await self._settle(row.id, values, file, begun)
        return await self._database.read(downloads.get, row.id)

    async def _attempt(
        self, request: DownloadRequest, row: Download, file: PartFile, offset: int, home: str
    ) -> Downloaded | RangeRefused | FetchFailed:
        """Fetch it as what its feed leads to, or not at all: the feed's proxy is never gone round."""
        particulars = await self._feedbook.for_page(home, row.url)
        if isinstance(particulars, FetchFailed):
            return particulars
        validator = row.validator if offset else ""
        asked = replace(request, offset=offset, validator=validator, particulars=particulars)
        return await self._visitor.download(asked, file)

    async def _home(self, row: Download) -> str:
        """The address of the feed that it comes from, "" if from none."""
        if row.article_id is None:
            return ""
        homes = await self._database.read(pictures.homes, [row.article_id])
        return homes.get(row.article_id, "")

    async def _ended(self, result: Downloaded | RangeRefused | FetchFailed, file: PartFile) -> dict[str, Any]:
        if isinstance(result, FetchFailed):
            return {"state": "failed", "trouble": result.sentence}
        if isinstance(result, RangeRefused) and file.part is None:
            return {
                "state": "failed",
                "trouble": "The server gives only parts of the file, and the wrong ones.",
            }
        if isinstance(result, Downloaded) and result.head.size and result.size != result.head.size:
            return {"state": "failed", "trouble": "The file has another length than the server said."}
        path = await asyncio.to_thread(file.finish)
        return {"state": "done", "trouble": "", "path": str(path), "size": file.done}

    async def _settle(
        self, number: int, values: dict[str, Any], file: PartFile, begun: list[asyncio.Task[None]]
    ) -> None:
        """Close the file and write down how it ended, behind what was written down before."""
        await asyncio.to_thread(file.close)
        if begun:
            await asyncio.wait(begun)
        await self._note(number, {**values, "done": file.done})

    async def _note(self, number: int, values: dict[str, Any]) -> None:
        await self._database.write(downloads.change, number, values)

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _as_it_is(self, download: Download) -> Download:
        if download.state == "running" and download.id not in self.running:
            return replace(download, state="stopped")
        return download
