"""Writing rows through SQLAlchemy Core. Import it where it is used: it brings SQLAlchemy along."""

from collections.abc import Mapping, Sequence

from tui.store.connection import Connection
from tui.store.schema import metadata

__all__ = ["change_row", "insert_row", "insert_rows"]


def insert_rows(
    connection: Connection, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Insert many rows given as tuples into the table of that name.

    Core's own ``insert()`` would take a dictionary for each row and cost twice as much.
    """
    if not rows:
        return
    missing = set(columns) - set(metadata.tables[name].c.keys())
    assert not missing, missing
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"
    connection.core.exec_driver_sql(statement, [tuple(row) for row in rows])


def insert_row(connection: Connection, name: str, values: Mapping[str, object]) -> int:
    """Insert one row and return its id."""
    key = connection.core.execute(metadata.tables[name].insert().values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change_row(connection: Connection, name: str, number: int, values: Mapping[str, object]) -> None:
    """Give the row with that id these values."""
    table = metadata.tables[name]
    connection.core.execute(table.update().where(table.c.id == number).values(values))
