"""New articles that the user's hook has not been given yet.

They are noted in the transaction that stores them and taken in one of their own, so whoever takes
them is the only one, however many refreshes run, and a refresh that is killed loses none.
"""

import json
from collections.abc import Sequence

from tui.model.ids import ArticleId
from tui.store.connection import Connection
from tui.store.meta import get_meta, set_meta

__all__ = ["remember", "take", "waiting"]

_KEY = "unannounced"


def remember(connection: Connection, ids: Sequence[ArticleId]) -> None:
    """These are new, too."""
    if ids:
        set_meta(connection, _KEY, json.dumps([*_noted(connection), *ids]))


def waiting(connection: Connection) -> bool:
    """Whether there are any."""
    return bool(_noted(connection))


def take(connection: Connection) -> list[ArticleId]:
    """All of them, oldest first; nobody else gets them."""
    found = _noted(connection)
    set_meta(connection, _KEY, "[]")
    return found


def _noted(connection: Connection) -> list[ArticleId]:
    return [ArticleId(number) for number in json.loads(get_meta(connection, _KEY) or "[]")]
