"""Where articles were left. Convenience, not a mark: no journal, no generation, by the primary key alone."""

from datetime import datetime

from tui.model.ids import ArticleId
from tui.model.reading import ReadingPlace
from tui.store.connection import Connection
from tui.store.rows import seconds

__all__ = ["place_of", "set_place"]

_GET = 'SELECT block, "offset", percent FROM reading_place WHERE article_id = ?'
# Of an article that has gone meanwhile nothing is kept.
_SET = """
INSERT INTO reading_place (article_id, block, "offset", percent, left_at)
SELECT id, ?2, ?3, ?4, ?5 FROM article WHERE id = ?1
ON CONFLICT (article_id) DO UPDATE SET
    block = excluded.block, "offset" = excluded."offset",
    percent = excluded.percent, left_at = excluded.left_at"""
_FORGET = "DELETE FROM reading_place WHERE article_id = ?"


def place_of(connection: Connection, article_id: ArticleId) -> ReadingPlace | None:
    """Where an article was left; ``None`` where it begins."""
    row = connection.execute(_GET, (article_id,)).fetchone()
    return None if row is None else ReadingPlace(*row)


def set_place(
    connection: Connection, article_id: ArticleId, place: ReadingPlace | None, now: datetime
) -> None:
    """Remember where an article is left, or forget it."""
    if place is None:
        connection.execute(_FORGET, (article_id,))
    else:
        values = (article_id, place.block, place.offset, place.percent, seconds(now))
        connection.execute(_SET, values)
