"""How many articles have which publisher's term; loaded only while somebody looks at terms.

There may be a hundred thousand terms, most of them on one article, so they have no sets:
two columns of pairs, article and term, are counted through in a few milliseconds.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answers, Evaluation
from tui.index.order import Ids, as_array, as_bitmap
from tui.model.article import IndexEntry
from tui.model.changes import ChangeSet
from tui.model.term_columns import TermColumns
from tui.query.edit import tag_modes, with_tag, without_tag_choice
from tui.query.nodes import Query, shown
from tui.query.searches import NO_SEARCHES, Searches
from tui.query.words import term_key

__all__ = ["TermPairs", "term_counts"]


class TermPairs:
    """Articles and their terms; terms that differ in case alone are one."""

    def __init__(self, columns: TermColumns) -> None:
        #: How each term is written, and its place by its compared name.
        self.names: list[str] = []
        self.places: dict[str, int] = {}
        places = np.zeros(max(columns.names, default=0) + 1, np.uint32)
        for number, name in columns.names.items():
            places[number] = self._place(name)
        ids = np.asarray(columns.ids, dtype=np.uint32)
        terms = places[np.asarray(columns.numbers, dtype=np.uint32)]
        if len(self.names) < len(columns.names):
            ids, terms = _once(ids, terms)
        self.ids: Ids = ids
        self.terms: Ids = terms

    def apply(self, changes: ChangeSet) -> None:
        """Take over what arrived and what its publisher changed; who is gone is in no answer anyway."""
        entries: dict[int, IndexEntry] = {entry.id: entry for entry in (*changes.new, *changes.updated)}
        if not entries:
            return
        known = np.isin(self.ids, np.fromiter(entries, np.uint32, len(entries)))
        pairs = [
            (entry.id, self._place(name))
            for entry in entries.values()
            for name in {term_key(one): one for one in entry.terms}.values()
        ]
        fresh = np.asarray(pairs, dtype=np.uint32).reshape(-1, 2)
        self.ids = np.concatenate((self.ids[~known], fresh[:, 0]))
        self.terms = np.concatenate((self.terms[~known], fresh[:, 1]))

    def counts(self, among: BitMap) -> NDArray[np.intp]:
        """How many of *among* have each term, by the term's place."""
        if not len(self.ids) or not among:
            return np.zeros(len(self.names), np.intp)
        meant = np.zeros(max(int(self.ids.max()), among.max()) + 1, np.bool_)
        meant[as_array(among)] = True
        return np.bincount(self.terms[meant[self.ids]], minlength=len(self.names))

    def having(self, name: str) -> BitMap:
        """The articles with a term."""
        place = self.places.get(term_key(name))
        return BitMap() if place is None else as_bitmap(self.ids[self.terms == place])

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
    counted = pairs.counts(evaluation.of(query.expr))
    found = {pairs.names[place]: int(counted[place]) for place in _most(counted, pairs, narrow, limit)}
    # Named twice in different capitals, the first decides.
    for name, mode in reversed(tag_modes(query, "term").items()):
        place = pairs.places.get(term_key(name))
        shown_as = name if place is None else pairs.names[place]
        if mode == "require":
            found[shown_as] = 0 if place is None else int(counted[place])
            continue
        rest = with_tag(query, name, None, "term") if mode == "exclude" else without_tag_choice(query, "term")
        found[shown_as] = pairs.having(name).intersection_cardinality(evaluation.of(rest.expr))
    return found


def _most(counted: NDArray[np.intp], pairs: TermPairs, narrow: str, limit: int) -> Iterable[int]:
    """The places of the most frequent terms."""
    if narrow:
        wanted = term_key(narrow)
        places = np.asarray([place for key, place in pairs.places.items() if wanted in key], dtype=np.intp)
    else:
        places = np.flatnonzero(counted)
    if len(places) > limit:
        places = places[np.argpartition(-counted[places], limit)[:limit]]
    chosen: list[int] = places.tolist()
    return chosen


def _once(ids: Ids, terms: Ids) -> tuple[Ids, Ids]:
    """Each pair once."""
    both = np.unique(ids.astype(np.uint64) << np.uint64(32) | terms)
    return (both >> np.uint64(32)).astype(np.uint32), (both & np.uint64(0xFFFFFFFF)).astype(np.uint32)
