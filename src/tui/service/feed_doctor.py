"""The feed doctor: every feed looked at, and addresses that are mended when they answer as they should."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tui.model.changes import ChangeSet
from tui.model.errors import FeedError
from tui.model.feed import Feed, Visit
from tui.model.fetching import Fetched, FetchFailed
from tui.model.ids import FeedId
from tui.model.servers import masked
from tui.service.checkup import DAYS, Checkup, Counts, checkups
from tui.service.feedbook import Feedbook
from tui.service.memory import Memory
from tui.service.schedule import WINDOW
from tui.service.sources import Sources
from tui.service.twins import is_same_feed
from tui.store import Connection, feeds, visits
from tui.store import checkups as counting

__all__ = ["FeedDoctor"]


class FeedDoctor:
    """Looks and mends; what it finds is decided in :mod:`~tui.service.checkup`."""

    def __init__(
        self,
        memory: Memory,
        sources: Sources,
        feedbook: Feedbook,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory, self._sources, self._feedbook, self._clock = memory, sources, feedbook, clock

    async def examine(self) -> tuple[Checkup, ...]:
        """All feeds, in the order of their titles."""
        now = self._clock()
        counts = await self._memory.read(_counted, int(now.timestamp()))
        return checkups(self._memory.feeds, counts, now, self._feedbook.every())

    async def visits(self, feed_id: FeedId) -> Sequence[Visit]:
        """The last visits to a feed, the newest first."""
        return await self._memory.read(visits.visits_of, feed_id)

    async def move(self, feed: Feed, new_url: str) -> ChangeSet:
        """Fetch a feed from another address from now on, if that answers with the same feed.

        Raises:
            FeedError: it does not; nothing has changed.
            StoreError: the address is another feed's.
        """
        answer, shown = await self._sources.fetch_from(feed, new_url), masked(new_url)
        if isinstance(answer, FetchFailed):
            raise FeedError(f"{shown} does not answer as it should, so all stays as it is. {answer.sentence}")
        if not isinstance(answer, Fetched):
            raise FeedError(f"{shown} sent nothing, so all stays as it is.")
        if new_url.startswith("https:") and not answer.final_url.startswith("https:"):
            raise FeedError(f"{shown} leads back to an address without encryption, so all stays as it is.")
        prepared = await self._sources.prepared(feed, answer)
        known = await self._memory.known_entries(feed.id)
        if not is_same_feed(feed, known.keys(), prepared):
            raise FeedError(f"{shown} answers with another feed, so all stays as it is.")
        return await self._memory.write(feeds.move_feed, feed.id, new_url, self._clock())


def _counted(connection: Connection, now: int) -> Counts:
    since = now - DAYS * counting.DAY
    return Counts(
        visits=counting.latest(connection),
        days=counting.per_day(connection, now, DAYS),
        opened=counting.opened(connection, since),
        paces=visits.paces(connection, now - int(WINDOW.total_seconds()), now),
    )
