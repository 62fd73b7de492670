"""What the user defines, articles that a rule hides, when something was read."""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    # Saved searches, rules, how tags and feeds are shown: few rows, always read as a whole.
    """CREATE TABLE definition (
        id INTEGER NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0,
        body TEXT NOT NULL DEFAULT '{}',
        UNIQUE (kind, name)
    )""",
    # Without a reference to the rule: undoing its deletion brings its hits back too.
    """CREATE TABLE rule_hit (
        rule_id INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        hit_at INTEGER NOT NULL,
        did TEXT NOT NULL,
        PRIMARY KEY (rule_id, article_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX rule_hit_by_article ON rule_hit (article_id, rule_id)",
    "ALTER TABLE article ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article ADD COLUMN read_at INTEGER",
    "CREATE INDEX article_hidden ON article (id, hidden) WHERE hidden = 1",
    "CREATE INDEX article_by_reading ON article (read_at) WHERE read_at IS NOT NULL",
    # What the text holds, in bits (code, a table); NULL where nobody has looked yet.
    "ALTER TABLE article_content ADD COLUMN features INTEGER",
    "CREATE INDEX content_with_features ON article_content (features, article_id) WHERE features > 0",
    "CREATE INDEX content_unseen ON article_content (article_id) WHERE features IS NULL",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the tables and columns to a store of the first schema."""
    for statement in _STATEMENTS:
        connection.execute(statement)
