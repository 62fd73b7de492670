"""SQLAlchemy's Core as a guest on a connection of ours. Importing this imports SQLAlchemy.

The dialect of SQLAlchemy takes a connection for its own: when it meets one it rolls back,
sets how transactions begin (for which sqlite3 commits), defines functions (which fails
while a statement runs) and closes what gave it an error. Ours is in the middle of a
transaction by then, and the doors alone begin, end and close.
"""

from functools import partial

from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

import tui.store.connection

__all__ = ["GuestDialect", "make_core"]


class GuestDialect(SQLiteDialect_pysqlite):
    """SQLite's dialect without hands on the connection."""

    supports_statement_cache = True

    def on_connect(self) -> None:  # type: ignore[override]
        """Define no functions."""

    def do_rollback(self, dbapi_connection: object) -> None:
        """Leave the transaction to the door."""

    def do_commit(self, dbapi_connection: object) -> None:
        """Leave the transaction to the door."""

    def do_close(self, dbapi_connection: object) -> None:
        """Leave the connection to the door."""


registry.register("broadsheet", __name__, GuestDialect.__name__)


def make_core(connection: "tui.store.connection.Connection") -> Connection:
    """Core over that very connection; ``hide_parameters`` keeps articles out of error texts."""
    creator = partial(_itself, connection)
    engine = create_engine("broadsheet://", creator=creator, poolclass=StaticPool, hide_parameters=True)
    return engine.connect()


def _itself(connection: "tui.store.connection.Connection") -> "tui.store.connection.Connection":
    return connection
