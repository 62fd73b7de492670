"""How a tag is written: as it is written already. #News never becomes another tag beside #news.

The index has one set for both, so no article may have both. Whatever names tags from
outside asks here first; what is undone and renamed says exactly which spelling it means.
"""

from collections.abc import Iterable

from tui.query.words import path_key
from tui.store.connection import Connection
from tui.store.names import names_of
from tui.store.rows import id_list

__all__ = ["alike", "alike_numbers", "written"]

# The index article_tag_by_tag.
_IN_USE = """
SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM article_tag WHERE tag_id = value)"""
# The whole table: it holds only what was taken away.
_TAKEN = "SELECT DISTINCT tag_id FROM removed_tag WHERE tag_id IN (SELECT value FROM json_each(?))"


def written(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """For each name the one that is stored for it: what articles have, or had, or else the first given."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    known: dict[str, dict[int, str]] = {path_key(name): {} for name in wanted}
    for number, name in names_of(connection, "tag").items():
        if path_key(name) in known:
            known[path_key(name)][number] = name
    spelling: dict[str, str] = {}
    for name in wanted:
        key = path_key(name)
        if known[key].keys() and set(known[key].values()) != {name}:
            spelling.setdefault(key, _chosen(connection, name, known[key]))
        spelling.setdefault(key, name)
    return {name: spelling[path_key(name)] for name in wanted}


def alike(connection: Connection, name: str) -> list[str]:
    """Every spelling of a tag that is stored; one, but for what was stored before this was so."""
    return sorted(one for one in names_of(connection, "tag").values() if path_key(one) == path_key(name))


def alike_numbers(connection: Connection, name: str) -> str:
    """The numbers of a tag in every spelling, as ``rows.id_list`` makes them."""
    key = path_key(name)
    return id_list(number for number, one in names_of(connection, "tag").items() if path_key(one) == key)


def _chosen(connection: Connection, name: str, known: dict[int, str]) -> str:
    """The spelling that articles have, or were freed of, the very *name* before others."""
    numbers = id_list(known)
    for statement in (_IN_USE, _TAKEN):
        found = sorted(known[number] for (number,) in connection.execute(statement, (numbers,)))
        if found:
            return name if name in found else found[0]
    return name
