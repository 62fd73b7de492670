"""Stories: which articles are one piece, which of them is the original, how many there are.

A story with one article left is none. Everything is derived from who belongs where, at once for
all stories, when it is first asked for after a change.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.order import Ids, Seconds, as_array, as_bitmap

__all__ = ["Stories", "StoryView"]


@dataclass(frozen=True, slots=True, eq=False)
class StoryView:
    """All stories with more than one article, one behind the other, the original of each first."""

    ids: Ids
    #: At the same places: the stories.
    stories: Ids
    #: Where each story begins in ``ids``, and how many articles it has.
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    #: By article id, the original of its story; only for those in ``ids``.
    heads: Ids
    together: BitMap
    duplicates: BitMap
    #: The same as ``ids`` by rising id, and how many there are of each.
    by_id: Ids
    sizes_by_id: NDArray[np.intp]


class Stories:
    """Who belongs to which story."""

    def __init__(self) -> None:
        #: By article id, 0 for none; what stands at ids that are no articles means nothing.
        self.of: Ids = np.zeros(0, np.uint32)
        self.members = BitMap()
        #: Those whose feed another copy names as its source.
        self.named = BitMap()
        self._view: StoryView | None = None

    def grow(self, room: int) -> None:
        """Room for ids below *room*."""
        longer = np.zeros(room, np.uint32)
        longer[: len(self.of)] = self.of
        self.of = longer

    def put(self, ids: Ids, stories: Ids, named: BitMap) -> None:
        """These belong to these stories; of them, *named* are named as sources."""
        if len(ids):
            self.of[ids] = stories
            members = as_bitmap(ids)
            self.members |= members
            self.named -= members
            self.named |= named & members
            self._view = None

    def forget(self, ids: BitMap) -> None:
        """These belong to none."""
        if ids.intersect(self.members):
            self.members -= ids
            self.named -= ids
            self._view = None

    def view(self, sorted_at: Seconds) -> StoryView:
        """All of them as they are; *sorted_at* says which came first."""
        if self._view is None:
            self._view = self._seen(sorted_at)
        return self._view

    def _seen(self, sorted_at: Seconds) -> StoryView:
        ids = as_array(self.members)
        stories = self.of[ids]
        later = np.ones(len(ids), np.bool_)
        later[np.searchsorted(ids, as_array(self.named))] = False
        order = np.lexsort((ids, sorted_at[ids], later, stories))
        ids, stories = ids[order], stories[order]
        starts = np.flatnonzero(np.diff(stories, prepend=np.uint32(0)))
        sizes = np.diff(np.append(starts, len(ids)))
        several = sizes > 1
        kept = np.repeat(several, sizes)
        ids, stories, sizes = ids[kept], stories[kept], sizes[several]
        starts = np.append(0, np.cumsum(sizes))[:-1]
        heads = np.zeros(len(self.of), np.uint32)
        heads[ids] = np.repeat(ids[starts], sizes)
        numbers = np.repeat(sizes, sizes)
        order = np.argsort(ids)
        return StoryView(
            ids,
            stories,
            starts,
            sizes,
            heads=heads,
            together=as_bitmap(ids[order]),
            duplicates=as_bitmap(ids[order][heads[ids[order]] != ids[order]]),
            by_id=ids[order],
            sizes_by_id=numbers[order],
        )
