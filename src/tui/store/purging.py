"""Deletes articles, and brings them back; a tombstone keeps each from coming back as new."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.model.retention import Doomed, Protection
from tui.store import attic, retention, text_index, tombstones
from tui.store.attic import AtticFile
from tui.store.connection import Connection
from tui.store.durability import durable
from tui.store.listing import entries_of
from tui.store.meta import bump, generation
from tui.store.rows import id_list

__all__ = ["bring_back", "drop_unused_terms", "remove"]

_NOTE = "INSERT OR REPLACE INTO removal (article_id, generation) VALUES (?, ?)"
# By the primary key of article_picture, and by article_picture_by_picture.
_PICTURES = """
SELECT DISTINCT picture_id FROM article_picture WHERE article_id IN (SELECT value FROM json_each(?))"""
_DROP_PICTURES = """
DELETE FROM picture WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM article_picture WHERE picture_id = picture.id)"""
# By article_term_by_term.
_DROP_TERMS = """
DELETE FROM term WHERE id > ? AND id <= ?
AND NOT EXISTS (SELECT 1 FROM article_term WHERE term_id = term.id)"""
#: Terms that one transaction looks at.
_TERMS = 5_000


def remove(
    connection: Connection,
    doomed: Sequence[Doomed],
    also: Collection[Protection],
    file: AtticFile | None,
    now: datetime,
) -> ChangeSet:
    """Delete those of these articles that may still go, once they are in *file*.

    ``None`` keeps no copy. A power cut may bring the last ones back, which the next clean takes.
    """
    ids = sorted(one.id for one in retention.still_doomed(connection, doomed, also))
    if file is not None and ids:
        file.keep(connection, ids)
    return _delete(connection, ids, now)


@durable
def bring_back(connection: Connection, file: Path, after: int, limit: int) -> tuple[int, int, int, ChangeSet]:
    """Put the next articles of a file back, as :func:`attic.bring_back` does.

    The third number says how many came. Those of feeds that are not subscribed are not in the
    changes, for no list has them. Durable, for the file is deleted when all are back.
    """
    last, looked_at, came = attic.bring_back(connection, file, after, limit)
    changes = ChangeSet(new=tuple(entries_of(connection, came)), generation=generation(connection))
    return last, looked_at, len(came), changes


def drop_unused_terms(connection: Connection, after: int) -> int:
    """Forget publishers' terms that no article has, some thousand at a time.

    *after* is the number that the call before answered with, 0 at first; 0 is the end.
    """
    last = int(connection.execute("SELECT coalesce(max(id), 0) FROM term").fetchone()[0])
    connection.execute(_DROP_TERMS, (after, after + _TERMS))
    return after + _TERMS if after + _TERMS < last else 0


def _delete(connection: Connection, ids: Sequence[ArticleId], now: datetime) -> ChangeSet:
    if not ids:
        return ChangeSet(generation=generation(connection))
    wanted = id_list(ids)
    current = bump(connection)
    text_index.forget(connection, ids)
    tombstones.bury(connection, ids, now)
    pictures = id_list(number for (number,) in connection.execute(_PICTURES, (wanted,)))
    connection.executemany(_NOTE, [(number, current) for number in ids])
    # The foreign keys take contents, tags and terms along.
    connection.executemany("DELETE FROM article WHERE id = ?", [(number,) for number in ids])
    connection.execute(_DROP_PICTURES, (pictures,))
    return ChangeSet(label=f"delete {len(ids)}", removed=tuple(ids), generation=current)
