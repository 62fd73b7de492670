"""The examples of the page on filters find something in the demonstration, and not simply everything."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.demo_store import SETTINGS, build, demo_clock
from tui.config.paths import Paths
from tui.query import parse
from tui.service.library import Library

ROOT = Path(__file__).parents[2]
_TABLE = (
    (ROOT / "docs/filters.md")
    .read_text("utf-8")
    .partition("<!-- examples -->")[2]
    .partition("<!-- /examples")[0]
)
EXAMPLES = [
    (query.replace("\0", "|"), finds)
    for query, finds in re.findall(r"^\| `([^|]+)` \| (.+) \|$", _TABLE.replace("\\|", "\0"), re.MULTILINE)
]
#: What an example finds, where that is no matter of taste.
TITLES = {
    "author:ekman": ["Waking one task instead of all"],
    "-tag:*": ["Corrections for the week"],
    "title:market": ["The market in the rain", "A market in the rain"],
    "砂漠": ["砂漠の太陽光発電所が出力を倍増"],
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    return build(tmp_path_factory.mktemp("demo"))


async def _found(paths: Paths, queries: list[str]) -> list[list[str]]:
    library = await Library.open(SETTINGS, paths, clock=demo_clock)
    try:
        selections = [await library.select(parse(query)) for query in queries]
        return [[row.title for row in await library.rows(one.ids)] for one in selections]
    finally:
        await library.close()


def test_every_example_finds_something_and_not_everything(demo: Paths) -> None:
    assert len(EXAMPLES) == 20
    everything, *found = asyncio.run(_found(demo, ["", *(query for query, _ in EXAMPLES)]))
    for (query, _), titles in zip(EXAMPLES, found, strict=True):
        assert 0 < len(titles) < len(everything), query
        if query in TITLES:
            assert titles == TITLES[query], query


def test_the_front_page_shows_five_of_them_in_the_same_words() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.partition("## Five queries\n\n")[2].partition("\n\nThey")[0]
    shown = [tuple(re.split(r" {3,}", line.strip(), maxsplit=1)) for line in block.splitlines()]
    assert len(shown) == 5
    assert shown == EXAMPLES[:5]
