"""When each feed is looked at, and why then."""

from collections.abc import Callable
from datetime import datetime

from tui.model.errors import NotFound
from tui.model.feed import Feed
from tui.model.ids import FeedId
from tui.model.origin import is_local, is_own
from tui.service.feedbook import Feedbook
from tui.service.memory import Memory
from tui.service.schedule import WINDOW, is_due, known_pace
from tui.service.schedule_words import explained
from tui.store import visits

__all__ = ["FeedCare"]


class FeedCare:
    """Answers about feeds, from what visits have left in the store."""

    def __init__(self, memory: Memory, feedbook: Feedbook, clock: Callable[[], datetime]) -> None:
        self._memory, self._feedbook, self._clock = memory, feedbook, clock

    async def schedules(self) -> dict[FeedId, str]:
        """How often each feed is looked at and why, in a sentence or two."""
        now = self._clock()
        counted = await self._counted(now)
        return {feed.id: self._schedule(feed, counted.get(feed.id), now) for feed in self._memory.feeds}

    async def schedule(self, feed_id: FeedId) -> str:
        """The same for one feed.

        Raises:
            NotFound: there is no such feed.
        """
        now = self._clock()
        feed = next((one for one in self._memory.feeds if one.id == feed_id), None)
        if feed is None:
            raise NotFound(f"There is no feed {feed_id}.")
        return self._schedule(feed, (await self._counted(now, {feed_id})).get(feed_id), now)

    def due_here(self) -> list[FeedId]:
        """The files and commands whose time has come: they want no network."""
        now = self._clock()
        return [one.id for one in self._memory.feeds if is_local(one.feed_url) and is_due(one.health, now)]

    async def _counted(
        self, now: datetime, wanted: set[FeedId] | None = None
    ) -> dict[FeedId, tuple[int, int]]:
        until = int(now.timestamp())
        since = until - int(WINDOW.total_seconds())
        return await self._memory.read(visits.paces, since, until, wanted)

    def _schedule(self, feed: Feed, counted: tuple[int, int] | None, now: datetime) -> str:
        if is_own(feed.feed_url):
            return "Never checked, because it comes with Broadsheet."
        every = self._feedbook.settings(feed.feed_url).every
        return explained(feed, known_pace(feed, counted, now), now, every)
