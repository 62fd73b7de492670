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


@pytest.mark.parametrize("option", ["--dry-run", "-n"])
def test_dry_run_prints_what_would_change(stocked: Broadsheet, option: str) -> None:
    stocked("mark", "read", "title:grain")
    *lines, said = stocked("mark", "read", "feed:Harbor sort:title", option).lines
    assert [line.split("\t")[3] for line in lines] == ["Football: a draw", "Rabat opens its port"]
    assert said == "2 articles would be marked read (1 already)."
    assert stocked("tag", "add", "x,y", option, "title:grain").lines[1:] == [
        "1 article would be tagged #x #y."
    ]
    assert stocked("tag", "remove", "x", "title:grain", option).lines == [
        "0 articles would be no longer tagged #x (1 already)."
    ]
    assert stocked("count", "is:read OR #x").out == "1\n"


def test_several_tags_are_one_deed(stocked: Broadsheet) -> None:
    assert stocked("tag", "add", "x, #y/z", "feed:Harbor").out == "3 articles tagged #x #y/z.\n"
    assert stocked("count", "#x #y").out == "3\n"
    assert "#x #y/z" in stocked("undo").out
    assert stocked("count", "#x OR #y").out == "0\n"


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


def test_tags_are_listed_with_what_is_above_them(stocked: Broadsheet) -> None:
    stocked("tag", "add", "news/port", "title:grain")
    assert stocked("tag", "list").lines == ["3\tharbor\t", "1\tnews\t", "1\tnews/port\t"]
    assert stocked("tag", "list", "--json").json[1] == {"name": "news", "articles": 1, "color": "tag"}


def test_a_tag_is_renamed_for_what_arrives_too_and_that_is_undone(stocked: Broadsheet) -> None:
    stocked("tag", "add", "port", "title:grain")
    dry = stocked("tag", "rename", "#harbor", "port", "--dry-run")
    assert dry.out == "#harbor would become #port: 3 articles, 1 feed, joining 1 article there.\n"
    assert stocked("count", "#harbor").out == "3\n"
    assert stocked("tag", "rename", "harbor", "port").out.startswith("#harbor is now #port: 3 articles")
    assert stocked("tag", "list").lines == ["3\tport\t"]
    assert [row["tags"] for row in stocked("feeds", "--category", "news", "--json").json] == [["port"]]
    assert "rename #harbor to #port" in stocked("undo").out
    assert stocked("tag", "list").lines == ["3\tharbor\t", "1\tport\t"]


def test_a_tag_is_colored_and_deleted(stocked: Broadsheet) -> None:
    assert stocked("tag", "color", "harbor", "star").code == 0
    assert stocked("tag", "list").lines == ["3\tharbor\tstar"]
    assert (
        stocked("tag", "delete", "harbor", "--dry-run").out
        == "#harbor would be deleted: 3 articles, 1 feed.\n"
    )
    assert stocked("tag", "delete", "harbor").out == "#harbor is deleted: 3 articles, 1 feed.\n"
    assert stocked("tag", "list").lines == []
    stocked("undo")
    assert stocked("tag", "list").lines == ["3\tharbor\tstar"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["tag"], 2, "tag"),
        (["tag", "paint", "x"], 2, "invalid choice"),
        (["tag", "rename", "harbor"], 2, "NEW"),
        (["tag", "rename", "harbor", " "], 2, "say which tag"),
        (["tag", "rename", "nobody", "x"], 1, "There is no tag #nobody."),
        (["tag", "delete", "nobody"], 1, "There is no tag #nobody."),
        (["tag", "delete", "nobody", "--dry-run"], 1, "There is no tag #nobody."),
        (["tag", "rename", "nobody", "x", "--dry-run"], 1, "There is no tag #nobody."),
        (["tag", "color", "harbor", "mauve"], 2, "mauve"),
    ],
)
def test_what_is_wrong_with_a_tag_is_said(
    stocked: Broadsheet, words: list[str], code: int, said: str
) -> None:
    ran = stocked(*words)
    assert (ran.code, said in ran.err) == (code, True), ran.err
