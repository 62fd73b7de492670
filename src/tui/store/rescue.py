"""Takes a broken store out of the way and puts the best there is in its place.

The broken file is never deleted: it is kept as ``store.sqlite3.corrupt-DATE``. Every
rescue ends in a sentence for the user.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from tui.store.backups import restore_newest
from tui.store.filecheck import wal_of
from tui.store.salvage import salvage

__all__ = ["keep_garbage", "rescue"]


def rescue(path: Path, backup_dir: Path, why: str, now: datetime) -> str:
    """Replace a broken (or missing) store; the sentence says what was found and done."""
    aside = _set_aside(path, now)
    found = f"The store is damaged ({why})" if aside else "The store is missing"
    kept = f"; it is kept as {aside.name}" if aside else ""
    backup = restore_newest(backup_dir, path)
    if backup is not None:
        made = datetime.fromtimestamp(backup.stat().st_mtime, now.tzinfo)
        return f"{found}{kept}. The backup of {made:%Y-%m-%d %H:%M} took its place; later marks are lost."
    feeds, articles = _salvaged(aside, path) if aside else (0, 0)
    if feeds or articles:
        return f"{found}{kept}. There is no backup: {feeds} feeds and {articles} articles were saved from it."
    return f"{found}{kept}. There is no backup and nothing could be saved: a new store was begun."


def keep_garbage(path: Path, now: datetime) -> str:
    """Keep a copy of a journal that SQLite will pass over, and say so."""
    copy = _free_name(path, now, "-wal")
    # A copy: were another program just writing it, moving it away would break the store.
    shutil.copyfile(wal_of(path), copy)
    return (
        f"The journal of the store was garbage; it is kept as {copy.name}. The last changes may be missing."
    )


def _set_aside(path: Path, now: datetime) -> Path | None:
    aside = _free_name(path, now) if path.exists() else None
    if aside is not None:
        path.rename(aside)
    log = wal_of(path)
    if log.exists():
        # The log belongs to the file it stood beside, under the file's name.
        log.rename(wal_of(aside) if aside else _free_name(path, now, "-wal"))
    _shared_memory_of(path).unlink(missing_ok=True)
    return aside


def _shared_memory_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-shm")


def _free_name(path: Path, now: datetime, ending: str = "") -> Path:
    stem = f"{path.name}.corrupt-{now:%Y%m%d-%H%M%S}"
    candidate, number = path.with_name(stem + ending), 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{stem}.{number}{ending}")
    return candidate


def _salvaged(broken: Path, path: Path) -> tuple[int, int]:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        counts = salvage(broken, partial)
        if any(counts):
            partial.replace(path)
    finally:
        for leftover in (partial, wal_of(partial), _shared_memory_of(broken)):
            leftover.unlink(missing_ok=True)
    return counts
