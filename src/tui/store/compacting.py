"""Gives room back: the full-text index merged, free pages returned, the write-ahead log shortened.

Stores that were made since there is this module return pages in small steps
(``auto_vacuum = INCREMENTAL``). An older file has to be written anew once, which also makes it one
of the others.
"""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.store.connection import Connection

__all__ = ["Pages", "checkpoint", "lacks_room", "merge_text", "pages", "release", "rewrite"]

_INCREMENTAL = 2
#: What one step of merging works through, in pages.
_MERGED = 100
#: Beside what SQLite needs something has to be left for everybody else.
_SPARE = 50_000_000
#: Where SQLite on Unix puts its temporary files; https://sqlite.org/tempfiles.html, section 5.
_TEMPORARY = ("SQLITE_TMPDIR", "TMPDIR")
_FOLDERS = ("/var/tmp", "/usr/tmp", "/tmp")


@dataclass(frozen=True, slots=True)
class Pages:
    """The file as SQLite counts it."""

    total: int
    free: int
    size: int
    #: Free pages can be returned in steps.
    in_steps: bool

    @property
    def bytes_free(self) -> int:
        """Bytes that hold nothing."""
        return self.free * self.size

    @property
    def bytes_used(self) -> int:
        """Bytes that hold something."""
        return (self.total - self.free) * self.size


def pages(connection: Connection) -> Pages:
    """How many pages there are, and how many of them are free."""
    total, free, size, kind = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size", "auto_vacuum")
    )
    return Pages(total, free, size, kind == _INCREMENTAL)


def merge_text(connection: Connection) -> bool:
    """Merge a little of the full-text index, so that what was deleted leaves it; False at the end."""
    before = connection.total_changes
    connection.execute("INSERT INTO article_text (article_text, rank) VALUES ('merge', ?)", (_MERGED,))
    # As FTS5 says: the statement itself counts as one.
    return connection.total_changes - before >= 2


def release(connection: Connection, count: int) -> int:
    """Give up to *count* free pages back to the disk, outside of a transaction; how many are left."""
    # A page is a step of the statement, and Python makes but one step of what returns no rows.
    connection.executescript(f"PRAGMA incremental_vacuum({count:d})")
    return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def rewrite(connection: Connection) -> bool:
    """Write the whole file anew, outside of a transaction; if it is stopped, nothing has changed."""
    connection.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
    # The copy is as large as the store: it must not be made in memory.
    connection.execute("PRAGMA temp_store = FILE")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")
    return True


def checkpoint(connection: Connection) -> bool:
    """Bring the write-ahead log into the file and shorten it to nothing, outside of a transaction.

    False if somebody else is reading: then it is done another time.
    """
    try:
        return int(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
    except sqlite3.OperationalError:
        return False


def lacks_room(path: Path, needed: int, environ: Mapping[str, str]) -> str:
    """Why a file of so many bytes cannot be written anew; "" if it can.

    The copy is made in the folder for temporary files, and then goes through the write-ahead log.
    """
    temporary = _temporary_folder(environ)
    free = {folder: shutil.disk_usage(folder).free for folder in {path.parent, temporary}}
    same = path.parent.stat().st_dev == temporary.stat().st_dev
    wanted = {path.parent: 2 * needed if same else needed, temporary: 2 * needed if same else needed}
    for folder, room in free.items():
        if room < wanted[folder] + _SPARE:
            return f"There is not enough room in {folder}"
    return ""


def _temporary_folder(environ: Mapping[str, str]) -> Path:
    named = [environ.get(name, "") for name in _TEMPORARY]
    for folder in (*named, *_FOLDERS):
        if folder and Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder)
    return Path()
