"""Ids in the order of a query's keys.

The list starts newest first, which costs milliseconds (``order``), and is then arranged by
one key after the other, the most important last; each arrangement leaves ties as they
were. The numbers of a key are sorted 16 bits at a time, which numpy does by counting: a
million in some ten milliseconds a step, where comparing takes ten times as long.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answer, Answers
from tui.index.order import Ids, Seconds
from tui.index.ranking import rank_term
from tui.query.nodes import Query, SortKey
from tui.query.words import fold

__all__ = ["arranged", "feed_places", "ordered"]

Numbers = NDArray[np.int64]

#: Keys whose usual direction is from the largest down.
_DESCENDING = frozenset(("date", "received", "updated", "words", "copies", "relevance"))


def ordered(query: Query, bitmap: BitMap, catalog: Catalog, answers: Answers, now: datetime) -> Ids:
    """The ids by the keys of *query*, then newest first, then largest id first."""
    ids = catalog.order.newest_first(bitmap, catalog.sorted_at)
    keys = [_meant(key, query) for key in query.sort]
    if keys and keys[-1].name == "date" and keys.pop().reverse:
        ids = _oldest_first(ids, catalog.sorted_at)
    for key in reversed(keys):
        numbers = _numbers(key, query, ids, catalog, answers, now)
        ids = ids[arranged(numbers, descending=(key.name in _DESCENDING) != key.reverse)]
    return ids


def arranged(numbers: NDArray[np.int64], *, descending: bool = False) -> NDArray[np.intp]:
    """The places of *numbers* in their order; equal ones keep theirs."""
    if not len(numbers):
        return np.zeros(0, np.intp)
    low, high = int(numbers.min()), int(numbers.max())
    digits = high - numbers if descending else numbers - low
    order: NDArray[np.intp] | None = None
    for shift in range(0, max(1, (high - low).bit_length()), 16):
        part = (digits >> shift).astype(np.uint16)
        step = np.argsort(part if order is None else part[order], kind="stable")
        order = step if order is None else order[step]
    assert order is not None
    return order


def feed_places(catalog: Catalog, *, apart: bool = False) -> Numbers:
    """The place of each feed's title in the alphabet, by feed id; *apart*: no two have one place."""
    shown = dict.fromkeys(catalog.by_feed, "") | {int(feed.id): fold(feed.title) for feed in catalog.feeds}
    titles = {feed_id: (title, feed_id if apart else 0) for feed_id, title in shown.items()}
    places = {title: place for place, title in enumerate(sorted(set(titles.values())))}
    ranks = np.zeros(max(titles, default=0) + 1, np.int64)
    for feed_id, title in titles.items():
        ranks[feed_id] = places[title]
    return ranks


def _meant(key: SortKey, query: Query) -> SortKey:
    """Relevance needs words; without any it is the date."""
    if key.name == "relevance" and rank_term(key, query) is None:
        return SortKey("date", key.reverse)
    return key


def _oldest_first(newest: Ids, dates: Seconds) -> Ids:
    """The opposite order of dates; of one second, the larger id still comes first."""
    oldest = newest[::-1]
    seconds = dates[oldest]
    bounds = np.flatnonzero(np.diff(seconds)) + 1
    starts, ends = np.append(0, bounds), np.append(bounds, len(oldest))
    turned = np.repeat(starts + ends - 1, ends - starts) - np.arange(len(oldest))
    return oldest[turned]


def _numbers(
    key: SortKey, query: Query, ids: Ids, catalog: Catalog, answers: Answers, now: datetime
) -> Numbers:
    """What *ids* are sorted by under a key."""
    match key.name:
        case "date":
            return catalog.sorted_at[ids]
        case "received":
            return catalog.first_seen_at[ids]
        case "feed":
            return feed_places(catalog)[catalog.feed_of[ids]]
        case "copies":
            return _copies(catalog)[ids]
        case "random":
            return _shuffled(ids, now.date().toordinal())
    term = rank_term(key, query)
    assert term is not None
    ranks = _ranks(answers[term], len(catalog.sorted_at))[ids]
    # What was never changed counts as changed when it was published.
    return np.where(ranks > 0, ranks, catalog.sorted_at[ids]) if key.name == "updated" else ranks


def _copies(catalog: Catalog) -> Numbers:
    """By article id, how many there are of the same piece."""
    seen = catalog.in_stories()
    numbers = np.ones(len(catalog.sorted_at), np.int64)
    numbers[seen.by_id] = seen.sizes_by_id
    return numbers


def _shuffled(ids: Ids, seed: int) -> Numbers:
    """A number for each id, no two alike, as if thrown by dice: the same all day, another tomorrow."""
    # MurmurHash3's finalizer: every step can be taken back, so different ids stay different.
    mixed = ids ^ np.uint32(seed * 0x9E3779B1 & 0xFFFFFFFF)
    for multiplier, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13), (1, 16)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(multiplier)
    return mixed.astype(np.int64)


def _ranks(answer: Answer, size: int) -> Numbers:
    """Pairs of id and rank as a column by id; zero where there is none."""
    if isinstance(answer, bytes | bytearray | memoryview):
        pairs = np.frombuffer(answer, dtype=np.uint32)
    else:
        pairs = np.asarray(answer, dtype=np.uint32)
    ids, numbers = pairs[0::2], pairs[1::2]
    known = ids < size
    ranks = np.zeros(size, np.int64)
    ranks[ids[known]] = numbers[known]
    return ranks
