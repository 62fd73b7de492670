"""Patterns are looked for only where nothing else decides, and only once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.world import catalog_of
from tests.query.strategies import NOW, PATTERNS, articles, exprs, terms
from tui.index import UNLOOKED, Verdicts, evaluate, needed, patterns_in
from tui.query import And, Not, Or, Term, matches

PATTERN = Term("text", "regex", ("/a/",))
STARRED = Term("is", "is", ("starred",))
NEVER, ALWAYS = Term("id", "=", ("999",)), Term("id", ">", ("0",))

patterned = exprs(terms | st.sampled_from(PATTERNS).map(lambda value: Term("text", "regex", (value,))))


def settled(expr, found, looked_at):
    """Answers of the store, and of the first *looked_at* articles that a pattern must be looked for in."""
    catalog, verdicts = catalog_of(found), Verdicts()
    subjects = {subject.id: subject for _, subject in found}
    answers = {
        term: [one.id for one in subjects.values() if matches(term, one, NOW)] for term in needed(expr)
    }
    left = []
    for term in patterns_in(expr):
        if term.field in ("feed", "feed-url"):
            answers[term] = [one.id for one in subjects.values() if matches(term, one, NOW)]
            continue
        ids = verdicts.open(expr, term, catalog, answers, NOW).tolist()
        some = ids[:looked_at]
        verdicts.put(term, some, [number for number in some if matches(term, subjects[number], NOW)])
        answers[term] = verdicts.found(term).copy()
        left += ids[looked_at:]
        if left:
            answers[UNLOOKED] = left
    return catalog, answers


@settings(max_examples=60, deadline=None)
@given(articles(12), patterned)
def test_what_is_not_looked_into_makes_no_difference(found, expr):
    catalog, answers = settled(expr, found, 1_000)
    assert UNLOOKED not in answers
    assert set(evaluate(expr, catalog, answers, NOW)) == {
        one.id for _, one in found if matches(expr, one, NOW)
    }


@settings(max_examples=60, deadline=None)
@given(articles(12), patterned, st.integers(0, 6))
def test_without_time_something_is_missing_but_nothing_is_wrong(found, expr, looked_at):
    catalog, answers = settled(expr, found, looked_at)
    right = {one.id for _, one in found if matches(expr, one, NOW)}
    said = set(evaluate(expr, catalog, answers, NOW))
    assert said <= right
    assert right - said <= set(answers.get(UNLOOKED, ()))


@settings(max_examples=60, deadline=None)
@given(articles(12))
def test_other_terms_go_first(found):
    catalog, verdicts = catalog_of(found), Verdicts()
    starred = {one.id for _, one in found if one.starred}
    dates = {one.id: (one.sorted_at, one.id) for _, one in found}

    def asked(expr):
        return verdicts.open(expr, PATTERN, catalog, {}, NOW).tolist()

    assert asked(And((PATTERN, STARRED))) == sorted(starred, key=dates.get, reverse=True)
    assert set(asked(And((Not(PATTERN), STARRED)))) == starred
    assert set(asked(Or((PATTERN, STARRED)))) == set(dates) - starred
    assert asked(And((PATTERN, NEVER))) == asked(Or((PATTERN, ALWAYS))) == []


@settings(max_examples=60, deadline=None)
@given(articles(12))
def test_nothing_is_looked_into_twice_unless_it_changed(found):
    catalog, verdicts = catalog_of(found), Verdicts()
    ids = verdicts.open(PATTERN, PATTERN, catalog, {}, NOW).tolist()
    verdicts.put(PATTERN, ids, ids[:2])
    assert verdicts.open(PATTERN, PATTERN, catalog, {}, NOW).tolist() == []
    verdicts.forget(ids[1:2])
    assert verdicts.open(PATTERN, PATTERN, catalog, {}, NOW).tolist() == ids[1:2]
    assert set(verdicts.found(PATTERN)) == set(ids[:1])
    verdicts.clear()
    assert len(verdicts.open(PATTERN, PATTERN, catalog, {}, NOW)) == len(ids)
