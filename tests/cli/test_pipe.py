"""``broadsheet pipe``."""

import json
import sys
from collections.abc import Callable

from tests.cli.conftest import Broadsheet

READ = "import sys; sys.stdout.write(sys.stdin.read())"


def test_markdown_goes_in(stocked: Broadsheet, article_id: Callable[[str], str]) -> None:
    ran = stocked("pipe", article_id("title:rabat"), "--", sys.executable, "-c", READ)
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == "# Rabat opens its port"


def test_json_goes_in(stocked: Broadsheet) -> None:
    ran = stocked("pipe", "feed:harbor", "--json", "--", sys.executable, "-c", READ)
    assert {row["title"] for row in json.loads(ran.out)} >= {"Rabat opens its port", "Football: a draw"}
    assert all("html" in row for row in json.loads(ran.out))


def test_values_stand_in_arguments_and_variables(stocked: Broadsheet) -> None:
    show = 'import os, pathlib, sys; print(sys.argv[1:], os.environ["BROADSHEET_FEED"], pathlib.Path(sys.argv[2]).read_text()[:8])'
    ran = stocked(
        "pipe", "feed:harbor", "sort:title", "--each", "--", sys.executable, "-c", show, "{title}", "{file}"
    )
    assert ran.code == 0
    assert len(ran.lines) == 3
    assert ran.lines[0].startswith("['Football: a draw', '/")
    assert ran.lines[0].endswith("Harbor News # Footba")


def test_the_exit_code_is_the_commands(stocked: Broadsheet, article_id: Callable[[str], str]) -> None:
    assert stocked("pipe", article_id("title:rabat"), "--", sys.executable, "-c", "exit(7)").code == 7


def test_what_is_wrong_is_said(stocked: Broadsheet) -> None:
    assert stocked("pipe", "title:rabat").code == 2
    assert stocked("pipe", "title:rabat", "--").code == 2
    ran = stocked("pipe", "feed:harbor", "--", "echo", "{title}")
    assert ran.code == 2
    assert "3 match: add --each" in ran.err
    ran = stocked("pipe", "title:rabat", "--", "no-such-program")
    assert ran.code == 1
    assert "no-such-program" in ran.err
