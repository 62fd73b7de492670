"""newsboat's cache is read, never written, and trusted in nothing."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newsboat import make_cache
from tui.model.bringing import KeptMarks
from tui.model.errors import StoreError
from tui.store.newsboat_cache import NewsboatCache

FEED = "https://a.example/feed"


def _articles(path: Path, *feeds: str) -> list[object]:
    with NewsboatCache(path) as cache:
        return list(cache.articles(feeds or (FEED,)))


def test_articles_come_with_what_was_done_to_them(tmp_path: Path) -> None:
    path = make_cache(
        tmp_path / "cache.db",
        {FEED: "The feed"},
        [
            {"guid": "g1", "url": "https://a.example/1", "title": "One", "unread": 1, "flags": "sbb9"},
            {"guid": "g2", "unread": 0, "content": "<p>x</p>", "base": "https://a.example/"},
            {
                "guid": "g3",
                "unread": 1,
                "deleted": 1,
                "enclosure_url": "https://a.example/x.mp3",
                "enclosure_type": "audio/mpeg",
            },
            {"guid": "g4", "feedurl": "https://other.example/"},
        ],
    )
    first, second, third = _articles(path)
    assert (first.guid, first.title, first.marks) == ("g1", "One", KeptMarks(tags=("s", "b")))
    assert (second.content, second.base_url, second.marks) == (
        "<p>x</p>",
        "https://a.example/",
        KeptMarks(read=True),
    )
    assert third.marks == KeptMarks(read=True, hidden=True)
    assert (third.enclosure_url, third.enclosure_type) == ("https://a.example/x.mp3", "audio/mpeg")
    with NewsboatCache(path) as cache:
        assert cache.count() == 4
        assert cache.titles() == {FEED: "The feed"}


def test_a_guid_that_newsboat_made_up_is_none(tmp_path: Path) -> None:
    url = "https://a.example/1"
    path = make_cache(
        tmp_path / "cache.db",
        {FEED: ""},
        [
            {"guid": f"{url}Mon, 02 Nov 2026 08:00:00 GMT", "url": url},
            {"guid": "Only a title", "title": "Only a title", "url": ""},
            {"guid": f"{url}#more", "url": url},
            {"guid": url, "url": url},
        ],
    )
    assert [one.guid for one in _articles(path)] == ["", "", f"{url}#more", url]


def test_an_old_cache_lacks_columns(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE rss_feed (rssurl, url, title)")
        connection.execute(
            "CREATE TABLE rss_item (guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url, enclosure_type)"
        )
        connection.execute("INSERT INTO rss_item VALUES ('g', 't', '', '', ?, 1, 'c', 0, '', '')", (FEED,))
    connection.close()
    (article,) = _articles(path)
    assert (article.title, article.base_url, article.marks.read) == ("t", "", True)


def test_strange_values_become_texts_and_numbers(tmp_path: Path) -> None:
    path = make_cache(
        tmp_path / "cache.db",
        {FEED: ""},
        [
            {
                "guid": b"\xff\x00g",
                "title": 7,
                "pubDate": "tomorrow",
                "content": None,
                "unread": "x",
                "flags": b"a",
            }
        ],
    )
    (article,) = _articles(path)
    assert (article.guid, article.title, article.published, article.content) == ("\ufffd\0g", "7", 0, "")
    assert article.marks == KeptMarks(tags=("a",))


def test_nothing_is_written_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    folder.mkdir()
    path = make_cache(folder / "cache.db", {FEED: ""}, [{"guid": "g"}])
    before = path.read_bytes()
    _articles(path)
    assert [one.name for one in folder.iterdir()] == ["cache.db"]
    assert path.read_bytes() == before


def _view(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE rss_item")
    connection.execute(
        "CREATE VIEW rss_item AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS guid FROM n"
    )


def _virtual(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE rss_item")
    connection.execute("CREATE VIRTUAL TABLE rss_item USING fts5(guid, title)")


def _computed(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE rss_feed ADD COLUMN x")
    connection.execute("DROP TABLE rss_feed")
    connection.execute("CREATE TABLE rss_feed (rssurl, title AS (hex(zeroblob(100000000))))")
    connection.execute("INSERT INTO rss_feed (rssurl) VALUES ('x')")


def _missing(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE rss_feed")


@pytest.mark.parametrize("harm", [_view, _virtual, _computed, _missing])
def test_what_is_not_plain_tables_is_refused(
    tmp_path: Path, harm: Callable[[sqlite3.Connection], None]
) -> None:
    path = make_cache(tmp_path / "cache.db", {FEED: ""}, [{"guid": "g"}])
    with sqlite3.connect(path) as connection:
        try:
            harm(connection)
        except sqlite3.Error as error:  # this SQLite cannot be harmed in that way
            pytest.skip(str(error))
    connection.close()
    with pytest.raises(StoreError), NewsboatCache(path) as cache:
        cache.titles()
        list(cache.articles((FEED,)))


@pytest.mark.parametrize("data", [b"", b"no database at all" * 100, None], ids=["empty", "text", "missing"])
def test_other_files_are_refused(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "cache.db"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(StoreError):
        NewsboatCache(path)


def test_a_damaged_file_is_an_error_and_not_a_short_list(tmp_path: Path) -> None:
    path = make_cache(
        tmp_path / "cache.db", {FEED: ""}, [{"guid": f"g{n}", "content": "x" * 3000} for n in range(300)]
    )
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 50_000] = b"\xaa" * 50_000
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"cannot be read as a cache|not a cache"):
        _articles(path)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = make_cache(tmp_path / "cache.db", {FEED: ""}, [{"guid": f"g{n}"} for n in range(20_000)])
    stopped = False
    with NewsboatCache(path, lambda: stopped) as cache:
        articles = cache.articles((FEED,))
        next(articles)
        stopped = True
        with pytest.raises(StoreError, match="stopped"):
            list(articles)
