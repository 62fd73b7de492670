"""What the feed doctor counts: how each feed was visited last, what it brought, what of it was opened."""

from tui.model.feed import Visit
from tui.model.ids import FeedId
from tui.store.connection import Connection
from tui.store.visits import KEPT, visit_of

__all__ = ["DAY", "latest", "opened", "per_day"]

#: Seconds.
DAY = 86_400

# The newest visit stands at the place that the counter names: by the primary key.
_LATEST = f"""
SELECT feed_id, made_at, visit.status, kind, sentence, requests, size, milliseconds, new, updated
FROM feed CROSS JOIN visit ON visit.feed_id = feed.id AND place = (feed.visits - 1) % {KEPT}
WHERE removed_at IS NULL"""
# article_by_date holds all that is asked for.
_PER_DAY = f"""
SELECT feed_id, (? - sorted_at) / {DAY} AS day, count(*) FROM article
WHERE sorted_at > ? AND sorted_at <= ? GROUP BY feed_id, day"""
# article_by_reading. Articles that were read in one moment with others were marked, not opened.
_OPENED = """
SELECT feed_id, count(*) FROM (
    SELECT max(id) AS number FROM article WHERE read_at > ? GROUP BY read_at HAVING count(*) = 1)
CROSS JOIN article ON article.id = number
WHERE sorted_at > ? GROUP BY feed_id"""


def latest(connection: Connection) -> dict[FeedId, Visit]:
    """The last visit to each feed; those never visited are left out."""
    return {number: visit_of(*rest) for number, *rest in connection.execute(_LATEST)}


def per_day(connection: Connection, now: int, days: int) -> dict[FeedId, list[int]]:
    """How many articles each feed has brought on each of the last days, today's last.

    A day is the 24 hours that end at this time of day; feeds without articles are left out.
    """
    counts: dict[FeedId, list[int]] = {}
    for number, age, count in connection.execute(_PER_DAY, (now, now - days * DAY, now)):
        counts.setdefault(number, [0] * days)[days - 1 - age] = count
    return counts


def opened(connection: Connection, since: int) -> dict[FeedId, int]:
    """How many of the articles that came since have been opened, by feed."""
    return dict(connection.execute(_OPENED, (since, since)).fetchall())
