"""Many new rows for one table, as tuples.

Written plainly: a refresh that brings a few articles would otherwise spend more on importing
SQLAlchemy than on everything else it does in the store.
"""

from collections.abc import Sequence

from tui.store.connection import Connection

__all__ = ["insert_rows"]


def insert_rows(
    connection: Connection, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows into the table of that name; it and the columns are always words of our own."""
    if rows:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)
