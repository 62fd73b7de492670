"""From a publisher's term to its articles."""

import sqlite3

__all__ = ["upgrade"]


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the index that ``term:`` is answered by."""
    connection.execute("CREATE INDEX article_term_by_term ON article_term (term_id, article_id)")
