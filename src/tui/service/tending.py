"""A library tended while nobody looks: feeds are fetched when they are due, once, in any weather.

Everything is decided by one look at the clock, the store and the network, and there is one every
second: what others write is heard of within that, a machine that slept or a clock that jumped is
noticed by the next. A look costs a tenth of a millisecond. Between two refreshes stands a pause
whatever the clock says, and it grows while refreshes change nothing; so there is no storm.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from datetime import date, datetime, timedelta

from tui.config.settings import Settings
from tui.model.changes import ChangeSet
from tui.model.errors import BroadsheetError, StoreDamaged
from tui.model.ids import ArticleId
from tui.model.origin import is_local, is_own
from tui.model.progress import FeedDone, RefreshFinished, RefreshSummary
from tui.service.aftercare import Aftercare
from tui.service.library import Library
from tui.service.schedule import next_due

__all__ = ["LONGEST_PAUSE", "LOOK", "PAUSE", "SETTLE", "Tender"]

_log = logging.getLogger(__name__)

#: Seconds between two refreshes, and at most while feeds stay due for all that is done.
PAUSE, LONGEST_PAUSE = 60.0, 900.0
#: Seconds between two looks at the network.
LOOK = 10.0
#: Seconds to wait after a sleep of the machine: its network wakes up later than we do.
SETTLE = 10.0
#: A clock that is this far from where it should be was put, or stood still.
_JUMP = timedelta(seconds=10)
#: When a feed is due next is looked up again after so long, come what may.
_RECKON = timedelta(hours=1)
#: The part of the time that following others may take.
_FOLLOWING = 0.1


class Tender:
    """One library, and what was noticed at the looks before."""

    def __init__(self, library: Library, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._library, self._clock = library, clock
        self._aftercare = Aftercare(library, settings)
        self._looked_at = self._reckoned_at = clock()
        self._generation = -1
        self._due_at: datetime | None = None
        #: Seconds to rest before the next refresh, and before the next look at the network.
        self._pause = self._until_look = 0.0
        #: Refreshes in a row that left feeds due.
        self._fruitless = 0
        self._follows_from = 0.0
        self._offline = False
        self._outbox_seen = False
        self._day: date | None = None
        #: Articles that were kept since, whose pictures are to be fetched.
        self._kept: dict[ArticleId, None] = {}
        self._trouble = ""

    async def look(self, rested: float) -> RefreshSummary | None:
        """One look, *rested* seconds after the one before; what a refresh brought, if there was one."""
        self._watch_the_clock(rested)
        self._pause, self._until_look = max(0.0, self._pause - rested), self._until_look - rested
        try:
            summary = await self._tend()
            self._trouble = ""
        except StoreDamaged:
            # Opening it again is what examines it and rescues what can be.
            raise
        except (BroadsheetError, OSError) as error:
            # The disk is full, or somebody holds the store: said once, tried again in a while.
            if str(error) != self._trouble:
                _log.warning("%s", error)
            self._trouble, summary = str(error), None
            self._rest_longer()
        self._looked_at = self._clock()
        return summary

    async def _tend(self) -> RefreshSummary | None:
        await self._follow()
        online = not await self._is_offline()
        if online and not self._outbox_seen and self._pause <= 0:
            self._outbox_seen = True
            await self._aftercare.outbox()
        summary = await self._refresh() if self._is_due() else None
        if online and self._kept:
            ids, self._kept = list(self._kept), {}
            await self._aftercare.pictures(ids)
        today = self._clock().date()
        if today != self._day:
            self._day = today
            await self._aftercare.daily()
        return summary

    def _watch_the_clock(self, rested: float) -> None:
        leap = self._clock() - self._looked_at - timedelta(seconds=rested)
        if abs(leap) > _JUMP:
            _log.info("The clock went %s %s.", "on by" if leap > timedelta() else "back by", abs(leap))
            self._generation = -1
            self._pause = max(self._pause, SETTLE)

    async def _follow(self) -> None:
        """Hear of what others wrote: marks, feeds, settings of feeds, articles."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        if began < self._follows_from:
            return
        if changes := await self._library.catch_up():
            self._note(changes)
            # Somebody who writes without a pause is not followed at every step.
            self._follows_from = loop.time() + (loop.time() - began) / _FOLLOWING

    def _note(self, changes: ChangeSet) -> None:
        kept = [one.id for one in (*changes.new, *changes.updated) if one.starred or one.later]
        self._kept.update(dict.fromkeys(kept))

    async def _is_offline(self) -> bool:
        if self._until_look > 0:
            return self._offline
        self._until_look = LOOK
        was, self._offline = self._offline, await self._library.network.look()
        if self._offline and not was:
            _log.info("There is no network: nothing is fetched until it is back.")
        elif was and not self._offline:
            _log.info("The network is back.")
            self._outbox_seen, self._fruitless = False, 0
            # A screen that is open saves the pages that waited at once; nobody has to do it twice.
            self._pause = SETTLE
        if was != self._offline:
            # Other feeds count now.
            self._generation = -1
        return self._offline

    def _is_due(self) -> bool:
        now, library = self._clock(), self._library
        if library.generation != self._generation or abs(now - self._reckoned_at) > _RECKON:
            self._generation, self._reckoned_at = library.generation, now
            self._due_at = self._reckon(now)
        return self._pause <= 0 and self._due_at is not None and self._due_at <= now

    def _reckon(self, now: datetime) -> datetime | None:
        """When the next feed is due of those that can be had."""
        wanted = is_local if self._offline else _is_anywhere
        return next_due((feed for feed in self._library.feeds() if wanted(feed.feed_url)), now)

    async def _refresh(self) -> RefreshSummary | None:
        summary: RefreshSummary | None = None
        # Also when this is stopped half way: what comes next is not to come at once.
        self._pause = PAUSE
        # Files and commands on this machine need no network.
        ids = self._library.care.due_here() if self._offline else None
        async with aclosing(self._library.refresh(ids)) as events:
            async for event in events:
                if isinstance(event, FeedDone):
                    self._note(event.changes)
                elif isinstance(event, RefreshFinished):
                    summary = event.summary
        now = self._clock()
        due = self._reckon(now)
        self._generation = -1
        if due is not None and due <= now:
            self._rest_longer()
        else:
            self._fruitless, self._pause = 0, PAUSE
        if not self._offline:
            await self._aftercare.texts()
        return summary

    def _rest_longer(self) -> None:
        self._fruitless += 1
        self._pause = min(PAUSE * 2.0 ** min(self._fruitless, 10), LONGEST_PAUSE)


def _is_anywhere(feed_url: str) -> bool:
    return not is_own(feed_url)
