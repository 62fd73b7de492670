"""Looks for the patterns of a query, page by page, newest first, for as long as somebody waits."""

from __future__ import annotations

import asyncio
from array import array
from datetime import datetime
from typing import TYPE_CHECKING

from tui.query import Query, Term
from tui.query.patterns import Patience
from tui.store import Database, pattern_leaf

if TYPE_CHECKING:
    from tui.index import Answer, Catalog
    from tui.model.changes import ChangeSet
    from tui.model.feed import Feed

__all__ = ["FOREVER", "PatternSearch", "of_feeds"]

#: For those who want the whole answer, however long it takes.
FOREVER = 86_400.0
#: Articles of the first page, so that something is there at once, and of the largest.
_FIRST, _LARGEST = 64, 1_024


class PatternSearch:
    """Finds what patterns find and remembers it."""

    def __init__(self, database: Database) -> None:
        from tui.index import Verdicts

        self._database = database
        self._verdicts = Verdicts()

    def apply(self, changes: ChangeSet) -> None:
        """Forget what was known of articles that a write has changed."""
        entries = (*changes.new, *changes.updated)
        if entries or changes.removed:
            self._verdicts.forget([*(entry.id for entry in entries), *changes.removed])

    async def answer(
        self, query: Query, catalog: Catalog, answers: dict[Term, Answer], now: datetime, seconds: float
    ) -> None:
        """Add to *answers* where each pattern of the query is found.

        When the time is up, the articles that were not looked into stand under ``UNLOOKED``.

        Raises:
            QueryTooSlow: a pattern takes too long for a single text.
        """
        from tui.index import UNLOOKED, patterns_in

        patience = Patience(seconds)
        unlooked = array("I")
        for term in patterns_in(query.expr):
            if term.field in ("feed", "feed-url"):
                answers[term] = await asyncio.to_thread(of_feeds, term, catalog, patience)
                continue
            ids = self._verdicts.open(query.expr, term, catalog, answers, now)
            place = await self._look(term, ids.tolist(), patience)
            answers[term] = self._verdicts.found(term).copy()
            if place < len(ids):
                unlooked.extend(ids[place:].tolist())
                answers[UNLOOKED] = unlooked

    async def _look(self, term: Term, ids: list[int], patience: Patience) -> int:
        """Look for a pattern in these articles; how many of them there was time for."""
        place, size = 0, _FIRST
        while place < len(ids) and patience.left:
            page = ids[place : place + size]
            found, looked = await self._database.read(pattern_leaf.look, term, page, patience)
            self._verdicts.put(term, page[:looked], found)
            place += looked
            size = min(2 * size, _LARGEST)
        return place


def of_feeds(term: Term, catalog: Catalog, patience: Patience) -> array[int]:
    """Articles of the feeds whose title or address holds the pattern."""
    found = array("I")
    for feed in catalog.feeds:
        if patience.finds(term.values[0], _fact(feed, term.field)):
            found.extend(catalog.by_feed.get(feed.id, ()))
    return found


def _fact(feed: Feed, field: str) -> str:
    return feed.title if field == "feed" else feed.feed_url
