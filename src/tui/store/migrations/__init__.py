"""Brings a store to the present schema, step by step, each in a transaction of its own.

The version is the number of migrations that were run (``PRAGMA user_version``). The list
only ever grows; a store of a newer version than the list is long is not touched.
"""

import sqlite3
from collections.abc import Callable, Sequence

from tui.store.migrations import (
    m0001_initial,
    m0002_definitions,
    m0003_changed,
    m0004_terms,
    m0005_reading,
    m0006_visits,
    m0007_notes,
    m0008_stories,
)

__all__ = ["MIGRATIONS", "VERSION", "migrate", "version_of"]

Migration = Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[Migration, ...] = (
    m0001_initial.upgrade,
    m0002_definitions.upgrade,
    m0003_changed.upgrade,
    m0004_terms.upgrade,
    m0005_reading.upgrade,
    m0006_visits.upgrade,
    m0007_notes.upgrade,
    m0008_stories.upgrade,
)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations this store has seen; 0 when it is new."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection,
    before: Callable[[int], None],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> int:
    """Run what is missing and return the version reached.

    ``before`` is called with the present version of a store that holds something, so that
    a backup can be made. The connection must be in autocommit mode.
    """
    version = version_of(connection)
    if 0 < version < len(migrations):
        before(version)
    while version < len(migrations):
        version = _step(connection, migrations)
    return version


def _step(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been quicker.
        version = version_of(connection)
        if version < len(migrations):
            migrations[version](connection)
            version += 1
            # PRAGMA takes no parameters; this is our own integer.
            connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    return version
