"""Which articles may go: a walk from the newest to the oldest, and the marks that protect.

SQL indexes: ``article_by_date`` alone for the walk; the primary keys of article, article_content,
article_tag, packed and feed, and ``UNIQUE (article_id, step)`` of full_text, for those that are
beyond a limit.
"""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tui.model.ids import ArticleId, FeedId
from tui.model.retention import NO_LIMIT, Doomed, FeedLimit, Protection
from tui.store.connection import Connection
from tui.store.rows import id_list

__all__ = ["PAGE", "ROW", "Walk", "doomed_of", "feeds_left", "still_doomed", "walk_on"]

#: Articles that one look takes in: some tens of milliseconds.
PAGE = 20_000
_WALK = """
SELECT sorted_at, id, feed_id FROM article INDEXED BY article_by_date
WHERE (sorted_at, id) < (?, ?) ORDER BY sorted_at DESC, id DESC LIMIT ?"""
#: What an article takes beside its texts: its row, and its part in the SQL indexes.
ROW = 400
# Age counts from arrival, or from reading where that was later.
_FACTS = """
SELECT article.id, article.feed_id, max(article.first_seen_at, coalesce(article.read_at, 0)), article.read,
    feed.removed_at IS NOT NULL,
    {row} + coalesce((SELECT length(body) FROM article_content WHERE article_id = article.id), 0)
        + coalesce((SELECT sum(length(body)) FROM full_text WHERE article_id = article.id), 0)
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id
WHERE feed.feed_url NOT LIKE 'broadsheet:%'{guards}"""
_GUARDS: Mapping[Protection, str] = {
    "starred": "article.starred = 0",
    "later": "article.later = 0",
    # Tags that feeds and rules give by themselves would protect whole feeds.
    "tagged": "NOT EXISTS (SELECT 1 FROM article_tag WHERE article_id = article.id AND origin = 'user')",
    "packed": "NOT EXISTS (SELECT 1 FROM packed WHERE article_id = article.id)",
    # A draft counts as a note.
    "noted": "NOT EXISTS (SELECT 1 FROM note WHERE article_id = article.id)",
}
_LEFT = "SELECT id, title, removed_at FROM feed WHERE removed_at IS NOT NULL"


@dataclass(slots=True)
class Walk:
    """Where a walk stands: the place of the last article, and how many of each feed were passed."""

    limits: Mapping[FeedId, FeedLimit]
    #: For feeds that are not named in ``limits``.
    rest: FeedLimit = NO_LIMIT
    passed: dict[int, int] = field(default_factory=dict)
    place: tuple[int, int] = (sys.maxsize, sys.maxsize)
    walked: int = 0
    over: bool = False

    def beyond(self, rows: Sequence[tuple[int, int, int]]) -> dict[int, FeedLimit]:
        """Those of the next articles that are beyond the limits of their feeds, by what is known here."""
        found: dict[int, FeedLimit] = {}
        passed, limits, rest = self.passed, self.limits, self.rest
        for when, number, feed in rows:
            limit = limits.get(FeedId(feed), rest)
            if limit.newest is not None:
                count = passed[feed] = passed.get(feed, 0) + 1
                if count > limit.newest:
                    # Its age does not matter any more.
                    found[number] = FeedLimit(unread_too=limit.unread_too)
                    continue
            # Nothing arrives before it is published: what is too young here is too young in all.
            if when < limit.before:
                found[number] = limit
        return found


def walk_on(
    connection: Connection, walk: Walk, also: Collection[Protection], within: Collection[int] | None = None
) -> list[Doomed]:
    """Take in the next page of *walk*; what of it may go."""
    rows = connection.execute(_WALK, (*walk.place, PAGE)).fetchall()
    walk.walked += len(rows)
    walk.over = len(rows) < PAGE
    if rows:
        walk.place = (rows[-1][0], rows[-1][1])
    beyond = walk.beyond(rows)
    if within is not None:
        beyond = {number: limit for number, limit in beyond.items() if number in within}
    return _judged(connection, beyond, also)


def doomed_of(connection: Connection, ids: Collection[int], also: Collection[Protection]) -> list[Doomed]:
    """Those of these articles that no mark protects, whatever their age."""
    return _judged(connection, dict.fromkeys(ids, NO_LIMIT), also)


def still_doomed(
    connection: Connection, doomed: Sequence[Doomed], also: Collection[Protection]
) -> list[Doomed]:
    """Those that may go yet: somebody may have read or marked them since they were looked at."""
    limits: dict[int, FeedLimit] = {
        one.id: FeedLimit(before=one.before, unread_too=one.unread_too) for one in doomed
    }
    return _judged(connection, limits, also)


def feeds_left(connection: Connection) -> dict[FeedId, tuple[str, int]]:
    """Feeds that are not subscribed any more: their titles, and since when, in seconds since 1970."""
    return {FeedId(number): (title, when) for number, title, when in connection.execute(_LEFT)}


def _judged(
    connection: Connection, limits: Mapping[int, FeedLimit], also: Collection[Protection]
) -> list[Doomed]:
    if not limits:
        return []
    allowed = _unread_allowed(also)
    return [
        Doomed(ArticleId(number), FeedId(feed), limits[number].before, size, limits[number].unread_too)
        for number, feed, since, read, left, size in connection.execute(_statement(also), (id_list(limits),))
        if (read or allowed(limits[number], left))
        and (not limits[number].before or since < limits[number].before)
    ]


def _unread_allowed(also: Collection[Protection]) -> Callable[[FeedLimit, int], bool]:
    """Whether an unread article may go: where that is asked for, or nobody sees its feed any more."""
    if "unread" in also:
        return lambda _limit, _left: True
    return lambda limit, left: limit.unread_too and bool(left)


def _statement(also: Collection[Protection]) -> str:
    guards = [guard for name, guard in _GUARDS.items() if name not in also]
    return _FACTS.format(row=ROW, guards="".join(f"\n  AND {guard}" for guard in guards))
