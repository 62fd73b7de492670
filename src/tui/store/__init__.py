"""The store: the only SQL of the house, over one SQLite file.

``Database`` is the door; the functions behind it take a ``Connection`` first and are
run by its ``read`` and ``write``. The door is not imported before it is asked for,
because ``first_page`` must be there before anything heavy is. SQLAlchemy is imported
when the first row is written through it (``Connection.core``): most commands never do.
"""

from typing import TYPE_CHECKING, Any

from tui.store.connection import Connection

if TYPE_CHECKING:
    from tui.store.database import Database

__all__ = ["Connection", "Database"]


def __getattr__(name: str) -> Any:
    """Import the door when it is used first."""
    if name == "Database":
        from tui.store.database import Database

        return Database
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
