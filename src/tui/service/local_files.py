"""A feed that is a file on this machine: looked at, and read only when it has changed."""

import asyncio
import os
import stat
import time
from pathlib import Path

from tui.model.amounts import amount_words
from tui.model.clean import clean
from tui.model.fetching import (
    Cost,
    FailureKind,
    Fetched,
    FetchFailed,
    FetchResult,
    NotModified,
    Validators,
)

__all__ = ["read_feed_file"]

#: No files of the user's: devices, and what the system makes up while it is read.
_UNREAL = ("/dev", "/proc", "/sys")
#: Neither waits for a writer on the other end, nor takes a terminal over.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)

#: Files that are still waited for by a thread, though nobody waits for the thread.
_stuck: dict[str, "asyncio.Task[tuple[bytes, str] | None]"] = {}


class _NotReadError(Exception):
    """Why not, as a sentence."""


async def read_feed_file(
    url: str, path: str, validators: Validators, most_bytes: int, seconds: float
) -> FetchResult:
    """Read a file, unless time and size are those of the last visit.

    In a thread: a disk may sleep, and a folder may be another machine's.
    """
    started = time.monotonic()
    sentence = f"It took too long to read {clean(path, 300)}; is its disk there?"
    if path in _stuck and not _stuck[path].done():
        # A thread waits for it already, and there are only so many.
        return FetchFailed(url, FailureKind.FILE, sentence)
    _stuck.pop(path, None)
    reading = asyncio.create_task(asyncio.to_thread(_read, path, validators.etag, most_bytes))
    # Perhaps nobody asks any more how it ended.
    reading.add_done_callback(lambda task: task.cancelled() or task.exception())
    done, _ = await asyncio.wait({reading}, timeout=seconds)
    if not done:
        _stuck[path] = reading
        return FetchFailed(url, FailureKind.FILE, sentence)
    try:
        found = reading.result()
    except _NotReadError as error:
        return FetchFailed(url, FailureKind.FILE, str(error))
    if found is None:
        return NotModified(url, validators)
    body, mark = found
    cost = Cost(0, len(body), time.monotonic() - started)
    return Fetched(url, url, url, 200, body, {}, Validators(mark), cost=cost)


def _read(path: str, seen: str, most: int) -> tuple[bytes, str] | None:
    """The bytes and the mark of this state of the file; ``None`` if that is the one seen."""
    shown = clean(path, 300)
    try:
        real = os.path.realpath(path)
        if not stat.S_ISREG(os.stat(real).st_mode) or _is_unreal(real):  # noqa: PTH116
            raise _NotReadError(_oddity(Path(real), shown))
        handle = os.open(real, _FLAGS)
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise _NotReadError(_oddity(Path(real), shown))
            mark = f"{state.st_mtime_ns}-{state.st_size}"
            if mark == seen:
                return None
            if state.st_size > most or len(body := file.read(most + 1)) > most:
                raise _NotReadError(
                    f"{shown} is larger than {amount_words(most)}, so it was not read (max_feed_megabytes)."
                )
            return body, mark
    except FileNotFoundError as error:
        raise _NotReadError(f"There is no file {shown}.") from error
    except PermissionError as error:
        raise _NotReadError(f"You may not read {shown}; look at its permissions.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not possible"
        raise _NotReadError(f"{shown} cannot be read: {reason}.") from error


def _oddity(path: Path, shown: str) -> str:
    if path.is_dir():
        return f"{shown} is a folder; name the file in it."
    return f"{shown} is no ordinary file, so it was not read."


def _is_unreal(path: str) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in _UNREAL)
