"""The corpus runner itself: on a small corpus that passes, and on one made to fail."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
SMALL = REPOSITORY / "tests" / "corpus"
SUITES = ("feedparser", "gofeed", "dates", "opml", "hostile", "evolution", "generated")


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        str(REPOSITORY / "scripts" / "corpus"),
        "--root",
        str(root),
        "--jobs",
        "1",
        "--failures",
    ]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)


def test_small_corpus_passes() -> None:
    done = run(SMALL, *SUITES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("1.0000") == len(SUITES)
    assert "MISSED" not in done.stdout


def test_no_corpus_is_no_failure(tmp_path: Path) -> None:
    done = run(tmp_path / "none")
    assert done.returncode == 0
    assert "No corpus" in done.stdout


PARSE: dict[str, Any] = {"id": "c", "op": "parse", "file": "one.xml", "url": "https://one.example.org/feed"}


@pytest.mark.parametrize(
    ("suite", "case", "words"),
    [
        ("real", PARSE | {"checks": [{"p": "entries", "m": "len", "v": 7}]}, "entries len: expected 7"),
        ("real", PARSE | {"must_not_contain": ["First"]}, "contains 'First'"),
        ("feedparser", PARSE | {"raw_checks": [{"path": ["bozo"], "op": "truthy"}, {"path": ["version"], "op": "eq", "value": "cdf"}]}, "raw ['version']"),
        ("generated", {"id": "c", "op": "parse", "url": "", "parts": [["lit", "<rss/>"]], "n": 1}, "expected 1 entries, got 0"),
        ("real", PARSE | {"max_s": 0.0}, "took longer than 0 s"),
        ("dates", {"id": "c", "op": "parse_date", "input": "x", "expected": "2024-05-06T00:00:00Z"}, "expected 2024-05-06"),
        ("real", PARSE | {"file": "gone.xml"}, "FileNotFoundError"),
        ("evolution", {"id": "c", "op": "evolution", "file": "one.xml", "file2": "one.xml", "new": 3}, "expected 3 new"),
    ],
)  # fmt: skip
def test_each_way_to_fail_is_said(tmp_path: Path, suite: str, case: dict[str, Any], words: str) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / f"{suite}.jsonl").write_text(json.dumps(case) + "\n")
    (tmp_path / "one.xml").write_bytes((SMALL / "files" / "one.xml").read_bytes())
    done = run(tmp_path, suite)
    assert done.returncode == 1, done.stdout + done.stderr
    assert words in done.stdout
    assert "MISSED" in done.stdout
