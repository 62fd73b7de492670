"""What a command would touch: how many articles it means, and which of them it would change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import UNLOOKED, Evaluation
from tui.index.order import Ids, as_array, as_bitmap
from tui.index.select import Selection
from tui.index.sorting import ordered
from tui.model.changes import StatusChange, TagChange, Wish
from tui.query.nodes import Query, shown
from tui.query.words import path_key

__all__ = ["Part", "Reach", "Within", "part", "reach"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some articles of a list in its order, and the same as a set."""

    ids: Ids
    bitmap: BitMap


#: A list, or a part of one.
Within = Selection | Part


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """The articles of a command, as they were when it was asked."""

    #: Those that are meant, in order if they were asked for so, else by number.
    ids: Ids
    #: Those of them that would really change; all of them where nothing is to be changed.
    changing: Ids
    #: How many feeds those are of that would change.
    feeds: int
    #: Articles that are left out because there was no time to look for a pattern in them.
    left: int = 0

    @property
    def count(self) -> int:
        """How many are meant."""
        return len(self.ids)


def part(ids: Sequence[int] | Ids) -> Part:
    """These articles; made once, it is asked as quickly as a whole list."""
    array = np.asarray(ids, np.uint32)
    return Part(array, as_bitmap(array))


def reach(
    query: Query,
    within: Within | None,
    wishes: Sequence[Wish],
    evaluation: Evaluation,
    *,
    in_order: bool = False,
) -> Reach:
    """The articles of *query*, and of *within* if it is given, that *wishes* would be done to."""
    catalog = evaluation.catalog
    # A list says itself whether hidden articles are in it, and who brings them back means them.
    hidden_too = within is not None or StatusChange("hidden", False, ()) in wishes
    members = evaluation.of(query.expr if hidden_too or not catalog.hidden else shown(query.expr))
    if within is not None:
        # What has left the store since the list was made is out of reach.
        members = members & within.bitmap & catalog.everything
    if in_order or query.limit is not None:
        ids = _ordered(query, within, members, evaluation)[: query.limit]
        members = as_bitmap(ids)
    else:
        ids = as_array(members)
    changing = _changing(members, wishes, catalog)
    feeds = sum(of_feed.intersect(changing) for of_feed in catalog.by_feed.values())
    left = len(evaluation.answers.get(UNLOOKED, ()))
    return Reach(ids, ids if changing is members else as_array(changing), feeds, left)


def _ordered(query: Query, within: Within | None, members: BitMap, evaluation: Evaluation) -> Ids:
    """By the query's order; by that of the list where the query has none."""
    catalog = evaluation.catalog
    if within is None or query.sort:
        return ordered(query, members, catalog, evaluation.answers, evaluation.now)
    ticked = np.zeros(len(catalog.sorted_at), np.bool_)
    ticked[as_array(members)] = True
    # Of a list whose copies are folded, those too, at the end.
    listed = within.ids if isinstance(within, Part) else within.articles
    ids = listed[listed < len(ticked)]
    ids = ids[ticked[ids]]
    if len(ids) == len(members):
        return ids
    # Under headings an article may stand several times; its first place counts.
    _, firsts = np.unique(ids, return_index=True)
    return ids[np.sort(firsts)]


def _changing(members: BitMap, wishes: Sequence[Wish], catalog: Catalog) -> BitMap:
    """Those that at least one wish is news for."""
    if not wishes:
        return members
    return BitMap.union(*(_changed_by(wish, members, catalog) for wish in wishes))


def _changed_by(wish: Wish, members: BitMap, catalog: Catalog) -> BitMap:
    if isinstance(wish, TagChange):
        tagged = catalog.tags.own.get(path_key(wish.tag), BitMap())
        return members - tagged if wish.added else members & tagged
    if wish.status == "read":
        return members & catalog.unread if wish.value else members - catalog.unread
    marked: BitMap = getattr(catalog, wish.status)
    return members - marked if wish.value else members & marked
