import re
from pathlib import Path

import pytest

import tui

SOURCE = Path(tui.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 400
BANNED_NAMES = {"utils", "helpers", "manager", "common", "data", "info"}


def test_there_is_something_to_look_at():
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_is_long_or_nameless(path):
    text = path.read_text()
    assert text.count("\n") <= MOST_LINES, "split it by reason, not by length"
    assert path.stem not in BANNED_NAMES
    assert text.startswith('"""'), "a module says first what it is for"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_is_left_for_later(path):
    found = re.findall(r"\b(TODO|FIXME|raise NotImplementedError)\b", path.read_text())
    assert not found
