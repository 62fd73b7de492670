"""Saved searches in queries: what stands for a name is what was saved under it, or a sentence says why not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.strategies import NOW, articles, exprs, queries
from tui.model.errors import SearchError
from tui.query import Query, SortKey, Term, all_of, any_of, matches, negation, parse, print_query, with_scope
from tui.query.edit import Scope, scope_of
from tui.query.searches import Searches, names_search, place, renamed, search_key, substituted, used

NAMES = ("Morning", "two words", 'quo"te', "東京", "🌅", "a:b", "(x)", "-not", "OR")


def named(*names):
    return Term("search", "is", names)


def texts(**saved):
    return Searches(saved)


@given(queries, queries, st.sampled_from(NAMES))
def test_a_name_means_what_was_saved_under_it(outer, inner, name):
    searches = Searches({name: print_query(inner)})
    for expr, by_hand in (
        (all_of([outer.expr, named(name)]), all_of([outer.expr, inner.expr])),
        (any_of([negation(named(name.upper())), outer.expr]), any_of([negation(inner.expr), outer.expr])),
        (negation(all_of([named(name), outer.expr])), negation(all_of([inner.expr, outer.expr]))),
    ):
        assert searches.inline(replace(outer, expr=expr)).expr == by_hand
    assert searches.inline(outer) == outer


@given(articles(), queries, st.lists(exprs(), min_size=1, max_size=4))
def test_one_in_another_finds_what_the_parts_find(found, outer, parts):
    """A chain: each search is what is not found by the one before, or its own part."""
    searches, by_hand = {"s0": print_query(Query(parts[0]))}, parts[0]
    for number, part in enumerate(parts[1:], start=1):
        step = any_of([negation(named(f"s{number - 1}")), part])
        searches[f"s{number}"] = print_query(Query(step))
        by_hand = any_of([negation(by_hand), part])
    meant = Searches(searches).inline(Query(all_of([outer.expr, named(f"s{len(parts) - 1}")])))
    for _, subject in found:
        wanted = matches(outer.expr, subject, NOW) and matches(by_hand, subject, NOW)
        assert matches(meant.expr, subject, NOW) == wanted


@given(st.text(min_size=1, max_size=30).filter(str.strip), queries)
def test_any_name_is_printed_read_and_found(name, inner):
    query = Query(named(name))
    assert parse(print_query(query)) == query
    assert Searches({name: print_query(inner)}).inline(query) == inner


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=3), min_size=1)
)
def test_every_net_of_names_comes_to_an_end(net):
    """It means something exactly if no way leads in a circle or to a name that nobody saved."""
    searches = Searches(
        {name: " | ".join([f"word{name}", *(f"-search:{one}" for one in uses)]) for name, uses in net.items()}
    )

    def sound(name, way=()):
        return name in net and name not in way and all(sound(one, (*way, name)) for one in net[name])

    for name in net:
        trouble = searches.trouble(name)
        assert bool(trouble) != sound(name)
        if trouble:
            with pytest.raises(SearchError, match=trouble.replace("(", r"\(")):
                searches.inline(Query(named(name)))


@pytest.mark.parametrize(
    ("query", "sentence", "marked"),
    [
        ("x search:Mornin", "no saved search “Mornin”: did you mean search:Morning?", "Mornin"),
        ('x search:"two word"', 'no saved search “two word”: did you mean search:"two words"?', '"two word"'),
        ("search:zzz", "no saved search “zzz”", "zzz"),
        ("#a search:(Morning,b)", "“B” uses “C” uses “B”", "b"),
        ("-search:self", "“self” uses “self”", "self"),
        ("x search:wrong y", "“wrong” cannot be used: this parenthesis is never closed", "wrong"),
        ("search:gone", "“gone” cannot be used: no saved search “nothing”", "gone"),
        ("search:over", "“gone” cannot be used: no saved search “nothing”", "over"),
        ("search:n0", "“n20” cannot be used: more than 20 saved searches in one another", "n0"),
        ("search:d0", "“d8” cannot be used: with its saved searches in place this query is too long", "d0"),
    ],
)
def test_what_cannot_be_used_says_why_and_where(query, sentence, marked):
    searches = Searches(
        {
            "Morning": "is:unread", "two words": "a", "B": "search:c x", "C": "search:b", "self": "a -search:Self",
            "wrong": "(a", "gone": "search:nothing", "over": "search:gone",
            **{f"n{number}": f"search:n{number + 1}" for number in range(30)}, "n30": "a",
            **{f"d{number}": f"search:d{number + 1} | -search:d{number + 1} x" for number in range(19)}, "d19": "a b",
        }
    )  # fmt: skip
    with pytest.raises(SearchError) as raised:
        searches.inline(parse(query))
    error = raised.value
    assert error.message == sentence
    assert error.text[error.position : error.position + error.length] == marked


def test_how_deep_they_stand_does_not_depend_on_who_asks_first():
    chain = {**{f"n{number}": f"search:n{number + 1}" for number in range(30)}, "n30": "a"}
    down, up = Searches(chain), Searches(chain)
    first = [bool(down.trouble(f"n{number}")) for number in range(31)]
    last = [bool(up.trouble(f"n{number}")) for number in reversed(range(31))][::-1]
    assert first == last == [number < 11 for number in range(31)]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("search:Morning", "sort:title group:day limit:9"),
        ("#a search:Morning -b", "sort:title group:day limit:9"),
        ("search:Outer", "sort:title group:day limit:3"),
        ("search:Morning sort:-date", "sort:-date group:day limit:9"),
        ("search:Morning limit:1 group:feed", "sort:title group:feed limit:1"),
        ("-search:Morning", ""),
        ("a | search:Morning", ""),
        ("search:(Morning,Outer)", ""),
    ],
)
def test_its_order_counts_where_the_query_is_confined_to_it(query, order):
    searches = Searches(
        {"Morning": "is:unread sort:title group:day limit:9", "Outer": "search:morning x limit:3"}
    )
    assert replace(searches.inline(parse(query)), expr=Query().expr) == parse(order)


def test_names_in_queries():
    query = parse('search:"Two words" -search:(a,B) | x')
    assert used(query) == ("Two words", "a", "B")
    assert names_search(query, " two WORDS ")
    assert not names_search(query, "c")
    assert print_query(renamed(query, "b", "new one")) == 'search:"Two words" -search:(a,"new one") | x'
    assert (
        print_query(substituted(query, "b", parse("y | z"))) == 'search:"Two words" -(y | z | search:a) | x'
    )
    assert substituted(parse("#a search:M"), "m", parse("b sort:title")) == parse("#a b sort:title")
    assert substituted(parse("-search:M"), "m", parse("b sort:title")) == parse("-b")
    assert place('foo search:"two words" x', "Two Words") == (11, 11)
    assert place("foo", "x") == (0, 3)
    assert search_key(" ÄB ") == "äb"


def test_a_search_is_a_scope_as_a_feed_is():
    query = with_scope(parse("#a is:unread"), Scope("search", "two words"))
    assert print_query(query) == 'search:"two words" #a is:unread'
    assert scope_of(query) == Scope("search", "two words")
    assert print_query(with_scope(query, Scope("feed", "X"))) == "feed:=X #a is:unread"
    assert scope_of(parse("-search:a")) == Scope()


@given(queries, queries)
def test_putting_one_in_place_is_inlining_where_there_is_no_other(outer, inner):
    query = replace(outer, expr=all_of([outer.expr, named("m")]))
    assert substituted(query, "M", inner) == Searches({"m": print_query(inner)}).inline(query)


def test_sort_alone_can_be_saved():
    assert Searches({"all": "sort:title"}).inline(parse("search:all")) == Query(sort=(SortKey("title"),))
