"""A real store for tests, on a real file, through its real doors."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.factories import NOW, make_prepared
from tui.model.article import IndexEntry
from tui.model.changes import ChangeSet
from tui.model.feed import Feed, FeedHealth, Subscription
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import IngestPlan, PreparedEntry
from tui.model.retention import PROTECTIONS, Doomed
from tui.store import Database, feeds, ingest, listing, purging

__all__ = ["Store", "entries", "opened", "url"]


class Store:
    """The doors without ``await``: each call has an event loop of its own."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.path = path
        self.database = Database(path, path.parent / "backups", **options)

    def open(self, now: datetime = NOW) -> "Store":
        try:
            asyncio.run(self.database.open(now))
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        asyncio.run(self.database.close())

    @property
    def notices(self) -> tuple[str, ...]:
        return self.database.notices

    def read(self, function: Any, *args: Any) -> Any:
        return asyncio.run(self.database.read(function, *args))

    def write(self, function: Any, *args: Any) -> Any:
        return asyncio.run(self.database.write(function, *args))

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows by SQL of the test's own."""
        return self.read(lambda connection: [*map(tuple, connection.execute(statement, values))])

    # What most tests begin with.

    def subscribe(self, *numbers: int, **wish: Any) -> list[FeedId]:
        wishes = [Subscription(url(number), **wish) for number in numbers]
        self.write(feeds.subscribe, wishes, NOW)
        found = {feed.feed_url: feed.id for feed in self.feeds()}
        return [found[url(number)] for number in numbers]

    def feeds(self) -> list[Feed]:
        return self.read(feeds.all_feeds)

    def entries(self) -> list[IndexEntry]:
        """What the index keeps of every article."""
        return self.read(listing.entries_of, [number for (number,) in self.sql("SELECT id FROM article")])

    def ingest(self, feed_id: int, *new: PreparedEntry, **plan: Any) -> ChangeSet:
        values = {"feed_id": FeedId(feed_id), "now": NOW, "health": FeedHealth(checked_at=NOW), "new": new}
        (changes,) = self.write(ingest.apply_plans, [IngestPlan(**{**values, **plan})])
        return changes

    def purge(self, *ids: int) -> ChangeSet:
        """Delete articles whatever protects them, without a copy."""
        doomed = [Doomed(ArticleId(number), FeedId(0), 0, 0) for number in ids]
        return self.write(purging.remove, doomed, PROTECTIONS, None, NOW)

    def index_all(self) -> None:
        while self.write(ingest.index_text, 100):
            pass


def url(number: int) -> str:
    return f"https://feed{number}.example.org/news.xml"


def entries(numbers: Sequence[int], **changes: Any) -> list[PreparedEntry]:
    return [replace(make_prepared(number), **changes) for number in numbers]


@contextmanager
def opened(path: Path, now: datetime = NOW, **options: Any) -> Iterator[Store]:
    store = Store(path, **options).open(now)
    try:
        yield store
    finally:
        store.close()
