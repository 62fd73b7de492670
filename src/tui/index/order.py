"""Ids in order: by date through an array that is kept sorted, by anything else on demand.

An array holds all ids by date, another each id's place in it. Few ids are sorted by their
places, many are ticked off at their places and read out: milliseconds for a million, where
sorting dates takes half a second. New and moved articles wait beside the array and are
put among the answer; when many wait, they are merged into the array.
"""

from array import array

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

__all__ = ["DateOrder", "Ids", "Seconds", "as_array", "as_bitmap"]

Ids = NDArray[np.uint32]
Seconds = NDArray[np.int64]

#: Up to this share of all it is quicker to sort the places than to tick them off.
_FEW = 0.15
#: So many may wait beside the array.
_WAITING = 200


def as_array(ids: BitMap) -> Ids:
    """The ids in ascending order."""
    return np.asarray(ids.to_array(), dtype=np.uint32)


def as_bitmap(ids: NDArray[np.uint32] | NDArray[np.intp]) -> BitMap:
    """The set of the ids."""
    # Ten times as fast as handing over the numpy array.
    return BitMap(array("I", ids.astype(np.uint32, copy=False).tobytes()))


class DateOrder:
    """All articles by date and then id, oldest first."""

    def __init__(self, ids: Ids, members: BitMap) -> None:
        #: The array, and whom it holds; *members* are the same ids as a set.
        self._set(ids, members)

    @classmethod
    def of(cls, members: BitMap, dates: Seconds) -> "DateOrder":
        """All of *members* in their places."""
        return cls(_by_date(as_array(members), dates), members)

    def moved(self, ids: Ids, before: Seconds, after: Seconds) -> None:
        """The dates of *ids* are now *after*; what had its place there already stays."""
        self._waiting |= (as_bitmap(ids) - self._placed) | as_bitmap(ids[before != after])

    def newest_first(self, ids: BitMap, dates: Seconds) -> Ids:
        """*ids* by date, then id, both descending. *dates* are indexed by id."""
        if len(self._waiting) > _WAITING:
            self.settle(ids | self._placed | self._waiting, dates)
        if not self._waiting and ids == self._placed:
            return self._ids[::-1]
        places = self._places[as_array(ids - self._waiting)]
        if len(places) < _FEW * len(self._ids):
            places.sort()
        else:
            ticked = np.zeros(len(self._ids), dtype=np.bool_)
            ticked[places] = True
            places = np.flatnonzero(ticked).astype(np.uint32)
        late = _by_date(as_array(ids & self._waiting), dates)
        return _merged(self._ids.take(places), late, dates)[::-1]

    def settle(self, ids: BitMap, dates: Seconds) -> None:
        """Give every one of *ids* its place; all others lose theirs."""
        if not self._waiting and ids == self._placed:
            return
        late = self._waiting & ids
        stays = np.ones(len(dates), dtype=np.bool_)
        stays[as_array((self._placed - ids) | self._waiting)] = False
        kept = self._ids[stays[self._ids]]
        self._set(_merged(kept, _by_date(as_array(late), dates), dates), ids)

    def _set(self, ids: Ids, members: BitMap) -> None:
        """This is the array now, and everyone has a place in it."""
        self._ids, self._placed, self._waiting = ids, BitMap(members), BitMap()
        self._places: Ids = np.zeros(members.max() + 1 if members else 0, np.uint32)
        self._places[ids] = np.arange(len(ids), dtype=np.uint32)

    @property
    def ids(self) -> Ids:
        """The array itself; whole only after :meth:`settle`."""
        return self._ids


def _by_date(ascending: Ids, dates: Seconds) -> Ids:
    """Ascending ids by date; the sort is stable, so ties stay in the order of the ids."""
    return ascending[np.argsort(dates[ascending], kind="stable")]


def _merged(ids: Ids, late: Ids, dates: Seconds) -> Ids:
    """Two ordered arrays as one."""
    if not len(late):
        return ids
    dates_there, dates_late = dates[ids], dates[late]
    places = np.searchsorted(dates_there, dates_late, side="left")
    ends = np.searchsorted(dates_there, dates_late, side="right")
    for at in np.flatnonzero(places != ends).tolist():
        # Others of the same second: the id decides among them.
        places[at] += np.searchsorted(ids[places[at] : ends[at]], late[at])
    return np.insert(ids, places, late)
