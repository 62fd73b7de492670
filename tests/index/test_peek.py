"""First rows are those that the whole list begins with."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.world import answers_to, catalog_of
from tests.query.strategies import NOW, articles, exprs
from tui.index import candidates, first_among, needed, select
from tui.query import Query


@settings(max_examples=60, deadline=None)
@given(articles(12), exprs(), st.integers(0, 12), st.data())
def test_the_first_rows_are_the_beginning_of_the_list(found, expr, count, data):
    query = Query(expr)
    catalog, answers = catalog_of(found), answers_to(query, found)
    unknown = data.draw(st.sets(st.sampled_from(needed(query)))) if needed(query) else set()
    known = {term: answer for term, answer in answers.items() if term not in unknown}
    some = candidates(query, unknown, catalog, known, NOW, count)
    # Of the unknown terms nothing is known beyond these few.
    among = {term: [one for one in answers[term] if one in some] for term in unknown}
    rows = first_among(query, some, catalog, {**known, **among}, NOW)
    whole = select(query, catalog, answers, NOW).ids.tolist()
    assert rows == whole[: len(rows)]
    assert len(some) == count or rows == whole
