"""Generated articles as a catalog, and what brute force says of them."""

from tests.query.strategies import NEW_SINCE, NOW, feeds
from tui.index import Catalog
from tui.model.article import IndexEntry
from tui.model.columns import IndexColumns
from tui.model.ids import ArticleId, FeedId
from tui.query import Query, Subject, Term, matches

ANYTHING = 1


def entry_of(feed_id, subject):
    return IndexEntry(
        ArticleId(subject.id), FeedId(feed_id), subject.sorted_at, subject.first_seen_at,
        subject.read, subject.starred, subject.later, subject.tags, (),
    )  # fmt: skip


def catalog_of(found):
    catalog = Catalog.build(
        IndexColumns.of(entry_of(feed_id, subject) for feed_id, subject in found), ANYTHING
    )
    catalog.set_feeds(feeds())
    catalog.new_since = NEW_SINCE
    return catalog


def answers_to(terms, found):
    """What the store would answer."""
    return {
        term: _ranks(term, found)
        if term.field == "sort"
        else [subject.id for _, subject in found if matches(term, subject, NOW)]
        for term in terms
    }


def _ranks(term: Term, found):
    name = term.values[0]
    values = sorted({getattr(subject, name) for _, subject in found})
    return [number for _, one in found for number in (one.id, values.index(getattr(one, name)))]


def matching(query: Query, found) -> list[Subject]:
    return [subject for _, subject in found if matches(query.expr, subject, NOW)]
