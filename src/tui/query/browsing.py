"""Browsing and looking for something: what decides whether the articles of hidden feeds are shown.

A query that only says where and when (states, categories, tags, terms, dates, lengths)
browses, and leaves hidden feeds out. One that names what it wants (words, a feed, an address, an
author, a saved search, single articles) looks for it everywhere.
"""

from collections.abc import Sequence

from tui.model.feed import Feed
from tui.query.nodes import Expr, Not, Query, Term, all_of, terms

__all__ = ["browses", "without_feeds"]

_NAMING = frozenset(
    ("text", "title", "body", "author", "url", "source", "feed", "feed-url", "search", "rule", "id")
)


def browses(query: Query) -> bool:
    """True if *query* names nothing that it looks for."""
    return not any(term.field in _NAMING for term in terms(query.expr))


def without_feeds(expr: Expr, feeds: Sequence[Feed]) -> Expr:
    """*expr* without the articles of the hidden ones among *feeds*."""
    hidden = tuple(feed.feed_url for feed in feeds if feed.hidden)
    return all_of([expr, Not(Term("feed-url", "=", hidden))]) if hidden else expr
