"""What takes how much room: sums of lengths, for ``dbstat`` is not in every SQLite.

SQL indexes: ``article_by_date`` and ``article_unread_by_date`` cover counts and dates; article and
article_content are read side by side in the order of their primary keys, some ten thousand articles
at a time. SQLite knows how long a value is without reading all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.store.connection import Connection
from tui.store.retention import ROW

__all__ = ["PART", "Counted", "counted", "full_texts", "pictures", "sizes_from", "words"]

#: Articles by id that one look takes in: a tenth of a second.
PART = 50_000
_COUNTED = """
SELECT feed_id, count(*), min(sorted_at) FROM article INDEXED BY article_by_date GROUP BY feed_id"""
_UNREAD = """
SELECT feed_id, count(*) FROM article INDEXED BY article_unread_by_date WHERE read = 0 GROUP BY feed_id"""
_LAST = "SELECT coalesce(max(id), 0) FROM article"
_SIZES = f"""
SELECT article.feed_id, sum({ROW} + length(article.title) + length(content.body))
FROM article CROSS JOIN article_content AS content ON content.article_id = article.id
WHERE article.id > ? AND article.id <= ? GROUP BY article.feed_id"""
_FULL_TEXTS = """
SELECT article.feed_id, count(*), sum(length(full_text.body))
FROM full_text CROSS JOIN article ON article.id = full_text.article_id
WHERE full_text.trouble = '' GROUP BY article.feed_id"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Articles by feed: how many, how many of them unread, the oldest in seconds since 1970."""

    articles: Mapping[int, int]
    unread: Mapping[int, int]
    oldest: Mapping[int, int]
    #: The highest id of an article.
    last: int


def counted(connection: Connection) -> Counted:
    """Count all articles."""
    rows = connection.execute(_COUNTED).fetchall()
    return Counted(
        {feed: count for feed, count, _oldest in rows},
        dict(connection.execute(_UNREAD).fetchall()),
        {feed: oldest for feed, _count, oldest in rows},
        int(connection.execute(_LAST).fetchone()[0]),
    )


def sizes_from(connection: Connection, after: int) -> dict[int, int]:
    """Bytes by feed of the articles with the next :data:`PART` ids."""
    return dict(connection.execute(_SIZES, (after, after + PART)).fetchall())


def full_texts(connection: Connection) -> dict[int, tuple[int, int]]:
    """How many texts from pages there are by feed, and their bytes."""
    return {feed: (count, size or 0) for feed, count, size in connection.execute(_FULL_TEXTS)}


def words(connection: Connection) -> int:
    """Bytes of the full-text index."""
    return int(
        connection.execute("SELECT coalesce(sum(length(block)), 0) FROM article_text_data").fetchone()[0]
    )


def pictures(connection: Connection) -> tuple[int, int]:
    """How many pictures there are, and their bytes."""
    row = connection.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM picture WHERE trouble = ''"
    ).fetchone()
    return int(row[0]), int(row[1])
