"""What reading well and offline needs: full texts, pictures, places, packs, the outbox, downloads."""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    """CREATE TABLE full_text (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        step TEXT NOT NULL,
        url TEXT NOT NULL,
        fetched_at INTEGER NOT NULL,
        words INTEGER NOT NULL DEFAULT 0,
        minutes INTEGER NOT NULL DEFAULT 0,
        facts TEXT NOT NULL DEFAULT '{}',
        trouble TEXT NOT NULL DEFAULT '',
        body BLOB NOT NULL DEFAULT x'',
        UNIQUE (article_id, step)
    )""",
    "CREATE INDEX full_text_there ON full_text (article_id, trouble) WHERE trouble = ''",
    "CREATE INDEX full_text_waiting ON full_text (article_id, fetched_at) WHERE fetched_at = 0",
    """CREATE TABLE picture (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        media_type TEXT NOT NULL DEFAULT '',
        width INTEGER NOT NULL DEFAULT 0,
        height INTEGER NOT NULL DEFAULT 0,
        size INTEGER NOT NULL DEFAULT 0,
        fetched_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        trouble TEXT NOT NULL DEFAULT '',
        data BLOB NOT NULL DEFAULT x''
    )""",
    "CREATE INDEX picture_by_use ON picture (used_at)",
    """CREATE TABLE article_picture (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
        PRIMARY KEY (article_id, picture_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX article_picture_by_picture ON article_picture (picture_id)",
    """CREATE TABLE reading_place (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        block INTEGER NOT NULL,
        offset INTEGER NOT NULL DEFAULT 0,
        percent INTEGER NOT NULL DEFAULT 0,
        left_at INTEGER NOT NULL
    )""",
    """CREATE TABLE packed (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        packed_at INTEGER NOT NULL,
        ready INTEGER NOT NULL DEFAULT 0,
        size INTEGER NOT NULL DEFAULT 0,
        missing TEXT NOT NULL DEFAULT '[]'
    )""",
    "CREATE INDEX packed_ready ON packed (article_id) WHERE ready = 1",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        article_id INTEGER,
        asked_at INTEGER NOT NULL,
        UNIQUE (kind, url)
    )""",
    """CREATE TABLE download (
        id INTEGER PRIMARY KEY,
        article_id INTEGER REFERENCES article (id) ON DELETE SET NULL,
        url TEXT NOT NULL UNIQUE,
        path TEXT NOT NULL,
        media_type TEXT NOT NULL DEFAULT '',
        size INTEGER NOT NULL DEFAULT 0,
        done INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL,
        trouble TEXT NOT NULL DEFAULT '',
        validator TEXT NOT NULL DEFAULT '',
        asked_at INTEGER NOT NULL
    )""",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the tables; all begin empty."""
    for statement in _STATEMENTS:
        connection.execute(statement)
