"""A query answered: which articles, in what order, how many."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import UNLOOKED, Answers, evaluate
from tui.index.folding import Folded, folded, folds, without
from tui.index.groups import Groups, grouped
from tui.index.order import Ids, as_bitmap
from tui.index.sorting import ordered
from tui.query.nodes import Query, shown

__all__ = ["Selection", "select"]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The answer to a query, as it was when it was asked."""

    query: Query
    #: The same with its saved searches in place: it says how the list is ordered and grouped.
    meant: Query
    #: The rows, in the order of the list. Grouped by tag, an article stands under each of its tags;
    #: folded, copies of one piece have one row.
    ids: Ids
    #: How many different articles, folded ones too.
    count: int
    #: How many articles there are in all.
    total: int
    bitmap: BitMap
    #: The headings over ``ids``, if the query asks for any.
    groups: Groups | None = None
    #: Articles that are left out because there was no time to look for a pattern in them.
    left: int = 0
    #: The articles that stand under another's row.
    folded: Folded | None = None

    @property
    def shown(self) -> Ids:
        """Every article that has a row once, where it stands first."""
        if self.groups is None or self.groups.kind != "tag":
            return self.ids
        _, places = np.unique(self.ids, return_index=True)
        return self.ids[np.sort(places)]

    @property
    def articles(self) -> Ids:
        """Every article once, where it stands first; folded ones behind all others."""
        return self.shown if self.folded is None else np.concatenate((self.shown, self.folded.ids))

    def copies(self, article_id: int) -> list[int]:
        """The articles that stand under this one's row."""
        return [] if self.folded is None else self.folded.copies(article_id)

    def __contains__(self, article_id: int) -> bool:
        return article_id in self.bitmap

    def position(self, article_id: int, group: str | None = None) -> int | None:
        """Where an article stands first in the order, or in the group of that key if it is there.

        A folded one stands where its row does. ``None`` if it is not here.
        """
        if article_id not in self.bitmap:
            return None
        if self.folded is not None:
            article_id = self.folded.row_of(article_id) or article_id
        places = np.flatnonzero(self.ids == article_id)
        if group is not None and self.groups is not None and group in self.groups.keys:
            number = self.groups.keys.index(group)
            start, end = self.groups.bounds[number : number + 2].tolist()
            inside = places[(places >= start) & (places < end)]
            places = inside if len(inside) else places
        return int(places[0])


def select(
    query: Query, catalog: Catalog, answers: Answers, now: datetime, *, fold: bool = False
) -> Selection:
    """The articles that match *query*, in its order, no more than its limit.

    With *fold*, copies of one piece have one row, where the query may be shown so.
    """
    expr = shown(query.expr) if catalog.hidden else query.expr
    bitmap = evaluate(expr, catalog, answers, now)

    def in_order(some: BitMap) -> Ids:
        return ordered(query, some, catalog, answers, now)

    if query.limit is not None and query.limit < len(bitmap):
        bitmap = as_bitmap(in_order(bitmap)[: query.limit])
    away = folded(bitmap, catalog, in_order) if fold and folds(query) else None
    rows = bitmap if away is None else bitmap - as_bitmap(away.ids)
    # The order of all articles is known; that of nearly all is found soonest by leaving some out.
    if away is not None and bitmap == catalog.everything:
        ids = without(in_order(bitmap), away.ids, len(catalog.sorted_at))
    else:
        ids = in_order(rows)
    ids, groups = grouped(query, ids, rows, catalog, now)
    left = len(answers.get(UNLOOKED, ()))
    return Selection(query, query, ids, len(bitmap), catalog.total, bitmap, groups, left, away)
