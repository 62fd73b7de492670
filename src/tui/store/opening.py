"""Opens a store file whatever state it is in: new, old, too new, broken, write-protected.

Nothing here is silent: whatever was out of order ends in a sentence in ``notices``.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tui.model.errors import StoreError, StoreFull, StoreTooNew
from tui.store.backups import backups_in, make_backup
from tui.store.connecting import connect, connect_writer
from tui.store.faults import is_damage, translate
from tui.store.filecheck import journal_is_garbage, wal_of, what_is_wrong
from tui.store.migrations import VERSION, migrate, version_of
from tui.store.rescue import keep_garbage, rescue

__all__ = ["Opened", "leave_word", "open_store"]

_FOLDER_MODE = 0o700
#: Up to this size a store that was not closed well is looked through at once (some 25 ms).
_SMALL = 16_000_000
#: Seconds to wait while another process opens, restores or migrates the same store.
_OPENING_TIMEOUT = 60.0
_MIGRATION_BACKUPS = 5


@dataclass(frozen=True, slots=True)
class Opened:
    """How it went; ``refusal`` is what writers are told where the store is read only."""

    notices: tuple[str, ...] = ()
    refusal: StoreError | None = None
    #: Not even locks can be taken beside the file.
    immutable: bool = False
    #: It was not closed well and is too big to look through before the first frame.
    unchecked: bool = False


def open_store(path: Path, backup_dir: Path, now: datetime) -> Opened:
    """Make the store ready for connections.

    Raises:
        StoreFull: there is no store and none can be made.
        StoreError: it is held by another program, or cannot be read at all.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise StoreFull(f"The folder {path.parent} cannot be made: {reason}.") from error
    if not _writable(path):
        return _open_protected(path, f"{path.parent} cannot be written: the store is open for reading only.")
    try:
        with _alone(path):
            try:
                return _open_for_writing(path, backup_dir, now)
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                # It looked whole from outside; now it is looked through, and replaced.
                leave_word(path)
                return _open_for_writing(path, backup_dir, now)
    except sqlite3.Error as error:
        problem = translate(error, path)
        if isinstance(problem, StoreFull) and _has_articles(path):
            return _open_protected(path, f"{problem} The store is open for reading only.")
        raise problem from error


def leave_word(path: Path) -> None:
    """Have the next start look through the whole store: it was found broken in use."""
    try:
        _word_of(path).touch(mode=0o600)
    except OSError:
        # On a full or failing disk the word is lost; the next error leaves it again.
        return


def _open_for_writing(path: Path, backup_dir: Path, now: datetime) -> Opened:
    unchecked = wal_of(path).exists() and path.exists() and path.stat().st_size > _SMALL
    notices = _mended(path, backup_dir, now)
    with closing(connect_writer(path)) as connection:
        version = version_of(connection)
        if version > VERSION:
            sentence = (
                f"This store was written by a newer Broadsheet (schema {version}, this one knows {VERSION}): "
                "it is open for reading only. Update Broadsheet to change anything."
            )
            return Opened((*notices, sentence), StoreTooNew(sentence))

        def before(old: int) -> None:
            make_backup(connection, backup_dir, _MIGRATION_BACKUPS, now, f"before-schema-{old + 1}")

        migrate(connection, before)
    return Opened(notices, unchecked=unchecked)


def _mended(path: Path, backup_dir: Path, now: datetime) -> tuple[str, ...]:
    """Replace the file if it is broken; the sentences say so."""
    if not path.exists():
        return (rescue(path, backup_dir, "", now),) if backups_in(backup_dir) else ()
    notices: tuple[str, ...] = ()
    word = _word_of(path)
    why = what_is_wrong(path)
    if not why:
        garbage = journal_is_garbage(path)
        if garbage:
            notices = (keep_garbage(path, now),)
        # A log that is still there: it was not closed well, or somebody else has it open.
        unclean = wal_of(path).exists() and path.stat().st_size <= _SMALL
        if word.exists() or garbage or unclean:
            why = _looked_through(path)
    if why:
        notices = (*notices, rescue(path, backup_dir, why, now))
    word.unlink(missing_ok=True)
    return notices


def _looked_through(path: Path) -> str:
    try:
        with closing(connect(path)) as connection:
            answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return "it cannot be read to the end"
    return "" if answer == "ok" else "its pages contradict each other"


def _open_protected(path: Path, sentence: str) -> Opened:
    """Open for reading where nothing can be written."""
    if not path.exists():
        raise StoreFull(f"{path.parent} cannot be written, and there is no store in it to read.")
    why = what_is_wrong(path)
    if why:
        raise StoreFull(f"The store {path} is damaged ({why}), and the folder cannot be written to mend it.")
    immutable = _needs_immutable(path)
    version = _version(path, immutable)
    if version == 0:
        raise StoreFull(f"{path.parent} cannot be written, and there is no store in it to read.")
    return Opened((sentence,), StoreFull(sentence), immutable)


def _needs_immutable(path: Path) -> bool:
    try:
        _version(path, immutable=False)
    except sqlite3.Error:
        return True
    return False


def _version(path: Path, immutable: bool) -> int:
    with closing(connect(path, "ro", immutable=immutable)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return version_of(connection)


def _has_articles(path: Path) -> bool:
    try:
        return path.exists() and _version(path, _needs_immutable(path)) > 0
    except sqlite3.Error:
        return False


def _writable(path: Path) -> bool:
    if not _may_write(path.parent):
        return False
    return not path.exists() or _may_write(path)


def _may_write(place: Path) -> bool:
    return os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _word_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold other processes back while the store is made, mended or migrated.

    The lock is that of an empty SQLite file: it works on every system and falls with the
    process that holds it.
    """
    lock = path.with_name(f"{path.name}.opening")
    if not lock.exists():
        lock.touch(mode=0o600)
    with closing(connect(lock, timeout=_OPENING_TIMEOUT)) as connection:
        # Without a journal file: a full disk must not keep anybody from reading.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
