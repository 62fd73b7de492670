"""Copies of one piece as one row of a list: the original's if it is there, else that of the first in order.

The list still stands for all its articles, and they are counted as before; only its rows are
fewer. Where the question is about copies nothing is folded, and under headings by feed or by tag
neither: they say where each copy stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.order import Ids, as_array, as_bitmap
from tui.query.nodes import Query, terms

__all__ = ["Folded", "before_stories", "folded", "folds", "without"]

_APART = frozenset(("feed", "tag", "story"))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """The articles of a list that have no row of their own, in no order."""

    ids: Ids
    #: At the same places: the article under whose row each stands.
    under: Ids

    def row_of(self, article_id: int) -> int | None:
        """The article under whose row this one stands; ``None`` if it is not folded."""
        places = np.flatnonzero(self.ids == article_id)
        return int(self.under[places[0]]) if len(places) else None

    def copies(self, article_id: int) -> list[int]:
        """The articles of the list that stand under this one's row, by rising id."""
        found: list[int] = np.sort(self.ids[self.under == article_id]).tolist()
        return found


def folds(query: Query) -> bool:
    """Whether a list of *query*, with its searches in place, may show copies as one row."""
    return query.group not in _APART and not any(
        term.field == "story" or (term.field == "is" and "duplicate" in term.values)
        for term in terms(query.expr)
    )


def folded(bitmap: BitMap, catalog: Catalog, ordered: Callable[[BitMap], Ids]) -> Folded | None:
    """What of a list has no row. *ordered* puts some of its articles into its order.

    Set algebra over those that have copies: what a list has besides costs nothing.
    """
    seen = catalog.in_stories()
    members = as_array(seen.together & bitmap)
    if len(members) < 2:
        return None
    inside = np.zeros(len(seen.heads), np.bool_)
    inside[members] = True
    heads = seen.heads[members]
    copies, led = heads != members, inside[heads]
    folds_away = copies & led
    ids, under = members[folds_away], heads[folds_away]
    # Where the original is not in the list, the first of its copies in the list's order.
    orphans = np.flatnonzero(~led)
    if len(orphans) > 1:
        rest, heads = members[orphans], heads[orphans]
        backwards = ordered(as_bitmap(rest))[::-1]
        row_of = np.zeros(len(inside), np.uint32)
        # Of several that are written to one place the last stays, which is the first of the list.
        row_of[seen.heads[backwards]] = backwards
        rows = row_of[heads]
        left = rows != rest
        ids, under = np.concatenate((ids, rest[left])), np.concatenate((under, rows[left]))
    return Folded(ids, under) if len(ids) else None


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
