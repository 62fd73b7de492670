"""Counts under a query: what each toggle of the screen would show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.evaluate import Answers, Evaluation
from tui.index.order import as_array
from tui.model.ids import FeedId
from tui.query.browsing import browses, without_feeds
from tui.query.edit import Scope, tag_modes, with_scope, with_state, with_tag, without_tag_choice
from tui.query.nodes import Expr, Query, Term, shown, terms
from tui.query.searches import NO_SEARCHES, Searches
from tui.query.words import path_key

__all__ = ["Facets", "asks_state", "facets"]

_STATES = ("unread", "starred", "later")
_ASKED_STATES = frozenset(("read", "hidden", *_STATES))


@dataclass(frozen=True, slots=True)
class Facets:
    """How many articles each choice stands for."""

    #: By tag as it is written. Required, or not in the query: how many have it and match
    #: the rest. Excluded: how many it keeps away. One of several: how many it brings.
    tags: Mapping[str, int]
    #: Under the query without its scope; only unread ones unless it asks for a state.
    feeds: Mapping[FeedId, int]
    categories: Mapping[str, int]
    #: The same for all feeds together.
    everything: int
    #: Under the query without its state.
    states: Mapping[str, int]


def facets(
    query: Query, catalog: Catalog, answers: Answers, now: datetime, searches: Searches = NO_SEARCHES
) -> Facets:
    """All counts under *query*, which still names its *searches*; its limit and order do not matter."""
    if catalog.hidden:
        query = replace(query, expr=shown(query.expr, searches.expand(query.expr)))
    evaluation = Evaluation(catalog, answers, now, searches)
    feeds = _feed_counts(_scope_free(query, evaluation), catalog)
    hidden = {feed.id for feed in catalog.feeds if feed.hidden}
    if not browses(with_scope(query, Scope())):
        hidden = set()
    if browses(query):
        query = replace(query, expr=without_feeds(query.expr, catalog.feeds))
    return Facets(
        tags=_tag_counts(query, evaluation),
        feeds=feeds,
        categories=_category_counts({**feeds, **dict.fromkeys(hidden, 0)}, catalog),
        everything=sum(count for feed_id, count in feeds.items() if feed_id not in hidden),
        states=_state_counts(query, evaluation),
    )


def _tag_counts(query: Query, evaluation: Evaluation) -> dict[str, int]:
    """By tag, each under what the other toggles leave."""
    result = evaluation.of(query.expr)
    branches = evaluation.catalog.tags.branches()
    if len(result) == len(evaluation.catalog.everything):
        counts = {name: len(ids) for name, ids in branches}
    else:
        counts = {name: ids.intersection_cardinality(result) for name, ids in branches}
    spelled = {path_key(name): name for name in counts}
    for name, mode in tag_modes(query).items():
        known = spelled.get(path_key(name))
        if known is None or mode == "require":
            continue
        rest = with_tag(query, name, None) if mode == "exclude" else without_tag_choice(query)
        ids = evaluation.catalog.tags.branch(name)
        counts[known] = ids.intersection_cardinality(evaluation.of(rest.expr))
    return counts


def _scope_free(query: Query, evaluation: Evaluation) -> BitMap:
    """What the feed list counts in."""
    rest = with_scope(query, Scope())
    ids = evaluation.of(rest.expr)
    asked = asks_state(evaluation.searches.expand(rest.expr))
    return ids if asked else ids & evaluation.catalog.unread


def asks_state(expr: Expr) -> bool:
    """True if *expr* says itself whether it wants what is read, or what is kept."""
    return any(term.field == "is" and not _ASKED_STATES.isdisjoint(term.values) for term in terms(expr))


def _feed_counts(ids: BitMap, catalog: Catalog) -> dict[FeedId, int]:
    """By feed, those without any too."""
    known = {*(int(feed.id) for feed in catalog.feeds), *catalog.by_feed}
    if not known:
        return {}
    counts = np.bincount(catalog.feed_of[as_array(ids)], minlength=max(known) + 1)
    return {FeedId(feed_id): int(counts[feed_id]) for feed_id in sorted(known)}


def _category_counts(feeds: Mapping[FeedId, int], catalog: Catalog) -> dict[str, int]:
    """By category path and every path above it."""
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for feed in catalog.feeds:
        path = feed.category
        while path:
            name = spelled.setdefault(path_key(path), path)
            counts[name] = counts.get(name, 0) + feeds[feed.id]
            path = path.rpartition("/")[0]
    return counts


def _state_counts(query: Query, evaluation: Evaluation) -> dict[str, int]:
    """By state, under the rest of the query."""
    ids = evaluation.of(replace(with_state(query, "all"), sort=()).expr)
    return {
        state: evaluation.of(Term("is", "is", (state,))).intersection_cardinality(ids) for state in _STATES
    }
