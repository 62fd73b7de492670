"""What stories need: which articles are one piece, and by what a copy is found.

What is here already is looked at later, some articles at a time: see ``story_writing``.
"""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    """CREATE TABLE story_member (
        article_id INTEGER PRIMARY KEY NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        story_id INTEGER NOT NULL,
        named INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX story_member_by_story ON story_member (story_id, article_id, named)",
    """CREATE TABLE story_clue (
        clue INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        PRIMARY KEY (clue, article_id)
    ) WITHOUT ROWID""",
    """INSERT INTO meta (key, value)
        SELECT 'stories_before', last + 1 FROM (SELECT max(id) AS last FROM article) WHERE last > 0""",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the tables; both begin empty."""
    for statement in _STATEMENTS:
        connection.execute(statement)
