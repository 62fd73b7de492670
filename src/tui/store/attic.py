"""The attic: what a clean has removed lies here for a while, one file for each clean.

A file has the tables that lose rows with an article, with the same columns, but without keys:
what tags and terms are called stands in the place of their numbers, and feeds are known by
their addresses, so that a store that was restored meanwhile takes everything back. It is
written, and is on the disk, before the store lets go of anything; what is in both is not
brought back twice.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tui.model.errors import StoreFull
from tui.model.ids import ArticleId
from tui.model.retention import RemovedFile
from tui.store import notes
from tui.store.connecting import connect
from tui.store.connection import Connection
from tui.store.faults import translate
from tui.store.meta import bump, next_article_id
from tui.store.rows import id_list

__all__ = ["AtticFile", "Table", "bring_back", "drop", "files_in", "left_in", "let_go", "tables_of"]

_PREFIX, _SUFFIX = "removed-", ".sqlite3"
_STAMP = "%Y-%m-%dT%H%M%S"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
#: Words are put into the full-text index anew; pictures are linked when the article is opened.
_LEFT_OUT = ("article", "unindexed", "article_picture")
#: Tables whose rows are known by their names.
_NAMED = ("tag", "term")
_ARTICLE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES article%'"
_THERE = "SELECT 1 FROM article WHERE feed_id = ? AND guid = ?"
_FEEDS = "SELECT id, feed_url FROM feed WHERE id IN (SELECT feed_id FROM article WHERE id IN ({ids}))"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that loses rows with an article."""

    name: str
    #: Its column that names the article.
    key: str
    columns: tuple[str, ...]
    #: The tables that its other columns refer to.
    parents: tuple[tuple[str, str], ...] = ()

    def parent_of(self, column: str) -> str:
        """The table that a column refers to, "" for none."""
        return dict(self.parents).get(column, "")


def tables_of(connection: Connection) -> list[Table]:
    """The tables whose rows go with their article, whatever migrations have added."""
    found = []
    for (name,) in connection.execute(_ARTICLE_TABLES).fetchall():
        links = connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
        keys = [link[3] for link in links if link[2] == "article" and link[6] == "CASCADE"]
        if not keys or name in _LEFT_OUT:
            continue
        rows = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        # A number of its own may be somebody else's by the time it comes back.
        columns = tuple(row[1] for row in rows if not (row[5] and row[1] == "id"))
        parents = tuple((link[3], link[2]) for link in links if link[2] != "article")
        found.append(Table(name, keys[0], columns, parents))
    return found


def files_in(folder: Path) -> list[RemovedFile]:
    """What can be brought back, the latest first; files that cannot be read are left out."""
    found = []
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"), reverse=True):
        try:
            made_at = _made_at(path)
            with closing(connect(path)) as file:
                count = file.execute("SELECT count(*) FROM article").fetchone()[0]
            found.append(RemovedFile(path, made_at, int(count), path.stat().st_size))
        except (sqlite3.Error, ValueError, OSError):
            continue
    return found


class AtticFile:
    """The file of one clean; it is made when the first article goes into it."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.path = folder / f"{_PREFIX}{now.astimezone(UTC).strftime(_STAMP)}-{os.getpid()}{_SUFFIX}"
        self._file: Connection | None = None

    def keep(self, connection: Connection, ids: Sequence[ArticleId]) -> None:
        """Copy articles with all that goes with them, and see it to the disk.

        Raises:
            StoreFull: there is no room for it.
        """
        wanted = id_list(ids)
        file = self._opened()
        try:
            file.execute("BEGIN IMMEDIATE")
            columns = [row[1] for row in connection.execute("PRAGMA table_info(article)")]
            _copy(file, "article", columns, connection.execute(_article_rows(columns), (wanted,)))
            feeds = connection.execute(_FEEDS.format(ids="SELECT value FROM json_each(?)"), (wanted,))
            _copy(file, "feed", ["id", "feed_url"], feeds)
            for table in tables_of(connection):
                rows = connection.execute(_rows_of(table), (wanted,))
                _copy(file, table.name, list(table.columns), rows)
            file.execute("COMMIT")
        except sqlite3.Error as error:
            file.rollback()
            problem = translate(error, self.path)
            if isinstance(problem, StoreFull):
                raise StoreFull(
                    f"{problem} Or remove without a copy: broadsheet clean --for-good."
                ) from error
            raise

    def close(self) -> None:
        """Nothing more goes into it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> Connection:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, _FILE_MODE))
            self._file = connect(self.path)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
        return self._file


def drop(path: Path) -> None:
    """Delete a file, and what SQLite has left beside it."""
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink(missing_ok=True)


def let_go(folder: Path, before: datetime) -> int:
    """Delete the files that were made before then, readable or not; how many."""
    old = []
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        # What is not named as ours are is not ours.
        with suppress(ValueError):
            if _made_at(path) < before:
                old.append(path)
    for path in old:
        drop(path)
    return len(old)


def bring_back(
    connection: Connection, path: Path, after: int, limit: int
) -> tuple[int, int, tuple[ArticleId, ...]]:
    """Put the next articles of a file back where they are missing.

    *after* is the number that the call before answered with, 0 at first. Answers with the
    number of the last one looked at, how many were looked at, and the ids of those that came.
    """
    with closing(connect(path)) as file:
        has = _columns_in(file, "article")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(article)") if row[1] in has]
        names = ", ".join(f'"{name}"' for name in columns)
        # A clean that was killed may have kept an article twice.
        taken = file.execute(
            f"SELECT {names} FROM article WHERE id > ? GROUP BY id ORDER BY id LIMIT ?", (after, limit)
        ).fetchall()
        if not taken:
            return after, 0, ()
        rows = [dict(zip(columns, row, strict=True)) for row in taken]
        last = int(rows[-1]["id"])
        came = _bring_articles(connection, rows, _feeds_by_number(connection, file))
        if came:
            brought = {
                table.name: _bring_rows(connection, file, table, came) for table in tables_of(connection)
            }
            if brought.get("note"):
                # The words of notes are searched, too; there are few.
                notes.index_anew(connection)
            wanted = id_list(came.values())
            connection.execute(
                "DELETE FROM removal WHERE article_id IN (SELECT value FROM json_each(?))", (wanted,)
            )
            connection.execute(
                "INSERT OR IGNORE INTO unindexed (article_id) SELECT value FROM json_each(?)", (wanted,)
            )
        return last, len(rows), tuple(ArticleId(number) for number in came.values())


def left_in(connection: Connection, path: Path) -> tuple[int, int]:
    """How many articles of a file could come back now, and how many have no feed here that they are of."""
    with closing(connect(path)) as file:
        feeds = _feeds_by_number(connection, file)
        missing = homeless = 0
        for number, guid in file.execute("SELECT feed_id, guid FROM article GROUP BY id"):
            entry = (feeds.get(int(number)), guid)
            if entry[0] is None:
                homeless += 1
            elif not connection.execute(_THERE, entry).fetchone():
                missing += 1
        return missing, homeless


def _made_at(path: Path) -> datetime:
    stamp = path.name.removeprefix(_PREFIX)[: len("2026-11-25T140000")]
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


# Keeping.


def _article_rows(columns: Sequence[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT {names} FROM article WHERE id IN (SELECT value FROM json_each(?))"


def _rows_of(table: Table) -> str:
    told = ", ".join(
        f'(SELECT name FROM "{parent}" WHERE id = "{column}")'
        if (parent := table.parent_of(column)) in _NAMED
        else f'"{column}"'
        for column in table.columns
    )
    return f'SELECT {told} FROM "{table.name}" WHERE "{table.key}" IN (SELECT value FROM json_each(?))'


def _copy(file: Connection, name: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    file.execute(f'CREATE TABLE IF NOT EXISTS "{name}" ({names})')
    places = ", ".join("?" * len(columns))
    file.executemany(f'INSERT INTO "{name}" ({names}) VALUES ({places})', rows)
    if columns[0] != "id":
        file.execute(f'CREATE INDEX IF NOT EXISTS "{name}_of" ON "{name}" ("{columns[0]}")')
    else:
        file.execute(f'CREATE INDEX IF NOT EXISTS "{name}_by_id" ON "{name}" (id)')


# Bringing back.


def _columns_in(file: Connection, table: str) -> set[str]:
    return {row[1] for row in file.execute(f'PRAGMA table_info("{table}")')}


def _feeds_by_number(connection: Connection, file: Connection) -> dict[int, int]:
    """The feeds of a file by the numbers that they have now; those that are gone are left out."""
    known = {url: number for number, url in connection.execute("SELECT id, feed_url FROM feed")}
    ids = {number for (number,) in connection.execute("SELECT id FROM feed")}
    found = {}
    for number, url in file.execute("SELECT DISTINCT id, feed_url FROM feed"):
        # Under another address it may still be the same feed: it has moved.
        present = known.get(url, number if number in ids else None)
        if present is not None:
            found[int(number)] = int(present)
    return found


def _bring_articles(
    connection: Connection, rows: Sequence[dict[str, object]], feeds: dict[int, int]
) -> dict[int, int]:
    """Write the rows of articles that are missing; their numbers in the file and in the store."""
    current = bump(connection)
    came: dict[int, int] = {}
    for row in rows:
        old = int(str(row["id"]))
        feed = feeds.get(int(str(row["feed_id"])))
        entry = (feed, row["guid"])
        known = connection.execute(_THERE, entry).fetchone()
        if feed is None or known is not None:
            continue
        taken = connection.execute("SELECT 1 FROM article WHERE id = ?", (old,)).fetchone() is not None
        number = next_article_id(connection, 1) if taken else old
        values = {**row, "id": number, "feed_id": feed, "generation": current}
        names = ", ".join(f'"{name}"' for name in values)
        places = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO article ({names}) VALUES ({places})", tuple(values.values()))
        connection.execute("DELETE FROM tombstone WHERE feed_id = ? AND guid = ?", entry)
        came[old] = number
    return came


def _bring_rows(connection: Connection, file: Connection, table: Table, came: dict[int, int]) -> int:
    has = _columns_in(file, table.name)
    columns = [name for name in table.columns if name in has]
    if table.key not in columns:
        return 0
    names = ", ".join(f'"{name}"' for name in columns)
    found = file.execute(
        f'SELECT {names} FROM "{table.name}" WHERE "{table.key}" IN (SELECT value FROM json_each(?))',
        (id_list(came),),
    ).fetchall()
    _bring_names(connection, table, columns, found)
    told, conditions = [], []
    for place, column in enumerate(columns, start=1):
        parent = table.parent_of(column)
        named = parent in _NAMED
        told.append(f'(SELECT id FROM "{parent}" WHERE name = ?{place})' if named else f"?{place}")
        if parent and not named:
            # What it belonged to may be gone by now.
            conditions.append(f'(?{place} IS NULL OR ?{place} IN (SELECT id FROM "{parent}"))')
    condition = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = f'INSERT OR IGNORE INTO "{table.name}" ({names}) SELECT {", ".join(told)}{condition}'
    key = columns.index(table.key)
    connection.executemany(statement, (_renumbered(row, key, came) for row in found))
    return len(found)


def _bring_names(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    for place, column in enumerate(columns):
        parent = table.parent_of(column)
        if parent in _NAMED:
            names = {(row[place],) for row in rows if row[place] is not None}
            connection.executemany(f'INSERT OR IGNORE INTO "{parent}" (name) VALUES (?)', sorted(names))


def _renumbered(row: tuple[object, ...], key: int, came: dict[int, int]) -> tuple[object, ...]:
    return (*row[:key], came[int(str(row[key]))], *row[key + 1 :])
