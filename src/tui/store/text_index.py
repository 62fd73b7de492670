"""The full-text index: a contentless FTS5 table over title, author and body.

It holds no text of its own, so to take an article out it must be told the very text that
was put in: always ``query.words.index_text`` of what ``article`` and ``article_content``
hold. Articles that are not in it yet stand in ``unindexed``.
"""

from collections.abc import Iterable, Sequence

from tui.model.full_text import searched
from tui.query.words import index_text
from tui.store.connection import Connection
from tui.store.full_text_rows import texts_of
from tui.store.rows import id_list, unpack_text

__all__ = ["add", "clear", "forget", "pending"]

_INSERT = "INSERT INTO article_text (rowid, title, author, body) VALUES (?, ?, ?, ?)"
_DELETE = "INSERT INTO article_text (article_text, rowid, title, author, body) VALUES ('delete', ?, ?, ?, ?)"

# By the primary keys; the newest arrivals first.
_PENDING = """
SELECT article.id, article.title, article.author, content.body
FROM unindexed
CROSS JOIN article ON article.id = unindexed.article_id
CROSS JOIN article_content AS content ON content.article_id = article.id
ORDER BY unindexed.article_id DESC LIMIT ?"""
_INDEXED_OF = """
SELECT article.id, article.title, article.author, content.body
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN article_content AS content ON content.article_id = article.id
WHERE article.id NOT IN (SELECT article_id FROM unindexed)"""


def add(connection: Connection, limit: int) -> int:
    """Put the newest articles that are missing into the index, ``limit`` at most; returns how many."""
    # In rising order: FTS5 writes out all it has gathered whenever an id is smaller than the last.
    waiting = sorted(_texts(connection, connection.execute(_PENDING, (limit,))))
    connection.executemany(_INSERT, waiting)
    connection.executemany("DELETE FROM unindexed WHERE article_id = ?", [(row[0],) for row in waiting])
    return len(waiting)


def forget(connection: Connection, ids: Sequence[int]) -> None:
    """Take articles out, before their texts change; they then wait to be put in again."""
    known = sorted(_texts(connection, connection.execute(_INDEXED_OF, (id_list(ids),))))
    connection.executemany(_DELETE, known)
    connection.executemany("INSERT INTO unindexed (article_id) VALUES (?)", [(row[0],) for row in known])


def clear(connection: Connection) -> None:
    """Empty the index; every article waits to be put in again."""
    connection.execute("INSERT INTO article_text (article_text) VALUES ('delete-all')")
    connection.execute("INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article")


def pending(connection: Connection) -> int:
    """How many articles are not in the index yet."""
    return int(connection.execute("SELECT count(*) FROM unindexed").fetchone()[0])


def _texts(
    connection: Connection, found: Iterable[tuple[int, str, str, bytes]]
) -> list[tuple[int, str, str, str]]:
    rows = list(found)
    more = texts_of(connection, id_list(row[0] for row in rows))
    return [
        (
            number,
            _prepared(title),
            _prepared(author),
            _prepared(searched(unpack_text(body), more.get(number, ()))),
        )
        for number, title, author, body in rows
    ]


def _prepared(text: str) -> str:
    # Most texts are plain, and there is nothing to take apart in ASCII.
    return text if text.isascii() else index_text(text)
