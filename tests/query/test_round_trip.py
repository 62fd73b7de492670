from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.strategies import exprs, queries, wild_terms
from tui.model.errors import QuerySyntaxError
from tui.query import EVERYTHING, And, Not, Or, Query, Term, all_of, any_of, negation, parse, print_query


@given(queries)
def test_printed_queries_parse_to_themselves(query):
    assert parse(print_query(query)) == query


@given(exprs(wild_terms))
def test_so_do_values_of_any_shape(expr):
    assert parse(print_query(Query(expr))) == Query(expr)


@settings(max_examples=300)
@given(st.text(alphabet='ab #:-!()"\\|,*/<>=.+ORNT\n', max_size=20), st.booleans())
def test_any_text_is_a_query_or_a_complaint_about_a_place(text, typing):
    try:
        query = parse(text, typing=typing)
    except QuerySyntaxError as error:
        assert 0 <= error.position <= len(text)
        assert error.position + error.length <= max(len(text), error.position + 1)
        assert error.message
    else:
        assert parse(print_query(query)) == query


def test_expressions_are_kept_in_normal_form():
    a, b, c = (Term("text", "words", (letter,)) for letter in "abc")
    assert all_of([a, all_of([b, c])]) == And((a, b, c))
    assert any_of([a, any_of([b, c])]) == Or((a, b, c))
    assert negation(negation(a)) == a
    assert negation(a) == Not(a)
    assert all_of([]) == EVERYTHING
    assert all_of([EVERYTHING, a]) == a
    assert any_of([a, EVERYTHING]) == EVERYTHING
    assert print_query(Query()) == ""


def test_parentheses_only_where_they_matter():
    for text in ("a b | c", "(a | b) c", "-(a b)", "-(a | b) c", "a -b", 'feed:="X y" is:unread #a -#b'):
        assert print_query(parse(text)) == text
    assert print_query(parse("((a) AND (b)) OR (NOT NOT c)")) == "a b | c"
