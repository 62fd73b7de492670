"""Makes connections: the one place where their settings are."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from tui.store.connection import Connection

__all__ = ["READ_TIMEOUT", "WRITE_SLICE", "connect", "connect_reader", "connect_writer"]

#: Seconds a reader waits for a lock.
READ_TIMEOUT = 5.0
#: Seconds a writer waits in one go. It goes on asking, but in between it listens whether
#: the program wants to end.
WRITE_SLICE = 0.5
_PRIVATE = 0o600
_READER_CACHE_KIB = 8_000
_WRITER_CACHE_KIB = 32_000


def connect(
    path: Path, mode: str = "rw", *, immutable: bool = False, timeout: float = READ_TIMEOUT
) -> Connection:
    """A bare connection in autocommit mode; transactions are begun and ended by name.

    ``mode`` is that of SQLite's addresses: ro, rw or rwc. ``immutable`` takes no locks and
    makes no files: for what nobody writes to.
    """
    options = f"mode={mode}&immutable=1" if immutable else f"mode={mode}"
    address = f"file:{quote(str(path.absolute()))}?{options}"
    return sqlite3.connect(
        address,
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        factory=Connection,
    )


def connect_reader(path: Path, *, immutable: bool = False) -> Connection:
    """A connection that cannot write; ``immutable`` where not even a lock can be taken."""
    # Not mode=ro: after a crash a reader too must be able to set up the shared memory.
    connection = connect(path, "ro", immutable=True) if immutable else connect(path)
    _apply(connection, "query_only = ON", f"cache_size = -{_READER_CACHE_KIB}", "temp_store = MEMORY")
    return connection


def connect_writer(path: Path, *, timeout: float = WRITE_SLICE) -> Connection:
    """The connection that writes: WAL, foreign keys, one short wait at a time."""
    _make_private(path)
    connection = connect(path, timeout=timeout)
    _apply(
        connection,
        # For a file that is still empty: what is deleted later can be given back in small steps.
        "auto_vacuum = INCREMENTAL",
        "journal_mode = WAL",
        # A kill loses nothing with NORMAL; a power cut may lose the last writes, which a
        # refresh repeats. The user's own marks are written with FULL.
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"cache_size = -{_WRITER_CACHE_KIB}",
        "temp_store = MEMORY",
    )
    return connection


def _apply(connection: Connection, *pragmas: str) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _make_private(path: Path) -> None:
    """Create the file for its owner alone; SQLite gives the files beside it the same rights."""
    # An existing file is not opened here: closing it would drop every POSIX lock that this
    # process holds on it.
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
    elif path.stat().st_mode & 0o077:
        path.chmod(_PRIVATE)
