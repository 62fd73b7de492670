"""Queries that name a tag say its new name, and nothing else of them changes."""

import pytest
from hypothesis import given

from tests.query.strategies import queries
from tui.query import parse, print_query
from tui.query.renaming import mentions_tag, moved_tag, with_tag_renamed


@pytest.mark.parametrize(
    ("name", "old", "new", "moved"),
    [
        ("news", "news", "press", "press"),
        ("News/Africa", "news", "press", "press/Africa"),
        ("news/africa/rabat", "news/africa", "africa", "africa/rabat"),
        ("newspaper", "news", "press", "newspaper"),
        ("news", "news/africa", "x", "news"),
        ("Straße/x", "strasse", "road", "road/x"),
        ("news", "news", "world/news", "world/news"),
    ],
)
def test_a_tag_moves_with_those_below_it(name, old, new, moved):
    assert moved_tag(name, old, new) == moved


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("#news", "#press"),
        ("-#News/Africa rice", "-#press/Africa rice"),
        ("tag:(news,press,x)", "tag:(press,x)"),
        ("#news | #newspaper sort:title limit:3", "#press | #newspaper sort:title limit:3"),
        ("news feed:news category:news", "news feed:news category:news"),
        ("tag:*", "tag:*"),
    ],
)
def test_a_query_follows(text, after):
    query = parse(text)
    assert print_query(with_tag_renamed(query, "news", "press")) == after
    assert mentions_tag(query, "news") == (text != after)


@given(queries)
def test_there_and_back_is_the_same_query(query):
    # No generated query has the name in the middle.
    there = with_tag_renamed(query, "news", "fresh/name")
    assert parse(print_query(there)) == there
    assert not mentions_tag(there, "news") or not mentions_tag(query, "news")
    back = with_tag_renamed(there, "fresh/name", "News")
    assert print_query(back).casefold() == print_query(with_tag_renamed(query, "news", "News")).casefold()
