"""How many articles a query finds, without making a list of them."""

from datetime import datetime

from tui.index.catalog import Catalog
from tui.index.evaluate import Answers, evaluate
from tui.index.facets import asks_state
from tui.index.select import select
from tui.model.saved import Tally
from tui.query.nodes import Query, Term, conjuncts, shown

__all__ = ["tally"]


def tally(query: Query, catalog: Catalog, answers: Answers, now: datetime) -> Tally:
    """What *query*, with its searches in place, finds."""
    if query.limit is None:
        ids = evaluate(shown(query.expr) if catalog.hidden else query.expr, catalog, answers, now)
    else:
        # Which ones the limit leaves depends on the order.
        ids = select(query, catalog, answers, now).bitmap
    unread = ids.intersection_cardinality(catalog.unread)
    # A state that is only one of several ways in says nothing of the others.
    states = (part for part in conjuncts(query.expr) if isinstance(part, Term))
    return Tally(len(ids), len(ids) if any(map(asks_state, states)) else unread, unread)
