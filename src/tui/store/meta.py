"""Small facts about the store, above all its generation: the count of writes."""

from tui.store.connection import Connection

__all__ = ["bump", "claim", "generation", "get_meta", "newest_article_id", "next_article_id", "set_meta"]

_GENERATION = "generation"
_LAST_ARTICLE = "last_article_id"


def get_meta(connection: Connection, key: str) -> str | None:
    """The value kept under ``key``; ``None`` if there is none."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if found is None else str(found[0])


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def generation(connection: Connection) -> int:
    """The number of the last write that changed what lists, panes or feeds show."""
    return int(get_meta(connection, _GENERATION) or 0)


def bump(connection: Connection) -> int:
    """Begin a new generation and return it; once in a transaction."""
    following = generation(connection) + 1
    set_meta(connection, _GENERATION, str(following))
    return following


def claim(connection: Connection, key: str, now: int, pause: int) -> bool:
    """Whether *key* was claimed longer ago than *pause* seconds; if so, it is claimed now.

    A moment that lies far ahead counts as long ago: the clock was wrong then.
    """
    said = get_meta(connection, key) or ""
    if said.isdecimal() and abs(now - int(said)) < pause:
        return False
    set_meta(connection, key, str(now))
    return True


def next_article_id(connection: Connection, count: int) -> int:
    """Reserve ``count`` ids and return the first; no id is ever used twice.

    The index, the session and the journal remember ids, so a deleted article's id must
    not turn up again as another article.
    """
    last = newest_article_id(connection)
    set_meta(connection, _LAST_ARTICLE, str(last + count))
    return last + 1


def newest_article_id(connection: Connection) -> int:
    """The highest id that any article has or had."""
    highest = connection.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()[0]
    return max(int(get_meta(connection, _LAST_ARTICLE) or 0), int(highest))
