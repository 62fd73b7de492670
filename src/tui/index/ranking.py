"""Which ranks a sort key needs from the store, as terms that the store understands."""

from collections.abc import Iterator

from tui.query.nodes import And, Expr, Or, Query, SortKey, Term
from tui.query.words import FTS_FIELDS, fts_query, tokens

__all__ = ["rank_term", "sort_term"]

#: Keys of which nothing is kept in the index.
_ELSEWHERE = frozenset(("title", "words", "updated"))


def sort_term(*values: str) -> Term:
    """The term by which the ranks for a sort key are asked; see ``evaluate.needed``."""
    return Term("sort", "order", values)


def rank_term(key: SortKey, query: Query) -> Term | None:
    """The term whose answer orders by *key*; ``None`` if the index needs no answer for it."""
    if key.name in _ELSEWHERE:
        return sort_term(key.name)
    if key.name == "relevance":
        wanted = " OR ".join(f"({fts_query(term)})" for term in _wanted(query.expr))
        return sort_term("relevance", wanted) if wanted else None
    return None


def _wanted(expr: Expr) -> Iterator[Term]:
    """The terms that full-text search answers and that an article may be listed for."""
    match expr:
        case Term(field, operator, values):
            # A note is in an index of its own, which gives no ranks.
            if field in FTS_FIELDS and field != "note" and operator in ("words", "prefix"):
                # Punctuation alone is found nowhere, and FTS5 would call it a mistake.
                kept = tuple(value for value in values if tokens(value))
                if kept:
                    yield Term(field, operator, kept)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
