"""What SQLite complains of, in our own words: the one place where its errors are wrapped."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.model.errors import StoreBusy, StoreDamaged, StoreError, StoreFull

__all__ = ["is_busy", "is_damage", "translate", "wrapped"]

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: The last three: no room for what SQLite keeps beside the file.
_FULL = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMMAP,
    }
)
_SHUT = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_PRIMARY = 0xFF


def _code(error: sqlite3.Error) -> int:
    # Absent on errors that Python's module raises by itself, such as a wrong parameter.
    return int(getattr(error, "sqlite_errorcode", 0))


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else holds the lock."""
    return _code(error) & _PRIMARY in _BUSY


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken."""
    return _code(error) & _PRIMARY in _DAMAGED


def translate(error: sqlite3.Error, path: Path) -> StoreError:
    """The error of our own that says the same to a person."""
    code = _code(error)
    primary = code & _PRIMARY
    if primary in _BUSY:
        return StoreBusy("Another program holds the store; try again when it has finished.")
    if code == sqlite3.SQLITE_CORRUPT_VTAB:
        return StoreDamaged("The full-text index is damaged: broadsheet doctor --repair makes it anew.")
    if primary in _DAMAGED:
        return StoreDamaged(f"The store {path} is damaged; the next start puts a backup in its place.")
    if code in _FULL:
        return StoreFull(
            f"No room is left on the disk for {path}: nothing was changed. Free some and try again."
        )
    if primary in _SHUT:
        return StoreFull(f"{path.parent} cannot be written: nothing was changed. Check the folder's rights.")
    if primary == sqlite3.SQLITE_IOERR:
        return StoreError(f"The disk does not answer for {path}: {error}.")
    return StoreError(f"The store cannot do this: {error}.")


def _core_errors() -> tuple[type[Exception], ...]:
    """SQLAlchemy's errors; none where it was not imported, for then they cannot come."""
    core = sys.modules.get("sqlalchemy.exc")
    return () if core is None else (core.SQLAlchemyError,)


@contextmanager
def wrapped(path: Path) -> Iterator[None]:
    """Turn every error of SQLite inside into one of ours; SQLAlchemy's shell is peeled off."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except _core_errors() as error:
        cause = getattr(error, "orig", None)
        if isinstance(cause, sqlite3.Error):
            raise translate(cause, path) from error
        raise StoreError(f"The store cannot do this: {error}.") from error
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise StoreFull(f"{error.filename or path} cannot be used: {reason}.") from error
