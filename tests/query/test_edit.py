"""Toggles edit the one query, and taking them back gives the query they began with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.strategies import queries
from tui.query import (
    Query,
    Scope,
    conjuncts,
    parse,
    print_query,
    scope_of,
    state_of,
    tag_modes,
    with_scope,
    with_state,
    with_tag,
)
from tui.query.words import path_key

MODES = ("require", "exclude", "either")
#: A tag that no generated query has.
FRESH = "fresh/tag"


def toggled(text, tag, mode):
    return print_query(with_tag(parse(text), tag, mode))


@pytest.mark.parametrize(
    ("text", "tag", "mode", "result"),
    [
        ("", "a", "require", "#a"),
        ("foo", "a", "require", "foo #a"),
        ("foo", "a", "exclude", "foo -#a"),
        ("foo", "a", "either", "foo tag:(a)"),
        ("foo tag:(a)", "b", "either", "foo tag:(a,b)"),
        ("foo tag:(a,b) bar", "a", None, "foo tag:(b) bar"),
        ("foo tag:(b) bar", "b", None, "foo bar"),
        ("#a foo", "a", "exclude", "-#a foo"),
        ("-#a foo", "a", "require", "#a foo"),
        ("#a foo", "A", None, "foo"),
        ("#a foo #a", "a", None, "foo"),
        ("#a foo #a", "a", "exclude", "-#a foo"),
        ("#a tag:(b,c)", "a", "either", "tag:(b,c,a)"),
        ("tag:(b,c) #a", "b", "either", "tag:(b,c) #a"),
        ("tag:(b,c) foo", "b", "require", "#b tag:(c) foo"),
        ("tag:(b) foo", "b", "exclude", "-#b foo"),
        ("#a foo", "a", "either", "tag:(a) foo"),
        ("-tag:(a,b) foo", "a", None, "-tag:(b) foo"),
        ("-tag:(a,b)", "a", "require", "#a -tag:(b)"),
        ("a | b", "t", "require", "(a | b) #t"),
        ("#a | b", "a", None, "#a | b"),
        ("tag:* -tag:*", "a", None, "tag:* -tag:*"),
        ("foo sort:title limit:3", "a", "require", "foo #a sort:title limit:3"),
        ("foo sort:title group:day limit:3", "a", "require", "foo #a sort:title group:day limit:3"),
    ],
)
def test_toggles(text, tag, mode, result):
    assert toggled(text, tag, mode) == result


def test_modes():
    modes = tag_modes(parse("foo #a -#b tag:(c,d) (#e | #f) -tag:(g,h) tag:* #a"))
    assert modes == {
        "a": "require",
        "b": "exclude",
        "c": "either",
        "d": "either",
        "g": "exclude",
        "h": "exclude",
    }


@given(queries, st.sampled_from(MODES))
def test_a_toggle_taken_back_leaves_nothing(query, mode):
    assert with_tag(with_tag(query, FRESH, mode), FRESH, None) == query


@given(queries, st.lists(st.sampled_from((*MODES, None)), max_size=5))
def test_the_last_toggle_counts(query, modes):
    others = tag_modes(query)
    for mode in modes:
        query = with_tag(query, FRESH, mode)
        assert tag_modes(query).get(FRESH) == mode
    # The other tags filter as they did.
    assert {name: mode for name, mode in tag_modes(query).items() if name != FRESH} == others


@given(queries, st.sampled_from(MODES))
def test_any_tag_can_be_set_and_let_go(query, mode):
    for name in tag_modes(query):
        turned = with_tag(query, name, mode)
        assert {path_key(key): one for key, one in tag_modes(turned).items()}[path_key(name)] == mode
        assert path_key(name) not in map(path_key, tag_modes(with_tag(query, name, None)))


SCOPES = (
    Scope(),
    Scope("feed", 'X "y"'),
    Scope("feed-url", "https://x"),
    Scope("category", "a/b"),
    Scope("category"),
)


@given(queries, st.sampled_from(SCOPES))
def test_scopes_replace_one_another(query, scope):
    scoped = with_scope(query, scope)
    assert scope_of(scoped) == scope
    assert parse(print_query(scoped)) == scoped
    free = with_scope(query, Scope())
    assert scope_of(free) == Scope()
    assert with_scope(scoped, Scope()) == free
    if scope_of(query) == Scope():
        assert free == query


@given(queries, st.sampled_from(("all", "unread", "starred", "later")))
def test_states_replace_one_another(query, state):
    turned = with_state(query, state)
    assert state_of(turned) == state
    assert with_state(turned, "all") == with_state(query, "all")
    if state_of(query) == "all":
        assert with_state(query, "all") == query


def test_where_scope_and_state_stand():
    query = with_scope(with_state(parse("foo #a"), "unread"), Scope("feed", "X"))
    assert print_query(query) == "feed:=X is:unread foo #a"
    assert print_query(with_state(query, "later")) == "feed:=X is:later foo #a"
    assert (
        print_query(with_scope(parse("foo category:a bar feed:=X"), Scope("category", "b")))
        == "foo category:b bar"
    )
    assert print_query(with_state(with_scope(Query(), Scope("feed", "X")), "unread")) == "feed:=X is:unread"
    # What says more than one scope or state is the user's own.
    own = parse("category:(a,b) is:(unread,later) is:read feed:kernel")
    assert (scope_of(own), state_of(own)) == (Scope(), "all")
    assert len(conjuncts(with_state(with_scope(own, Scope()), "all").expr)) == 4
