"""The publishers' terms as a whole."""

from array import array
from itertools import chain, islice

from tui.model.term_columns import TermColumns
from tui.store.connection import Connection
from tui.store.names import names_of

__all__ = ["any_terms", "term_columns"]

#: Pairs that are taken apart at a time: numbers wait in memory eight bytes wide.
_PART = 50_000

_ANY = "SELECT EXISTS (SELECT 1 FROM article_term)"
# By the primary key, from end to end.
_PAIRS = "SELECT article_id, term_id FROM article_term WHERE article_id > 0 ORDER BY article_id"


def any_terms(connection: Connection) -> bool:
    """Whether any publisher has filed anything under a term."""
    return bool(connection.execute(_ANY).fetchone()[0])


def term_columns(connection: Connection) -> TermColumns:
    """All terms of all articles; also those of feeds that are not subscribed to."""
    ids, numbers = array("I"), array("I")
    rows = connection.execute(_PAIRS)
    while part := array("q", chain.from_iterable(islice(rows, _PART))):
        ids.extend(array("I", part[::2]))
        numbers.extend(array("I", part[1::2]))
    return TermColumns(ids, numbers, names_of(connection, "term"))
