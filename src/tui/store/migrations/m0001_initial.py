"""The first schema. Never changed again: what comes later is a migration of its own."""

import sqlite3

__all__ = ["upgrade"]

_TABLES = (
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE category (id INTEGER NOT NULL PRIMARY KEY, path TEXT NOT NULL UNIQUE)",
    """CREATE TABLE feed (
        id INTEGER NOT NULL PRIMARY KEY,
        feed_url TEXT NOT NULL UNIQUE,
        host TEXT NOT NULL,
        site_url TEXT NOT NULL DEFAULT '',
        own_title TEXT NOT NULL DEFAULT '',
        publisher_title TEXT NOT NULL DEFAULT '',
        title TEXT GENERATED ALWAYS AS (coalesce(nullif(own_title, ''), nullif(publisher_title, ''), host)),
        category_id INTEGER REFERENCES category (id),
        tags TEXT NOT NULL DEFAULT '[]',
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        body_hash BLOB NOT NULL DEFAULT x'',
        checked_at INTEGER,
        changed_at INTEGER,
        next_check_at INTEGER,
        error TEXT,
        error_kind TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        active INTEGER NOT NULL DEFAULT 1,
        language TEXT NOT NULL DEFAULT '',
        added_at INTEGER NOT NULL,
        removed_at INTEGER
    )""",
    # What lists and filters need stands first: SQLite reads a row from the left.
    """CREATE TABLE article (
        id INTEGER NOT NULL PRIMARY KEY,
        feed_id INTEGER NOT NULL REFERENCES feed (id),
        sorted_at INTEGER NOT NULL,
        first_seen_at INTEGER NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        later INTEGER NOT NULL DEFAULT 0,
        generation INTEGER NOT NULL,
        revision INTEGER NOT NULL DEFAULT 1,
        published_at INTEGER,
        updated_at INTEGER,
        words INTEGER NOT NULL,
        minutes INTEGER NOT NULL,
        language TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        source TEXT NOT NULL,
        url TEXT NOT NULL,
        raw_hash BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        guid TEXT NOT NULL,
        UNIQUE (feed_id, guid)
    )""",
    """CREATE TABLE article_content (
        article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        body BLOB NOT NULL,
        enclosures TEXT NOT NULL,
        comments_url TEXT NOT NULL,
        image_url TEXT NOT NULL
    )""",
    # Articles that the full-text index does not know yet.
    """CREATE TABLE unindexed (
        article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
    )""",
    "CREATE TABLE tag (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE article_tag (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag (id),
        origin TEXT NOT NULL,
        PRIMARY KEY (article_id, tag_id)
    ) WITHOUT ROWID""",
    # Tags that the user took away: no feed puts them back.
    """CREATE TABLE removed_tag (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        tag_id INTEGER NOT NULL REFERENCES tag (id),
        PRIMARY KEY (article_id, tag_id)
    ) WITHOUT ROWID""",
    "CREATE TABLE term (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE article_term (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        term_id INTEGER NOT NULL REFERENCES term (id),
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID""",
    # Articles that were deleted and must not come back as new.
    """CREATE TABLE tombstone (
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        guid TEXT NOT NULL,
        first_seen_at INTEGER NOT NULL,
        raw_hash BLOB NOT NULL,
        fingerprint BLOB NOT NULL,
        PRIMARY KEY (feed_id, guid)
    ) WITHOUT ROWID""",
    # Articles that left the lists, so that another process can catch up.
    "CREATE TABLE removal (article_id INTEGER NOT NULL PRIMARY KEY, generation INTEGER NOT NULL)",
    """CREATE TABLE journal (
        id INTEGER NOT NULL PRIMARY KEY,
        label TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0,
        changes BLOB NOT NULL
    )""",
    "CREATE TABLE blob (name TEXT NOT NULL PRIMARY KEY, data BLOB NOT NULL)",
    """CREATE VIRTUAL TABLE article_text USING fts5(
        title, author, body, content='', tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    )""",
    # More words are gathered in memory before they are written: half the work in bulk.
    "INSERT INTO article_text(article_text, rank) VALUES ('hashsize', 16777216)",
    # Texts come in small batches; merging them less often saves a sixth, and no search is felt.
    "INSERT INTO article_text(article_text, rank) VALUES ('automerge', 8)",
)

#: What each serves is said in ``schema.py``.
_INDEXES = (
    "CREATE INDEX article_by_date ON article (sorted_at DESC, id DESC, feed_id, words, minutes)",
    # With read in it, though always 0 there: else SQLite would look at the row to make sure.
    "CREATE INDEX article_unread_by_date ON article (sorted_at DESC, id DESC, feed_id, read) WHERE read = 0",
    "CREATE INDEX article_by_generation ON article (generation)",
    "CREATE INDEX article_tag_by_tag ON article_tag (tag_id, article_id)",
    "CREATE INDEX removal_by_generation ON removal (generation)",
    "CREATE INDEX article_by_author ON article (author)",
    "CREATE INDEX article_by_language ON article (language)",
    "CREATE INDEX article_by_source ON article (source) WHERE source <> ''",
    """CREATE INDEX content_with_enclosures ON article_content (article_id, enclosures)
    WHERE enclosures <> '[]'""",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Make all tables and indexes in an empty store."""
    for statement in (*_TABLES, *_INDEXES):
        connection.execute(statement)
    connection.execute("INSERT INTO meta (key, value) VALUES ('generation', '1')")
