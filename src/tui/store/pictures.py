"""Pictures of articles: our own bytes of them by address, and which article has which.

SQL indexes: ``UNIQUE (url)`` finds them, ``picture_by_use`` those that were not looked at for
longest, ``article_picture_by_picture`` who needs one, ``packed``'s primary key what is packed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tui.model.ids import ArticleId
from tui.model.picture import LoosePicture, Picture, TakenPicture
from tui.store.connection import Connection
from tui.store.rows import id_list, moment, seconds

__all__ = [
    "data",
    "drop",
    "homes",
    "known",
    "leading",
    "link",
    "loose",
    "put",
    "total_size",
    "touch",
]

_KNOWN = """
SELECT url, media_type, width, height, size, fetched_at, trouble
FROM json_each(?) AS wanted CROSS JOIN picture ON picture.url = wanted.value"""
_DATA = "SELECT data FROM picture WHERE url = ? AND trouble = ''"
# What was had once is not lost because it cannot be had again.
_PUT = """
INSERT INTO picture (url, media_type, width, height, size, fetched_at, used_at, trouble, data)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET
    media_type = excluded.media_type, width = excluded.width, height = excluded.height,
    size = excluded.size, fetched_at = excluded.fetched_at, used_at = excluded.used_at,
    trouble = excluded.trouble, data = excluded.data
WHERE picture.trouble <> '' OR excluded.trouble = ''"""
_LINK = """
INSERT OR IGNORE INTO article_picture (article_id, picture_id)
SELECT article.id, picture.id
FROM json_each(?) AS wanted
CROSS JOIN picture ON picture.url = wanted.value
CROSS JOIN article ON article.id = ?"""
_TOUCH = "UPDATE picture SET used_at = ? WHERE used_at < ? AND url IN (SELECT value FROM json_each(?))"
_LOOSE = """
SELECT id, size, used_at FROM picture
WHERE NOT EXISTS (
    SELECT 1 FROM article_picture AS its
    CROSS JOIN article ON article.id = its.article_id
    WHERE its.picture_id = picture.id
    AND (article.starred OR article.later OR article.id IN (SELECT article_id FROM packed)
         OR article.id IN (SELECT article_id FROM note)))
ORDER BY used_at"""
_DROP = "DELETE FROM picture WHERE id IN (SELECT value FROM json_each(?))"
_HOMES = """
SELECT article.id, feed.feed_url
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id"""
_LEADING = "SELECT image_url FROM article_content WHERE article_id = ?"


def known(connection: Connection, urls: Sequence[str]) -> dict[str, Picture]:
    """What is known of the pictures at these addresses, in this order; others are left out."""
    rows = connection.execute(_KNOWN, (_list(urls),))
    return {row[0]: _picture(row) for row in rows}


def data(connection: Connection, url: str) -> bytes:
    """Our bytes of a picture; none if it is not there."""
    row = connection.execute(_DATA, (url,)).fetchone()
    return b"" if row is None else bytes(row[0])


def put(
    connection: Connection, article_id: ArticleId, taken: Mapping[str, TakenPicture], now: datetime
) -> None:
    """Keep pictures by their addresses, or why they could not be had, for an article."""
    at = seconds(now)
    rows = [
        (url, one.media_type, one.width, one.height, len(one.data), at, at, one.trouble, one.data)
        for url, one in taken.items()
    ]
    connection.executemany(_PUT, rows)
    link(connection, article_id, tuple(taken))


def link(connection: Connection, article_id: ArticleId, urls: Sequence[str]) -> None:
    """Note that an article has those of these pictures that are known."""
    connection.execute(_LINK, (_list(urls), article_id))


def touch(connection: Connection, urls: Sequence[str], now: datetime, before: datetime) -> None:
    """Note that these were looked at, where that was noted last before some moment."""
    connection.execute(_TOUCH, (seconds(now), seconds(before), _list(urls)))


def leading(connection: Connection, article_id: ArticleId) -> str:
    """The address of the picture that came beside an article's text; "" if none did."""
    row = connection.execute(_LEADING, (article_id,)).fetchone()
    return "" if row is None else str(row[0])


def homes(connection: Connection, ids: Iterable[int]) -> dict[ArticleId, str]:
    """The addresses of the feeds of articles, by article."""
    return dict(connection.execute(_HOMES, (id_list(ids),)).fetchall())


def total_size(connection: Connection) -> int:
    """Bytes of all pictures."""
    return int(connection.execute("SELECT coalesce(sum(size), 0) FROM picture").fetchone()[0])


def loose(connection: Connection) -> list[LoosePicture]:
    """Pictures that nothing kept needs, those that were not looked at for longest first."""
    return [LoosePicture(number, size, moment(used)) for number, size, used in connection.execute(_LOOSE)]


def drop(connection: Connection, ids: Iterable[int]) -> None:
    """Let go of pictures."""
    connection.execute(_DROP, (id_list(ids),))


def _picture(row: tuple[Any, ...]) -> Picture:
    url, media_type, width, height, size, fetched, trouble = row
    return Picture(url, media_type, width, height, size, moment(fetched), trouble)


def _list(urls: Sequence[str]) -> str:
    return json.dumps(list(urls))
