"""The first rows of an answer before the answer is there: a common word takes a while to look up.

The newest articles that may belong to it are taken; whoever asks finds out of these alone
in which the words stand. What holds among them are the first rows of the list, exactly.
"""

from collections.abc import Mapping
from datetime import datetime

from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answer, Evaluation
from tui.index.verdicts import assumed
from tui.query.nodes import Expr, Query, Term, shown

__all__ = ["candidates", "first_among"]


def candidates(
    query: Query,
    unknown: set[Term],
    catalog: Catalog,
    answers: Mapping[Term, Answer],
    now: datetime,
    count: int,
) -> list[int]:
    """The newest articles that may match, whatever the *unknown* terms hold for."""
    most = Evaluation(catalog, answers, now).of(assumed(_meant(query, catalog), unknown, True))
    found: list[int] = catalog.order.newest_first(most, catalog.sorted_at)[:count].tolist()
    return found


def first_among(
    query: Query, some: list[int], catalog: Catalog, answers: Mapping[Term, Answer], now: datetime
) -> list[int]:
    """Those of *some* that match, in their order; all answers need to be right for these alone."""
    matching = Evaluation(catalog, answers, now).of(_meant(query, catalog)) & BitMap(some)
    return [number for number in some if number in matching]


def _meant(query: Query, catalog: Catalog) -> Expr:
    return shown(query.expr) if catalog.hidden else query.expr
