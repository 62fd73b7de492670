"""The user's notes on articles, and their words for the search."""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    """CREATE TABLE note (
        article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        text TEXT NOT NULL DEFAULT '',
        written_at INTEGER NOT NULL DEFAULT 0,
        draft TEXT NOT NULL DEFAULT ''
    )""",
    # As ``article_text``, but it holds the words itself: notes are few and change often.
    """CREATE VIRTUAL TABLE note_text USING fts5(
        note, tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    )""",
    # Also when an article goes and takes its note along: another one may get its number.
    """CREATE TRIGGER note_gone AFTER DELETE ON note
    BEGIN DELETE FROM note_text WHERE rowid = old.article_id; END""",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the tables and the trigger; both begin empty."""
    for statement in _STATEMENTS:
        connection.execute(statement)
