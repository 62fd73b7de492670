"""Saves what can still be read of a broken store into a new one, when there is no backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tui.store import notes
from tui.store.connecting import connect
from tui.store.migrations import VERSION, migrate, version_of

__all__ = ["salvage"]

#: Each table after those it points to, with its key.
_TABLES = {
    "category": "id",
    "feed": "id",
    "article": "id",
    "article_content": "article_id",
    "full_text": "id",
    "note": "article_id",
    "tag": "id",
    "article_tag": "article_id, tag_id",
    "removed_tag": "article_id, tag_id",
    "term": "id",
    "article_term": "article_id, position",
    "story_member": "article_id",
    "tombstone": "feed_id, guid",
    "removal": "article_id",
    "definition": "id",
    "journal": "id",
    "meta": "key",
}
_LEAP = 1_000_000
#: An article without its content row still has title, address and marks.
_EMPTY_CONTENT = """
INSERT INTO article_content (article_id, body, enclosures, comments_url, image_url)
SELECT id, x'', '[]', '', '' FROM article WHERE id NOT IN (SELECT article_id FROM article_content)
"""


def salvage(broken: Path, new: Path) -> tuple[int, int]:
    """Make a store at ``new`` of what is readable in ``broken``; returns feeds and articles saved."""
    with closing(connect(new, "rwc")) as target:
        migrate(target, lambda _version: None)
        try:
            # Read only: the broken file and its journal are evidence, and stay as they are.
            with closing(connect(broken, "ro")) as source:
                _copy_tables(source, target)
        except sqlite3.DatabaseError:
            # Not even the list of tables can be read.
            return 0, 0
        _make_consistent(target)
        counts = target.execute(
            "SELECT (SELECT count(*) FROM feed), (SELECT count(*) FROM article)"
        ).fetchone()
        target.execute("PRAGMA journal_mode = DELETE")
    return int(counts[0]), int(counts[1])


def _copy_tables(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    # An older store is brought up to date in the copy, not in the evidence.
    if not 0 < version_of(source) <= VERSION:
        return
    for table, key in _TABLES.items():
        columns = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
        marks = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        target.execute("BEGIN")
        for descending in ("", " DESC"):
            order = ", ".join(f"{part.strip()}{descending}" for part in key.split(","))
            rows = _readable(source, f"SELECT {names} FROM {table} ORDER BY {order}")
            target.executemany(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", rows)
        target.execute("COMMIT")


def _readable(source: sqlite3.Connection, select: str) -> Iterator[tuple[object, ...]]:
    """Rows until the first that cannot be read; asked from both ends that is nearly all."""
    try:
        yield from source.execute(select)
    except sqlite3.DatabaseError:
        return


def _make_consistent(target: sqlite3.Connection) -> None:
    """Let go of rows whose owner is lost, and have every text indexed anew."""
    target.execute("BEGIN")
    target.execute("UPDATE feed SET category_id = NULL WHERE category_id NOT IN (SELECT id FROM category)")
    target.execute("DELETE FROM article WHERE feed_id NOT IN (SELECT id FROM feed)")
    target.execute("DELETE FROM tombstone WHERE feed_id NOT IN (SELECT id FROM feed)")
    for table in (
        "article_content",
        "full_text",
        "note",
        "article_tag",
        "removed_tag",
        "article_term",
        "story_member",
    ):
        target.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM article)")
    for table in ("tag", "term"):
        for linked in (f"article_{table}", f"removed_{table}"):
            if linked != "removed_term":
                target.execute(f"DELETE FROM {linked} WHERE {table}_id NOT IN (SELECT id FROM {table})")
    target.execute(_EMPTY_CONTENT)
    notes.index_anew(target)
    target.execute("INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article")
    # And copies looked for anew: by what they are found is not saved.
    target.execute(
        "INSERT OR REPLACE INTO meta (key, value) SELECT 'stories_before', last + 1"
        " FROM (SELECT max(id) AS last FROM article) WHERE last > 0"
    )
    target.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('generation', '1')")
    target.execute(
        "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT) WHERE key = 'generation'", (_LEAP,)
    )
    target.execute("COMMIT")
