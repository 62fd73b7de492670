"""Feeds that are there twice, and whether two addresses answer with one feed: pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui.model.feed import Feed
from tui.model.ids import FeedId
from tui.model.ingest import PreparedFeed

__all__ = ["address_key", "is_same_feed", "twins"]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_PORTS = frozenset({None, 80, 443})


def address_key(url: str) -> str:
    """What stays of an address without its scheme, ``www.``, last slash and tracking parameters."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    query = _without_tracking(parts.query) if parts.query else ""
    shown_port = "" if port in _PORTS else f":{port}"
    return f"{host}{shown_port}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def twins(feeds: Sequence[Feed]) -> dict[FeedId, Feed]:
    """Feeds that are there already, each with the one that is better kept."""
    groups = _Groups(feeds)
    for feed in feeds:
        groups.join(feed, f"address {address_key(feed.feed_url)}")
        if feed.moved.url:
            groups.join(feed, f"address {address_key(feed.moved.url)}")
        if feed.publisher_title and feed.site_url:
            groups.join(feed, f"site {address_key(feed.site_url)} {feed.publisher_title.casefold()}")
    found = {}
    for group in groups.all():
        kept = max(group, key=_worth)
        found.update({feed.id: kept for feed in group if feed is not kept})
    return found


def is_same_feed(feed: Feed, known: Collection[str], answered: PreparedFeed) -> bool:
    """Whether what another address answers is this feed.

    ``known`` are the guids that are remembered of it. One in common is enough; where one of
    both holds no entries, the titles decide.
    """
    guids = {entry.guid for entry in answered.entries}
    if guids and known:
        return not guids.isdisjoint(known)
    return bool(answered.facts.title) and answered.facts.title == feed.publisher_title


def _without_tracking(query: str) -> str:
    # Only the doctor asks, and what reads HTML costs a start-up much.
    from tui.content.trackers import without_tracking

    return without_tracking(query, "")[0]


def _worth(feed: Feed) -> tuple[bool, bool, bool, datetime, int]:
    """What speaks for keeping this one: it is well, stays where it is, is safe, brings news, is older."""
    health = feed.health
    well = health.active and health.error is None
    safe = feed.feed_url.startswith("https:")
    return well, not feed.moved.url, safe, health.changed_at or _LONG_AGO, -feed.id


class _Groups:
    """Feeds joined by whatever they have in common."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self._feeds = {feed.id: feed for feed in feeds}
        self._over = {number: number for number in self._feeds}
        self._first: dict[str, FeedId] = {}

    def join(self, feed: Feed, mark: str) -> None:
        one, other = self._top(feed.id), self._top(self._first.setdefault(mark, feed.id))
        self._over[max(one, other)] = min(one, other)

    def all(self) -> list[list[Feed]]:
        groups = defaultdict(list)
        for number, feed in self._feeds.items():
            groups[self._top(number)].append(feed)
        return [group for group in groups.values() if len(group) > 1]

    def _top(self, number: FeedId) -> FeedId:
        while self._over[number] != number:
            number = self._over[number]
        return number
