"""What stays in memory, and the one door through which everything is written.

A write goes to the store, and in the same step its ChangeSet patches the feeds, the tags
and the index here. Writes pass one at a time, so patches arrive in the store's order; a
write that has begun is finished even if nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from tui.model.changes import ChangeSet, Wish
from tui.model.definition import Definition
from tui.model.errors import QueryTooSlow, SearchError, StoreError
from tui.model.feed import Feed
from tui.model.ids import FeedId
from tui.model.ingest import IngestPlan, KnownEntry
from tui.model.saved import Tally, saved_searches
from tui.query import Query
from tui.query.searches import Searches
from tui.service.following import differences, merged
from tui.service.index_keeper import IndexKeeper
from tui.service.patches import change_sets, feeds_defined, noted
from tui.service.pattern_search import FOREVER
from tui.store import (
    Database,
    categories,
    definitions,
    feeds,
    ingest,
    listing,
    meta,
    status,
    story_writing,
    text_index,
)

if TYPE_CHECKING:
    from tui.index import Facets, Reach, Selection
    from tui.index.reach import Within
    from tui.store import Connection

__all__ = ["TEXT_BATCH", "Memory"]

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
#: Generation, highest id of an article, feeds, categories, tags, definitions.
_Loaded = tuple[int, int, tuple[Feed, ...], tuple[str, ...], tuple[str, ...], tuple[Definition, ...]]

_NEW_SINCE = "new_since"
#: Seconds between two readings of all feeds during a refresh.
_FEEDS_PAUSE = 1.0
#: Texts that one transaction puts into the full-text index; marks fit in between (60 ms).
TEXT_BATCH = 500
#: Clues that one transaction lets go of (20 ms).
CLUE_BATCH = 10_000


class Memory:
    """Feeds, categories, tags and the index, as they are after the last write."""

    def __init__(self, database: Database, clock: Callable[[], datetime], zone: tzinfo | None) -> None:
        self._database, self._clock, self._zone = database, clock, zone
        self._index = IndexKeeper(database)
        self._lock = asyncio.Lock()
        self._writing: set[asyncio.Task[Any]] = set()
        self._missed: list[ChangeSet] = []
        self._feeds_read_at, self._feeds_wait = 0.0, False
        self.generation = -1
        #: The highest id of an article that was heard of.
        self._newest = 0
        self.feeds: tuple[Feed, ...] = ()
        self.categories: tuple[str, ...] = ()
        self.tags: tuple[str, ...] = ()
        self._definitions: tuple[Definition, ...] = ()

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What the user has defined, each kind in its order."""
        return self._definitions

    @definitions.setter
    def definitions(self, defined: tuple[Definition, ...]) -> None:
        self._definitions = defined
        self._index.searches = Searches({one.name: one.query for one in saved_searches(defined)})

    @property
    def searches(self) -> Searches:
        """The saved searches, to put into queries."""
        return self._index.searches

    @property
    def read_only(self) -> bool:
        """Whether the store refuses writes."""
        return self._database.read_only

    # Reading.

    async def load(self) -> None:
        """Read what stays in memory, without the index."""
        self._take(await self._database.read(_load))

    def _take(self, loaded: _Loaded) -> None:
        self.generation, self._newest, self.feeds, self.categories, self.tags, self.definitions = loaded
        self._index.set_feeds(self.feeds)

    async def freshen(self) -> None:
        """Read again if another process has written, for a look at the feeds as they are."""
        if await self._database.read(meta.generation) != self.generation:
            await self.catch_up_later()

    async def read(self, function: Callable[..., Result], *args: object) -> Result:
        """Run a reading function of the store."""
        return await self._database.read(function, *args)

    async def known_entries(self, feed_id: FeedId) -> Mapping[str, KnownEntry]:
        """What the store remembers of a feed's entries."""
        return await self.read(ingest.known_entries, feed_id)

    async def select(self, query: Query, seconds: float = FOREVER, *, fold: bool = False) -> Selection:
        """The articles that match; patterns are looked for as long as is said.

        With *fold*, copies of one piece have one row.

        Raises:
            SearchError: the query names a saved search that cannot be used.
            QueryTooSlow: a pattern takes too long for a single text.
        """
        await self._index_loaded()
        return await self._index.select(query, self.local(self._clock()), seconds, fold)

    async def first_rows(self, query: Query, *, fold: bool = False) -> list[int] | None:
        """The first rows of a list that takes long to find."""
        if not self._index.loaded:
            return None
        return await self._index.first_rows(query, self.local(self._clock()), fold)

    async def tally(self, query: Query, seconds: float = FOREVER) -> Tally:
        """How many articles match; why not, if they cannot be counted."""
        await self._index_loaded()
        try:
            return await self._index.tally(query, self.local(self._clock()), seconds)
        except (SearchError, QueryTooSlow) as error:
            return Tally(trouble=str(error))

    async def reach(
        self, query: Query, within: Within | None, wishes: Sequence[Wish], in_order: bool, seconds: float
    ) -> Reach:
        """What a command would touch."""
        await self._index_loaded()
        return await self._index.reach(query, within, wishes, in_order, self.local(self._clock()), seconds)

    async def on_a_copy(self, function: Callable[..., Result], *args: object) -> Result:
        """Run ``function(connection, catalog, *args)`` on a reader thread, with an index of its own."""
        await self._index_loaded()
        return await self._index.on_a_copy(function, *args)

    def local(self, moment: datetime) -> datetime:
        """A moment in the user's zone, which decides what a day is."""
        return moment.astimezone(self._zone)

    def next_unread(self, selection: Selection, start: int, step: int) -> int | None:
        """The first unread place of a selection from ``start`` on."""
        return self._index.next_unread(selection, start, step)

    def random_unread(self, selection: Selection, chance: float, but: int) -> int | None:
        """The place of any unread article of a selection except *but*."""
        return self._index.random_unread(selection, chance, but)

    def group_unread(self, selection: Selection) -> list[int]:
        """How many articles under each heading of a selection are unread now."""
        return self._index.group_unread(selection)

    def facets(self, selection: Selection) -> Facets:
        """Counts under a selection."""
        return self._index.facets(selection)

    async def term_counts(self, selection: Selection, narrow: str, limit: int) -> dict[str, int]:
        """Counts by publisher's term under a selection."""
        return await self._index.term_counts(selection, narrow, limit)

    def forget_terms(self) -> None:
        """Keep the publishers' terms in memory no longer."""
        self._index.forget_terms()

    # Writing.

    async def write(self, function: Callable[..., Result], *args: object) -> Result:
        """Run one transaction and patch what is in memory with the ChangeSets it returns."""
        return await self._to_the_end(self._write(function, *args))

    async def ingest(self, plans: Sequence[IngestPlan]) -> list[ChangeSet]:
        """Write the plans of several feeds in one transaction; a ChangeSet for each.

        What the documents say of their feeds may be read a moment later: see :meth:`settle`.
        """
        return await self._to_the_end(self._ingest(plans))

    async def settle(self) -> None:
        """Read the feeds again if a refresh has changed them since."""
        if self._feeds_wait:
            async with self._lock:
                await self._read_feeds()

    async def mark_new(self, since: datetime) -> None:
        """Remember that a refresh begun then has brought something: ``is:new`` means that."""
        moment = int(since.timestamp())
        self._index.set_new_since(moment)
        try:
            await self.write(meta.set_meta, _NEW_SINCE, str(moment))
        except StoreError as error:
            _log.warning("What is new will be forgotten: %s", error)

    async def index_texts(self) -> None:
        """Put new articles into the full-text index, some at a time, until none is left."""
        try:
            while await self.read(text_index.pending):
                await self.write(ingest.index_text, TEXT_BATCH)
                self._index.answering.forget()
        except StoreError as error:
            # The articles are there; their words come into the index another time.
            _log.warning("The full-text index is behind: %s", error)

    async def look_into_texts(self) -> None:
        """Find out what older articles hold, for ``has:code`` and ``has:table``."""
        try:
            await self._index.answering.look_into_texts()
        except StoreError as error:
            _log.warning("Texts were not looked into: %s", error)

    async def look_back(self, *, copies: bool) -> None:
        """Do what was left undone with articles that are here: words, contents, and *copies* of them."""
        await self.index_texts()
        await self.look_into_texts()
        if copies:
            await self.look_for_copies()

    async def look_for_copies(self) -> None:
        """Find the copies of articles that were here before anybody looked for them, some at a time."""
        try:
            while await self.read(story_writing.waiting):
                await self.write(story_writing.catch_up, TEXT_BATCH, self._clock())
            while await self.read(story_writing.stale, self._clock()):
                await self.write(story_writing.forget_clues, CLUE_BATCH, self._clock())
        except StoreError as error:
            _log.warning("Copies were not looked for: %s", error)

    async def catch_up(self) -> ChangeSet | None:
        """What other processes wrote since the last call; ``None`` when nothing."""
        if await self._database.read(meta.generation) != self.generation:
            await self.catch_up_later()
        missed, self._missed = self._missed, []
        return merged(missed) if missed else None

    async def catch_up_later(self) -> None:
        """Patch memory with what others wrote, and keep it for the next :meth:`catch_up`."""
        async with self._lock:
            await self._read_missed()

    async def start_over(self) -> None:
        """Read everything again, and have the index built anew when it is next asked for."""
        async with self._lock:
            self._index.drop()
            await self.load()

    async def save(self) -> None:
        """Finish what is being written and save the index, which is only a convenience."""
        if self._writing:
            await asyncio.wait(self._writing)
        if self._database.read_only:
            return
        try:
            await self._index.save()
        except StoreError as error:
            _log.warning("The index was not saved: %s", error)

    async def _index_loaded(self) -> None:
        if not self._index.loaded:
            async with self._lock:
                if not self._index.loaded:
                    await self._load_index()

    async def _load_index(self) -> None:
        generation = await self._index.load(self.feeds, await self._new_since())
        if generation != self.generation:
            # Another process has written since the feeds were read.
            await self._read_missed()

    async def _to_the_end(self, work: Coroutine[Any, Any, Result]) -> Result:
        task = asyncio.ensure_future(work)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return await asyncio.shield(task)

    async def _write(self, function: Callable[..., Result], *args: object) -> Result:
        async with self._lock:
            result = await self._database.write(function, *args)
            changes = change_sets(result)
            # What changed nothing names the generation that it found: that may be somebody else's.
            await self._patch(changes, ours=any(changes))
        return result

    async def _ingest(self, plans: Sequence[IngestPlan]) -> list[ChangeSet]:
        async with self._lock:
            changes = await self._database.write(ingest.apply_plans, plans)
            self._note(plans)
            await self._patch(changes, ours=True, feeds_may_wait=True)
        return changes

    async def _patch(self, changes: Sequence[ChangeSet], *, ours: bool, feeds_may_wait: bool = False) -> None:
        if not changes:
            return
        newest = max(change.generation for change in changes)
        try:
            if newest > self.generation + ours:
                # Somebody else wrote in between: the store tells us both in one.
                await self._read_missed()
                return
            self.generation = max(newest, self.generation)
            self._newest = max((one.id for change in changes for one in change.new), default=self._newest)
            if any(change.feeds_changed or feeds_defined(change) for change in changes):
                await self._read_feeds(may_wait=feeds_may_wait)
            if any(change.definitions for change in changes):
                self.definitions = await self._database.read(definitions.all_definitions)
            for change in changes:
                self._index.apply(change)
            if any(change.tags or change.new or change.updated or change.removed for change in changes):
                await self._read_tags(changes)
        except StoreError:
            # Written, but not read back: the index is made anew when it is next asked for.
            self._index.drop()
            raise

    async def _read_missed(self) -> None:
        before, defined = self.feeds, self.definitions
        # Of one moment: what is written between two readings would never be heard of.
        missed, loaded = await self._database.read(_load_missed, self.generation, self._newest)
        self._take(loaded)
        missed = replace(
            missed,
            feeds_changed=self.feeds != before,
            definitions=differences(defined, self.definitions),
        )
        self._index.apply(missed)
        self._index.set_new_since(await self._new_since())
        if missed:
            self._missed.append(missed)

    async def _read_feeds(self, *, may_wait: bool = False) -> None:
        # A first refresh changes every feed: reading all of them for each few would be quadratic.
        now = asyncio.get_running_loop().time()
        self._feeds_wait = may_wait and now - self._feeds_read_at < _FEEDS_PAUSE
        if not self._feeds_wait:
            self._feeds_read_at = now
            self.feeds, self.categories = await self._database.read(_load_feeds)
            self._index.set_feeds(self.feeds)

    async def _new_since(self) -> int | None:
        since = await self.read(meta.get_meta, _NEW_SINCE)
        return int(since) if since else None

    async def _read_tags(self, changes: Sequence[ChangeSet]) -> None:
        seen = {tag for change in changes for entry in (*change.new, *change.updated) for tag in entry.tags}
        seen |= {one.tag for change in changes for one in change.tags if one.added}
        removed = any(change.removed or not all(one.added for one in change.tags) for change in changes)
        if removed or not seen <= set(self.tags):
            self.tags = tuple(await self._database.read(status.tag_names))

    def _note(self, plans: Sequence[IngestPlan]) -> None:
        """Health and validators as just written, without reading all feeds again."""
        written = {plan.feed_id: plan for plan in plans}
        self.feeds = tuple(
            noted(feed, plan) if (plan := written.get(feed.id)) is not None else feed for feed in self.feeds
        )
        self._index.set_feeds(self.feeds)


def _load(connection: Connection) -> _Loaded:
    return (
        meta.generation(connection),
        meta.newest_article_id(connection),
        *_load_feeds(connection),
        tuple(status.tag_names(connection)),
        definitions.all_definitions(connection),
    )


def _load_missed(connection: Connection, known: int, newest: int) -> tuple[ChangeSet, _Loaded]:
    return listing.entries_since(connection, known, newest), _load(connection)


def _load_feeds(connection: Connection) -> tuple[tuple[Feed, ...], tuple[str, ...]]:
    paths = tuple(category.path for category in categories.categories(connection))
    return tuple(feeds.all_feeds(connection)), paths
