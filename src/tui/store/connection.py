"""One connection: plain sqlite3, and SQLAlchemy's Core over the very same when it is wanted.

Importing SQLAlchemy costs more than most commands do in all, so only what needs it pays.
Core is a second way to speak to the same connection: it has no settings, no transaction
and no lock of its own. The doors begin and end transactions, whoever speaks in between.
"""

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["Connection"]


class Connection(sqlite3.Connection):
    """What every function of this room takes first; made by ``connecting.connect``."""

    _core: "sqlalchemy.Connection | None" = None

    @property
    def core(self) -> "sqlalchemy.Connection":
        """SQLAlchemy's Core, imported and made when first asked for."""
        if self._core is None:
            from tui.store.dialect import make_core

            self._core = make_core(self)
        return self._core
