"""The first page of the list before anything heavy is imported: plain sqlite3, standard library.

What was on the screen last is shown again only if the store says that nothing which a
list shows has changed since; the rows themselves are always read, never remembered.
"""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from tui.model.article import ArticleRow
from tui.model.ids import ArticleId, FeedId
from tui.store.stories import ALONE, places

__all__ = ["FirstPage", "load", "newest"]

#: A lock or a broken file must not hold up the first frame: the library will say it all.
_TIMEOUT = 0.1

# By the primary key of article, in the order of the array.
_ROWS = """
SELECT article.id, article.feed_id, feed.title, article.title, article.author, article.url,
       article.sorted_at, article.read, article.starred, article.later, article.words, article.minutes,
       (SELECT json_group_array(name) FROM (
            SELECT tag.name FROM article_tag JOIN tag ON tag.id = article_tag.tag_id
            WHERE article_tag.article_id = article.id ORDER BY tag.name)),
       EXISTS (SELECT 1 FROM packed WHERE packed.article_id = article.id AND packed.ready = 1),
       EXISTS (SELECT 1 FROM note WHERE note.article_id = article.id AND note.text <> '')
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id"""
# The indexes article_by_generation and removal_by_generation.
_CHANGED = """
SELECT EXISTS (SELECT 1 FROM article WHERE generation > ?1)
    OR EXISTS (SELECT 1 FROM removal WHERE generation > ?1)"""
# By the index that is named; without the name SQLite might sort instead.
_NEWEST = """
SELECT id FROM article INDEXED BY {index}
WHERE {unread}hidden = 0 AND feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)
ORDER BY sorted_at DESC, id DESC LIMIT ?"""
_NEWEST_OF_ALL = _NEWEST.format(index="article_by_date", unread="")
_NEWEST_UNREAD = _NEWEST.format(index="article_unread_by_date", unread="read = 0 AND ")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """Rows as they are stored now, and the generation they are of."""

    rows: tuple[ArticleRow, ...]
    generation: int


def load(path: Path, ids: Sequence[int], generation: int, limit: int) -> FirstPage | None:
    """The first ``limit`` of these rows; ``None`` if lists have changed since ``generation``."""
    try:
        with closing(_connect(path)) as connection:
            connection.execute("BEGIN")
            current = _generation(connection)
            if current < generation or connection.execute(_CHANGED, (generation,)).fetchone()[0]:
                return None
            return FirstPage(_rows(connection, ids[:limit]), current)
    except sqlite3.Error:
        # No store, a store of another version, a lock: the library opens it properly.
        return None


def newest(path: Path, limit: int, *, unread: bool = False) -> FirstPage | None:
    """The newest articles of all feeds, for when no page is remembered."""
    try:
        with closing(_connect(path)) as connection:
            connection.execute("BEGIN")
            statement = _NEWEST_UNREAD if unread else _NEWEST_OF_ALL
            ids = [number for (number,) in connection.execute(statement, (limit,))]
            return FirstPage(_rows(connection, ids), _generation(connection))
    except sqlite3.Error:
        return None


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_TIMEOUT, isolation_level=None)


def _generation(connection: sqlite3.Connection) -> int:
    found = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    return int(found[0]) if found else 0


def _rows(connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
    wanted = json.dumps([int(one) for one in ids])
    told = places(connection, wanted)
    return tuple(
        ArticleRow(
            ArticleId(number), FeedId(feed), feed_title, title, author, url,
            datetime.fromtimestamp(when, UTC), bool(read), bool(starred), bool(later),
            words, minutes, tuple(json.loads(tags)), offline=bool(offline), noted=bool(noted),
            story=told.get(number, ALONE).story, copies=told.get(number, ALONE).copies,
        )
        for number, feed, feed_title, title, author, url, when, read, starred, later, words, minutes, tags,
            offline, noted
        in connection.execute(_ROWS, (wanted,))
    )  # fmt: skip
