"""The keeper: what is kept and for how long, what goes, and how it comes back.

Nothing goes at once: first it is said what would go (:meth:`Keeper.plan`), then it goes in small
transactions between which everybody else writes, and for a while it lies in a file from which it can
be brought back. Whoever marks an article in the meantime keeps it.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from tui.config.settings import Settings
from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import NotFound, StoreBusy
from tui.model.feed_settings import read_settings
from tui.model.ids import FeedId
from tui.model.retention import (
    ALL_OF_IT,
    NO_LIMIT,
    CleanEvent,
    CleanFinished,
    CleanPlan,
    CleanStarted,
    CleanStep,
    CleanWish,
    Doomed,
    FeedLimit,
    FeedShare,
    Protection,
    RemovedFile,
)
from tui.model.sizes import StoreSizes
from tui.service.compactor import Compactor
from tui.service.memory import Memory
from tui.service.sizing import measure
from tui.service.tidying import Tidier
from tui.store import Database, attic, compacting, meta, purging, retention

__all__ = ["Keeper", "limits_by_settings"]

#: How long one transaction is to take, and how many articles the first takes in.
_TARGET, _FIRST, _MOST = 0.04, 50, 500
#: Before so many go, the index of words is merged a little at a time: what many small deletions would
#: have it merge at once could hold everybody up for seconds.
_MANY = 1_000
_DAY = 86_400
#: A clean a day, though the screen may open a little earlier than the day before.
_PAUSE = 20 * 3_600
_CLEANED = "cleaned_at"
#: How many articles have been looked at.
Looking = Callable[[int], object]


def _quiet(_looked_at: int) -> None:
    """For whom nobody waits."""


class Keeper:
    """All about what is kept: used by the screen, the daemon and the command line."""

    def __init__(
        self,
        database: Database,
        memory: Memory,
        tidier: Tidier,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._database, self._memory = database, memory
        self._settings, self._clock = settings, clock
        #: Lets go of packs, full texts and pictures.
        self.tidier = tidier
        #: Gives room back to the disk.
        self.compactor = Compactor(database, memory)
        #: Where removed articles lie for a while.
        self.folder = database.path.parent / "removed"

    @property
    def keeps(self) -> int:
        """For how many days removed articles can be brought back."""
        return self._settings.removed_days

    # What would go.

    async def plan(self, wish: CleanWish, looking: Looking = _quiet) -> CleanPlan:
        """What a clean would remove; it can be stopped at any time."""
        if self._memory.read_only:
            return CleanPlan()
        left = await self._memory.read(retention.feeds_left)
        also = self._also(wish)
        if wish.articles is not None and wish.newest is None and not wish.before:
            chosen = sorted(wish.articles)
            doomed: list[Doomed] = []
            for start in range(0, len(chosen), retention.PAGE):
                part = chosen[start : start + retention.PAGE]
                doomed += await self._memory.read(retention.doomed_of, part, also)
                looking(start + len(part))
            if wish.feeds is not None:
                doomed = [one for one in doomed if one.feed_id in wish.feeds]
        else:
            doomed = await self._walked(self._walk(wish, left), also, wish, looking)
        return CleanPlan(
            tuple(sorted(doomed, key=lambda one: one.id)),
            tuple(self._shares(doomed, {number: title for number, (title, _) in left.items()})),
            also,
        )

    def _also(self, wish: CleanWish) -> frozenset[Protection]:
        return wish.also if self._settings.keep_unread else wish.also | frozenset[Protection](("unread",))

    def _walk(self, wish: CleanWish, left: Mapping[FeedId, tuple[str, int]]) -> retention.Walk:
        now = int(self._clock().timestamp())
        # Nobody sees the articles of a feed that was left: only what is said of those concerns them.
        gone: dict[FeedId, FeedLimit] = dict.fromkeys(left, NO_LIMIT)
        if wish.left:
            gone = dict.fromkeys(left, ALL_OF_IT)
        elif wish.by_settings and (days := self._settings.unsubscribed_days):
            gone |= {number: ALL_OF_IT for number, (_, when) in left.items() if when < now - days * _DAY}
        if wish.by_settings:
            limits, rest = limits_by_settings(self._memory, self._settings, now)
        else:
            limits, rest = {}, FeedLimit(wish.newest, wish.before)
        limits = {**limits, **gone}
        if wish.feeds is not None:
            limits = {number: limits.get(number, rest) for number in wish.feeds}
            rest = NO_LIMIT
        # Without any limit there is no way to go.
        return retention.Walk(limits, rest, over=not rest and not any(limits.values()))

    async def _walked(
        self, walk: retention.Walk, also: Iterable[Protection], wish: CleanWish, looking: Looking
    ) -> list[Doomed]:
        doomed: list[Doomed] = []
        while not walk.over:
            doomed += await self._memory.read(retention.walk_on, walk, frozenset(also), wish.articles)
            looking(walk.walked)
        return doomed

    def _shares(self, doomed: Iterable[Doomed], left: Mapping[FeedId, str]) -> list[FeedShare]:
        counts: Counter[FeedId] = Counter()
        sizes: Counter[FeedId] = Counter()
        for one in doomed:
            counts[one.feed_id] += 1
            sizes[one.feed_id] += one.size
        titles = {feed.id: feed.title for feed in self._memory.feeds}
        shares = [
            FeedShare(
                number, titles.get(number) or left.get(number, ""), count, sizes[number], number in left
            )
            for number, count in counts.items()
        ]
        return sorted(shares, key=lambda share: (-share.size, share.title))

    async def sizes(self, tell: Callable[[int, int], object] = max) -> StoreSizes:
        """What the store takes, by kind and by feed; *tell* hears how far it is."""
        return await measure(self._database, self._memory, self.folder, tell)

    # Going.

    async def clean(self, plan: CleanPlan, *, for_good: bool = False) -> AsyncGenerator[CleanEvent]:
        """Remove what a plan names; iterate under ``contextlib.aclosing``.

        Whoever stops keeps the rest. What has gone lies in a file for ``removed_days``, unless it is
        removed *for_good*.
        """
        yield CleanStarted(plan.articles)
        place = size = 0
        counts: Counter[FeedId] = Counter()
        async with self._file(for_good=for_good) as file:
            if plan.articles > _MANY:
                while await self._memory.write(compacting.merge_text):
                    yield CleanStep(0, plan.articles, NO_CHANGES)
            async for part, changes in self._going(plan.doomed, plan.also, file):
                removed = frozenset(changes.removed)
                gone = [one for one in part if one.id in removed]
                counts.update(one.feed_id for one in gone)
                size += sum(one.size for one in gone)
                place += len(part)
                yield CleanStep(place, plan.articles, changes)
        if counts:
            await self._drop_terms()
        done = counts.total()
        yield CleanFinished(done, plan.articles - done, size, dict(counts))

    async def _going(
        self, doomed: Sequence[Doomed], also: frozenset[Protection], file: attic.AtticFile | None
    ) -> AsyncGenerator[tuple[Sequence[Doomed], ChangeSet]]:
        """Remove them some at a time; those that were to go, and what became of it."""
        place, pace = 0, _Pace()
        while part := doomed[place : place + pace.count]:
            place += len(part)
            with pace:
                changes = await self._memory.write(purging.remove, part, also, file, self._clock())
            yield part, changes
            # What was deleted is merged away little by little, too.
            await self._memory.write(compacting.merge_text)

    @asynccontextmanager
    async def _file(self, *, for_good: bool = False) -> AsyncGenerator[attic.AtticFile | None]:
        """The file for what goes now; ``None`` where no copy is wanted."""
        if not self.keeps or for_good:
            yield None
            return
        file = attic.AtticFile(self.folder, self._clock())
        try:
            yield file
        finally:
            await asyncio.to_thread(file.close)

    async def _drop_terms(self) -> None:
        place = await self._memory.write(purging.drop_unused_terms, 0)
        while place:
            place = await self._memory.write(purging.drop_unused_terms, place)

    # Coming back.

    def removed(self) -> list[RemovedFile]:
        """What can be brought back, the latest clean first."""
        return attic.files_in(self.folder)

    async def restore(self, file: RemovedFile | None = None) -> AsyncGenerator[CleanEvent]:
        """Bring back what a clean removed, the latest one by default; iterate under ``contextlib.aclosing``.

        Articles of a feed that the store does not know stay where they are, in the file.

        Raises:
            NotFound: there is nothing to bring back.
        """
        file = file or await self._latest()
        yield CleanStarted(file.articles)
        done = looked_at = place = 0
        pace = _Pace()
        counts: Counter[FeedId] = Counter()
        while True:
            with pace:
                place, looked, came, changes = await self._memory.write(
                    purging.bring_back, file.path, place, pace.count
                )
            if not looked:
                break
            looked_at += looked
            done += came
            counts.update(entry.feed_id for entry in changes.new)
            yield CleanStep(looked_at, file.articles, changes)
        _, homeless = await self._memory.read(attic.left_in, file.path)
        if not homeless:
            attic.drop(file.path)
        yield CleanFinished(done, looked_at - done, file.size, dict(counts))
        await self._memory.index_texts()

    async def _latest(self) -> RemovedFile:
        """The latest file of which anything can come back."""
        homeless = 0
        for file in self.removed():
            missing, strangers = await self._memory.read(attic.left_in, file.path)
            if missing or not strangers:
                return file
            homeless += strangers
        if homeless:
            raise NotFound(
                f"{homeless:,} removed articles are of feeds that are not here: subscribe to these first."
            )
        raise NotFound("There is nothing to bring back.")

    def let_go(self) -> int:
        """Delete the files of removed articles whose time is over; how many."""
        with suppress(OSError):
            return attic.let_go(self.folder, self._clock() - timedelta(days=self._settings.removed_days))
        return 0

    # By itself.

    async def is_due(self) -> bool:
        """Whether nobody has cleaned for a day; who asks does it from now on."""
        if self._memory.read_only:
            return False
        try:
            return await self._memory.write(meta.claim, _CLEANED, int(self._clock().timestamp()), _PAUSE)
        except StoreBusy:
            return False

    async def daily(self) -> AsyncGenerator[ChangeSet]:
        """What is done once a day: all that the settings say; iterate under ``contextlib.aclosing``.

        Raises:
            StoreError: the store cannot be written; the next day goes on.
        """
        for changes in (await self.tidier.tidy()).changes:
            yield changes
        self.let_go()
        wish, done = CleanWish(), False
        walk = self._walk(wish, await self._memory.read(retention.feeds_left))
        async with self._file() as file:
            # A page at a time: nobody asks how many it will be, and a million of them take room.
            while not walk.over:
                doomed = await self._memory.read(retention.walk_on, walk, self._also(wish))
                async for _part, changes in self._going(doomed, self._also(wish), file):
                    done = done or bool(changes)
                    yield changes
        if done:
            await self._drop_terms()


class _Pace:
    """How many articles go into one transaction, so that it takes as long as it may."""

    def __init__(self) -> None:
        self.count = _FIRST
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_error: object) -> None:
        took = max(time.monotonic() - self._began, 0.001)
        self.count = max(1, min(_MOST, 2 * self.count, round(self.count * _TARGET / took)))


def limits_by_settings(
    memory: Memory, settings: Settings, now: int
) -> tuple[dict[FeedId, FeedLimit], FeedLimit]:
    """The limits of feeds that have their own, and that of all others."""
    limits = {}
    said = {one.name: one for one in memory.definitions if one.kind == "feed"}
    for feed in memory.feeds:
        if feed.feed_url not in said:
            continue
        own = read_settings(said[feed.feed_url].body)
        if own.keep_newest or own.keep_days:
            newest, days = own.keep_newest or settings.keep_newest, own.keep_days or settings.keep_days
            limits[feed.id] = _limit(newest, days, now)
    return limits, _limit(settings.keep_newest, settings.keep_days, now)


def _limit(newest: int, days: int, now: int) -> FeedLimit:
    # A thousand years are for ever, and reach before 1970.
    return FeedLimit(newest or None, max(now - days * _DAY, 0) if days else 0)
