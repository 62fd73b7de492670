"""``broadsheet clean``: said first, done then, and brought back."""

import json

import pytest

from tests.cli.conftest import Broadsheet


@pytest.fixture
def read(stocked: Broadsheet) -> Broadsheet:
    """Three articles, two of them read, one of those starred."""
    stocked("mark", "read", "title:grain OR title:football")
    stocked("mark", "starred", "title:football")
    return stocked


def titles(broadsheet: Broadsheet, *query: str) -> list[str]:
    return [one["title"] for one in broadsheet("list", "--json", *query).json]


def test_nothing_goes_without_a_word(read):
    ran = read("clean")
    assert (ran.code, ran.out) == (0, "Nothing is too old or too much.\n")


def test_what_would_go_is_said_and_then_it_goes_and_comes_back(read):
    before = titles(read)
    would = read("clean", "-n", "is:read")
    assert would.lines[0].split("\t")[::2] == ["1", "Harbor News"]
    assert would.lines[1].startswith("1 article of 1 feed would go, ")
    assert would.lines[2] == "1 article of that query stays."
    assert titles(read) == before
    gone = read("clean", "is:read")
    assert gone.lines[0].startswith("1 article of 1 feed gone, ")
    assert gone.lines[-1] == '"broadsheet clean --restore" brings the articles back for 30 days.'
    assert "Grain prices fall" in before and "Grain prices fall" not in titles(read)
    assert read("clean", "--removed").lines[0].split("\t")[1] == "1"
    assert read("clean", "--restore").out == "1 article brought back.\n"
    assert titles(read) == before
    assert read("clean", "--restore").code == 1


def test_marks_are_named_that_shall_not_protect(read):
    by_feed = read("clean", "-n", "--json", "--older", "2099-01-01", "--also", "unread,starred").json
    assert [(one["title"], one["articles"], one["unsubscribed"]) for one in by_feed[:1]] == [
        ("Harbor News", 3, False),
    ]
    assert read("clean", "--newest", "1", "--also", "unread", "--for-good", "-q").out == ""
    assert read("clean", "--removed").out == ""
    assert titles(read, "feed:harbor") == ["Football: a draw"]


def test_only_of_one_feed_and_by_the_settings(read):
    (read.home / "config.toml").write_text("keep_newest = 1\nkeep_unread = false\n")
    assert read("clean", "-n", "--feed", "harbor").lines[-1].startswith("2 articles of 1 feed would go, ")
    assert "there is no feed" in read("clean", "-n", "--feed", "nobody").err
    assert json.loads(read("clean", "--json").out)[0]["articles"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--also", "hidden"), "--also hidden: there are unread, starred"),
        (("--older", "old"), "an age looks like 90d"),
        (("--newest", "0"), "must be a whole number from 1"),
        (("is:",), "is:"),
    ],
)
def test_what_is_not_understood_is_said(read, words, said):
    ran = read("clean", *words)
    assert ran.code == 2 and said in ran.err
