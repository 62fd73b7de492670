"""Looking at articles: ``list``, ``count``, ``show``."""

import re
import subprocess
from collections.abc import Callable

import pytest

from tests.cli.conftest import COMMAND, Broadsheet

NAMES = [
    "id", "feed_id", "feed", "title", "url", "author", "published_at", "first_seen_at",
    "updated_at", "terms", "tags", "read", "starred", "later", "hidden", "offline", "note", "words", "minutes",
    "story", "copies", "duplicate",
]  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Find = Callable[[str], str]


def test_list_is_newest_first_and_tab_separated_in_a_pipe(stocked: Broadsheet) -> None:
    ran = stocked("list", "feed:Harbor")
    cells = [line.split("\t") for line in ran.lines]
    assert ran.code == 0
    assert [row[3] for row in cells] == ["Football: a draw", "Grain prices fall", "Rabat opens its port"]
    assert cells[0][1:] == ["2026-11-04T08:00:00Z", "Harbor News", "Football: a draw", "http://127.0.0.1/n3"]


def test_a_query_may_stand_unquoted_with_a_dash_in_it(stocked: Broadsheet) -> None:
    ran = stocked("list", "feed:Harbor", "-football", "--urls", "sort:title")
    assert ran.lines == ["http://127.0.0.1/n2", "http://127.0.0.1/n1"]
    assert stocked("list", "--urls", "--", "-football", "feed:Harbor", "sort:title").lines == ran.lines
    # "-h…" is a word as well, although "-h" is an option.
    assert stocked("count", "feed:Harbor", "-harbor").out == "2\n"


def test_limit_holds_for_every_form(stocked: Broadsheet) -> None:
    assert len(stocked("list", "--limit", "2").lines) == 2
    assert len(stocked("list", "--json", "--limit", "2").json) == 2
    assert stocked("list", "feed:Harbor limit:1", "--urls").lines == ["http://127.0.0.1/n3"]


def test_json_has_exactly_the_documented_names(stocked: Broadsheet) -> None:
    ran = stocked("list", "Rabat", "feed:Harbor", "--json")
    (article,) = ran.json
    assert list(article) == NAMES
    assert article["title"] == "Rabat opens its port"
    assert article["feed"] == "Harbor News"
    assert article["author"] == "Jane Doe"
    assert article["published_at"] == "2026-11-02T08:00:00Z"
    assert TIME.fullmatch(article["first_seen_at"])
    assert article["updated_at"] is None
    assert article["terms"] == ["trade"]
    assert article["tags"] == ["harbor"]
    assert (article["read"], article["starred"], article["later"]) == (False, False, False)
    assert article["words"] > 5
    assert article["minutes"] >= 1


def test_json_of_nothing_is_an_empty_array(stocked: Broadsheet) -> None:
    ran = stocked("list", "xyzzy", "--json")
    assert (ran.code, ran.out) == (0, "[]\n")


def test_count_counts_what_list_lists(stocked: Broadsheet) -> None:
    for query in ("feed:Harbor is:unread", "xyzzy", ""):
        assert stocked("count", query).out == f"{len(stocked('list', query).lines)}\n"


def test_a_misspelled_name_is_answered_with_the_nearest(stocked: Broadsheet) -> None:
    ran = stocked("list", "(#harbr OR category:newz) -#nothing")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        'broadsheet: there is no tag "harbr": did you mean #harbor?',
        'broadsheet: there is no category "newz": did you mean category:news?',
        'broadsheet: there is no tag "nothing"',
    ]


def test_nothing_a_publisher_wrote_can_steer_a_terminal(stocked: Broadsheet, article_id: Find) -> None:
    number = article_id("feed:Evil")
    forms = (
        ["list"],
        ["list", "--json"],
        ["show", number],
        ["show", number, "--json"],
        ["show", number, "--html"],
    )
    for words in (*forms, ["feeds"], ["feeds", "--json"]):
        out = stocked(*words).out
        assert "Evil" in out or "here [/] %s" in out or "--html" in words
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
        assert "]52;c;ZXZpbA" not in out


def test_show_sets_an_article_in_lines(stocked: Broadsheet, article_id: Find) -> None:
    ran = stocked("show", article_id("Rabat feed:Harbor"), "--width", "40")
    assert ran.code == 0
    assert "Rabat opens its port" in ran.out
    assert "Jane Doe" in ran.out
    assert "Ships enter the harbor." in ran.out
    assert "Cargo" in ran.out
    assert "http://127.0.0.1/map" in ran.out
    assert max(len(line) for line in ran.lines if "://" not in line) <= 40


def test_show_json_adds_text_html_and_enclosures(stocked: Broadsheet, article_id: Find) -> None:
    (article,) = stocked("show", article_id("Rabat feed:Harbor"), "--json").json
    more = ["text", "html", "enclosures", "source", "language", "step", "steps", "full_texts"]
    assert list(article) == [*NAMES, *more]
    assert "Ships enter the harbor." in article["text"]
    assert "<b>enter</b>" in article["html"] or "<strong>enter</strong>" in article["html"]
    (attached,) = article["enclosures"]
    assert attached == {
        "url": "http://127.0.0.1/n1.mp3",
        "media_type": "audio/mpeg",
        "length": 1234,
        "duration": 0,
        "title": "",
        "season": 0,
        "episode": 0,
        "relation": "",
    }


def test_showing_marks_nothing(stocked: Broadsheet, article_id: Find) -> None:
    before = stocked("count", "is:unread").out
    stocked("show", article_id("Rabat feed:Harbor"))
    assert stocked("count", "is:unread").out == before


@pytest.mark.parametrize("words", [["99999"], ["99999", "--json"]])
def test_an_article_that_is_not_there_is_code_1(stocked: Broadsheet, words: list[str]) -> None:
    ran = stocked("show", *words)
    assert ran.code == 1
    assert ran.err.startswith("broadsheet: ")
    assert ran.err.count("\n") == 1


def test_an_article_is_named_by_a_number(broadsheet: Broadsheet) -> None:
    assert broadsheet("show", "is:unread").code == 2


@pytest.mark.parametrize("command", [["list"], ["count"], ["mark", "read"], ["tag", "add", "x"]])
def test_a_bad_query_is_code_2_with_a_caret_under_the_place(
    broadsheet: Broadsheet, command: list[str]
) -> None:
    ran = broadsheet(*command, "日本 is:unred")
    sentence, query, caret = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert sentence.startswith("broadsheet: ")
    assert "unread" in sentence
    assert query == "  日本 is:unred"
    # Each of the two ideographs is two cells wide.
    assert caret == "  " + " " * len("xxxx is:") + "^" * len("unred")


def test_closing_the_pipe_early_is_no_failure(stocked: Broadsheet) -> None:
    for words in (["list", "--json"], ["config", "default"]):
        process = subprocess.Popen(
            [*COMMAND, *words], env=stocked.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr:
            assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_a_terminal_without_utf_8_gets_question_marks_and_whole_json(stocked: Broadsheet) -> None:
    plain = Broadsheet(stocked.home, {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert plain("list", "feed:Manual").code == 0
    titles = {article["title"] for article in stocked("list", "--json").json}
    assert {article["title"] for article in plain("list", "--json").json} == titles
