"""Keeps the index in memory true to the store: loads, patches, rebuilds, saves.

The index is imported and loaded at the first question, so a refresh from the command
line never pays for it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from tui.model.changes import ChangeSet, Wish
from tui.model.feed import Feed
from tui.model.saved import Tally
from tui.query import Query, Term
from tui.query.browsing import browses, without_feeds
from tui.query.searches import NO_SEARCHES, Searches
from tui.service.answering import Answering
from tui.service.pattern_search import PatternSearch
from tui.store import Database, blobs, columns, listing, meta, terms

if TYPE_CHECKING:
    from tui.index import Answer, Answers, Catalog, Facets, Reach, Selection, TermPairs
    from tui.index.reach import Within
    from tui.store import Connection

__all__ = ["IndexKeeper"]

Result = TypeVar("Result")

_REMEMBERED = 16


class IndexKeeper:
    """The catalog, once somebody has asked for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._catalog: Catalog | None = None
        self._saved_generation = -1
        self._asked: OrderedDict[Query, tuple[Answers, datetime, Searches]] = OrderedDict()
        #: What the user has saved: put in place of its names in every query.
        self.searches = NO_SEARCHES
        self.answering = Answering(database)
        #: Made with the first pattern.
        self._patterns: PatternSearch | None = None
        #: The publishers' terms, while somebody looks at them.
        self._terms: TermPairs | None = None
        self._reading_terms = asyncio.Lock()
        #: What was written while they are being read.
        self._unseen: list[ChangeSet] = []

    @property
    def loaded(self) -> bool:
        """Whether there is an index to keep."""
        return self._catalog is not None

    async def load(self, feeds: Sequence[Feed], new_since: int | None) -> int:
        """Read the index from its saved bytes, or build it anew; returns its generation."""
        from tui.index import Catalog

        saved = await self._database.read(blobs.load)
        catalog = None
        if saved is not None:
            self._saved_generation, parts = saved
            try:
                catalog = await asyncio.to_thread(Catalog.load, parts, self._saved_generation)
            except ValueError:
                # Bytes of another version, or damaged: the store can always make new ones.
                self._saved_generation = -1
        if catalog is not None:
            missed = await self._database.read(listing.entries_since, catalog.generation)
            catalog.set_feeds(feeds)
            catalog.apply(missed)
        else:
            catalog = await self._database.read(_build)
            catalog.set_feeds(feeds)
        catalog.new_since = new_since
        self._catalog = catalog
        return catalog.generation

    def drop(self) -> None:
        """Forget the index; the next :meth:`load` makes another."""
        self._catalog, self._saved_generation = None, -1
        self._patterns = None
        self._terms = None
        self.answering.forget()

    def apply(self, changes: ChangeSet) -> None:
        """Patch the index with what a write did."""
        if changes.new or changes.updated or changes.removed:
            self.answering.forget()
        if self._catalog is not None:
            self._catalog.apply(changes)
        if self._patterns is not None:
            self._patterns.apply(changes)
        if self._terms is not None:
            self._terms.apply(changes)
        elif self._reading_terms.locked():
            self._unseen.append(changes)

    def set_feeds(self, feeds: Sequence[Feed]) -> None:
        """Tell the index which feed stands where."""
        if self._catalog is not None:
            self._catalog.set_feeds(feeds)

    def set_new_since(self, moment: int | None) -> None:
        """Tell the index when the last refresh that brought something began."""
        if self._catalog is not None:
            self._catalog.new_since = moment

    async def select(self, query: Query, now: datetime, seconds: float, fold: bool) -> Selection:
        """The matching articles in order; what the index cannot answer the store does."""
        from tui.index import needed, select

        searches = self.searches
        meant = self._meant(query)
        answers = await self.answering.answers(needed(meant), now)
        assert self._catalog is not None
        await self._look_for_patterns(meant, answers, now, seconds)
        selection = replace(select(meant, self._catalog, answers, now, fold=fold), query=query, meant=meant)
        self._asked[query] = answers, now, searches
        self._asked.move_to_end(query)
        while len(self._asked) > _REMEMBERED:
            self._asked.popitem(last=False)
        return selection

    def _meant(self, query: Query) -> Query:
        """*query* with its saved searches in place, and without hidden feeds if it only browses."""
        meant = self.searches.inline(query)
        assert self._catalog is not None
        return (
            replace(meant, expr=without_feeds(meant.expr, self._catalog.feeds)) if browses(query) else meant
        )

    async def first_rows(self, query: Query, now: datetime, fold: bool) -> list[int] | None:
        """The first rows of the list, if the whole takes long and they do not."""
        assert self._catalog is not None
        return await self.answering.first_rows(self._meant(query), self._catalog, now, fold=fold)

    async def reach(
        self,
        query: Query,
        within: Within | None,
        wishes: Sequence[Wish],
        in_order: bool,
        now: datetime,
        seconds: float,
    ) -> Reach:
        """What a command would touch. Nothing is remembered: nobody asks for counts under it."""
        from tui.index import Evaluation, needed, reach

        meant = self._meant(query)
        answers = await self.answering.answers(needed(meant), now)
        assert self._catalog is not None
        await self._look_for_patterns(meant, answers, now, seconds)
        evaluation = Evaluation(self._catalog, answers, now)
        return reach(meant, within, wishes, evaluation, in_order=in_order)

    def facets(self, selection: Selection) -> Facets:
        """Counts under a selection made before."""
        from tui.index import facets

        assert self._catalog is not None
        answers, now, searches = self._asked[selection.query]
        return facets(selection.query, self._catalog, answers, now, searches)

    async def term_counts(self, selection: Selection, narrow: str, limit: int) -> dict[str, int]:
        """Counts by publisher's term under a selection made before; the first call reads all terms."""
        from tui.index import TermPairs, term_counts

        async with self._reading_terms:
            if self._terms is None:
                self._unseen = []
                pairs = await asyncio.to_thread(TermPairs, await self._database.read(terms.term_columns))
                # What was written meanwhile may be missing from it.
                for changes in self._unseen:
                    pairs.apply(changes)
                self._terms, self._unseen = pairs, []
        asked = self._asked.get(selection.query)
        if asked is None or self._catalog is None:
            return {}
        answers, now, searches = asked
        return term_counts(selection.query, self._catalog, answers, now, self._terms, narrow, limit, searches)

    def forget_terms(self) -> None:
        """Keep the terms in memory no longer."""
        self._terms = None

    async def tally(self, query: Query, now: datetime, seconds: float) -> Tally:
        """How many articles a query finds; without the list, so it costs little."""
        from tui.index import needed, tally

        meant = self.searches.inline(query)
        # Which order they are in matters only where a limit cuts.
        asked = meant.expr if meant.limit is None else meant
        answers = await self.answering.answers(needed(asked), now)
        assert self._catalog is not None
        await self._look_for_patterns(meant, answers, now, seconds)
        return tally(meant, self._catalog, answers, now)

    async def _look_for_patterns(
        self, query: Query, answers: dict[Term, Answer], now: datetime, seconds: float
    ) -> None:
        from tui.index import patterns_in

        assert self._catalog is not None
        if patterns_in(query.expr):
            if self._patterns is None:
                self._patterns = PatternSearch(self._database)
            await self._patterns.answer(query, self._catalog, answers, now, seconds)

    def next_unread(self, selection: Selection, start: int, step: int) -> int | None:
        """The first unread place of a selection from ``start`` on, forwards or backwards."""
        from tui.index import next_unread

        assert self._catalog is not None
        return next_unread(selection, self._catalog, start, step)

    def random_unread(self, selection: Selection, chance: float, but: int) -> int | None:
        """The place of any unread article of a selection except *but*."""
        from tui.index import random_unread

        assert self._catalog is not None
        return random_unread(selection, self._catalog, chance, but)

    def group_unread(self, selection: Selection) -> list[int]:
        """How many articles under each heading of a selection are unread now."""
        from tui.index import unread_counts

        assert self._catalog is not None
        return (
            [] if selection.groups is None else unread_counts(selection.ids, selection.groups, self._catalog)
        )

    async def on_a_copy(self, function: Callable[..., Result], *args: object) -> Result:
        """Run ``function(connection, catalog, *args)`` on a reader thread, on a catalog of its own."""
        await self.answering.look_into_texts()
        catalog = self._catalog
        assert catalog is not None
        parts, generation = catalog.dump(), catalog.generation
        feeds, new_since = catalog.feeds, catalog.new_since

        def work(connection: Connection) -> Result:
            from tui.index import Catalog

            own = Catalog.load(parts, generation)
            own.set_feeds(feeds)
            own.new_since = new_since
            return function(connection, own, *args)

        return await self._database.read(work)

    async def save(self) -> None:
        """Write the index's bytes beside the generation they are true for."""
        catalog = self._catalog
        if catalog is None or catalog.generation == self._saved_generation:
            return
        parts = await asyncio.to_thread(catalog.dump)
        await self._database.write(blobs.save, catalog.generation, parts)
        self._saved_generation = catalog.generation


def _build(connection: Connection) -> Catalog:
    from tui.index import Catalog

    return Catalog.build(columns.columns(connection), meta.generation(connection))
