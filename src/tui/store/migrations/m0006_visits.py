"""What visiting feeds well needs: who asked for patience, where feeds move to, how visits went."""

import sqlite3

__all__ = ["upgrade"]

_STATEMENTS = (
    "ALTER TABLE feed ADD COLUMN visits INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN server_wait INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN update_base INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN moved_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE feed ADD COLUMN moved_seen INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN version TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE feed ADD COLUMN problem TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE visit (
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        status INTEGER NOT NULL DEFAULT 0,
        kind TEXT NOT NULL DEFAULT '',
        sentence TEXT NOT NULL DEFAULT '',
        requests INTEGER NOT NULL DEFAULT 0,
        size INTEGER NOT NULL DEFAULT 0,
        milliseconds INTEGER NOT NULL DEFAULT 0,
        new INTEGER NOT NULL DEFAULT 0,
        updated INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (feed_id, place)
    ) WITHOUT ROWID""",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the columns and the table; all begin empty."""
    for statement in _STATEMENTS:
        connection.execute(statement)
