"""Which articles are packed for reading offline, and what waits for a network.

SQL indexes: the primary key of ``packed``; ``packed_ready`` for ``is:offline``;
``UNIQUE (kind, url)`` keeps what waits from waiting twice.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.model.pack import OutboxItem, PackedArticle
from tui.store.connection import Connection
from tui.store.listing import entries_of
from tui.store.meta import bump, generation
from tui.store.rows import id_list, moment, seconds

__all__ = ["READY", "ask", "asked", "done", "forget", "packed", "put", "total"]

#: The index packed_ready.
READY = "SELECT article_id FROM packed INDEXED BY packed_ready WHERE ready = 1"
_PACKED = """
SELECT article_id, packed_at, ready, size, missing
FROM json_each(?) AS wanted CROSS JOIN packed ON packed.article_id = wanted.value"""
_PUT = """
INSERT INTO packed (article_id, packed_at, ready, size, missing)
SELECT id, ?, ?, ?, ? FROM article WHERE id = ?
ON CONFLICT (article_id) DO UPDATE SET
    packed_at = excluded.packed_at, ready = excluded.ready,
    size = excluded.size, missing = excluded.missing"""
_FORGET = "DELETE FROM packed WHERE article_id IN (SELECT value FROM json_each(?))"
_TOUCH = "UPDATE article SET generation = ? WHERE id IN (SELECT value FROM json_each(?))"
_TOTAL = "SELECT count(*), coalesce(sum(ready), 0), coalesce(sum(size), 0) FROM packed"
_ASK = """
INSERT INTO outbox (kind, url, title, article_id, asked_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kind, url) DO UPDATE SET title = excluded.title, asked_at = excluded.asked_at"""
_ASKED = "SELECT id, kind, url, title, article_id, asked_at FROM outbox ORDER BY id"
_DONE = "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))"


def packed(connection: Connection, ids: Sequence[ArticleId]) -> dict[ArticleId, PackedArticle]:
    """What is packed of these articles; those that never were are left out."""
    return {row[0]: _packed(row) for row in connection.execute(_PACKED, (id_list(ids),))}


def put(connection: Connection, found: PackedArticle) -> ChangeSet:
    """Note what a pack has of an article; one that is gone is left out."""
    before = packed(connection, [found.article_id]).get(found.article_id)
    missing = json.dumps(list(found.missing), ensure_ascii=False)
    connection.execute(
        _PUT, (seconds(found.packed_at), int(found.ready), found.size, missing, found.article_id)
    )
    if (before is not None and before.ready) == found.ready:
        return ChangeSet(generation=generation(connection))
    return _changed(connection, [found.article_id])


def forget(connection: Connection, ids: Sequence[ArticleId]) -> ChangeSet:
    """These are packed no longer; their texts and pictures go when room is made."""
    there = sorted(packed(connection, ids))
    if not there:
        return ChangeSet(generation=generation(connection))
    connection.execute(_FORGET, (id_list(there),))
    return _changed(connection, there)


def total(connection: Connection) -> tuple[int, int, int]:
    """Articles that are packed, those that are so completely, and bytes."""
    row = connection.execute(_TOTAL).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


def ask(
    connection: Connection, kind: str, url: str, title: str, article_id: ArticleId | None, now: datetime
) -> None:
    """Remember to do something once there is a network; asked twice, it is done once."""
    connection.execute(_ASK, (kind, url, title, article_id, seconds(now)))


def asked(connection: Connection) -> list[OutboxItem]:
    """What waits, oldest first."""
    return [
        OutboxItem(number, kind, url, title, article_id, moment(when))
        for number, kind, url, title, article_id, when in connection.execute(_ASKED)
    ]


def done(connection: Connection, ids: Sequence[int]) -> None:
    """These need not be done any more."""
    connection.execute(_DONE, (id_list(ids),))


def _changed(connection: Connection, ids: Sequence[ArticleId]) -> ChangeSet:
    current = bump(connection)
    connection.execute(_TOUCH, (current, id_list(ids)))
    return ChangeSet(updated=tuple(entries_of(connection, ids)), generation=current)


def _packed(row: tuple[Any, ...]) -> PackedArticle:
    number, when, ready, size, missing = row
    return PackedArticle(ArticleId(number), moment(when), bool(ready), size, tuple(json.loads(missing)))
