"""Beside newsboat itself, where it is installed: what its killfile drops is what our query finds."""

import os
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.routes import feed
from tests.server import Server
from tui.peers.newsboat_terms import translate
from tui.query import Subject, matches, parse

pytestmark = pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")


@dataclass(frozen=True)
class Item:
    title: str
    author: str
    link: str
    days: int
    audio: bool = False


ITEMS = [
    Item("Linux 7 is out", "Jane Doe", "http://a.example/1", 0),
    Item("A rusty old party", "frank", "http://b.example/live/22", 2, audio=True),
    Item("AD: buy rust now", "", "http://a.example/live/x", 6),
    Item("FreeBSD and linux_lts", "Frank Doe", "https://c.example/2", 8),
    Item("Naïve Straße 日本語", "José", "http://a.example/ü", 40),
    Item("x", "Jane", "http://a.example/x[1]", 7, audio=True),
]
FILTERS = [
    'title =~ "linux"',
    'title =~ "LINUX|party$"',
    'title !~ "^(ad|x)"',
    'title =~ "\\<rust\\>"',
    'title =~ "\\brust"',
    'title =~ "[[:digit:]]"',
    'title =~ "[^a-z :_]"',
    'title =~ "l{1}i.u?x"',
    'title = "x"',
    'title != "X"',
    'title # "linux_lts"',
    'title # "rust" or author = ""',
    '(title =~ "linux" or author =~ "jane") and author =~ "frank"',
    'title =~ "linux" or (author =~ "jane" and author =~ "frank")',
    'title =~ "linux" or title =~ "rust" or author = "Jane"',
    'author =~ "."',
    'author =~ "jane|frank"',
    'author = "frank"',
    'link =~ "/live/[0-9]+"',
    'link =~ "a\\.example"',
    'link =~ "\\[1\\]"',
    "age < 7",
    "age <= 7",
    "age > 6 and age != 8",
    "age between 2:7",
    "age = 0",
    'enclosure_type =~ "^audio/"',
    'enclosure_url = ""',
    'unread = "yes" and title =~ "x"',
    'content =~ "needle" and age > 3',
]  # fmt: skip


def _document(now: float) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>g{place}</guid><title>{one.title}</title><author>{one.author}</author>"
        f"<link>{one.link}</link><description>{'a needle' if place % 2 else 'hay'}</description>"
        # In the middle of the day, so that the test may take a while.
        f"<pubDate>{formatdate(now - one.days * 86_400 - 43_200, usegmt=True)}</pubDate>"
        + ("<enclosure url='http://a.example/a.mp3' type='audio/mpeg' length='1'/>" if one.audio else "")
        + "</item>"
        for place, one in enumerate(ITEMS)
    )
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()


def _kept(folder: Path, url: str, filter_: str) -> set[str]:
    """The guids that newsboat lets through a killfile with this filter."""
    folder.mkdir()
    quoted = filter_.replace("\\", "\\\\").replace('"', '\\"')
    (folder / "urls").write_text(url)
    (folder / "config").write_text(f'ignore-article "*" "{quoted}"\n')
    environment = {**os.environ, "HOME": str(folder), "TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=60)
    connection = sqlite3.connect(folder / "cache.db")
    kept = {guid for (guid,) in connection.execute("SELECT guid FROM rss_item")}
    connection.close()
    return kept


def test_its_killfile_drops_what_our_query_finds(tmp_path: Path) -> None:
    now = time.time()
    subjects = {
        f"g{place}": Subject(
            id=place, title=one.title, author=one.author, url=one.link, feed_title="F",
            body="a needle" if place % 2 else "hay", enclosures=("audio/mpeg",) if one.audio else (),
            sorted_at=int(now) - one.days * 86_400 - 43_200,
        )
        for place, one in enumerate(ITEMS)
    }  # fmt: skip
    with Server() as server:
        url = server.on("/feed", feed(_document(now)))
        for number, filter_ in enumerate(FILTERS):
            result = translate(filter_)
            assert result.problems == [], filter_
            expr = parse(result.query).expr
            ours = {
                guid for guid, one in subjects.items() if matches(expr, one, datetime.fromtimestamp(now, UTC))
            }
            assert set(subjects) - ours == _kept(tmp_path / str(number), url, filter_), filter_
