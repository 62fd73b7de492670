"""Reads newsboat's ``cache.db``: a foreign database, trusted in nothing and never written to.

It is opened as a file that nobody changes, so not even a lock is left on it. Only two
tables are read, which must be tables and not views, and no function of SQL runs but those
named here; every row and every text has a limit, and whoever waits can stop it.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from tui.model.bringing import KeptArticle, KeptMarks
from tui.model.errors import StoreError
from tui.store.connecting import connect
from tui.store.connection import Connection

__all__ = ["NewsboatCache"]

#: Longer values than this end the reading: no article is as long.
_LONGEST_VALUE = 20_000_000
_LONGEST_LINE = 4_000
_LONGEST_CONTENT = 2_000_000
_MOST_ARTICLES = 5_000_000
#: Steps of SQLite's machine between two looks at whether to go on.
_STEPS = 20_000

_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))
_FUNCTIONS = frozenset(("count", "substr"))
_TABLES = "SELECT name, type, substr(sql, 1, 15) FROM sqlite_master WHERE name IN ('rss_item', 'rss_feed')"
_COUNT = "SELECT count(*) FROM rss_item"
_FEEDS = "SELECT rssurl, substr(title, 1, 1000) FROM rss_feed LIMIT 100000"
#: Columns that old caches lack, with what stands for them.
_NEWER = {"base": "''", "flags": "''", "deleted": "0"}
_ITEMS = """
SELECT feedurl, guid, url, title, author, pubDate, substr(content, 1, {longest}), {base},
       enclosure_url, enclosure_type, unread, {flags}, {deleted}
FROM rss_item LIMIT {most}"""


class NewsboatCache:
    """One cache, open for reading; use it under ``with``."""

    def __init__(self, path: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        """Open the file.

        Raises:
            StoreError: it is no cache of newsboat's.
        """
        self._path = path
        try:
            self._connection = connect(path, "ro", immutable=True)
        except sqlite3.Error as error:
            raise self._refusal(error) from error
        try:
            self._guard(stopped)
            self._check()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> "NewsboatCache":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def count(self) -> int:
        """How many articles it holds, at most."""
        ((number,),) = self._rows(_COUNT)
        return number if isinstance(number, int) else 0

    def titles(self) -> dict[str, str]:
        """What the feeds are called, by address."""
        return {_line(address): _line(title) for address, title in self._rows(_FEEDS) if _line(title)}

    def articles(self, feed_urls: Collection[str]) -> Iterator[KeptArticle]:
        """The articles of these feeds.

        Raises:
            StoreError: the file is damaged, or reading was stopped.
        """
        wanted = frozenset(feed_urls)
        columns = self._columns()
        chosen = {name: name if name in columns else stand_in for name, stand_in in _NEWER.items()}
        statement = _ITEMS.format(longest=_LONGEST_CONTENT, most=_MOST_ARTICLES, **chosen)
        for row in self._rows(statement):
            if _line(row[0]) in wanted:
                yield _article(row)

    def _guard(self, stopped: Callable[[], bool]) -> None:
        connection: Connection = self._connection
        # Bytes that are no UTF-8 become question marks instead of an error.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
            list(self._rows(f"PRAGMA {pragma}"))
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(lambda: int(stopped()), _STEPS)

    def _check(self) -> None:
        found = {name: (kind, start) for name, kind, start in self._rows(_TABLES)}
        if set(found) != {"rss_item", "rss_feed"}:
            raise StoreError(f"{self._path} is not a cache of newsboat's.")
        for kind, start in found.values():
            if kind != "table" or not str(start).upper().startswith("CREATE TABLE"):
                raise StoreError(f"{self._path} is not a cache of newsboat's: its tables are none.")

    def _columns(self) -> frozenset[str]:
        try:
            cursor = self._connection.execute("SELECT * FROM rss_item LIMIT 0")
        except sqlite3.Error as error:
            raise self._refusal(error) from error
        return frozenset(name for name, *_ in cursor.description)

    def _rows(self, statement: str) -> Iterator[tuple[object, ...]]:
        try:
            # Not "yield from", which would close the cursor, perhaps after its connection.
            for row in self._connection.execute(statement):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.Error) -> StoreError:
        if "interrupted" in str(error):
            return StoreError("Reading was stopped.")
        with suppress(OSError):
            if not self._path.exists():
                return StoreError(f"There is no file {self._path}.")
        return StoreError(f"{self._path} cannot be read as a cache of newsboat's: {error}.")


def _authorize(action: int, _first: str | None, second: str | None, *_rest: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _article(row: tuple[object, ...]) -> KeptArticle:
    (
        feed_url, guid, url, title, author, published, content, base, enclosure_url, enclosure_type,
        unread, flags, deleted,
    ) = row  # fmt: skip
    letters = dict.fromkeys(letter for letter in _line(flags)[:200] if letter.isascii() and letter.isalpha())
    return KeptArticle(
        feed_url=_line(feed_url),
        guid=_guid(_line(guid), _line(url), _line(title)),
        url=_line(url),
        title=_line(title),
        author=_line(author),
        published=published if isinstance(published, int) else 0,
        content=_text(content),
        base_url=_line(base),
        enclosure_url=_line(enclosure_url),
        enclosure_type=_line(enclosure_type),
        marks=KeptMarks(unread == 0 or bool(deleted), bool(deleted), tuple(letters)),
    )


def _guid(guid: str, url: str, title: str) -> str:
    """The publisher's own, "" where newsboat made one up: of link and date, or of the title."""
    made_up = guid == title if not url else guid.startswith(url) and " " in guid[len(url) :]
    return "" if made_up else guid


def _line(value: object) -> str:
    return _text(value)[:_LONGEST_LINE]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else "" if value is None else str(value)
