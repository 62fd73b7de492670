"""The pipeline of a refresh: visit, compare, parse, plan, write, tell.

Many visits are under way at once, but one place writes, several feeds in one
transaction. What was written is told; what was not yet written when the refresh is
stopped was never there, because a feed's validators are written with its articles.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from tui.config.settings import Settings
from tui.model.changes import NO_CHANGES
from tui.model.errors import FeedError, StoreBusy, StoreError, StoreFull
from tui.model.feed import Feed
from tui.model.fetching import FailureKind, Fetched, FetchFailed, FetchResult
from tui.model.ids import FeedId
from tui.model.ingest import IngestPlan
from tui.model.origin import is_own
from tui.model.progress import (
    FeedDone,
    FeedFailed,
    Notice,
    RefreshEvent,
    RefreshFinished,
    RefreshStarted,
    RefreshSummary,
)
from tui.service.arrivals import Arrivals, Settled, notices
from tui.service.feedbook import Feedbook
from tui.service.memory import Memory
from tui.service.planner import Circumstances, plan_changed, plan_failure, plan_put_off, plan_unchanged
from tui.service.rota import Rota
from tui.service.schedule import WINDOW, is_due
from tui.service.sources import Sources, worded
from tui.service.text_choice import choice_for, fetched_ahead
from tui.service.workers import BrokenFeed, WorkerFailed, WorkerPool
from tui.store import visits

__all__ = ["Refresher", "chosen"]

#: Seconds to wait for more results, so that several feeds share a transaction.
_LINGER = 0.1
#: Visits beyond the connections, so that parsing leaves no connection idle.
_SPARE = 8


@dataclass(frozen=True, slots=True)
class _Outcome:
    feed: Feed
    plan: IngestPlan
    failed: FetchFailed | None = None
    unchanged: bool = False


def chosen(
    feeds: Sequence[Feed], named: Sequence[FeedId] | None, now: datetime, *, force: bool
) -> list[Feed]:
    """The feeds to visit: those named, else those that are due.

    By force all that are active, but not those whose server has asked for patience.
    """
    remote = [feed for feed in feeds if not is_own(feed.feed_url)]
    if named is not None:
        wanted = frozenset(named)
        return [feed for feed in remote if feed.id in wanted]
    if not force:
        return [feed for feed in remote if is_due(feed.health, now)]
    return [feed for feed in remote if feed.health.active and not _told_to_wait(feed, now)]


def _told_to_wait(feed: Feed, now: datetime) -> bool:
    return feed.health.error_kind is FailureKind.THROTTLED and not is_due(feed.health, now)


class Refresher:
    """One run over some feeds."""

    def __init__(
        self,
        memory: Memory,
        sources: Sources,
        feedbook: Feedbook,
        workers: WorkerPool,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory, self._sources, self._workers = memory, sources, workers
        self._feedbook = feedbook
        self._settings, self._clock = settings, clock
        self._now = clock()
        #: How many new documents may be in hand at a time.
        self._turns = asyncio.Semaphore(settings.max_connections + _SPARE)
        self._arrivals = Arrivals(memory)
        self._counted: dict[FeedId, tuple[int, int]] = {}
        self._places: dict[str, FeedId] = {}
        #: Hosts that have asked for patience while this refresh ran, and in what words.
        self._waiting: dict[str, FetchFailed] = {}

    async def run(
        self, named: Sequence[FeedId] | None, *, force: bool, gently: bool = False
    ) -> AsyncGenerator[RefreshEvent]:
        """Refresh and tell; closing the iterator stops everything at once.

        *Gently* takes a few documents at a time: a key that is pressed meanwhile waits until all
        in hand have had their turn, and as many as there may be are done a fifth sooner.

        Raises:
            StoreError: nothing can be written, so nothing is fetched.
        """
        if self._memory.read_only:
            raise StoreError("The store can only be read, so nothing was fetched.")
        await self._memory.freshen()
        if gently:
            self._turns = asyncio.Semaphore(self._workers.size + 1)
        # One refresh is one moment: all that arrives with it is equally new.
        self._now = self._clock()
        feeds = chosen(self._memory.feeds, named, self._now, force=force)
        yield RefreshStarted(len(feeds))
        await self._look_back(feeds)
        tally = _Tally(len(feeds))
        outcomes: asyncio.Queue[_Outcome | None] = asyncio.Queue()
        visits = asyncio.create_task(self._visit_all(feeds, outcomes))
        try:
            while batch := await _batch(outcomes, len(feeds) - tally.told):
                for event in await self._write(batch, first=not tally.new):
                    tally.count(event)
                    yield event
            await visits
            await self._memory.settle()
            if tally.new or tally.updated or tally.hidden:
                await self._memory.index_texts()
            if self._settings.stories:
                await self._memory.look_for_copies()
        finally:
            visits.cancel()
            with suppress(asyncio.CancelledError):
                await visits
        yield RefreshFinished(tally.summary(self._arrivals.paused(self._now)))

    async def _look_back(self, feeds: Sequence[Feed]) -> None:
        """What the schedule needs to know of the feeds."""
        now = int(self._now.timestamp())
        since = now - int(WINDOW.total_seconds())
        wanted = frozenset(feed.id for feed in feeds)
        if wanted:
            self._counted = await self._memory.read(visits.paces, since, now, wanted)
        self._places = {feed.feed_url: feed.id for feed in self._memory.feeds}

    def _around(self, feed: Feed, place: str = "") -> Circumstances:
        taken = self._places.get(place, feed.id) != feed.id
        every = self._feedbook.settings(feed.feed_url).every
        return Circumstances(self._now, self._counted.get(feed.id), every, taken)

    # Visits.

    async def _visit_all(self, feeds: Sequence[Feed], outcomes: asyncio.Queue[_Outcome | None]) -> None:
        rota = Rota(feeds, self._sources.manners)
        visitors = min(len(feeds), self._settings.max_connections + _SPARE)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(visitors):
                    group.create_task(self._visit_in_turn(rota, outcomes))
        finally:
            outcomes.put_nowait(None)

    async def _visit_in_turn(self, rota: Rota, outcomes: asyncio.Queue[_Outcome | None]) -> None:
        while (feed := await rota.take()) is not None:
            name = rota.name_of(feed)
            if refusal := self._waiting.get(name):
                rota.done(feed)
                outcomes.put_nowait(_Outcome(feed, plan_put_off(feed, refusal, self._around(feed)), refusal))
                continue
            try:
                result = await self._sources.fetch(feed)
                if isinstance(result, FetchFailed) and result.kind is FailureKind.THROTTLED:
                    # Whoever counts our requests counts those for other feeds too.
                    self._waiting[name] = result
            finally:
                rota.done(feed)
            outcomes.put_nowait(await self._outcome(feed, result))

    async def _outcome(self, feed: Feed, result: FetchResult) -> _Outcome:
        if isinstance(result, FetchFailed):
            return self._failed(feed, result)
        around = self._around(feed, result.permanent_url)
        if not isinstance(result, Fetched):
            return _Outcome(feed, plan_unchanged(feed, result, around), unchanged=True)
        body_hash = blake2b(result.body, digest_size=16).digest()
        if body_hash == feed.body_hash:
            return _Outcome(feed, plan_unchanged(feed, result, around), unchanged=True)
        try:
            async with self._turns:
                return await self._parsed(feed, result, body_hash)
        except BrokenFeed as error:
            kind, sentence = FailureKind.BROKEN, str(error)
        except FeedError as error:
            kind, sentence = (
                FailureKind.NOT_A_FEED,
                worded(feed.feed_url, str(error), well_before=feed.health.changed_at is not None),
            )
        except WorkerFailed as error:
            kind, sentence = FailureKind.WORKER, str(error)
        except StoreError as error:
            kind, sentence = FailureKind.STORE, str(error)
        return self._failed(feed, FetchFailed(feed.feed_url, kind, sentence, result.status, cost=result.cost))

    async def _parsed(self, feed: Feed, result: Fetched, body_hash: bytes) -> _Outcome:
        known = await self._memory.known_entries(feed.id)
        hashes = frozenset(entry.raw_hash for entry in known.values() if entry.raw_hash)
        prepared = await self._sources.prepared(feed, result, hashes)
        around = self._around(feed, result.permanent_url)
        plan = plan_changed(feed, result, prepared, known, body_hash, around)
        choice = choice_for(self._memory.definitions, feed)
        plan = replace(
            plan,
            awaited=fetched_ahead(choice, self._settings.full_text),
            announced=bool(self._settings.hooks.new_article),
            copies="now" if self._settings.stories else "later",
            read_along=self._settings.stories and self._settings.read_copies,
        )
        return _Outcome(feed, await self._arrivals.ruled(feed, plan))

    def _failed(self, feed: Feed, failed: FetchFailed) -> _Outcome:
        return _Outcome(feed, plan_failure(feed, failed, self._around(feed)), failed)

    # Writing.

    async def _write(self, batch: Sequence[_Outcome], *, first: bool) -> list[RefreshEvent]:
        try:
            changes = await self._memory.ingest([outcome.plan for outcome in batch])
            if first and any(change.new for change in changes):
                await self._memory.mark_new(self._now)
        except StoreError as error:
            if len(batch) == 1 or isinstance(error, StoreBusy | StoreFull):
                return [_refused(outcome.feed, error) for outcome in batch]
            # One by one: only those that the store will not have may fail.
            return [event for outcome in batch for event in await self._write([outcome], first=first)]
        settled = await self._arrivals.settled(changes, self._now)
        return [_told(outcome, one) for outcome, one in zip(batch, settled, strict=True)]


class _Tally:
    """Counts what was told."""

    def __init__(self, total: int) -> None:
        self.hidden = 0
        self.notices: list[Notice] = []
        self.total, self.told, self.unchanged, self.new, self.updated = total, 0, 0, 0, 0
        self.failed: list[FeedFailed] = []

    def count(self, event: RefreshEvent) -> None:
        self.told += 1
        if isinstance(event, FeedFailed):
            self.failed.append(event)
        elif isinstance(event, FeedDone):
            self.new += event.new
            self.hidden += event.hidden
            self.notices += event.notices
            self.updated += event.updated
            self.unchanged += not (event.new or event.updated or event.hidden)

    def summary(self, paused: Sequence[tuple[str, str]]) -> RefreshSummary:
        return RefreshSummary(
            self.total,
            self.unchanged,
            self.new,
            self.updated,
            tuple(self.failed),
            hidden=self.hidden,
            notices=tuple(self.notices),
            paused_rules=tuple(paused),
        )


async def _batch(outcomes: asyncio.Queue[_Outcome | None], missing: int) -> list[_Outcome]:
    """The next results, several together if they come quickly; empty at the end."""
    first = await outcomes.get()
    if first is None:
        return []
    if outcomes.qsize() + 1 < missing:
        await asyncio.sleep(_LINGER)
    batch = [first]
    while not outcomes.empty():
        following = outcomes.get_nowait()
        if following is None:
            outcomes.put_nowait(None)
            break
        batch.append(following)
    return batch


def _told(outcome: _Outcome, settled: Settled) -> RefreshEvent:
    feed, failed, changes = outcome.feed, outcome.failed, settled.changes
    if failed is not None:
        return FeedFailed(feed.id, feed.title, failed.kind, failed.sentence, changes)
    facts = outcome.plan.facts
    title = feed.title if feed.publisher_title or facts is None else facts.title or feed.title
    hidden = sum(entry.hidden for entry in changes.new)
    pushed = {number for number, _ in outcome.plan.standing} | settled.pushed
    return FeedDone(
        feed.id,
        title,
        len(changes.new) - hidden,
        sum(entry.id not in pushed for entry in changes.updated),
        outcome.unchanged,
        changes,
        hidden,
        (*notices(outcome.plan, title), *settled.notices) if changes.new else (),
    )


def _refused(feed: Feed, error: StoreError) -> FeedFailed:
    return FeedFailed(feed.id, feed.title, FailureKind.STORE, str(error), NO_CHANGES)
