"""Counts by publisher's term against counting."""

from array import array

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.index.world import answers_to, catalog_of, entry_of, matching
from tests.query.strategies import NOW, TERMS, articles, exprs
from tui.index import TermPairs, term_counts, terms
from tui.model.changes import ChangeSet
from tui.model.term_columns import TermColumns
from tui.query import Query, Term, all_of, conjuncts, negation, tag_modes
from tui.query.edit import with_tag
from tui.query.words import term_key


def pairs_of(found):
    numbers = {name: at for at, name in enumerate(TERMS, start=7)}
    pairs = [
        (one.id, numbers[name]) for _, one in sorted(found, key=lambda one: one[1].id) for name in one.terms
    ]
    return TermPairs(
        TermColumns(
            array("I", [first for first, _ in pairs]),
            array("I", [second for _, second in pairs]),
            {number: name for name, number in numbers.items()},
        )
    )


def having(key, subjects):
    return sum(key in map(term_key, one.terms) for one in subjects)


def expected(query, found):
    """What each term of the articles, and each that the query names, counts."""
    modes = {term_key(name): (name, mode) for name, mode in reversed(tag_modes(query, "term").items())}
    counts = {}
    for key in {*(term_key(name) for _, one in found for name in one.terms), *modes}:
        name, mode = modes.get(key, ("", None))
        rest = query
        if mode == "exclude":
            rest = with_tag(query, name, None, "term")
        elif mode == "either":
            kept = (
                part
                for part in conjuncts(query.expr)
                if (getattr(part, "field", ""), getattr(part, "operator", "")) != ("term", "any")
            )
            rest = Query(all_of(kept))
        number = having(key, matching(rest, found))
        if number or mode:
            counts[key] = number
    return counts


term = st.sampled_from(TERMS)
toggles = st.one_of(
    term.map(lambda name: Term("term", "is", (name,))),
    term.map(lambda name: negation(Term("term", "is", (name,)))),
    st.lists(term, min_size=1, max_size=3, unique=True).map(lambda names: Term("term", "any", tuple(names))),
)


@pytest.fixture(params=["few", "many"])
def way(request, monkeypatch):
    """Both ways to count, whatever there is to count."""
    monkeypatch.setattr(terms, "_FEW", 30_000 if request.param == "few" else -1)


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(articles(), exprs(), st.lists(toggles, max_size=2))
def test_every_count_is_the_length_of_a_list(way, found, expr, chosen):
    query = Query(all_of((expr, *chosen)))
    counts = term_counts(query, catalog_of(found), answers_to(query, found), NOW, pairs_of(found))
    assert {term_key(name): number for name, number in counts.items()} == expected(query, found)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles(), articles())
def test_what_arrives_or_changes_is_counted_as_if_it_had_been_there(way, before, after):
    pairs = pairs_of(before)
    renewed = {one.id: (feed, one) for feed, one in (*before, *after)}
    pairs.apply(ChangeSet(updated=tuple(entry_of(feed, one) for feed, one in after)))
    found = list(renewed.values())
    counts = term_counts(Query(), catalog_of(found), {}, NOW, pairs)
    assert {term_key(name): number for name, number in counts.items()} == expected(Query(), found)


def test_only_the_most_frequent_are_given_but_a_search_sees_all(way):
    columns = TermColumns(
        array("I", [number for number in range(1, 101) for _ in range(number)]),
        array("I", [rank for number in range(1, 101) for rank in range(1, number + 1)]),
        {number: f"Term {number:03}" for number in range(1, 101)},
    )
    catalog = catalog_of([])
    catalog.everything.update(range(1, 101))
    top = term_counts(Query(), catalog, {}, NOW, TermPairs(columns), limit=3)
    assert top == {"Term 001": 100, "Term 002": 99, "Term 003": 98}
    found = term_counts(Query(), catalog, {}, NOW, TermPairs(columns), "tErM 10", limit=3)
    assert found == {"Term 100": 1}
