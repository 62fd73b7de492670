"""Counts against counting."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.world import answers_to, catalog_of, matching
from tests.query.strategies import NOW, articles, exprs, feeds
from tui.index import facets, tally
from tui.model.changes import ChangeSet, TagChange
from tui.model.ids import ArticleId, FeedId
from tui.query import (
    Query,
    Scope,
    Subject,
    Term,
    all_of,
    conjuncts,
    parse,
    print_query,
    scope_of,
    tag_modes,
    terms,
    with_scope,
    with_state,
    with_tag,
)
from tui.query.browsing import browses
from tui.query.matcher import inside
from tui.query.searches import Searches
from tui.query.words import path_key


def count(query, found):
    return len(matching(query, found))


def parents(tag):
    """The tag and every name above it."""
    parts = tag.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def expected_tags(query, found):
    modes = {path_key(name): (name, mode) for name, mode in reversed(tag_modes(query).items())}
    named = (above for _, one in found for tag in one.tags for above in parents(tag))
    written = {path_key(name): name for name in named}
    counts = {}
    for key, tag in written.items():
        name, mode = modes.get(key, (tag, None))
        rest = query
        if mode == "exclude":
            rest = with_tag(query, name, None)
        elif mode == "either":
            kept = (part for part in conjuncts(query.expr) if getattr(part, "operator", "") != "any")
            rest = Query(all_of(kept))
        counts[key] = sum(any(inside(one, key) for one in subject.tags) for subject in matching(rest, found))
    return counts


@settings(max_examples=100, deadline=None)
@given(articles(), exprs())
def test_every_count_is_the_length_of_a_list(found, expr):
    query = Query(expr)
    catalog = catalog_of(found)
    counts = facets(query, catalog, answers_to(query, found), NOW)
    assert {path_key(name): number for name, number in counts.tags.items()} == expected_tags(query, found)

    rest = with_scope(query, Scope())
    if not any(one.field == "is" and set(one.values) - {"new"} for one in terms(rest.expr)):
        rest = Query(all_of([rest.expr, Term("is", "is", ("unread",))]))
    listed = {subject.id for subject in matching(rest, found)}
    for feed in feeds():
        own = sum(subject.id in listed for feed_id, subject in found if feed_id == feed.id)
        assert counts.feeds[feed.id] == own
    for path in ("News", "news/Africa", "sports"):
        below = sum(subject.id in listed and inside(subject.category, path) for _, subject in found)
        assert {path_key(name): number for name, number in counts.categories.items()}[path_key(path)] == below

    for state, number in counts.states.items():
        asked = all_of([with_state(query, "all").expr, Term("is", "is", (state,))])
        assert number == count(Query(asked), found)


def tagged(*tags, read=False):
    return [(1, Subject(id=number, tags=one, read=read)) for number, one in enumerate(tags, start=1)]


def test_what_each_kind_of_toggle_counts():
    found = tagged(("a", "b"), ("a",), ("b",), ("c",), ("news/africa",), ("News",))
    catalog = catalog_of(found)

    def tags(text):
        return dict(facets(parse(text), catalog, {}, NOW).tags)

    assert tags("") == {"a": 2, "b": 2, "c": 1, "news/africa": 1, "News": 2}
    assert tags("#a") == {"a": 2, "b": 1, "c": 0, "news/africa": 0, "News": 0}
    assert tags("-#a") == {"a": 2, "b": 1, "c": 1, "news/africa": 1, "News": 2}
    assert tags("tag:(a,c)") == {"a": 2, "b": 1, "c": 1, "news/africa": 0, "News": 0}
    assert tags("tag:(a,c) -#b") == {"a": 1, "b": 1, "c": 1, "news/africa": 0, "News": 0}
    assert tags("#news #gone") == dict.fromkeys(tags(""), 0)


def test_a_tag_nobody_has_any_more_is_gone():
    catalog = catalog_of(tagged(("a",), ("b",)))
    catalog.apply(
        ChangeSet(tags=(TagChange("A", False, (ArticleId(1),)), TagChange("gone", False, (ArticleId(1),))))
    )
    assert dict(facets(Query(), catalog, {}, NOW).tags) == {"b": 1}


def test_a_name_that_only_stands_above_tags_counts_its_branch():
    catalog = catalog_of(tagged(("World/Africa/Rabat",), ("world/Asia",), ("other",)))
    assert dict(facets(parse(""), catalog, {}, NOW).tags) == {
        "World/Africa/Rabat": 1,
        "World/Africa": 1,
        "World": 2,
        "world/Asia": 1,
        "other": 1,
    }
    catalog.apply(ChangeSet(removed=(ArticleId(1), ArticleId(2), ArticleId(3))))
    assert not facets(parse(""), catalog, {}, NOW).tags


def test_an_empty_catalog_counts_nothing():
    counts = facets(Query(), replace_feeds(catalog_of([]), ()), {}, NOW)
    assert (counts.tags, counts.feeds, counts.categories) == ({}, {}, {})
    assert counts.states == {"unread": 0, "starred": 0, "later": 0}


def test_feeds_without_articles_count_nothing_and_strangers_count():
    catalog = replace_feeds(catalog_of([(9, Subject(id=1))]), (replace(feeds()[0], id=FeedId(5)),))
    assert facets(Query(), catalog, {}, NOW).feeds == {5: 0, 9: 1}


def replace_feeds(catalog, known):
    catalog.set_feeds(known)
    return catalog


@settings(max_examples=60, deadline=None)
@given(articles(), exprs(), exprs())
def test_searches_are_counted_as_if_they_stood_there(found, outer, inner):
    """The query keeps the names: choosing another scope or tag must still know them from the rest."""
    searches = Searches({"Morning": print_query(Query(inner))})
    query = Query(all_of([outer, Term("search", "is", ("morning",))]))
    meant = searches.inline(query)
    catalog, answers = catalog_of(found), answers_to(meant, found)
    counts = facets(query, catalog, answers, NOW, searches)
    plain = facets(Query(all_of([outer])), catalog, answers_to(Query(outer), found), NOW)
    # What stands inside a search is no toggle of this query.
    for tag, number in counts.tags.items():
        if path_key(tag) not in map(path_key, tag_modes(query)):
            assert number == count(Query(all_of([meant.expr, Term("tag", "is", (tag,))])), found)
    # The search is the scope: without it the feeds are counted as without it.
    if not scoped(outer):
        assert counts.feeds == plain.feeds
    assert tally(meant, catalog, answers, NOW).total == count(meant, found)


def scoped(expr):
    return scope_of(Query(expr)) != Scope()


@settings(max_examples=80, deadline=None)
@given(articles(), exprs(), st.sets(st.integers(1, 4)))
def test_hidden_feeds_are_left_out_of_what_only_browses(found, expr, hidden):
    """The counts are those of the lists: choosing all feeds, a category or a tag shows as many."""
    query = Query(expr)
    catalog = catalog_of(found)
    catalog.set_feeds([replace(feed, hidden=feed.id in hidden) for feed in catalog.feeds])
    urls = {feed.feed_url for feed in catalog.feeds if feed.hidden}

    def listed(asked, more=()):
        both = Query(all_of([asked.expr, *more]))
        return [one for one in matching(both, found) if not (browses(both) and one.feed_url in urls)]

    counts = facets(query, catalog, answers_to(query, found), NOW)
    free = with_scope(query, Scope())
    if any(
        term.field == "is" and {"read", "hidden", "unread", "starred", "later"} & {*term.values}
        for term in terms(free.expr)
    ):
        assert counts.everything == len(listed(free))
    else:
        assert counts.everything == sum(not one.read for one in listed(free))
    for tag, number in counts.tags.items():
        if path_key(tag) not in map(path_key, tag_modes(query)):
            assert number == len(listed(query, [Term("tag", "is", (tag,))]))
