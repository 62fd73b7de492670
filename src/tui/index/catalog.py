"""Everything the index knows: sets of article ids, and a few facts by id.

The store is the truth; a catalog is built from its columns or from saved bytes, and every
write's ChangeSet is applied to it in the same step. It belongs to one thread at a time.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from pyroaring import BitMap

from tui.index import packing
from tui.index.order import DateOrder, Ids, Seconds, as_array, as_bitmap
from tui.index.stories import Stories, StoryView
from tui.index.tags import TagSets
from tui.model.changes import ChangeSet
from tui.model.columns import IndexColumns
from tui.model.feed import Feed

__all__ = ["Catalog"]

#: How many answers about times are kept.
_INTERVALS = 8


class Catalog:
    """The sets and columns; :mod:`tui.index.evaluate` and its neighbors ask them."""

    def __init__(self, generation: int = 0) -> None:
        #: The store's counter at the last write that is known here.
        self.generation = generation
        #: Articles first seen at or after this second are new; set by the service.
        self.new_since: int | None = None
        self.everything = BitMap()
        self.unread = BitMap()
        self.starred = BitMap()
        self.later = BitMap()
        #: Left out of every answer to a query that does not ask for them.
        self.hidden = BitMap()
        self.tags = TagSets()
        self.stories = Stories()
        self.by_feed: dict[int, BitMap] = {}
        self.feeds: tuple[Feed, ...] = ()
        self.order = DateOrder(np.zeros(0, np.uint32), self.everything)
        # By id, with room to grow; what stands at ids that are no articles means nothing.
        self.sorted_at: Seconds = np.zeros(0, np.int64)
        self.first_seen_at: Seconds = np.zeros(0, np.int64)
        self.feed_of: Ids = np.zeros(0, np.uint32)
        self._intervals: dict[tuple[str, int | None, int | None], BitMap] = {}

    @property
    def total(self) -> int:
        """How many articles there are, hidden ones left out."""
        return len(self.everything) - len(self.hidden)

    # Making.

    @classmethod
    def build(cls, columns: IndexColumns, generation: int) -> "Catalog":
        """A catalog of these articles, true at *generation*."""
        catalog = cls(generation)
        catalog._put(columns)
        catalog.order = DateOrder.of(catalog.everything, catalog.sorted_at)
        return catalog

    def set_feeds(self, feeds: Sequence[Feed]) -> None:
        """Titles, addresses and categories of the feeds are now these."""
        self.feeds = tuple(feeds)

    def dump(self) -> dict[str, bytes]:
        """All of it as named bytes, except the feeds and ``new_since``."""
        self.order.settle(self.everything, self.sorted_at)
        sets = {"everything": self.everything, "unread": self.unread}
        sets |= {"starred": self.starred, "later": self.later, "hidden": self.hidden}
        sets |= {f"feed {feed_id}": ids for feed_id, ids in self.by_feed.items()}
        sets |= {f"tag {self.tags.names[key]}": ids for key, ids in self.tags.own.items()}
        sets["named"] = self.stories.named
        members = as_array(self.stories.members)
        size = self.everything.max() + 1 if self.everything else 0
        columns: dict[str, packing.AnyColumn] = {
            "sorted_at": self.sorted_at[:size],
            "first_seen_at": self.first_seen_at[:size],
            "by_date": self.order.ids,
            "in_stories": members,
            "stories": self.stories.of[members],
        }
        return packing.pack(sets, columns, self.generation)

    @classmethod
    def load(cls, blobs: Mapping[str, bytes], generation: int) -> "Catalog":
        """What :meth:`dump` gave; :class:`ValueError` if it is damaged or of another time."""
        sets, columns = packing.unpack(blobs, generation)
        catalog = cls(generation)
        named = sets.pop("named", BitMap())
        for name, ids in sets.items():
            kind, _, rest = name.partition(" ")
            if kind == "feed":
                catalog.by_feed[int(rest)] = ids
            elif kind == "tag":
                catalog.tags.own_as(rest, ids)
            else:
                setattr(catalog, kind, ids)
        size = len(columns["sorted_at"])
        catalog._grow(size)
        columns["sorted_at"].into(catalog.sorted_at[:size])
        columns["first_seen_at"].into(catalog.first_seen_at[:size])
        for feed_id, feed_ids in catalog.by_feed.items():
            catalog.feed_of[as_array(feed_ids)] = feed_id
        members, stories = (np.empty(len(columns[name]), np.uint32) for name in ("in_stories", "stories"))
        columns["in_stories"].into(members)
        columns["stories"].into(stories)
        catalog.stories.put(members, stories, named)
        by_date = np.empty(len(columns["by_date"]), np.uint32)
        columns["by_date"].into(by_date)
        catalog.order = DateOrder(by_date, catalog.everything)
        return catalog

    # Asking.

    def between(
        self, column: Literal["sorted_at", "first_seen_at"], low: int | None, high: int | None
    ) -> BitMap:
        """Articles whose time lies in a half-open interval. Not to be changed by the caller.

        The last few answers are kept: a list and its counts ask the same.
        """
        asked = (column, low, high)
        found = self._intervals.get(asked)
        if found is None:
            if len(self._intervals) >= _INTERVALS:
                self._intervals.clear()
            found = self._intervals[asked] = self._between(getattr(self, column), low, high)
        return found

    def in_stories(self) -> StoryView:
        """The stories as they are. Not to be changed by the caller."""
        return self.stories.view(self.sorted_at)

    def _between(self, times: Seconds, low: int | None, high: int | None) -> BitMap:
        chosen = np.ones(len(times), np.bool_) if low is None else times >= low
        if high is not None:
            chosen &= times < high
        if 2 * int(np.count_nonzero(chosen)) > len(times):
            return self.everything - as_bitmap(np.flatnonzero(~chosen))
        return as_bitmap(np.flatnonzero(chosen)) & self.everything

    # Changing.

    def apply(self, changes: ChangeSet) -> None:
        """Do to the sets what a write did to the store."""
        if changes.removed or changes.new or changes.updated:
            self._intervals.clear()
        if changes.removed:
            self._remove(BitMap(changes.removed))
        entries = (*changes.new, *changes.updated)
        if entries:
            self._put(IndexColumns.of({entry.id: entry for entry in entries}.values()))
        for story in changes.stories:
            there = as_array(BitMap(story.ids) & self.everything)
            self.stories.put(there, np.full(len(there), story.story, np.uint32), BitMap(story.named))
        for status in changes.statuses:
            ids = BitMap(status.ids) & self.everything
            members = self.unread if status.status == "read" else getattr(self, status.status)
            if status.value != (status.status == "read"):
                members |= ids
            else:
                members -= ids
        for change in changes.tags:
            ids = BitMap(change.ids) & self.everything
            if not change.added:
                self.tags.remove(change.tag, ids)
            elif ids:
                self.tags.add(change.tag, ids)
        self.generation = changes.generation or self.generation

    def _remove(self, ids: BitMap) -> None:
        """These articles are no more."""
        self._forget(ids)
        self.everything -= ids

    def _forget(self, ids: BitMap) -> None:
        """Take *ids* out of all sets but that of everything."""
        for members in (self.unread, self.starred, self.later, self.hidden):
            members -= ids
        self.tags.forget(ids)
        self.stories.forget(ids)
        for feed_id in np.unique(self.feed_of[as_array(ids & self.everything)]).tolist():
            members = self.by_feed[feed_id]
            members -= ids
            if not members:
                del self.by_feed[feed_id]

    def _put(self, columns: IndexColumns) -> None:
        """Add articles, or replace what was known of them."""
        if not columns.ids:
            return
        members = BitMap(columns.ids)
        known = members & self.everything
        if known:
            self._forget(known)
        self.everything |= members
        self.unread |= BitMap(columns.unread) & members
        self.starred |= BitMap(columns.starred) & members
        self.later |= BitMap(columns.later) & members
        self.hidden |= BitMap(columns.hidden) & members
        for tag, tagged in columns.tags.items():
            if own := BitMap(tagged) & members:
                self.tags.add(tag, own)
        ids = np.asarray(columns.ids, dtype=np.uint32)
        self._grow(int(ids.max()) + 1)
        dates = np.asarray(columns.sorted_at, dtype=np.int64)
        self.order.moved(ids, self.sorted_at[ids], dates)
        self.sorted_at[ids] = dates
        self._put_in_stories(columns, members)
        self.first_seen_at[ids] = np.asarray(columns.first_seen_at, dtype=np.int64)
        feeds = np.asarray(columns.feeds, dtype=np.uint32)
        self.feed_of[ids] = feeds
        self._put_in_feeds(ids, feeds)

    def _put_in_stories(self, columns: IndexColumns, members: BitMap) -> None:
        """Those of *members* that belong to a story."""
        ids, stories = np.asarray(columns.in_stories, np.uint32), np.asarray(columns.stories, np.uint32)
        there = as_array(BitMap(columns.in_stories) & members)
        if len(there) < len(ids):
            kept = np.isin(ids, there)
            ids, stories = ids[kept], stories[kept]
        self.stories.put(ids, stories, BitMap(columns.named))

    def _put_in_feeds(self, ids: Ids, feeds: Ids) -> None:
        """Each of *ids* into the set of its feed."""
        order = np.argsort(feeds, kind="stable")
        ids, feeds = ids[order], feeds[order]
        names, starts = np.unique(feeds, return_index=True)
        for feed_id, part in zip(names.tolist(), np.split(ids, starts[1:]), strict=True):
            members = self.by_feed.setdefault(feed_id, BitMap())
            members |= as_bitmap(part)

    def _grow(self, size: int) -> None:
        """Room for ids below *size*, and some more, so that growing stays rare."""
        if size <= len(self.sorted_at):
            return
        room = size + size // 8 + 64
        self.sorted_at = _longer(self.sorted_at, room)
        self.first_seen_at = _longer(self.first_seen_at, room)
        longer = np.zeros(room, np.uint32)
        longer[: len(self.feed_of)] = self.feed_of
        self.feed_of = longer
        self.stories.grow(room)


def _longer(column: Seconds, size: int) -> Seconds:
    """*column* with zeros behind it."""
    longer = np.zeros(size, np.int64)
    longer[: len(column)] = column
    return longer
