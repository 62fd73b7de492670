"""Copies as one row against folding by hand, and stories through changes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_index_entry
from tests.index.world import answers_to, catalog_of
from tests.query.strategies import NOW, articles, queries
from tui.index import Catalog, Evaluation, before_stories, evaluate, folds, reach, select
from tui.model.changes import ChangeSet, StoryChange
from tui.model.columns import IndexColumns
from tui.query import Query, parse


def folded_by_hand(ids, found):
    """The rows that stay, and for each article of the list the row it stands under."""
    facts = {one.id: one for _, one in found}
    rows = {}
    for number in ids:
        story = facts[number].story
        if not story:
            rows[number] = number
            continue
        same = [one for one in ids if facts[one].story == story]
        rows[number] = next((one for one in same if not facts[one].duplicate), same[0])
    return [number for number in ids if rows[number] == number], rows


@settings(max_examples=200, deadline=None)
@given(articles(), queries)
def test_a_folded_list_has_one_row_for_each_story(found, query):
    query = replace(query, group="")
    catalog = catalog_of(found)
    answers = answers_to(query, found)
    plain = select(query, catalog, answers, NOW)
    selection = select(query, catalog, answers, NOW, fold=True)
    kept, rows = folded_by_hand(plain.ids.tolist(), found)
    if not folds(query):
        kept, rows = plain.ids.tolist(), {number: number for number in plain.ids.tolist()}
    assert selection.ids.tolist() == kept
    # It stands for the same articles.
    assert (selection.count, selection.bitmap) == (plain.count, plain.bitmap)
    assert set(selection.articles.tolist()) == set(plain.ids.tolist())
    for number, row in rows.items():
        assert selection.position(number) == kept.index(row)
        assert set(selection.copies(number)) == {one for one, under in rows.items() if under == number != one}


@settings(max_examples=100, deadline=None)
@given(articles(), queries, st.booleans())
def test_a_command_on_a_folded_list_means_all_its_articles(found, query, in_order):
    query = replace(query, group="")
    catalog = catalog_of(found)
    answers = answers_to(query, found)
    selection = select(query, catalog, answers, NOW, fold=True)
    meant = reach(Query(), selection, (), Evaluation(catalog, {}, NOW), in_order=in_order)
    assert sorted(meant.ids.tolist()) == sorted(selection.bitmap)
    if in_order:
        assert meant.ids.tolist()[: len(selection.ids)] == selection.ids.tolist()


@settings(max_examples=100, deadline=None)
@given(articles(), queries)
def test_headings_by_day_count_the_rows_that_are_there(found, query):
    query = replace(query, group="day")
    catalog = catalog_of(found)
    answers = answers_to(query, found)
    flat = select(replace(query, group=""), catalog, answers, NOW, fold=True)
    selection = select(query, catalog, answers, NOW, fold=True)
    assert sorted(selection.ids.tolist()) == sorted(flat.ids.tolist())
    assert selection.groups.bounds.tolist()[-1] == len(selection.ids)


@settings(max_examples=100, deadline=None)
@given(articles(), queries, st.integers(0, 12))
def test_the_first_rows_are_those_of_the_folded_list(found, query, count):
    query = replace(query, group="", sort=(), limit=None)
    catalog = catalog_of(found)
    answers = answers_to(query, found)
    first = select(query, catalog, answers, NOW).ids.tolist()[:count]
    shown = before_stories(query, first, catalog)
    assert select(query, catalog, answers, NOW, fold=True).ids.tolist()[: len(shown)] == shown


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("is:unread copies:2.. sort:copies", True),
        ("group:day", True),
        ("is:duplicate", False),
        ("-is:duplicate rail", False),
        ("story:3 | rail", False),
        ("group:feed", False),
        ("group:tag", False),
        ("group:story", False),
    ],
)
def test_which_lists_are_folded(text, whether):
    assert folds(parse(text)) is whether


def told(catalog, text):
    return list(evaluate(parse(text).expr, catalog, {}, NOW))


def a_story():
    """Three copies, an article alone, and one whose copies are gone."""
    facts = ((1, 300, 7), (2, 100, 7), (3, 200, 7), (4, 50, 0), (5, 60, 9))
    entries = [
        make_index_entry(number, sorted_at=at, story=story, feed_id=number) for number, at, story in facts
    ]
    return Catalog.build(IndexColumns.of(entries), 1)


def test_the_earliest_is_the_original_unless_a_copy_names_its_source():
    catalog = a_story()
    assert (told(catalog, "is:duplicate"), told(catalog, "story:7")) == ([1, 3], [1, 2, 3])
    assert (told(catalog, "copies:3"), told(catalog, "copies:1")) == ([1, 2, 3], [4, 5])
    assert told(catalog, "story:9") == []
    catalog.apply(ChangeSet(stories=(StoryChange(7, (1, 2, 3), named=(1,)),)))
    assert told(catalog, "is:duplicate") == [2, 3]
    again = Catalog.load(catalog.dump(), 1)
    assert told(again, "is:duplicate") == [2, 3] and told(again, "copies:>2") == [1, 2, 3]
    # Named no longer, the earliest is the original again.
    catalog.apply(ChangeSet(stories=(StoryChange(7, (1, 2, 3)),)))
    assert told(catalog, "is:duplicate") == [1, 3]


def test_a_story_goes_on_without_its_original_and_ends_with_one_article():
    catalog = a_story()
    catalog.apply(ChangeSet(removed=(2,)))
    assert (told(catalog, "is:duplicate"), told(catalog, "copies:2")) == ([1], [1, 3])
    catalog.apply(ChangeSet(removed=(3,)))
    assert (told(catalog, "is:duplicate"), told(catalog, "copies:>1")) == ([], [])


def test_stories_grow_and_become_one():
    catalog = a_story()
    catalog.apply(ChangeSet(new=(make_index_entry(6, sorted_at=10, story=7, feed_id=6),)))
    assert told(catalog, "is:duplicate") == [1, 2, 3]
    catalog.apply(ChangeSet(stories=(StoryChange(7, (1, 2, 3, 4, 5, 6, 99)),)))
    assert told(catalog, "copies:6") == [1, 2, 3, 4, 5, 6]
    # What nobody knows stays away, and an article that was told anew keeps what is told of it.
    catalog.apply(ChangeSet(updated=(make_index_entry(1, sorted_at=300, story=0, feed_id=1),)))
    assert told(catalog, "copies:5") == [2, 3, 4, 5, 6]


def test_a_catalog_of_articles_that_went_with_their_feed_knows_no_copies_of_them():
    found = IndexColumns.of([make_index_entry(1, story=7), make_index_entry(2, story=7)])
    part = replace(found, ids=found.ids[:1], feeds=found.feeds[:1], sorted_at=found.sorted_at[:1])
    catalog = Catalog.build(replace(part, first_seen_at=found.first_seen_at[:1]), 1)
    assert told(catalog, "copies:1") == [1] and told(catalog, "story:7") == []


def test_everything_of_one_story_is_one_row():
    catalog = a_story()
    selection = select(Query(), catalog, {}, NOW, fold=True)
    assert selection.ids.tolist() == [2, 5, 4] and selection.copies(2) == [1, 3]
    # Without the original, the first of the list stands for the others.
    for text, row in (("-id:2", 1), ("-id:2 sort:-date", 3), ("-id:2 sort:-date limit:4", 3)):
        selection = select(parse(text), catalog, {}, NOW, fold=True)
        assert row in selection.ids.tolist() and selection.copies(row) == [4 - row]
    assert select(parse("sort:copies,date"), catalog, {}, NOW, fold=True).ids.tolist() == [2, 5, 4]
    assert select(parse("limit:2"), catalog, {}, NOW, fold=True).count == 2
