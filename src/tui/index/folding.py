"""Copies of one piece as one row of a list: the original's if it is there, else that of the first in order.

The list still stands for all its articles, and they are counted as before; only its rows are
fewer. Where the question is about copies nothing is folded, and under headings by feed or by tag
neither: they say where each copy stands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.order import Ids, as_array
from tui.query.nodes import Query, terms

__all__ = ["Folded", "before_stories", "folded", "folds", "without"]

Counts = NDArray[np.intp]

_APART = frozenset(("feed", "tag", "story"))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """The articles of a list that have no row of their own, by rising id."""

    ids: Ids
    #: At the same places: the article under whose row each stands.
    under: Ids

    def row_of(self, article_id: int) -> int | None:
        """The article under whose row this one stands; ``None`` if it is not folded."""
        place = int(np.searchsorted(self.ids, article_id))
        found = place < len(self.ids) and int(self.ids[place]) == article_id
        return int(self.under[place]) if found else None

    def copies(self, article_id: int) -> list[int]:
        """The articles of the list that stand under this one's row, newest last."""
        found: list[int] = self.ids[self.under == article_id].tolist()
        return found


def folds(query: Query) -> bool:
    """Whether a list of *query*, with its searches in place, may show copies as one row."""
    return query.group not in _APART and not any(
        term.field == "story" or (term.field == "is" and "duplicate" in term.values)
        for term in terms(query.expr)
    )


def folded(ids: Ids, bitmap: BitMap, catalog: Catalog) -> Folded | None:
    """What of an ordered list has no row; *bitmap* is the same ids as a set."""
    seen = catalog.in_stories()
    if not seen.together.intersect(bitmap):
        return None
    members = as_array(seen.together & bitmap)
    stories = catalog.stories.of[members]
    order = np.argsort(stories, kind="stable")
    members, stories = members[order], stories[order]
    starts = np.flatnonzero(np.diff(stories, prepend=np.uint32(0)))
    sizes = np.diff(np.append(starts, len(members)))
    if int(sizes.max()) < 2:
        return None
    rows = _rows(ids, members, sizes, catalog, bitmap)
    under = np.repeat(rows, sizes)
    left = members != under
    members, under = members[left], under[left]
    order = np.argsort(members)
    return Folded(members[order], under[order])


def _rows(ids: Ids, members: Ids, sizes: Counts, catalog: Catalog, bitmap: BitMap) -> Ids:
    """For each story of the list, whose row stands for it."""
    size = len(catalog.sorted_at)
    marked = np.zeros(size, np.bool_)
    marked[as_array(catalog.in_stories().originals & bitmap)] = True
    original = marked[members]
    rows = np.zeros(len(sizes), np.uint32)
    which = np.repeat(np.arange(len(sizes)), sizes)
    rows[which[original]] = members[original]
    # Where the original is not in the list, the first of its copies in the list's order.
    missing = (rows == 0)[which]
    if missing.any():
        marked[:] = False
        marked[members[missing]] = True
        inside = ids[marked[ids]]
        of = np.zeros(size, np.int64)
        of[members] = which
        found, first = np.unique(of[inside], return_index=True)
        rows[found] = inside[first]
    return rows


def before_stories(query: Query, rows: list[int], catalog: Catalog) -> list[int]:
    """The first rows of a list, as far as it is sure that they stay when it is folded."""
    together = catalog.in_stories().together
    if not folds(query) or together.isdisjoint(rows_set := BitMap(rows)):
        return rows
    return rows[: next(place for place, number in enumerate(rows) if number in rows_set & together)]


def without(ids: Ids, gone: Ids, size: int) -> Ids:
    """*ids* in their order, but not those that are *gone*."""
    stays = np.ones(size, np.bool_)
    stays[gone] = False
    return ids[stays[ids]]
