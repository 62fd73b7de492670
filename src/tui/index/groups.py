"""A list under headings: by local day, by feed, or by tag.

Grouping keeps the order of the list within each group. An article with several tags stands
under each of them: whoever reads by tag looks for all that is tagged so, and the heading's
number is the one that the tag pane shows. Such a list has more rows than articles; its
articles are counted once wherever articles are counted.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.days import midnights
from tui.index.order import Ids, as_array
from tui.index.sorting import arranged, feed_places
from tui.query.nodes import Query
from tui.query.words import path_key

__all__ = ["Groups", "grouped", "unread_counts"]

Bounds = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Headings in the order of the list; none of them is empty."""

    #: What they are: "day", "feed", "tag" or "story".
    kind: str
    #: What finds a group again after a change: a date as ``2026-11-23``, a feed's id, a tag or the id of
    #: a story's original ("" for none).
    keys: tuple[str, ...]
    #: A feed's title or a tag as it is written; a day, and a story by its original, is named by
    #: whoever shows it.
    names: tuple[str, ...]
    #: Where each begins in the ids, and where the last one ends.
    bounds: Bounds


def grouped(
    query: Query, ids: Ids, bitmap: BitMap, catalog: Catalog, now: datetime
) -> tuple[Ids, Groups | None]:
    """*ids*, which are ordered, in groups, and the headings; *bitmap* is the same ids as a set."""
    if query.group in ("", "none"):
        return ids, None
    if not len(ids):
        return ids, Groups(query.group, (), (), np.zeros(1, np.int64))
    if query.group == "tag":
        return _by_tag(ids, bitmap, catalog)
    if query.group == "story":
        return _by_story(ids, catalog)
    if query.group == "feed":
        return _by_feed(query, ids, catalog)
    return _by_day(query, ids, bitmap, catalog, now)


def unread_counts(ids: Ids, groups: Groups, catalog: Catalog) -> list[int]:
    """How many rows of each group are unread now."""
    if not groups.keys:
        return []
    # The list may be older than the index, and know articles that are no more.
    unread = np.zeros(max(len(catalog.sorted_at), int(ids.max()) + 1), np.bool_)
    unread[as_array(catalog.unread)] = True
    counts: list[int] = np.add.reduceat(unread[ids], groups.bounds[:-1], dtype=np.int64).tolist()
    return counts


def _by_day(query: Query, ids: Ids, bitmap: BitMap, catalog: Catalog, now: datetime) -> tuple[Ids, Groups]:
    """The newest day first, unless the list begins with the oldest."""
    oldest_first = next((key.reverse for key in query.sort if key.name == "date"), False)
    by_date = all(key.name == "date" for key in query.sort[:1])
    newest = ids[::-1] if by_date and oldest_first else ids
    if not by_date:
        newest = catalog.order.newest_first(bitmap, catalog.sorted_at)
    # A search for each midnight, not for each article.
    dates = catalog.sorted_at[newest[::-1]]
    days, starts = midnights(dates, now)
    counts = np.diff(np.append(np.searchsorted(dates, starts), len(ids)))
    if not by_date:
        day_of = np.zeros(len(catalog.sorted_at), np.int64)
        day_of[newest[::-1]] = np.repeat(np.arange(len(counts)), counts)
        ids = ids[arranged(day_of[ids], descending=not oldest_first)]
    there = np.flatnonzero(counts)
    if not oldest_first:
        there = there[::-1]
    keys = tuple(days.day(place).isoformat() for place in there.tolist())
    return ids, Groups("day", keys, ("",) * len(keys), _bounds(counts[there]))


def _by_feed(query: Query, ids: Ids, catalog: Catalog) -> tuple[Ids, Groups]:
    """In the alphabet of their titles, or against it where the list is sorted so."""
    reverse = next((key.reverse for key in query.sort if key.name == "feed"), False)
    numbers = feed_places(catalog, apart=True)[catalog.feed_of[ids]]
    ids = ids[arranged(numbers, descending=reverse)]
    feeds = catalog.feed_of[ids]
    starts = np.append(0, np.flatnonzero(np.diff(feeds)) + 1)
    titles = {int(feed.id): feed.title for feed in catalog.feeds}
    found = feeds[starts].tolist()
    names = tuple(titles.get(feed_id, "") for feed_id in found)
    return ids, Groups("feed", tuple(map(str, found)), names, np.append(starts, len(ids)))


def _by_tag(ids: Ids, bitmap: BitMap, catalog: Catalog) -> tuple[Ids, Groups]:
    """In the alphabet of the tags, each parent before those below it; what has no tag comes last."""
    places = np.zeros(int(bitmap.max()) + 1, np.uint32)
    places[ids] = np.arange(len(ids), dtype=np.uint32)
    tags = catalog.tags
    parts: list[Ids] = []
    names: list[str] = []
    for key in sorted(tags.own, key=lambda key: key.split("/")):
        members = tags.own[key] & bitmap
        if members:
            names.append(tags.names[key])
            parts.append(np.sort(places[as_array(members)]))
    rest = bitmap - tags.any()
    if rest:
        names.append("")
        parts.append(np.sort(places[as_array(rest)]))
    bounds = _bounds(np.array([len(part) for part in parts]))
    return ids[np.concatenate(parts)], Groups("tag", tuple(map(path_key, names)), tuple(names), bounds)


def _by_story(ids: Ids, catalog: Catalog) -> tuple[Ids, Groups]:
    """In the order in which the list comes to them; what has no copies comes last."""
    seen = catalog.in_stories()
    # By article: the place of its story among all, from 1 on.
    place_of = np.zeros(len(catalog.sorted_at), np.int64)
    place_of[seen.ids] = np.repeat(np.arange(1, len(seen.sizes) + 1), seen.sizes)
    places = place_of[ids]
    # Where each is first: written backwards, the first comes last and stays.
    first = np.full(len(seen.sizes) + 1, -1, np.int64)
    first[places[::-1]] = np.arange(len(ids) - 1, -1, -1)
    there = np.flatnonzero(first >= 0)
    there = there[np.argsort(first[there])]
    there = np.append(there[there > 0], there[there == 0])
    rank = np.zeros(len(seen.sizes) + 1, np.int64)
    rank[there] = np.arange(len(there))
    ids = ids[arranged(rank[places])]
    originals = np.append(0, seen.ids[seen.starts])[there].tolist()
    keys = tuple(str(number) if number else "" for number in originals)
    counts = np.bincount(rank[places], minlength=len(there))
    return ids, Groups("story", keys, ("",) * len(keys), _bounds(counts))


def _bounds(counts: NDArray[np.intp]) -> Bounds:
    return np.append(0, np.cumsum(counts)).astype(np.int64)
