"""The index against the matcher, and its order against sorting."""

from array import array
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from tests.index.world import answers_to, catalog_of, matching, relevance, updated_at
from tests.query.strategies import NOW, articles, queries
from tui.index import Catalog, evaluate, facets, needed, next_unread, select, sort_term
from tui.model.article import IndexEntry
from tui.model.changes import ChangeSet, StatusChange
from tui.model.columns import IndexColumns
from tui.model.ids import ArticleId
from tui.query import Query, Subject, Term, parse
from tui.query.words import fold

DIRECTIONS = {
    "date": -1, "received": -1, "updated": -1, "words": -1, "copies": -1, "relevance": -1, "title": 1, "feed": 1, "random": 1,
}  # fmt: skip


def thrown(number):
    """What decides the place of an article in today's shuffled order."""
    mixed = number ^ (NOW.date().toordinal() * 0x9E3779B1 & 0xFFFFFFFF)
    for multiplier, shift in ((0x85EBCA6B, 16), (0xC2B2AE35, 13), (1, 16)):
        mixed = (mixed ^ (mixed >> shift)) * multiplier & 0xFFFFFFFF
    return mixed


def sorted_by_hand(query, subjects):
    """By the keys, then newest first, then largest id first."""
    wordless = not any(term.field == "sort" and term.values[0] == "relevance" for term in needed(query))
    facts = {
        "updated": lambda one: updated_at(one) or one.sorted_at,
        "relevance": lambda one: one.sorted_at if wordless else relevance(one),
        "random": lambda one: thrown(one.id),
        "date": lambda one: one.sorted_at,
        "received": lambda one: one.first_seen_at,
        "words": lambda one: one.words,
        "copies": lambda one: one.copies,
        "title": lambda one: one.title,
        "feed": lambda one: fold(one.feed_title),
    }
    rows = sorted(subjects, key=lambda one: (-one.sorted_at, -one.id))
    for key in reversed(query.sort):
        rows.sort(key=facts[key.name], reverse=(DIRECTIONS[key.name] < 0) != key.reverse)
    return [one.id for one in rows][: query.limit]


@settings(max_examples=200, deadline=None)
@given(articles(), queries)
def test_a_selection_is_what_matches_in_order(found, query):
    query = replace(query, group="")
    catalog = catalog_of(found)
    selection = select(query, catalog, answers_to(query, found), NOW)
    expected = sorted_by_hand(query, matching(query, found))
    assert selection.ids.tolist() == expected
    assert (selection.count, selection.total, selection.query) == (len(expected), len(found), query)
    for place, number in enumerate(expected):
        assert number in selection
        assert selection.position(number) == place
    assert selection.position(9_999) is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is:unread -#a", [3, 2]),
        ("-is:unread -#a", [4]),
        ("#a -is:read", [1]),
        ("(#a | id:3) -id:1", [5, 3]),
        ("-(#a is:unread)", [5, 4, 3, 2]),
    ],
)
def test_what_is_left_out(text, ids):
    states = ((False, ("a",)), (False, ("b",)), (False, ()), (True, ()), (True, ("A/b",)))
    catalog = catalog_of(
        [(1, Subject(id=number, read=read, tags=tags)) for number, (read, tags) in enumerate(states, start=1)]
    )
    assert select(parse(text), catalog, {}, NOW).ids.tolist() == ids


def test_relevance_is_that_of_the_words_an_article_is_listed_for():
    query = parse('port "old town" -harbour (title:fish OR author:jo*) #a feed:x sort:relevance')
    (term,) = needed(query)[-1:]
    assert term == sort_term(
        "relevance", '("port") OR ("old town") OR ({title} : ("fish")) OR ({author} : ("jo" *))'
    )
    assert needed(parse("#a -harbour sort:relevance")) == needed(parse("#a -harbour"))


def test_a_shuffled_list_stays_so_all_day_and_is_another_tomorrow():
    catalog = catalog_of([(1, Subject(id=number)) for number in range(1, 60)])
    today, later, tomorrow = (
        select(parse("sort:random"), catalog, {}, NOW + timedelta(hours=hours)).ids.tolist()
        for hours in (0, 5, 24)
    )
    assert today == later != tomorrow
    assert sorted(today) == sorted(tomorrow) == list(range(1, 60))


def test_what_the_index_asks_of_the_store():
    query = parse("a (title:(x,y) | has:(tag,audio)) -words:1..2 #t is:new id:1 a sort:title,date")
    assert needed(query) == (
        Term("text", "words", ("a",)),
        Term("title", "words", ("x",)),
        Term("title", "words", ("y",)),
        Term("has", "is", ("audio",)),
        Term("words", "..", ("1", "2")),
        sort_term("title"),
    )
    assert needed(query.expr) == needed(query)[:-1]


@pytest.mark.parametrize(
    "answer",
    [
        [3, 1, 99], (3, 1, 99), array("I", [3, 1, 99]), np.array([3, 1, 99], np.uint32), BitMap([1, 3, 99]),
        array("I", [3, 1, 99]).tobytes(), memoryview(array("I", [3, 1, 99])).cast("B"), bytearray(array("I", [3, 1, 99])),
    ],
    ids=lambda answer: type(answer).__name__,
)  # fmt: skip
def test_answers_may_be_numbers_or_bytes(answer):
    catalog = catalog_of([(1, Subject(id=number)) for number in (1, 2, 3)])
    term = Term("text", "words", ("a",))
    assert set(evaluate(term, catalog, {term: answer}, NOW)) == {1, 3}


def test_ranks_may_be_bytes_and_may_name_strangers():
    catalog = catalog_of([(1, Subject(id=number)) for number in (1, 2, 3)])
    ranks = array("I", [1, 5, 2, 9, 3, 7, 4_000_000, 1])
    for answer in (ranks, ranks.tobytes()):
        selection = select(parse("sort:words"), catalog, {sort_term("words"): answer}, NOW)
        assert selection.ids.tolist() == [2, 3, 1]


def test_a_missing_answer_is_not_taken_for_nothing():
    with pytest.raises(KeyError):
        select(parse("word"), Catalog(), {}, NOW)


def test_a_selection_does_not_change_with_the_catalog():
    catalog = catalog_of([(1, Subject(id=1)), (1, Subject(id=2))])
    selection = select(parse("is:unread"), catalog, {}, NOW)
    catalog.apply(ChangeSet(statuses=(StatusChange("read", True, (ArticleId(1),)),)))
    assert 1 in selection
    assert select(parse("is:unread"), catalog, {}, NOW).ids.tolist() == [2]


def test_answers_about_times_are_kept_but_not_many():
    catalog = catalog_of([(1, Subject(id=1, sorted_at=86_400 * 15, tags=("a",)))])
    for _ in range(2):
        for month in range(1, 13):
            assert select(parse(f"date:1970-{month:02} has:tag"), catalog, {}, NOW).count == (month == 1)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("date:2026-11-23", [1]),
        ("date:2026-11-24", [2]),
        ("date:..2026-11-23", [1]),
        ("date:>2026-11-23", [2]),
        ("date:<=2026-11-23", [1]),
        ("date:2026-11-23..2026-11-24", [2, 1]),
    ],
)
def test_days_end_with_their_last_second(text, ids):
    midnight = int(NOW.replace(hour=0, minute=0).timestamp())
    catalog = catalog_of([(1, Subject(id=1, sorted_at=midnight - 1)), (1, Subject(id=2, sorted_at=midnight))])
    assert select(parse(text), catalog, {}, NOW).ids.tolist() == ids


def test_nothing_is_new_before_the_first_refresh():
    catalog = catalog_of([(1, Subject(id=1, first_seen_at=2_000_000_000))])
    catalog.new_since = None
    assert select(parse("is:new"), catalog, {}, NOW).count == 0


@given(st.lists(st.booleans(), max_size=20), st.integers(0, 20), st.sampled_from((1, -1)))
def test_the_next_unread(unread, start, step):
    catalog = catalog_of(
        [(1, Subject(id=number, read=not one)) for number, one in enumerate(unread, start=1)]
    )
    selection = select(parse("sort:-received"), catalog, {}, NOW)
    states = [number in catalog.unread for number in selection.ids.tolist()]
    places = range(start, len(states)) if step > 0 else range(min(start, len(states) - 1), -1, -1)
    if start < len(states):
        assert next_unread(selection, catalog, start, step) == next((at for at in places if states[at]), None)


def many(first, last):
    return [
        IndexEntry(
            number, number % 7 + 1, 1_000 + number * 37 % 5_000, number, number % 3 == 0, False, False, (), ()
        )
        for number in range(first, last)
    ]


def test_large_lists_stay_in_order_while_articles_arrive_move_and_go():
    entries = {entry.id: entry for entry in many(1, 4_000)}
    catalog = Catalog.build(IndexColumns.of(entries.values()), 1)

    def check():
        for text in ("", "is:unread", "id:<300", "date:1970 -is:read"):
            ids = set(evaluate(parse(text).expr, catalog, {}, NOW))
            chosen = [one for one in entries.values() if one.id in ids]
            chosen.sort(key=lambda one: (-one.sorted_at, -one.id))
            assert select(parse(text), catalog, {}, NOW).ids.tolist() == [one.id for one in chosen], text
            chosen.sort(key=lambda one: (one.sorted_at, -one.id))
            turned = select(parse(f"{text} sort:-date"), catalog, {}, NOW)
            assert turned.ids.tolist() == [one.id for one in chosen], text

    check()
    for first in (4_000, 4_050, 4_060, 4_500, 9_000):
        new = many(first, first + 50)
        moved = [
            IndexEntry(one.id, 1, one.sorted_at + first, one.first_seen_at, False, False, False, (), ())
            for one in many(first - 3_990, first - 3_970)
        ]
        gone = tuple(range(first - 3_000, first - 2_995))
        catalog.apply(ChangeSet(new=tuple(new), updated=tuple(moved), removed=gone))
        entries |= {one.id: one for one in (*new, *moved)}
        for number in gone:
            entries.pop(number, None)
        check()
    again = Catalog.load(catalog.dump(), catalog.generation)
    assert select(Query(), again, {}, NOW).ids.tolist() == select(Query(), catalog, {}, NOW).ids.tolist()
    check()


def test_hidden_articles_are_left_out_unless_asked_for():
    shown_one, hidden_one = (
        IndexEntry(number, 1, number, number, False, False, False, ("a",), (), hidden=number == 2)
        for number in (1, 2)
    )
    catalog = Catalog.build(IndexColumns.of([shown_one, hidden_one]), 1)

    def found(text):
        selection = select(parse(text), catalog, {}, NOW)
        return selection.ids.tolist(), selection.total

    assert found("") == ([1], 1)
    assert found("-#b OR #a") == ([1], 1)
    assert found("is:hidden") == ([2], 1)
    assert found("is:unread OR is:hidden") == ([2, 1], 1)
    assert found("id:2") == ([2], 1)
    assert facets(parse("#a"), catalog, {}, NOW).tags == {"a": 1}
    assert Catalog.load(catalog.dump(), 1).hidden == catalog.hidden
    catalog.apply(ChangeSet(statuses=(StatusChange("hidden", False, (2,)),), generation=2))
    assert found("") == ([2, 1], 2)
