"""A file that is not whole yet: ``NAME.part``, kept until the rest has come.

It is made once and never over another file, belongs to one process at a time, is not
executable, and gets its name when it is whole.
"""

import asyncio
import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tui.model.downloading import DownloadHead
from tui.model.errors import BroadsheetError
from tui.service.file_names import download_path, free_path

__all__ = ["PartFile", "part_of", "place"]

#: A disk is never filled to the brim by us.
_LEFT_FREE = 50_000_000


def part_of(path: Path) -> Path:
    """Where a file is as long as it is not whole."""
    return path.with_name(f"{path.name}.part")


def place(whole: Path, target: Path) -> Path:
    """Give *whole* the name *target*, or the next that is free; nothing is ever overwritten."""
    while True:
        free = free_path(target)
        try:
            # Only one can make the name; nobody comes in between.
            with free.open("xb"):
                pass
        except FileExistsError:
            continue
        return whole.replace(free)


class PartFile:
    """Takes a download; what the network gives is written in a thread.

    Args:
        folder: where the file goes.
        path: where it was begun before; ``None`` if it was not.
        media_type: what the publisher said.
        told: called with the path once it is known, and with the head.
        progress: called with what is here, and with the size of the whole.
    """

    def __init__(
        self,
        folder: Path,
        path: Path | None,
        media_type: str,
        told: Callable[[Path, DownloadHead], object],
        progress: Callable[[int, int], object],
    ) -> None:
        self.folder, self.path, self.media_type = folder, path, media_type
        self._told, self._progress = told, progress
        self._file: BinaryIO | None = None
        self.done = 0
        self.head: DownloadHead | None = None

    @property
    def part(self) -> Path | None:
        """Where the bytes are."""
        return None if self.path is None else part_of(self.path)

    def resume(self) -> int:
        """Open what is here, and say how much that is; 0 if there is nothing to go on with.

        Raises:
            BroadsheetError: another process is at it.
        """
        part = self.part
        if part is None or part.is_symlink() or not part.is_file():
            self.path = None
            return 0
        self._file = part.open("r+b", buffering=0)
        _lock(self._file)
        self.done = self._file.seek(0, os.SEEK_END)
        return self.done

    async def begin(self, head: DownloadHead) -> None:
        """The server has answered: find a name, make room."""
        self.head = head
        await asyncio.to_thread(self._begin, head)
        assert self.path is not None
        self._told(self.path, head)
        self._progress(self.done, head.size)

    async def write(self, data: bytes) -> None:
        """The next bytes."""
        await asyncio.to_thread(self._write, data)
        self._progress(self.done, self.head.size if self.head else 0)

    def finish(self) -> Path:
        """All bytes are here: the file gets its name."""
        assert self._file is not None and self.path is not None and self.part is not None
        os.fsync(self._file.fileno())
        self.close()
        self.path = place(self.part, self.path)
        return self.path

    def close(self) -> None:
        """Let go of it; what is here stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def discard(self) -> None:
        """What is here is of no use."""
        self.close()
        if self.part is not None:
            self.part.unlink(missing_ok=True)
        self.path, self.done = None, 0

    def _begin(self, head: DownloadHead) -> None:
        if self._file is None:
            self._create(head)
        assert self._file is not None
        # Where the server begins anew, so do we.
        self._file.truncate(head.offset)
        self._file.seek(head.offset)
        self.done = head.offset
        missing = head.size - head.offset
        if head.size and missing > shutil.disk_usage(self.folder).free - _LEFT_FREE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _create(self, head: DownloadHead) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = download_path(self.folder, head.final_url, head.headers, self.media_type)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        while True:
            path = free_path(wanted, _is_taken)
            try:
                handle = os.open(part_of(path), flags, 0o644)
            except FileExistsError:
                continue
            self._file = os.fdopen(handle, "r+b", buffering=0)
            _lock(self._file)
            self.path = path
            return

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        view = memoryview(data)
        while view:
            written = self._file.write(view)
            self.done += written
            view = view[written:]


def _is_taken(path: Path) -> bool:
    """Whether there is such a file, or one that will be called so."""
    return any(one.exists() or one.is_symlink() for one in (path, part_of(path)))


def _lock(file: BinaryIO) -> None:
    """Claim the file for this process, where the system knows such a thing."""
    with contextlib.suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise BroadsheetError("Another Broadsheet is downloading this file now.") from None
