"""The list of downloads. SQL indexes: its primary key, and ``UNIQUE (url)``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tui.model.downloading import Download, DownloadState
from tui.model.errors import NotFound
from tui.model.ids import ArticleId
from tui.store.connection import Connection
from tui.store.rows import moment, seconds

__all__ = ["add", "all_of_them", "change", "get", "remove"]

_COLUMNS = """
SELECT download.id, download.url, article_id, coalesce(article.title, ''), path, media_type, size, done,
       state, trouble, validator, asked_at
FROM download LEFT JOIN article ON article.id = download.article_id"""
_ALL = f"{_COLUMNS} ORDER BY download.id DESC"
_ONE = f"{_COLUMNS} WHERE download.id = ?"
_OF_URL = f"{_COLUMNS} WHERE download.url = ?"
_ADD = """
INSERT INTO download (article_id, url, path, media_type, size, state, asked_at)
VALUES ((SELECT id FROM article WHERE id = ?), ?, '', ?, ?, 'waiting', ?)
ON CONFLICT (url) DO NOTHING"""
#: What may change of a row.
_CHANGING = frozenset({"path", "media_type", "size", "done", "state", "trouble", "validator", "asked_at"})


def all_of_them(connection: Connection) -> list[Download]:
    """All downloads, the newest first."""
    return [_download(row) for row in connection.execute(_ALL)]


def get(connection: Connection, number: int) -> Download:
    """One of them.

    Raises:
        NotFound: it has been taken off the list.
    """
    row = connection.execute(_ONE, (number,)).fetchone()
    if row is None:
        raise NotFound("This download is no longer in the list.")
    return _download(row)


def add(
    connection: Connection, url: str, article_id: ArticleId | None, media_type: str, size: int, now: datetime
) -> Download:
    """A new row, or the one that has this address."""
    connection.execute(_ADD, (article_id, url, media_type, size, seconds(now)))
    return _download(connection.execute(_OF_URL, (url,)).fetchone())


def change(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Give a row other values; one that is gone meanwhile stays gone."""
    assert values.keys() <= _CHANGING, values
    places = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE download SET {places} WHERE id = ?", (*values.values(), number))


def remove(connection: Connection, number: int) -> None:
    """Take a row off the list."""
    connection.execute("DELETE FROM download WHERE id = ?", (number,))


def _download(row: tuple[Any, ...]) -> Download:
    number, url, article_id, title, path, media_type, size, done, state, trouble, validator, asked = row
    known: DownloadState = state if state in ("waiting", "running", "done", "failed") else "stopped"
    return Download(
        id=number,
        url=url,
        article_id=None if article_id is None else ArticleId(article_id),
        title=title,
        path=path,
        media_type=media_type,
        size=size,
        done=done,
        state=known,
        trouble=trouble,
        validator=validator,
        asked_at=moment(asked),
    )
