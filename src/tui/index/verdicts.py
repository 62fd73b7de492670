"""Patterns: in which articles they were looked for, where they were found, and where it matters.

A pattern has to be looked for in each article by itself, so it is looked for only where
nothing else decides, and what was found out is remembered.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answer, Evaluation, single
from tui.index.order import Ids, as_array
from tui.query.nodes import EVERYTHING, And, Expr, Not, Or, Term, shown, terms

__all__ = ["Verdicts", "assumed", "patterns_in"]

#: So many patterns are remembered; somebody who types one makes a few of them.
_REMEMBERED = 32


def patterns_in(expr: Expr) -> tuple[Term, ...]:
    """The patterns of *expr*, each once and with one value."""
    found = (part for term in terms(expr) if term.operator == "regex" for part in single(term))
    return tuple(dict.fromkeys(found))


class Verdicts:
    """What is known of each pattern."""

    def __init__(self) -> None:
        #: By pattern: the articles it was looked for in, and those it was found in.
        self._known: OrderedDict[Term, tuple[BitMap, BitMap]] = OrderedDict()

    def found(self, term: Term) -> BitMap:
        """Where the pattern was found so far."""
        return self._of(term)[1]

    def put(self, term: Term, looked: Iterable[int], found: Iterable[int]) -> None:
        """It was looked for in these, and found in those of them."""
        known = self._of(term)
        known[0].update(looked)
        known[1].update(found)

    def forget(self, ids: Sequence[int]) -> None:
        """The texts of these articles are others now, or gone."""
        changed = BitMap(list(ids))
        for looked, found in self._known.values():
            looked -= changed
            found -= changed

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()

    def open(
        self, expr: Expr, term: Term, catalog: Catalog, answers: dict[Term, Answer], now: datetime
    ) -> Ids:
        """Articles, newest first, in which *term* must be looked for before *expr* can be answered."""
        if catalog.hidden:
            expr = shown(expr)
        unknown = {one for one in patterns_in(expr) if one not in answers}
        evaluation = Evaluation(catalog, answers, now)
        most = evaluation.of(assumed(expr, unknown, True))
        least = evaluation.of(assumed(expr, unknown, False))
        ids = (most - least) - self._of(term)[0]
        ids &= evaluation.everything
        return catalog.order.newest_first(ids, catalog.sorted_at) if ids else as_array(ids)

    def _of(self, term: Term) -> tuple[BitMap, BitMap]:
        known = self._known.setdefault(term, (BitMap(), BitMap()))
        self._known.move_to_end(term)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known


def assumed(expr: Expr, unknown: set[Term], most: bool) -> Expr:
    """*expr* as if each unknown term held wherever that makes most (or least) articles fit."""
    match expr:
        case Term():
            if unknown.isdisjoint(single(expr)):
                return expr
            return EVERYTHING if most else Not(EVERYTHING)
        case Not(part):
            return Not(assumed(part, unknown, not most))
        case And(parts):
            return And(tuple(assumed(part, unknown, most) for part in parts))
        case Or(parts):
            return Or(tuple(assumed(part, unknown, most) for part in parts))
    return expr
