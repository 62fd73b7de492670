"""Changing things: ``mark``, ``tag``, ``undo``, ``redo``."""

from collections.abc import Callable

import pytest

from tests.cli.conftest import Broadsheet

Find = Callable[[str], str]


@pytest.mark.parametrize(
    ("mark", "unmark", "query"),
    [
        ("read", "unread", "is:read"),
        ("starred", "unstarred", "is:starred"),
        ("later", "not-later", "is:later"),
        ("hidden", "shown", "is:hidden"),
    ],
)
def test_each_mark_is_set_and_taken_off(stocked: Broadsheet, mark: str, unmark: str, query: str) -> None:
    assert "3 articles marked" in stocked("mark", mark, "feed:Harbor").out
    assert stocked("count", query).out == "3\n"
    assert "3 articles marked" in stocked("mark", unmark, query).out
    assert stocked("count", query).out == "0\n"


def test_what_is_marked_already_is_said(stocked: Broadsheet) -> None:
    stocked("mark", "read", "title:grain")
    assert stocked("mark", "read", "feed:Harbor").out == "2 articles marked read (1 already).\n"


def test_ids_may_stand_for_a_query(stocked: Broadsheet, article_id: Find) -> None:
    number = article_id("Rabat feed:Harbor")
    assert stocked("mark", "starred", number, number).out == "1 article marked starred.\n"
    assert [row["title"] for row in stocked("list", "is:starred", "--json").json] == ["Rabat opens its port"]


def test_one_wrong_id_changes_nothing(stocked: Broadsheet, article_id: Find) -> None:
    ran = stocked("mark", "read", article_id("Rabat feed:Harbor"), "99999")
    assert (ran.code, ran.err) == (1, "broadsheet: there is no article 99999\n")
    assert stocked("count", "is:read").out == "0\n"


@pytest.mark.parametrize("words", [["mark", "read"], ["mark", "read", " "], ["tag", "add", "x"]])
def test_nothing_never_means_everything(broadsheet: Broadsheet, words: list[str]) -> None:
    ran = broadsheet(*words)
    assert ran.code == 2
    assert "say which articles" in ran.err


def test_dry_run_only_counts(stocked: Broadsheet) -> None:
    assert stocked("mark", "read", "feed:Harbor", "--dry-run").out == "3 articles would be marked read.\n"
    assert stocked("tag", "add", "x", "feed:Harbor", "--dry-run").out == "3 articles would be tagged #x.\n"
    assert stocked("count", "is:read OR #x").out == "0\n"


def test_tags_go_on_and_come_off(stocked: Broadsheet) -> None:
    assert (
        stocked("tag", "add", "#energy/oil", "title:grain", "feed:Harbor").out
        == "1 article tagged #energy/oil.\n"
    )
    assert stocked("list", "#energy", "--urls").lines == ["http://127.0.0.1/n2"]
    assert stocked("tag", "remove", "energy/oil", "feed:Harbor").code == 0
    assert stocked("count", "#energy").out == "0\n"


def test_undo_and_redo_take_whole_commands(stocked: Broadsheet) -> None:
    stocked("mark", "read", "feed:Harbor")
    stocked("tag", "add", "kept", "feed:Harbor")
    undone = stocked("undo")
    assert undone.code == 0
    assert undone.out.startswith("Undone: ")
    assert (stocked("count", "#kept").out, stocked("count", "is:read").out) == ("0\n", "3\n")
    stocked("undo")
    assert stocked("count", "is:read").out == "0\n"
    assert stocked("redo").out.startswith("Done again: ")
    assert stocked("redo").code == 0
    assert (stocked("count", "#kept").out, stocked("count", "is:read").out) == ("3\n", "3\n")
    assert stocked("redo").out == "There is nothing to redo.\n"


def test_unmarked_matches_are_said_in_words(stocked: Broadsheet) -> None:
    ran = stocked("mark", "read", "xyzzy")
    assert (ran.code, ran.out) == (0, "No article matches; nothing was changed.\n")
