"""Generated articles as a catalog, and what brute force says of them."""

from tests.query.strategies import NEW_SINCE, NOW, feeds
from tui.index import Catalog, needed, patterns_in
from tui.model.article import IndexEntry
from tui.model.columns import IndexColumns
from tui.model.ids import ArticleId, FeedId
from tui.query import Query, Subject, Term, matches

ANYTHING = 1


def entry_of(feed_id, subject):
    return IndexEntry(
        ArticleId(subject.id), FeedId(feed_id), subject.sorted_at, subject.first_seen_at,
        subject.read, subject.starred, subject.later, subject.tags, subject.terms, story=subject.story,
    )  # fmt: skip


def catalog_of(found):
    catalog = Catalog.build(
        IndexColumns.of(entry_of(feed_id, subject) for feed_id, subject in found), ANYTHING
    )
    catalog.set_feeds(feeds())
    catalog.new_since = NEW_SINCE
    return catalog


def answers_to(query, found):
    """What the store would answer, and where patterns are found."""
    terms = (*needed(query), *patterns_in(query.expr))
    return {
        term: _ranks(term, found)
        if term.field == "sort"
        else [subject.id for _, subject in found if matches(term, subject, NOW)]
        for term in terms
    }


def updated_at(subject):
    """When its publisher changed it, 0 for never: for the index any number will do."""
    return subject.first_seen_at if subject.minutes > 6 else 0


def relevance(subject):
    """How well it fits, 0 for not listed for its words: for the index any number will do."""
    return subject.minutes // 3


def _ranks(term: Term, found):
    name = term.values[0]
    if name == "updated":
        return [number for _, one in found if (at := updated_at(one)) for number in (one.id, at)]
    if name == "relevance":
        return [number for _, one in found if (score := relevance(one)) for number in (one.id, score)]
    values = sorted({getattr(subject, name) for _, subject in found})
    return [number for _, one in found for number in (one.id, values.index(getattr(one, name)))]


def matching(query: Query, found) -> list[Subject]:
    return [subject for _, subject in found if matches(query.expr, subject, NOW)]
