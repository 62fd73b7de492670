"""Writes what is brought along from another reader: all of it in one transaction, or nothing.

Feeds, definitions and marks on articles that were here already are one deed, which undo
takes back. Articles that come are not taken back, as those of a refresh are not: they leave
the lists with the feeds that came with them, and their marks are their own.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from tui.model.bringing import Brought, Load, PreparedArticle
from tui.model.changes import ChangeSet, DefinitionChange, StatusChange, TagChange
from tui.model.errors import StoreError
from tui.model.feed import Feed
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import FeedFacts, IngestPlan, PreparedEntry
from tui.store import journal
from tui.store.connection import Connection
from tui.store.deeds import perform
from tui.store.durability import durable
from tui.store.feeds import all_feeds, subscribing
from tui.store.ingest import apply_plans
from tui.store.journal import Change, MarkChange
from tui.store.meta import generation
from tui.store.rows import id_list
from tui.store.spelling import written

__all__ = ["Batch", "bring"]

#: Articles of one feed, named by its address.
Batch = tuple[str, Sequence[PreparedArticle]]

# The index behind UNIQUE (feed_id, guid).
_BY_GUID = """
SELECT guid, id FROM article WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))"""
_BY_ADDRESS = """
SELECT url, min(id) FROM article WHERE feed_id = ? AND url <> '' GROUP BY url HAVING count(*) = 1"""
# When it was read was never kept.
_FORGET_WHEN = "UPDATE article SET read_at = NULL WHERE id IN (SELECT value FROM json_each(?))"


@durable
def bring(
    connection: Connection, load: Load, batches: Iterable[Batch], now: datetime, stopped: Callable[[], bool]
) -> tuple[Brought, ChangeSet]:
    """Write everything.

    Raises:
        StoreError: it was stopped; nothing has changed.
    """
    steps: list[Change] = list(subscribing(connection, load.subscriptions, now))
    feeds_new = len(steps)
    steps += [DefinitionChange(None, one) for one in load.definitions]
    first = perform(connection, steps, now)
    feeds = {feed.feed_url: feed for feed in all_feeds(connection)}
    _name_feeds(connection, feeds, load.titles, now)
    unloading = _Unloading(connection, now)
    for address, articles in batches:
        if stopped():
            raise StoreError("It was stopped before the end, and nothing has changed.")
        if address in feeds:
            unloading.take(feeds[address], articles)
    arrivals, residents = unloading.arrivals, unloading.residents
    came = perform(connection, arrivals.steps(connection), now)
    connection.execute(_FORGET_WHEN, (id_list(arrivals.read),))
    there = perform(connection, residents.steps(connection), now)
    changes = [*first.changes, *there.changes]
    if changes:
        journal.record(connection, load.label, changes, now)
    outcome = first
    outcome.changes, outcome.generation = changes, generation(connection)
    brought = Brought(
        feeds_new, arrivals.articles, residents.articles, _count(came.changes) + _count(there.changes)
    )
    return brought, outcome.change_set(connection, load.label)


class _Marks:
    """Gathers what is done to articles, so that each mark is one step."""

    def __init__(self) -> None:
        self.articles = 0
        self.read: list[ArticleId] = []
        self.hidden: list[ArticleId] = []
        self.tags: dict[str, list[ArticleId]] = {}

    def take(self, number: ArticleId, article: PreparedArticle) -> None:
        """Note the marks of one article."""
        self.articles += 1
        if article.marks.read:
            self.read.append(number)
        if article.marks.hidden:
            self.hidden.append(number)
        for tag in article.marks.tags:
            self.tags.setdefault(tag, []).append(number)

    def steps(self, connection: Connection) -> Iterator[Change]:
        """The marks as steps of a deed. What is set here already is never taken away."""
        yield StatusChange("read", True, tuple(self.read))
        yield StatusChange("hidden", True, tuple(self.hidden))
        spelling = written(connection, self.tags)
        for tag, numbers in self.tags.items():
            yield TagChange(spelling[tag], True, tuple(numbers))
            yield MarkChange(spelling[tag], False, tuple(numbers))


def _name_feeds(
    connection: Connection, feeds: Mapping[str, Feed], titles: Mapping[str, str], now: datetime
) -> None:
    """Feeds that were never fetched are called what the other reader knows them as."""
    plans = [
        IngestPlan(feed.id, now, feed.health, facts=FeedFacts(title=titles[url]))
        for url, feed in feeds.items()
        if url in titles and not feed.publisher_title
    ]
    apply_plans(connection, plans)


class _Unloading:
    """Stores the articles that are not here yet, and notes the marks of all."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now
        self.arrivals, self.residents = _Marks(), _Marks()
        #: The articles that were here before, by feed and address.
        self._before: dict[FeedId, dict[str, ArticleId]] = {}

    def take(self, feed: Feed, articles: Sequence[PreparedArticle]) -> None:
        """Take up articles of one feed."""
        known = self._known(feed.id, [article.entry for article in articles])
        fresh: dict[str, PreparedArticle] = {}
        for article in articles:
            number = known.get(article.entry.guid)
            if number is None:
                fresh.setdefault(article.entry.guid, article)
            else:
                self.residents.take(number, article)
        if fresh:
            entries = tuple(one.entry for one in fresh.values())
            # The other reader says what is read; copies are looked for when there is time.
            plan = IngestPlan(feed.id, self._now, feed.health, new=entries, copies="later", read_along=False)
            apply_plans(self._connection, [plan])
            for guid, number in self._numbers(feed.id, list(fresh)).items():
                self.arrivals.take(number, fresh[guid])

    def _known(self, feed_id: FeedId, entries: Sequence[PreparedEntry]) -> dict[str, ArticleId]:
        """The articles that are here already, by the guids of the entries.

        An entry whose guid is not here but whose address was, is that article all the same:
        the other reader may have made the guid up.
        """
        if feed_id not in self._before:
            self._before[feed_id] = dict(self._connection.execute(_BY_ADDRESS, (feed_id,)).fetchall())
        before = self._before[feed_id]
        known = self._numbers(feed_id, [entry.guid for entry in entries])
        return {entry.guid: before[entry.url] for entry in entries if entry.url in before} | known

    def _numbers(self, feed_id: FeedId, guids: Sequence[str]) -> dict[str, ArticleId]:
        return dict(self._connection.execute(_BY_GUID, (feed_id, json.dumps(guids))).fetchall())


def _count(changes: Iterable[Change]) -> int:
    return sum(len(one.ids) for one in changes if isinstance(one, StatusChange | TagChange))
