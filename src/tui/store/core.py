"""Writing single rows through SQLAlchemy Core. Import it where it is used: it brings SQLAlchemy along."""

from collections.abc import Mapping

from tui.store.connection import Connection
from tui.store.schema import metadata

__all__ = ["change_row", "insert_row"]


def insert_row(connection: Connection, name: str, values: Mapping[str, object]) -> int:
    """Insert one row and return its id."""
    key = connection.core.execute(metadata.tables[name].insert().values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change_row(connection: Connection, name: str, number: int, values: Mapping[str, object]) -> None:
    """Give the row with that id these values."""
    table = metadata.tables[name]
    connection.core.execute(table.update().where(table.c.id == number).values(values))
