"""What rules would do to everything that is here: by sets, before anything is written.

The rules' own room does the same for one article at a time; a test holds the two together.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answers, Evaluation
from tui.index.order import Ids, Seconds, as_array, as_bitmap
from tui.model.changes import ChangeSet, Status, StatusChange, TagChange
from tui.model.ids import ArticleId
from tui.model.rule import Rule, RuleAction
from tui.query.nodes import And, Everything, Expr, Or, Term, single
from tui.query.words import path_key

__all__ = ["Touched", "Trial"]

_STATES: dict[str, Status] = {"read": "read", "star": "starred", "later": "later", "hide": "hidden"}
#: Offsets of time zones change at such steps, in seconds.
_STEP = 900


@dataclass(frozen=True, slots=True)
class Touched:
    """One rule would do the same to all of these, for the same reason."""

    rule: Rule
    did: tuple[RuleAction, ...]
    #: The leaves of its query that held.
    reasons: tuple[Expr, ...]
    ids: Ids


class Trial:
    """Tries rules one after the other; each sees what those before it would have done.

    Args:
        catalog: What is there; it is changed, so it has to be the trial's own when several
            rules are tried.
        refused: The articles that the user took a tag off.
        own: Those of some articles that have a tag from the user's own hand, or a note.
        awaited: The articles that have a full text or whose page is to be fetched.
    """

    def __init__(
        self,
        catalog: Catalog,
        now: datetime,
        tagged: Callable[[str], Iterable[int]],
        refused: Callable[[str], Iterable[int]],
        own: Callable[[Sequence[int]], Iterable[int]],
        awaited: Callable[[], Iterable[int]],
    ) -> None:
        self._catalog, self._now = catalog, now
        self._read_tagged, self._read_refused, self._own = tagged, refused, own
        self._tagged: dict[str, BitMap] = {}
        self._refused: dict[str, BitMap] = {}
        self._read_awaited = awaited
        self._awaited: BitMap | None = None

    def take(self, rule: Rule, said: Expr, asked: Expr, answers: Answers, *, last: bool) -> list[Touched]:
        """What a rule would really change; unless it is the *last*, those after it see that."""
        evaluation = Evaluation(self._catalog, answers, self._now)
        # A copy: the set may be the catalog's own, which is about to change.
        found = BitMap(evaluation.of(asked))
        if rule.keep_newest is not None:
            found = self._beyond_newest(found, rule.keep_newest)
        groups: list[tuple[tuple[RuleAction, ...], BitMap]] = [((), found)]
        changes: list[tuple[RuleAction, BitMap]] = []
        for action in rule.actions:
            changed = self._changed(action, found)
            changes.append((action, changed))
            groups = [part for did, ids in groups for part in _split(did, ids, action, changed)]
        touched = [
            Touched(rule, did, reasons, as_array(ids))
            for did, some in groups
            if did
            for reasons, ids in _reasons(said, some, evaluation)
        ]
        if not last:
            self._apply(changes)
        return touched

    def newest_first(self, touched: Iterable[Touched]) -> "array[int]":
        """All the articles of some groups, each once."""
        everyone = BitMap.union(BitMap(), *(as_bitmap(some.ids) for some in touched))
        ids = self._catalog.order.newest_first(everyone, self._catalog.sorted_at)
        return array("I", ids.astype(np.uint32).tobytes())

    def _changed(self, action: RuleAction, found: BitMap) -> BitMap:
        """Those of *found* that an action really changes."""
        if action.kind == "notify":
            return BitMap()
        if action.kind == "tag":
            return found - self._having(action.value) - self._taken_off(action.value)
        if action.kind == "untag":
            return found & self._having(action.value)
        if action.kind == "read":
            return found & self._catalog.unread
        if action.kind == "fulltext":
            return found - self._having_text()
        members: BitMap = getattr(self._catalog, _STATES[action.kind])
        return found - members

    def _having(self, tag: str) -> BitMap:
        key = path_key(tag)
        if key not in self._tagged:
            self._tagged[key] = BitMap(self._read_tagged(tag))
        return self._tagged[key]

    def _having_text(self) -> BitMap:
        if self._awaited is None:
            self._awaited = BitMap(self._read_awaited())
        return self._awaited

    def _taken_off(self, tag: str) -> BitMap:
        key = path_key(tag)
        if key not in self._refused:
            self._refused[key] = BitMap(self._read_refused(tag))
        return self._refused[key]

    def _apply(self, changes: Iterable[tuple[RuleAction, BitMap]]) -> None:
        tags, statuses = [], []
        for action, ids in changes:
            changed = tuple(map(ArticleId, ids))
            if action.kind in ("tag", "untag"):
                added = action.kind == "tag"
                having = self._having(action.value)
                self._tagged[path_key(action.value)] = having | ids if added else having - ids
                tags.append(TagChange(action.value, added, changed, "rule"))
            elif action.kind == "fulltext":
                self._awaited = self._having_text() | ids
            elif action.kind in _STATES:
                statuses.append(StatusChange(_STATES[action.kind], True, changed))
        self._catalog.apply(ChangeSet(statuses=tuple(statuses), tags=tuple(tags)))

    def _beyond_newest(self, found: BitMap, keep: int) -> BitMap:
        """Those beyond the newest so many of their feed and day that the user has not touched."""
        catalog = self._catalog
        ids = catalog.order.newest_first(found, catalog.sorted_at)
        if not len(ids):
            return BitMap()
        days, feeds = self._days(catalog.sorted_at[ids]), catalog.feed_of[ids]
        order = np.lexsort((np.arange(len(ids)), days, feeds))
        days, feeds = days[order], feeds[order]
        starts = np.concatenate(([True], (days[1:] != days[:-1]) | (feeds[1:] != feeds[:-1])))
        places = np.arange(len(ids)) - np.maximum.accumulate(np.where(starts, np.arange(len(ids)), 0))
        beyond = as_bitmap(ids[order][places >= keep])
        beyond = (beyond & catalog.unread) - catalog.starred - catalog.later
        return beyond - BitMap(self._own(as_array(beyond).tolist()))

    def _days(self, seconds: Seconds) -> Seconds:
        """The local day of each moment, as a number."""
        steps, places = np.unique(seconds // _STEP, return_inverse=True)
        offsets = [self._offset(step * _STEP) for step in steps.tolist()]
        days: Seconds = (seconds + np.asarray(offsets, np.int64)[places]) // 86_400
        return days

    def _offset(self, moment: int) -> int:
        local = datetime.fromtimestamp(moment, UTC).astimezone(self._now.tzinfo)
        offset = local.utcoffset()
        return 0 if offset is None else int(offset.total_seconds())


def _split(
    did: tuple[RuleAction, ...], ids: BitMap, action: RuleAction, changed: BitMap
) -> Iterable[tuple[tuple[RuleAction, ...], BitMap]]:
    """A group as those whom one more action changes, and the rest."""
    if with_it := ids & changed:
        yield (*did, action), with_it
    if without := ids - changed:
        yield did, without


def _reasons(expr: Expr, ids: BitMap, evaluation: Evaluation) -> list[tuple[tuple[Expr, ...], BitMap]]:
    """*ids*, for all of which *expr* holds, by the leaves that made it hold."""
    match expr:
        case Everything():
            return [((), ids)]
        case And(parts):
            groups: list[tuple[tuple[Expr, ...], BitMap]] = [((), ids)]
            for part in parts:
                groups = [
                    ((*leaves, *more), fewer)
                    for leaves, some in groups
                    for more, fewer in _reasons(part, some, evaluation)
                ]
            return groups
        case Or(parts):
            return _first(parts, ids, evaluation)
        case Term() if len(expr.values) > 1 and expr.operator != "..":
            return _first(single(expr), ids, evaluation)
    return [((expr,), ids)]


def _first(
    parts: Sequence[Expr], ids: BitMap, evaluation: Evaluation
) -> list[tuple[tuple[Expr, ...], BitMap]]:
    """Each of *ids* by the first of *parts* that holds for it."""
    found: list[tuple[tuple[Expr, ...], BitMap]] = []
    left = ids
    for part in parts:
        if here := left & evaluation.of(part):
            found += _reasons(part, here, evaluation)
            left = left - here
    return found
