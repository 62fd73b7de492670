"""Copies of the store: made by SQLite's backup API, checked, a few kept."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tui.model.errors import StoreDamaged
from tui.store.connecting import connect
from tui.store.faults import is_damage
from tui.store.migrations import VERSION, version_of

__all__ = ["backups_in", "is_good", "make_backup", "restore_newest"]

_PREFIX, _SUFFIX = "store-", ".sqlite3"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
#: After a restore the store counts on from far above, so that nobody who remembers a
#: generation of the lost store takes the restored one for it.
_LEAP = 1_000_000


def backups_in(folder: Path) -> list[Path]:
    """All backups, newest first."""
    found = [(path.stat().st_mtime, path.name, path) for path in folder.glob(f"{_PREFIX}*{_SUFFIX}")]
    return [path for _time, _name, path in sorted(found, reverse=True)]


def is_good(path: Path) -> bool:
    """Whether this file is a whole store that we can use."""
    try:
        # immutable: nothing writes to a backup, and no lock files shall lie about.
        with closing(connect(path, "ro", immutable=True)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            return sound and 0 < version_of(connection) <= VERSION
    except sqlite3.Error:
        return False


def make_backup(source: sqlite3.Connection, folder: Path, keep: int, now: datetime, name: str = "") -> Path:
    """Copy the store to ``store-NAME.sqlite3`` (today's date by default) and let go of the oldest.

    A backup of that name is replaced. The copy is checked first: a broken store never
    pushes a good backup out.

    Raises:
        StoreDamaged: the store is broken, so its copy is too.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    final = folder / f"{_PREFIX}{name or now.date().isoformat()}{_SUFFIX}"
    partial = folder / f".{final.name}.{os.getpid()}"
    try:
        if not _copied_well(source, partial):
            raise StoreDamaged("The store is damaged: no backup was made, the older ones are kept.")
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)
    for old in [path for path in backups_in(folder) if path != final][max(keep, 1) - 1 :]:
        old.unlink()
    return final


def restore_newest(folder: Path, path: Path) -> Path | None:
    """Put a copy of the newest good backup where the store belongs; ``None`` if there is none."""
    for backup in backups_in(folder):
        if not is_good(backup):
            continue
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with closing(connect(backup, "ro", immutable=True)) as source:
                _copy(source, partial, _LEAP)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return backup
    return None


def _copied_well(source: sqlite3.Connection, target: Path) -> bool:
    try:
        _copy(source, target)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    return is_good(target)


def _copy(source: sqlite3.Connection, target: Path, leap: int = 0) -> None:
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, _FILE_MODE))
    with closing(connect(target)) as copy:
        source.backup(copy)
        # One file: the copy of a store in WAL mode would keep a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        if leap:
            copy.execute(
                "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT) WHERE key = 'generation'",
                (leap,),
            )
