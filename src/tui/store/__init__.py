"""The store: the only SQL of the house, over one SQLite file.

``Database`` is the door; the functions behind it take a ``Connection`` first and are
run by its ``read`` and ``write``. Nothing is imported before it is asked for, because
``first_page`` must be there before SQLAlchemy is.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tui.store.database import Database

__all__ = ["Connection", "Database"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is used first."""
    if name == "Database":
        from tui.store.database import Database

        return Database
    if name == "Connection":
        from sqlalchemy import Connection

        return Connection
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
