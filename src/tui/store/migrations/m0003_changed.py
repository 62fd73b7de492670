"""SQL indexes for what the publisher changed, and when."""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    "CREATE INDEX article_by_revision ON article (revision) WHERE revision > 1",
    "CREATE INDEX article_by_update ON article (updated_at) WHERE updated_at IS NOT NULL",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add both; most articles are in neither."""
    for statement in _STATEMENTS:
        connection.execute(statement)
