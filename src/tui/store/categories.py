"""The tree of categories: what feeds stand in, and nothing else."""

from tui.model.feed import Category
from tui.model.ids import CategoryId
from tui.store.connection import Connection
from tui.store.names import parents

__all__ = ["ALL_CATEGORIES", "categories", "prune"]

# A category for each row; there are some dozens.
ALL_CATEGORIES = "SELECT id, path FROM category"
# What a feed stands in, and what a subscribed one does.
_USED = "SELECT DISTINCT path FROM category JOIN feed ON feed.category_id = category.id"
_USED_NOW = f"{_USED} WHERE removed_at IS NULL"


def categories(connection: Connection) -> list[Category]:
    """All categories that a subscribed feed is in or below, by path."""
    numbers = {path: number for number, path in connection.execute(ALL_CATEGORIES)}
    paths = _with_parents(connection, _USED_NOW)
    ordered = sorted(paths, key=lambda path: [(part.casefold(), part) for part in path.split("/")])
    return [Category(CategoryId(numbers[path]), path) for path in ordered]


def prune(connection: Connection) -> None:
    """Let go of categories that no feed, subscribed or not, is in or below."""
    kept = _with_parents(connection, _USED)
    gone = [(number,) for number, path in connection.execute(ALL_CATEGORIES) if path not in kept]
    connection.executemany("DELETE FROM category WHERE id = ?", gone)


def _with_parents(connection: Connection, paths: str) -> set[str]:
    """The categories that a statement finds, and all above them."""
    return {one for (path,) in connection.execute(paths) for one in parents(path)}
