"""What may be let go of: texts from pages, and packs, of articles that are read and not kept.

SQL indexes: ``UNIQUE (article_id, step)`` of full_text and the primary keys; both tables hold only
what was fetched for reading, so they are read from end to end.
"""

from datetime import datetime

from tui.model.ids import ArticleId
from tui.store.connection import Connection
from tui.store.rows import seconds

__all__ = ["loose_texts", "stale_packs"]

_TEXTS = """
SELECT full_text.article_id, sum(length(full_text.body)) FROM full_text
CROSS JOIN article ON article.id = full_text.article_id
WHERE article.read = 1 AND article.starred = 0 AND article.later = 0
  AND NOT EXISTS (SELECT 1 FROM packed WHERE packed.article_id = article.id)
  AND NOT EXISTS (SELECT 1 FROM note WHERE note.article_id = article.id)
  AND article.feed_id NOT IN (SELECT id FROM feed WHERE feed_url LIKE 'broadsheet:%')
GROUP BY full_text.article_id HAVING max(full_text.fetched_at) < ?
ORDER BY full_text.article_id"""
_PACKS = """
SELECT packed.article_id FROM packed
CROSS JOIN article ON article.id = packed.article_id
WHERE packed.packed_at < ? AND article.read = 1 AND article.starred = 0 AND article.later = 0
  AND NOT EXISTS (SELECT 1 FROM note WHERE note.article_id = article.id)
ORDER BY packed.article_id"""


def loose_texts(connection: Connection, before: datetime) -> dict[ArticleId, int]:
    """Read articles whose page was fetched before then, and the bytes of what it gave.

    Articles that are starred, for later, packed or noted on are left out, and pages that the user saved:
    their text is all there is of them.
    """
    return {ArticleId(number): size for number, size in connection.execute(_TEXTS, (seconds(before),))}


def stale_packs(connection: Connection, before: datetime) -> list[ArticleId]:
    """Articles that were packed before then and are read by now, not starred, for later or noted on."""
    return [ArticleId(number) for (number,) in connection.execute(_PACKS, (seconds(before),))]
