"""What the page on moving in says becomes of a filter is what becomes of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.peers import elfeed_filter, newsboat_terms
from tui.peers.newsboat_terms import Translation

PAGE = (Path(__file__).parents[2] / "docs" / "moving.md").read_text("utf-8")


def _rows(name: str) -> list[tuple[str, str]]:
    table = PAGE.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0].replace("\\|", "\0")
    rows = re.findall(r"^\| `([^|]+)` \| `([^|]*)` \|$", table, re.MULTILINE)
    return [(left.replace("\0", "|"), right.replace("\0", "|")) for left, right in rows]


@pytest.mark.parametrize(
    ("translate", "name", "least"),
    [(newsboat_terms.translate, "newsboat", 12), (elfeed_filter.translate, "elfeed", 5)],
)
def test_the_tables_are_true(translate: Callable[[str], Translation], name: str, least: int) -> None:
    rows = _rows(name)
    assert len(rows) >= least
    for theirs, ours in rows:
        result = translate(theirs)
        assert (result.query, result.problems, result.remarks) == (ours, [], []), theirs
