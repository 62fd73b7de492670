"""A query answered: which articles, in what order, how many."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answer, Answers, evaluate, sort_term
from tui.index.order import Ids, Seconds, as_array, as_bitmap
from tui.query.nodes import Query, SortKey, shown
from tui.query.words import fold

__all__ = ["Selection", "select"]

#: Keys whose usual direction is from the largest down.
_DESCENDING = frozenset(("date", "received", "words"))
_BY_DATE = SortKey("date")


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The answer to a query, as it was when it was asked."""

    query: Query
    #: In order.
    ids: Ids
    count: int
    #: How many articles there are in all.
    total: int
    bitmap: BitMap

    def __contains__(self, article_id: int) -> bool:
        return article_id in self.bitmap

    def position(self, article_id: int) -> int | None:
        """Where an article stands in the order; ``None`` if it is not here."""
        if article_id not in self.bitmap:
            return None
        return int(np.flatnonzero(self.ids == article_id)[0])


def select(query: Query, catalog: Catalog, answers: Answers, now: datetime) -> Selection:
    """The articles that match *query*, in its order, no more than its limit."""
    expr = shown(query.expr) if catalog.hidden else query.expr
    bitmap = evaluate(expr, catalog, answers, now)
    ids = _ordered(query.sort or (_BY_DATE,), bitmap, catalog, answers)
    if query.limit is not None and query.limit < len(ids):
        ids = ids[: query.limit]
        bitmap = as_bitmap(ids)
    return Selection(query, ids, len(ids), catalog.total, bitmap)


def _ordered(sort: tuple[SortKey, ...], bitmap: BitMap, catalog: Catalog, answers: Answers) -> Ids:
    """The ids by the keys, then newest first, then largest id first."""
    if len(sort) == 1 and sort[0].name == "date":
        newest = catalog.order.newest_first(bitmap, catalog.sorted_at)
        return _oldest_first(newest, catalog.sorted_at) if sort[0].reverse else newest
    ids = as_array(bitmap)
    keys = [*(_key(key, ids, catalog, answers) for key in sort), _key(_BY_DATE, ids, catalog, answers)]
    order: NDArray[np.intp] = np.lexsort((-ids.astype(np.int64), *reversed(keys)))
    return ids[order]


def _oldest_first(newest: Ids, dates: Seconds) -> Ids:
    """The opposite order of dates; of one second, the larger id still comes first."""
    oldest = newest[::-1]
    seconds = dates[oldest]
    bounds = np.flatnonzero(np.diff(seconds)) + 1
    starts, ends = np.append(0, bounds), np.append(bounds, len(oldest))
    turned = np.repeat(starts + ends - 1, ends - starts) - np.arange(len(oldest))
    return oldest[turned]


def _key(key: SortKey, ids: Ids, catalog: Catalog, answers: Answers) -> NDArray[np.int64]:
    """Numbers by which *ids* ascend in the order of a key."""
    match key.name:
        case "date":
            numbers = catalog.sorted_at[ids]
        case "received":
            numbers = catalog.first_seen_at[ids]
        case "feed":
            numbers = _feed_ranks(catalog)[catalog.feed_of[ids]]
        case name:
            numbers = _ranks(answers[sort_term(name)], len(catalog.sorted_at))[ids]
    return -numbers if (key.name in _DESCENDING) != key.reverse else numbers


def _feed_ranks(catalog: Catalog) -> NDArray[np.int64]:
    """The place of each feed's title in the alphabet, by feed id."""
    titles = {feed.id: fold(feed.title) for feed in catalog.feeds}
    places = {title: place for place, title in enumerate(sorted(set(titles.values())), start=1)}
    largest = max((*titles, *catalog.by_feed), default=0)
    ranks = np.zeros(largest + 1, np.int64)
    for feed_id, title in titles.items():
        ranks[feed_id] = places[title]
    return ranks


def _ranks(answer: Answer, size: int) -> NDArray[np.int64]:
    """Pairs of id and rank as a column by id."""
    if isinstance(answer, bytes | bytearray | memoryview):
        pairs = np.frombuffer(answer, dtype=np.uint32)
    else:
        pairs = np.asarray(answer, dtype=np.uint32)
    ids, numbers = pairs[0::2], pairs[1::2]
    known = ids < size
    ranks = np.zeros(size, np.int64)
    ranks[ids[known]] = numbers[known]
    return ranks
