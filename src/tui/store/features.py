"""Which texts hold code or a table: written with each article, and caught up with for those before.

A store that was begun by an earlier Broadsheet holds texts that nobody has looked into.
"""

from tui.model.features import features_in
from tui.store.connection import Connection
from tui.store.full_text_rows import full_texts_of
from tui.store.rows import id_list, unpack_body

__all__ = ["having", "look", "unseen"]

# Covered by the index content_with_features.
_HAVING = """
SELECT article_id FROM article_content INDEXED BY content_with_features
WHERE features > 0 AND features & ?"""
# The index content_unseen.
_UNSEEN = "SELECT 1 FROM article_content INDEXED BY content_unseen WHERE features IS NULL LIMIT 1"
_SOME = """
SELECT article_id, body FROM article_content INDEXED BY content_unseen
WHERE features IS NULL ORDER BY article_id DESC LIMIT ?"""
# By the primary key.
_REMEMBER = "UPDATE article_content SET features = ? WHERE article_id = ?"


def unseen(connection: Connection) -> bool:
    """Whether there are texts that nobody has looked into."""
    return connection.execute(_UNSEEN).fetchone() is not None


def look(connection: Connection, limit: int) -> int:
    """Look into some of them, newest first, and remember what they hold; returns how many."""
    found = _looked(connection, limit)
    connection.executemany(_REMEMBER, [(bits, number) for number, bits in found])
    return len(found)


def having(connection: Connection, bits: int) -> list[int]:
    """Articles that hold any of the features; texts nobody has looked into are looked into once more."""
    found = [number for (number,) in connection.execute(_HAVING, (bits,))]
    # Only where the store cannot be written to is there anything left here.
    return found + [number for number, held in _looked(connection, -1) if held & bits]


def _looked(connection: Connection, limit: int) -> list[tuple[int, int]]:
    """Some articles that nobody has looked into, and what any of their texts holds."""
    rows = connection.execute(_SOME, (limit,)).fetchall()
    found = full_texts_of(connection, id_list(number for number, _body in rows))
    looked = []
    for number, body in rows:
        bits = features_in(unpack_body(body)[1])
        for text in found.get(number, ()):
            bits |= features_in(text.html)
        looked.append((number, bits))
    return looked
