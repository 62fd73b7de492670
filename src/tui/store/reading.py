"""One reading that can be stopped from another thread while SQLite is at it."""

import sqlite3
import threading

from tui.model.errors import StoreError

__all__ = ["Reading"]

#: Steps of SQLite's machine between two looks: a few milliseconds.
_STEPS = 50_000


class Reading:
    """Knows the connection as long as the reading lasts, and not a moment longer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._stopped = False

    def begin(self, connection: sqlite3.Connection) -> None:
        """It begins on this connection.

        Raises:
            StoreError: it was stopped before it began; nobody waits to hear of it.
        """
        with self._lock:
            if self._stopped:
                raise StoreError("Nobody waits for this any more.")
            self._connection = connection
            # An interruption between two statements is forgotten: the next one asks by itself.
            connection.set_progress_handler(self._has_stopped, _STEPS)

    def end(self) -> None:
        """It is over: what the connection does next must not be stopped."""
        with self._lock:
            if self._connection is not None:
                self._connection.set_progress_handler(None, 0)
            self._connection = None

    def stop(self) -> None:
        """End the statement that runs, if it still does."""
        with self._lock:
            self._stopped = True
            if self._connection is not None:
                self._connection.interrupt()

    def _has_stopped(self) -> bool:
        return self._stopped
