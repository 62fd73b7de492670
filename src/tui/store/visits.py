"""How the last visits to each feed went: a log of a few lines, the newest over the oldest."""

from collections.abc import Collection, Sequence
from typing import Any

from tui.model.feed import Visit
from tui.model.fetching import FailureKind
from tui.model.ids import FeedId
from tui.store.connection import Connection
from tui.store.rows import moment, seconds

__all__ = ["KEPT", "note", "paces", "visit_of", "visits_of"]

#: Visits of one feed that are remembered.
KEPT = 20

# Both by the primary key. The visit is counted already, so the newest is the last of ``visits``.
_NOTE = f"""
INSERT OR REPLACE INTO visit
    (feed_id, place, made_at, status, kind, sentence, requests, size, milliseconds, new, updated)
SELECT id, (visits - 1) % {KEPT}, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM feed WHERE id = ?"""
_VISITS_OF = f"""
SELECT made_at, visit.status, kind, sentence, requests, size, milliseconds, new, updated
FROM visit JOIN feed ON feed.id = visit.feed_id
WHERE feed_id = ? ORDER BY (feed.visits - 1 - place) % {KEPT}"""
# article_by_date holds all that is asked for.
_PACES = """
SELECT feed_id, count(*), min(sorted_at) FROM article WHERE sorted_at > ? AND sorted_at <= ?
GROUP BY feed_id"""
_KINDS = {kind.value: kind for kind in FailureKind}


def note(connection: Connection, visits: Sequence[tuple[FeedId, Visit]]) -> None:
    """Put visits, which their feeds have counted already, into the log."""
    rows = [
        (
            seconds(one.made_at),
            one.status,
            one.kind or "",
            one.sentence,
            one.requests,
            one.size,
            one.milliseconds,
            one.new,
            one.updated,
            number,
        )
        for number, one in visits
    ]
    connection.executemany(_NOTE, rows)


def visits_of(connection: Connection, feed_id: FeedId) -> list[Visit]:
    """The last visits to a feed, the newest first."""
    return [visit_of(*row) for row in connection.execute(_VISITS_OF, (feed_id,))]


def visit_of(made_at: int, status: int, kind: str, *rest: Any) -> Visit:
    """A visit from its row."""
    return Visit(moment(made_at), status, _KINDS.get(kind), *rest)


def paces(
    connection: Connection, since: int, until: int, feed_ids: Collection[FeedId] | None = None
) -> dict[FeedId, tuple[int, int]]:
    """How many articles each feed has brought in a span, and the date of the first of them.

    Feeds without any are left out; ``feed_ids`` leaves out others. Times are seconds since 1970.
    """
    return {
        number: (count, oldest)
        for number, count, oldest in connection.execute(_PACES, (since, until))
        if feed_ids is None or number in feed_ids
    }
