"""Deletes articles for good; a tombstone keeps each from coming back as new."""

from collections.abc import Sequence

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.store import text_index
from tui.store.connection import Connection
from tui.store.durability import durable
from tui.store.meta import bump, generation
from tui.store.rows import id_list

__all__ = ["purge"]

_BURY = """
INSERT OR REPLACE INTO tombstone (feed_id, guid, first_seen_at, raw_hash, fingerprint)
SELECT feed_id, guid, first_seen_at, raw_hash, fingerprint FROM article
WHERE id IN (SELECT value FROM json_each(?))"""
_NOTE = "INSERT OR REPLACE INTO removal (article_id, generation) VALUES (?, ?)"


@durable
def purge(connection: Connection, ids: Sequence[ArticleId]) -> ChangeSet:
    """Delete articles with their texts, marks and tags. This cannot be undone."""
    wanted = id_list(ids)
    select = "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    found = tuple(ArticleId(number) for (number,) in connection.execute(select, (wanted,)))
    if not found:
        return ChangeSet(generation=generation(connection))
    current = bump(connection)
    text_index.forget(connection, found)
    connection.execute(_BURY, (wanted,))
    connection.executemany(_NOTE, [(number, current) for number in found])
    # The foreign keys take contents, tags and terms along.
    connection.executemany("DELETE FROM article WHERE id = ?", [(number,) for number in found])
    return ChangeSet(label=f"delete {len(found)}", removed=found, generation=current)
