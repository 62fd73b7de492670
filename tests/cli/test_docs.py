"""What the documentation says is what the program does."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cli.conftest import Broadsheet
from tui.cli.main import COMMANDS
from tui.config.settings import Settings
from tui.query import parse, print_query
from tui.ui.actions import ACTIONS

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
ATOM = "{http://www.w3.org/2005/Atom}"


def _queries(text: str) -> list[str]:
    """The first cells of the tables in a page, as far as they are one piece of code."""
    return [found.replace("\\|", "|") for found in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)]


FILTERS = [
    query for query in _queries((ROOT / "docs/filters.md").read_text("utf-8")) if not query.endswith(":")
]


@pytest.mark.parametrize("query", FILTERS)
def test_every_query_in_the_page_on_filters_means_something(query: str) -> None:
    parsed = parse(query)
    assert parse(print_query(parsed)) == parsed


def test_the_queries_of_the_page_run(stocked: Broadsheet) -> None:
    assert len(FILTERS) > 30
    # The saved searches that the page speaks of.
    stocked("search", "save", "Morning", "is:unread")
    stocked("search", "save", "Long reads", "minutes:>=10")
    everything = int(stocked("count").out)
    either = " OR ".join(f"({query})" for query in FILTERS if not re.search("(sort|group|limit):", query))
    ran = stocked("count", either)
    assert ran.err == ""
    assert 0 < int(ran.out) <= everything


def test_the_five_queries_of_the_front_page_mean_something() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.partition("## Five queries\n\n")[2].partition("\n\nThey")[0]
    queries = [line.strip().partition("   ")[0] for line in block.splitlines()]
    assert len(queries) == 5
    for query in queries:
        parse(query)


def test_the_tables_are_those_of_the_code() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/docs.py"), "--check"], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_wrong_query_in_the_page_on_scripting_is_answered_so(broadsheet: Broadsheet) -> None:
    text = (ROOT / "docs/scripting.md").read_text("utf-8")
    found = re.search(r"^    \$ broadsheet (.*)\n((?:    .*\n)+)", text, re.MULTILINE)
    assert found is not None
    assert broadsheet(*found[1].split()).err == re.sub("^    ", "", found[2], flags=re.MULTILINE)


def test_every_option_is_in_the_page_on_configuration() -> None:
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"| `{name}` |" in text


def test_every_command_is_in_the_page_on_scripting() -> None:
    text = (ROOT / "docs/scripting.md").read_text("utf-8")
    for name in COMMANDS:
        assert re.search(rf"^\|.*`{name}\b", text, re.MULTILINE), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


class _Keys(HTMLParser):
    """Collects what stands in ``<kbd>`` and ``<code>``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"kbd": [], "code": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.found:
            self._inside = tag
            self.found[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[self._inside][-1] += data


def _manual() -> dict[str, list[str]]:
    root = ElementTree.fromstring(files("tui.service").joinpath("bundled/manual.xml").read_bytes())
    reader = _Keys()
    for content in root.iter(f"{ATOM}content"):
        reader.feed(content.text or "")
    return reader.found


def test_every_key_of_the_manual_does_something() -> None:
    named = {"pgdn": "pagedown", "pgup": "pageup", "esc": "escape"}
    known = {part for action in ACTIONS for key in action.keys for part in key.split(" ")}
    folded = {key.lower() if len(key) > 1 else key for key in known} | {"ctrl+c"}
    for key in _manual()["kbd"]:
        plain = key.lower() if len(key) > 1 else key
        assert named.get(plain, plain) in folded, key


def test_every_query_and_command_of_the_manual_is_understood(broadsheet: Broadsheet) -> None:
    commands = set()
    for code in _manual()["code"]:
        for found in re.finditer(r"^broadsheet (\w+)(.*)$", code, re.MULTILINE):
            commands.add(found[1])
            for option in re.findall(r" (--[a-z-]+)", found[2]):
                assert option in broadsheet(found[1], "--help").out
        if re.match(r"[(#\w\"]+[:*]", code) and "broadsheet" not in code:
            for line in code.splitlines():
                parse(line.partition("   ")[0])
    assert commands <= set(COMMANDS)
    assert len(commands) > 8


def test_the_starter_set_has_unique_addresses_with_https() -> None:
    root = ElementTree.fromstring(files("tui.service").joinpath("bundled/starter.opml").read_bytes())
    feeds = [node for node in root.iter("outline") if node.get("xmlUrl")]
    addresses = [node.get("xmlUrl", "") for node in feeds]
    assert len(addresses) == len(set(addresses)) >= 20
    assert all(address.startswith("https://") for address in addresses)
    assert all(node.get("text") and node.get("htmlUrl", "").startswith("https://") for node in feeds)
