"""Whether a feed is subscribed: its articles leave the lists with it and come back with it.

Nothing is deleted, so undo restores everything; ``removal`` tells other processes which
articles have left.
"""

from tui.model.changes import SubscriptionChange
from tui.model.ids import ArticleId
from tui.store.connection import Connection

__all__ = ["set_subscribed"]

# All by the index behind UNIQUE (feed_id, guid).
_ARTICLES = "SELECT id FROM article WHERE feed_id = ? ORDER BY id"
_LEAVE = "INSERT OR REPLACE INTO removal (article_id, generation) SELECT id, ? FROM article WHERE feed_id = ?"
_RETURN = "DELETE FROM removal WHERE article_id IN (SELECT id FROM article WHERE feed_id = ?)"
_TOUCH = "UPDATE article SET generation = ? WHERE feed_id = ?"


def set_subscribed(
    connection: Connection, change: SubscriptionChange, generation: int, when: int
) -> list[ArticleId] | None:
    """Make the change and return the articles that came or went; ``None`` if it was so already."""
    condition = "removed_at IS NOT NULL" if change.subscribed else "removed_at IS NULL"
    removed_at = None if change.subscribed else when
    done = connection.execute(
        f"UPDATE feed SET removed_at = ? WHERE id = ? AND {condition}", (removed_at, change.feed_id)
    )
    if not done.rowcount:
        return None
    if change.subscribed:
        connection.execute(_RETURN, (change.feed_id,))
        connection.execute(_TOUCH, (generation, change.feed_id))
    else:
        connection.execute(_LEAVE, (generation, change.feed_id))
    return [ArticleId(number) for (number,) in connection.execute(_ARTICLES, (change.feed_id,))]
