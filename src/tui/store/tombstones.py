"""What was removed and must not come back as new, for as long as its feed still lists it.

SQL indexes: the primary key of tombstone.

``first_seen_at`` is from here on the moment at which the feed was last known to list the entry:
first that of the removal, then it is brought up to date, but not with every visit.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from tui.model.ids import ArticleId, FeedId
from tui.store.connection import Connection
from tui.store.rows import id_list, seconds

__all__ = ["GRACE", "bury", "settle"]

#: A feed that has not listed an entry for so long will not do so any more.
GRACE = timedelta(days=30)
_NOTED = timedelta(days=7)
# Whoever subscribes to a feed again gets what it lists.
_BURY = """
INSERT OR REPLACE INTO tombstone (feed_id, guid, first_seen_at, raw_hash, fingerprint)
SELECT feed_id, guid, ?, raw_hash, fingerprint FROM article
WHERE id IN (SELECT value FROM json_each(?))
  AND feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)"""
_LISTED = """
UPDATE tombstone SET first_seen_at = ?
WHERE feed_id = ? AND first_seen_at < ? AND guid IN (SELECT value FROM json_each(?))"""
_FORGET = """
DELETE FROM tombstone
WHERE feed_id = ? AND first_seen_at < ? AND guid IN (SELECT value FROM json_each(?))"""


def bury(connection: Connection, ids: Sequence[ArticleId], now: datetime) -> None:
    """Remember articles that are about to be deleted; those of unsubscribed feeds are forgotten."""
    connection.execute(_BURY, (seconds(now), id_list(ids)))


def settle(
    connection: Connection, feed_id: FeedId, listed: Collection[str], missing: Collection[str], now: datetime
) -> None:
    """Take in what a whole document says of removed entries: those it lists, and those it does not."""
    if listed:
        guids = json.dumps(sorted(listed))
        connection.execute(_LISTED, (seconds(now), feed_id, seconds(now - _NOTED), guids))
    if missing:
        connection.execute(_FORGET, (feed_id, seconds(now - GRACE), json.dumps(sorted(missing))))
