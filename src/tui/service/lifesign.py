"""The sign that a daemon lives: a file beside the store, locked for as long as its process runs.

The system lets go of the lock when the process ends, however it ends, so no sign outlives its
daemon and nothing has to be removed by hand. What the file says is for people only.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.model.errors import BroadsheetError

if sys.platform != "win32":
    import fcntl

__all__ = ["Alive", "AlreadyRuns", "living", "sign_of_life"]

_PRIVATE = 0o600
#: Others look whether somebody lives, for less than a moment each; so often, and so long, that is borne with.
_TRIES, _MOMENT = 100, 0.005
_NO_LOCKS = "The daemon does not run on this system; have its scheduler run “broadsheet refresh --quiet”."


@dataclass(frozen=True, slots=True)
class Alive:
    """A daemon that runs now; 0 and ``None`` where it has not said so yet."""

    pid: int
    since: datetime | None


class AlreadyRuns(BroadsheetError):
    """There is a daemon for this store."""


@contextmanager
def sign_of_life(path: Path, now: datetime) -> Iterator[None]:
    """Be the daemon of this store until the end of the block.

    Raises:
        AlreadyRuns: another process is; says which.
        BroadsheetError: there is no such thing on this system.
    """
    if sys.platform == "win32":
        raise BroadsheetError(_NO_LOCKS)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    try:
        _hold(file)
        os.ftruncate(file, 0)
        os.write(file, json.dumps({"pid": os.getpid(), "since": now.isoformat()}).encode())
        try:
            yield
        finally:
            os.ftruncate(file, 0)
    finally:
        os.close(file)


def living(path: Path) -> Alive | None:
    """The daemon that runs for this store, if one does."""
    if sys.platform == "win32":
        return None
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        said = os.pread(file, 1_000, 0)
        # Without a word in it there is nobody, and nobody needs to be disturbed by a lock.
        return None if not said or _is_free(file) else _said(said)
    finally:
        os.close(file)


def _hold(file: int) -> None:
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if not _is_free(file):
            alive = _said(os.pread(file, 1_000, 0))
            who = f" (process {alive.pid})" if alive.pid else ""
            raise AlreadyRuns(f"A daemon runs already for this store{who}.")
        time.sleep(_MOMENT)
    raise AlreadyRuns("Whether a daemon runs already for this store cannot be found out.")


def _is_free(file: int) -> bool:
    """Whether nobody holds it; those who only look do not hinder each other."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True


def _said(data: bytes) -> Alive:
    try:
        said = json.loads(data)
        return Alive(int(said["pid"]), datetime.fromisoformat(said["since"]))
    except (ValueError, KeyError, TypeError):
        return Alive(0, None)
