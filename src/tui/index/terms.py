"""How many articles have which publisher's term; loaded only while somebody looks at terms.

There may be a hundred thousand terms, most of them on one article, so only those that are
asked for get sets of their own; the others stand in two columns of pairs, article and term.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from heapq import heappush, heappushpop, nlargest
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answers, Evaluation
from tui.index.order import Ids, as_array, as_bitmap
from tui.model.changes import ChangeSet
from tui.model.term_columns import TermColumns
from tui.query.edit import tag_modes, with_tag, without_tag_choice
from tui.query.nodes import Query, shown
from tui.query.searches import NO_SEARCHES, Searches
from tui.query.words import term_key

__all__ = ["TermPairs", "term_counts"]

#: Of so many articles at most all terms are counted.
_FEW = 30_000


class TermPairs:
    """Articles and their terms; terms that differ in case alone are one.

    What was read stays as it is; what arrived or was changed since stands beside it.
    """

    def __init__(self, columns: TermColumns) -> None:
        #: How each term is written, and its place by its compared name.
        self.names: list[str] = []
        self.places: dict[str, int] = {}
        places = np.zeros(max(columns.names, default=0) + 1, np.uint32)
        for number, name in columns.names.items():
            places[number] = self._place(name)
        self._ids, self._terms = _once(
            np.asarray(columns.ids, np.uint32), places[np.asarray(columns.numbers, np.uint32)]
        )
        #: The articles of one term after the other: how many they are, and where each term's begin.
        self._by_term = self._ids[np.argsort(self._terms, kind="stable")]
        self._totals = np.bincount(self._terms, minlength=len(self.names))
        self._starts = np.concatenate(([0], np.cumsum(self._totals)))
        self._ranked: list[int] = np.argsort(-self._totals, kind="stable").tolist()
        self._sets: dict[int, BitMap] = {}
        #: Articles of which something else is known since, by the places of their terms.
        self._renewed = BitMap()
        self._late: dict[int, BitMap] = {}

    def apply(self, changes: ChangeSet) -> None:
        """Take over what arrived and what its publisher changed; who is gone is in no answer anyway."""
        entries = {entry.id: entry for entry in (*changes.new, *changes.updated)}
        if not entries:
            return
        ids = BitMap(entries)
        self._renewed |= ids
        for late in self._late.values():
            late -= ids
        for entry in entries.values():
            for name in entry.terms:
                self._late.setdefault(self._place(name), BitMap()).add(entry.id)

    def having(self, place: int) -> BitMap:
        """The articles with the term at a place; not to be changed by the caller."""
        found = self._set(place)
        late = self._late.get(place)
        return found if late is None and not self._renewed else (found - self._renewed) | (late or BitMap())

    def most(self, among: BitMap, limit: int, places: Collection[int] | None = None) -> dict[int, int]:
        """The *limit* most frequent terms among some articles, of *places* or of all, by their places.

        Many articles are asked of one term after the other, the largest first, until no other
        can be among the most frequent; of few articles all terms are counted.
        """
        rest = among - self._renewed
        late = {place: ids.intersection_cardinality(among) for place, ids in self._late.items()}
        if len(rest) <= _FEW:
            counted = self._counted(rest)
            chosen = np.flatnonzero(counted).tolist() if places is None else places
            found = {place: int(counted[place]) if place < len(counted) else 0 for place in chosen}
        else:
            found = self._from_the_top(rest, limit + len(late), places)
        for place, number in late.items():
            if places is None or place in places:
                found[place] = self._set(place).intersection_cardinality(rest) + number
        ranked = nlargest(limit, found.items(), key=itemgetter(1))
        return {place: number for place, number in ranked if number or places is not None}

    def _from_the_top(self, rest: BitMap, limit: int, places: Collection[int] | None) -> dict[int, int]:
        """Exact counts of the most frequent terms, and of some others."""
        found: dict[int, int] = {}
        best: list[int] = []
        for place in self._ranked:
            if len(best) == limit and self._totals[place] <= best[0]:
                break
            if places is not None and place not in places:
                continue
            found[place] = number = self._set(place).intersection_cardinality(rest)
            (heappushpop if len(best) == limit else heappush)(best, number)
        return found

    def _counted(self, few: BitMap) -> NDArray[np.intp]:
        """How many of a few articles have each term."""
        ids = as_array(few)
        starts = np.searchsorted(self._ids, ids, side="left")
        lengths = np.searchsorted(self._ids, ids, side="right") - starts
        ends = np.cumsum(lengths)
        pairs = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
        return np.bincount(self._terms[pairs], minlength=len(self._totals))

    def _set(self, place: int) -> BitMap:
        """The articles that had a term when all were read."""
        found = self._sets.get(place)
        if found is None:
            known = place < len(self._totals)
            ids = self._by_term[self._starts[place] : self._starts[place + 1]] if known else self._by_term[:0]
            found = self._sets[place] = as_bitmap(ids)
        return found

    def _place(self, name: str) -> int:
        place = self.places.setdefault(term_key(name), len(self.names))
        if place == len(self.names):
            self.names.append(name)
        return place


def term_counts(
    query: Query,
    catalog: Catalog,
    answers: Answers,
    now: datetime,
    pairs: TermPairs,
    narrow: str = "",
    limit: int = 50,
    searches: Searches = NO_SEARCHES,
) -> dict[str, int]:
    """The most frequent terms under *query*, and those that it names; as ``Facets.tags`` are counted.

    With *narrow*, the most frequent among all that hold it.
    """
    if catalog.hidden:
        query = replace(query, expr=shown(query.expr, searches.expand(query.expr)))
    evaluation = Evaluation(catalog, answers, now, searches)
    result = evaluation.of(query.expr)
    wanted = term_key(narrow)
    places = {place for key, place in pairs.places.items() if wanted in key} if wanted else None
    found = {pairs.names[place]: number for place, number in pairs.most(result, limit, places).items()}
    # Named twice in different capitals, the first decides.
    for name, mode in reversed(tag_modes(query, "term").items()):
        place = pairs.places.get(term_key(name))
        ids = BitMap() if place is None else pairs.having(place)
        among = result
        if mode == "exclude":
            among = evaluation.of(with_tag(query, name, None, "term").expr)
        elif mode == "either":
            among = evaluation.of(without_tag_choice(query, "term").expr)
        found[name if place is None else pairs.names[place]] = ids.intersection_cardinality(among)
    return found


def _once(ids: Ids, terms: Ids) -> tuple[Ids, Ids]:
    """Each pair once, by rising article."""
    both = np.sort(ids.astype(np.uint64) << np.uint64(32) | terms)
    # Articles begin at 1, so no pair is like the one in front of the first.
    both = both[np.diff(both, prepend=np.uint64(0)) > 0]
    return (both >> np.uint64(32)).astype(np.uint32), (both & np.uint64(0xFFFFFFFF)).astype(np.uint32)
