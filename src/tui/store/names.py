"""Names that many rows share and so have numbers: tags, terms, categories."""

import json
from collections.abc import Collection, Iterable
from typing import Literal

from tui.store.connection import Connection

__all__ = ["category_id", "clean_path", "names_of", "numbers_for", "parents", "tags_of", "terms_of"]

#: Tables that give a name its number.
NameTable = Literal["tag", "term"]

# By the primary key of article_tag. The ids come as one JSON array.
_TAGS = """
SELECT article_tag.article_id, tag.name
FROM article_tag CROSS JOIN tag ON tag.id = article_tag.tag_id
WHERE article_tag.article_id IN (SELECT value FROM json_each(?))
ORDER BY tag.name"""

# By the primary key of article_term.
_TERMS = """
SELECT article_term.article_id, term.name
FROM article_term CROSS JOIN term ON term.id = article_term.term_id
WHERE article_term.article_id IN (SELECT value FROM json_each(?))
ORDER BY article_term.article_id, article_term.position"""


def numbers_for(connection: Connection, table: NameTable, names: Collection[str]) -> dict[str, int]:
    """The numbers of these names in ``tag`` or ``term``; those that are new get one."""
    if not names:
        return {}
    wanted = json.dumps(sorted(names), ensure_ascii=False)
    select = f"SELECT name, id FROM {table} WHERE name IN (SELECT value FROM json_each(?))"
    found = {name: number for name, number in connection.execute(select, (wanted,))}
    missing = [(name,) for name in names if name not in found]
    if missing:
        connection.executemany(f"INSERT OR IGNORE INTO {table} (name) VALUES (?)", missing)
        found = {name: number for name, number in connection.execute(select, (wanted,))}
    return found


def names_of(connection: Connection, table: NameTable) -> dict[int, str]:
    """All names of ``tag`` or ``term`` by their number."""
    return {number: name for number, name in connection.execute(f"SELECT id, name FROM {table}")}


def tags_of(connection: Connection, ids: str) -> dict[int, tuple[str, ...]]:
    """The tags of articles, in alphabetical order; ``ids`` as made by ``rows.id_list``."""
    return _gathered(connection.execute(_TAGS, (ids,)))


def terms_of(connection: Connection, ids: str) -> dict[int, tuple[str, ...]]:
    """The publisher's terms of articles, in the publisher's order."""
    return _gathered(connection.execute(_TERMS, (ids,)))


def _gathered(pairs: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for number, name in pairs:
        found.setdefault(number, []).append(name)
    return {number: tuple(names) for number, names in found.items()}


def clean_path(path: str) -> str:
    """A category path without empty parts: ``/news//africa/`` is ``news/africa``."""
    return "/".join(part for raw in path.split("/") if (part := raw.strip()))


def parents(path: str) -> list[str]:
    """The path and all above it, topmost first."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def category_id(connection: Connection, path: str) -> int | None:
    """The number of a category, made with its parents if it is new; ``None`` for no category."""
    clean = clean_path(path)
    if not clean:
        return None
    connection.executemany(
        "INSERT OR IGNORE INTO category (path) VALUES (?)", [(one,) for one in parents(clean)]
    )
    found = connection.execute("SELECT id FROM category WHERE path = ?", (clean,)).fetchone()
    return int(found[0])
