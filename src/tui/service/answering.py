"""What the store says of a query's terms; what costs it a walk is remembered for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from tui.model.features import FEATURES
from tui.query import Query, Term
from tui.query.words import FTS_FIELDS
from tui.store import Database, features, leaves

if TYPE_CHECKING:
    from tui.index import Answer, Catalog

__all__ = ["Answering"]

#: Texts that one transaction looks into; marks fit in between (20 ms).
_TEXTS = 500
#: So many answers are kept, as sets: some hundred kilobytes each at most.
_KEPT = 48
#: Those about words for so many seconds: another process may put words into the full-text index unseen.
_FRESH = 15.0
#: Fields whose answers change with the articles alone, not with marks, time or rules.
_OF_ARTICLES = frozenset((*FTS_FIELDS, "source", "url", "lang", "words", "minutes", "enclosures", "term"))
#: Below so many articles everything is there before anybody could look at first rows.
_MANY = 50_000
#: The newest candidates that are looked into for first rows, in steps.
_STEPS = (32, 64, 160)
#: With fewer rows after the first step the word is so rare that the whole list comes as soon.
_COMMON = 3
#: Rows that fill most screens, and rows that are worth showing.
_ENOUGH, _WORTH = 24, 8


class Answering:
    """Asks the store, and remembers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        #: Ranks by title, length, change or relevance: dear, and true until articles change.
        self._ranks: dict[Term, Answer] = {}
        #: Other answers, with the moment they were given.
        self._kept: OrderedDict[Term, tuple[float, Answer]] = OrderedDict()
        #: Counts the changes that make them untrue.
        self._era = 0

    def forget(self) -> None:
        """Articles have changed, or words have come into the full-text index."""
        self._ranks.clear()
        self._kept.clear()
        self._era += 1

    async def answers(self, terms: Iterable[Term], now: datetime) -> dict[Term, Answer]:
        """What the store says of each term, or said before."""
        return {term: await self._answer(term, now) for term in terms}

    async def _answer(self, term: Term, now: datetime) -> Answer:
        from tui.index import as_set

        known = self._known(term)
        if known is not None:
            return known
        if term.field == "has" and term.values[0] in FEATURES:
            await self.look_into_texts()
        era = self._era
        answer: Answer = await self._database.read(leaves.answer, term, now)
        if era != self._era:
            return answer
        if term.field == "sort":
            # Of those by relevance only the last: they are as many as there are words.
            by_words = [one for one in self._ranks if len(one.values) > 1]
            for known_term in by_words if len(term.values) > 1 else ():
                del self._ranks[known_term]
            self._ranks[term] = answer
        elif term.field in _OF_ARTICLES or term.values == ("term",):
            answer = as_set(answer)
            self._kept[term] = time.monotonic(), answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer

    def _known(self, term: Term) -> Answer | None:
        if term in self._ranks:
            return self._ranks[term]
        at, answer = self._kept.get(term, (0.0, None))
        if answer is None or (term.field in FTS_FIELDS and time.monotonic() - at > _FRESH):
            return None
        self._kept.move_to_end(term)
        return answer

    async def look_into_texts(self) -> None:
        """Find out which texts hold code or a table, where an earlier Broadsheet did not.

        What was found out stays found out when nobody waits for the rest.
        """
        if not self._database.read_only:
            while await self._database.read(features.unseen):
                await self._database.write(features.look, _TEXTS)

    # First rows.

    async def first_rows(
        self, query: Query, catalog: Catalog, now: datetime, *, fold: bool = False
    ) -> list[int] | None:
        """The first rows of the list, if the whole takes long and they do not."""
        from tui.index import before_stories, candidates, first_among, needed, patterns_in

        if catalog.total < _MANY or query.sort or query.group or query.limit is not None:
            return None
        if patterns_in(query.expr):
            return None
        answers = {term: self._known(term) for term in needed(query)}
        unknown = [term for term, answer in answers.items() if answer is None]
        if not unknown or not all(_is_words(term) for term in unknown):
            return None
        known = {term: answer for term, answer in answers.items() if answer is not None}
        some = candidates(query, set(unknown), catalog, known, now, sum(_STEPS))
        found: dict[Term, list[int]] = {term: [] for term in unknown}
        rows: list[int] = []
        start = 0
        for size in _STEPS:
            window = some[start : start + size]
            for term in unknown:
                found[term] += await self._database.read(leaves.among, term, window)
            start += size
            rows = first_among(query, some[:start], catalog, {**known, **found}, now)
            if fold:
                rows = before_stories(query, rows, catalog)
            if len(rows) >= _ENOUGH or len(rows) < _COMMON:
                break
        return rows if len(rows) >= _WORTH else None


def _is_words(term: Term) -> bool:
    return term.field in FTS_FIELDS and term.operator in ("words", "prefix")
