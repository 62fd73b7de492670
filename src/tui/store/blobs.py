"""The bytes of the index in memory, kept beside the generation they are true for."""

from collections.abc import Mapping

from tui.store.connection import Connection
from tui.store.meta import generation, get_meta, set_meta

__all__ = ["generation", "get_meta", "load", "save", "set_meta"]

_GENERATION = "index_generation"


def save(connection: Connection, true_for: int, blobs: Mapping[str, bytes]) -> None:
    """Keep the index's parts; those of before go."""
    connection.execute("DELETE FROM blob")
    connection.executemany("INSERT INTO blob (name, data) VALUES (?, ?)", blobs.items())
    set_meta(connection, _GENERATION, str(true_for))


def load(connection: Connection) -> tuple[int, dict[str, bytes]] | None:
    """Generation and parts as they were saved; ``None`` if there are none we can use."""
    saved = get_meta(connection, _GENERATION)
    parts = {name: data for name, data in connection.execute("SELECT name, data FROM blob")}
    if saved is None or not parts or int(saved) > generation(connection):
        return None
    return int(saved), parts
