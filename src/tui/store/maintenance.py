"""Care for the store: looking it through, mending it, backing it up.

``quick_check`` and ``backup`` read; ``check`` and ``repair`` go through the write door,
because the full-text index can only be examined by a statement that writes.
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from tui.store import backups, notes, text_index
from tui.store.connection import Connection
from tui.store.meta import bump

__all__ = ["backup", "check", "quick_check", "repair"]

#: More complaints than that say nothing new.
_MOST = 20
_EXAMINE_TEXT = "INSERT INTO article_text (article_text) VALUES ('integrity-check')"
_EXAMINE_NOTES = "INSERT INTO note_text (note_text) VALUES ('integrity-check')"
_TORN = "SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM article_content)"
_EMPTY_CONTENT = """
INSERT INTO article_content (article_id, body, enclosures, comments_url, image_url)
SELECT id, x'', '[]', '', '' FROM article WHERE id NOT IN (SELECT article_id FROM article_content)"""
_UNUSED = (
    """DELETE FROM tag WHERE id NOT IN (SELECT tag_id FROM article_tag)
    AND id NOT IN (SELECT tag_id FROM removed_tag)""",
    "DELETE FROM term WHERE id NOT IN (SELECT term_id FROM article_term)",
)


def quick_check(connection: Connection) -> tuple[str, ...]:
    """Sentences on what is broken, without looking into the SQL indexes; () if all is well."""
    return _complaints(connection, "quick_check")


def check(connection: Connection) -> tuple[str, ...]:
    """Sentences on all that is wrong: pages, SQL indexes, links between tables, full-text index."""
    found = [*_complaints(connection, "integrity_check")]
    loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    if loose:
        found.append(f"{len(loose)} rows belong to something that is not there.")
    torn = int(connection.execute(_TORN).fetchone()[0])
    if torn:
        found.append(f"{torn} articles have lost their text.")
    try:
        connection.execute(_EXAMINE_TEXT)
        connection.execute(_EXAMINE_NOTES)
        indexed = int(connection.execute("SELECT count(*) FROM article_text").fetchone()[0])
        expected = int(connection.execute("SELECT count(*) FROM article").fetchone()[0]) - text_index.pending(
            connection
        )
        if indexed != expected:
            found.append(f"The full-text index knows {indexed} articles instead of {expected}.")
    except sqlite3.DatabaseError:
        found.append("The full-text index is damaged.")
    return tuple(found)


def repair(connection: Connection) -> tuple[str, ...]:
    """Mend what can be mended without a backup; sentences on what was done.

    The full-text index is emptied and every text waits to be indexed anew
    (``ingest.index_text``); the index in memory has to be built again.
    """
    done = ["All SQL indexes were built anew."]
    connection.execute("REINDEX")
    loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    for table, key, *_rest in loose:
        if key is not None:
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (key,))
    for table in ("article_tag", "removed_tag", "article_term"):
        connection.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM article)")
    if loose:
        done.append(f"{len(loose)} loose rows were taken out.")
    torn = connection.execute(_EMPTY_CONTENT).rowcount
    if torn:
        done.append(
            f"{torn} articles have lost their text and kept their titles; their feeds may bring it again."
        )
    for statement in _UNUSED:
        connection.execute(statement)
    connection.execute("DELETE FROM blob")
    text_index.clear(connection)
    notes.index_anew(connection)
    done.append("The full-text index is built anew.")
    bump(connection)
    return tuple(done)


def backup(connection: Connection, folder: Path, keep: int, now: datetime) -> Path:
    """Make today's backup, and let go of the oldest beyond ``keep``.

    Raises:
        StoreDamaged: the store is broken; the older backups are kept.
    """
    return backups.make_backup(connection, folder, keep, now)


def _complaints(connection: Connection, pragma: str) -> tuple[str, ...]:
    try:
        said = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}({_MOST})")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    return () if said == ["ok"] else tuple(said)
