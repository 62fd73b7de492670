"""The log: one file that several processes write, small, for its owner alone, without secrets.

The command line, the screen and the daemon may write at the same time, so a line is a matter
of its own: open, lock, append, close. Whoever finds the file full moves it aside while he holds
its lock; who waited for the lock meanwhile sees that the file has another name, and begins anew.
That costs a tenth of a millisecond a line, of which there are a few in an hour.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from tui.config.paths import Paths
from tui.model.clean import clean_body
from tui.model.masking import mask

if sys.platform != "win32":
    import fcntl

__all__ = ["PlainLine", "SharedLog", "Told", "keep_log"]

#: Bytes of a file, and how many older ones are kept.
MOST_BYTES = 1_000_000
KEPT = 3
#: Somebody who was stopped while he held the lock must not stop the others too.
_TRIES, _PAUSE = 20, 0.005
_PRIVATE = 0o600
_FORM = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


class PlainLine(logging.Formatter):
    """A record as text that nobody can misuse: clean, masked, its further lines indented.

    So no publisher's words can look like a record of their own, and none act on a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record, with whatever traceback it has."""
        return mask(clean_body(super().format(record))).rstrip().replace("\n", "\n    ")


class Told(logging.StreamHandler[TextIO]):
    """The log on a stream as well; if nobody reads it any more, that is no trouble."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Complain of anything but a reader who has gone, or a full disk."""
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)


class SharedLog(logging.Handler):
    """Appends to a file that others append to, and moves it aside when it is full."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES, kept: int = KEPT) -> None:
        super().__init__()
        self._path, self._most_bytes, self._kept = path, most_bytes, kept

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; where that is not possible, nothing else suffers."""
        try:
            self._write(f"{self.format(record)}\n".encode("utf-8", "backslashreplace"))
        except OSError:
            # A full disk, or a folder that has gone: the program has a way of its own to say so.
            return
        except Exception:
            self.handleError(record)

    def _write(self, line: bytes) -> None:
        while True:
            with self._opened() as (file, alone):
                if file is None:
                    continue
                if alone and 0 < os.fstat(file).st_size > self._most_bytes - len(line):
                    self._move_aside()
                    continue
                os.write(file, line)
                return

    @contextmanager
    def _opened(self) -> Iterator[tuple[int | None, bool]]:
        """The file, and whether we are alone with it; no file if it was moved aside meanwhile."""
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
        try:
            alone = _locked(file)
            there = False
            with suppress(FileNotFoundError):
                there = os.path.samestat(os.fstat(file), self._path.stat())
            yield (file if there else None), alone
        finally:
            # The lock goes with it.
            os.close(file)

    def _move_aside(self) -> None:
        names = [self._path.with_name(f"{self._path.name}.{number}") for number in range(1, self._kept + 1)]
        for older, newer in zip(reversed(names), [*reversed(names[:-1]), self._path], strict=True):
            with suppress(FileNotFoundError):
                newer.replace(older)


def _locked(file: int) -> bool:
    if sys.platform == "win32":
        # Lines are appended all the same.
        return False
    for _ in range(_TRIES):
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(_PAUSE)
    return False


def keep_log(paths: Paths) -> None:
    """Send the log of this process to the file that all share; it is made with its first line.

    Of our own what is worth knowing, of libraries only what went wrong.
    """
    handler = SharedLog(paths.log_file)
    handler.setFormatter(PlainLine(_FORM))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger(__name__.partition(".")[0]).setLevel(logging.INFO)
