"""The doors to the store: one thread that writes, a few that read, and errors wrapped once.

Every function of this room takes a connection first and is run here: ``await
database.read(rows, ids)`` on a reader thread with one unchanging view, ``await
database.write(add_tag, …)`` on the writer thread in a transaction that is kept whole or
not at all. The threads belong to no event loop, so any running loop may use the doors.
"""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from tui.model.errors import StoreBusy, StoreDamaged, StoreError, StoreFull
from tui.store import opening
from tui.store.connecting import connect_reader, connect_writer
from tui.store.connection import Connection
from tui.store.durability import is_durable
from tui.store.faults import is_busy, wrapped
from tui.store.reading import Reading

__all__ = ["Database"]

Result = TypeVar("Result")

#: How long a write asks for the lock before it gives up.
PATIENCE = 60.0
#: How long it goes on once the program wants to end.
_LAST_PATIENCE = 1.5
#: From here on ``waiting`` says so.
_NOTICEABLE = 2.0
_READERS = 3
#: Rows an index must hold for SQLite to look at, when it takes stock of the store.
_STATISTICS = 400


class Database:
    """One store file.

    Attributes:
        notices: sentences for the user about what was found and done when it was opened.
        read_only: writes are refused, for one of the reasons in ``notices``.
        unchecked: it was not closed well and is big: ``maintenance.quick_check`` should look
            through it in the background.
        waiting: a write has been asking for the lock for a while; it will be made.
    """

    def __init__(self, path: Path, backup_dir: Path | None = None, *, patience: float = PATIENCE) -> None:
        self._path = path
        self._backup_dir = backup_dir if backup_dir is not None else path.parent / "backups"
        self._patience = patience
        self._writer_thread = ThreadPoolExecutor(1, "store-writer")
        self._reader_threads = ThreadPoolExecutor(_READERS, "store-reader")
        self._writer: Connection | None = None
        #: Those that nobody uses at the moment.
        self._readers: list[Connection] = []
        self._immutable = False
        self._opened = False
        self._closing = threading.Event()
        self._refusal: StoreError | None = None
        self.notices: tuple[str, ...] = ()
        self.unchecked = False
        self.waiting = False
        #: Upkeep that is under way; whoever wants to write goes first.
        self._upkeep: Reading | None = None

    @property
    def path(self) -> Path:
        """Where the store is."""
        return self._path

    @property
    def backup_dir(self) -> Path:
        """Where its backups are."""
        return self._backup_dir

    @property
    def read_only(self) -> bool:
        """Whether writes are refused."""
        return self._refusal is not None

    async def open(self, now: datetime) -> None:
        """Create, migrate or rescue the store, as it needs, and get ready.

        Raises:
            StoreError: it can be neither made nor read; a sentence says why.
        """
        await self._submit(self._writer_thread, self._open, now)

    async def read(self, function: Callable[..., Result], *args: object) -> Result:
        """Run ``function(connection, *args)`` on a reader thread.

        Whoever stops waiting stops the statement too, in the middle of what it reads.
        """
        self._demand_open()
        reading = Reading()
        try:
            return await self._submit(self._reader_threads, self._read, reading, function, args)
        except asyncio.CancelledError:
            reading.stop()
            raise

    async def write(self, function: Callable[..., Result], *args: object) -> Result:
        """Run ``function(connection, *args)`` on the writer thread, in one transaction.

        Raises:
            StoreBusy: another program held the lock all the time.
            StoreFull: no room, or no right to write; nothing was changed.
            StoreTooNew: the store belongs to a newer Broadsheet.
        """
        if self._refusal is not None:
            raise type(self._refusal)(str(self._refusal))
        self._demand_open()
        self._stop_upkeep()
        return await self._submit(self._writer_thread, self._write, function, args)

    async def maintain(self, function: Callable[..., Result], *args: object) -> Result:
        """Run ``function(connection, *args)`` on the writer thread, outside of any transaction.

        It is stopped as soon as somebody wants to write, or nobody waits for it any more.

        Raises:
            StoreError: it was stopped; what it had not finished is as it was.
        """
        if self._refusal is not None:
            raise type(self._refusal)(str(self._refusal))
        self._demand_open()
        upkeep = self._upkeep = Reading()
        try:
            return await self._submit(self._writer_thread, self._maintain, upkeep, function, args)
        except asyncio.CancelledError:
            upkeep.stop()
            raise

    def _stop_upkeep(self) -> None:
        if self._upkeep is not None:
            self._upkeep.stop()
            self._upkeep = None

    async def close(self) -> None:
        """Finish what was asked for and close the files; once more does no harm."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._stop_upkeep()
        await asyncio.to_thread(self._reader_threads.shutdown)
        try:
            await self._submit(self._writer_thread, self._close)
        finally:
            self._writer_thread.shutdown()

    async def _submit(
        self, threads: ThreadPoolExecutor, function: Callable[..., Result], *args: Any
    ) -> Result:
        return await asyncio.wrap_future(threads.submit(function, *args))

    def _demand_open(self) -> None:
        if not self._opened or self._closing.is_set():
            raise StoreError("The store is not open.")

    # On the threads.

    def _open(self, now: datetime) -> None:
        with wrapped(self._path):
            opened = opening.open_store(self._path, self._backup_dir, now)
            self.notices, self._refusal = opened.notices, opened.refusal
            self.unchecked, self._immutable = opened.unchecked, opened.immutable
            self._opened = True

    def _read(self, reading: Reading, function: Callable[..., Result], args: tuple[Any, ...]) -> Result:
        with self._watched(), self._borrowed_reader() as connection:
            connection.execute("BEGIN")
            try:
                reading.begin(connection)
                return function(connection, *args)
            finally:
                # First: the connection is somebody else's from here on.
                reading.end()
                connection.rollback()

    @contextmanager
    def _borrowed_reader(self) -> Iterator[Connection]:
        """A reader that nobody else uses meanwhile; the one used last knows most pages."""
        try:
            connection = self._readers.pop()
        except IndexError:
            connection = connect_reader(self._path, immutable=self._immutable)
        try:
            yield connection
        finally:
            self._readers.append(connection)

    def _write(self, function: Callable[..., Result], args: tuple[Any, ...]) -> Result:
        with self._watched():
            connection = self._writing()
            level = "FULL" if is_durable(function) else "NORMAL"
            connection.execute(f"PRAGMA synchronous = {level}")
            self._begin(connection)
            try:
                result = function(connection, *args)
                connection.execute("COMMIT")
            except BaseException:
                # Does nothing where SQLite has rolled back by itself, as after some errors.
                connection.rollback()
                raise
            return result

    def _writing(self) -> Connection:
        if self._writer is None:
            self._writer = connect_writer(self._path)
        return self._writer

    def _maintain(self, upkeep: Reading, function: Callable[..., Result], args: tuple[Any, ...]) -> Result:
        with self._watched():
            connection = self._writing()
            try:
                upkeep.begin(connection)
                return function(connection, *args)
            finally:
                upkeep.end()

    def _begin(self, connection: Connection) -> None:
        """Take the write lock, asking again and again; stop early when the program ends."""
        started = time.monotonic()
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.Error as error:
                    if not is_busy(error):
                        raise
                    waited = time.monotonic() - started
                    patience = (
                        min(self._patience, _LAST_PATIENCE) if self._closing.is_set() else self._patience
                    )
                    if waited >= patience:
                        raise
                    self.waiting = waited >= _NOTICEABLE
        finally:
            self.waiting = False

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Wrap errors, and leave word for the next start when the file turns out to be broken."""
        try:
            with wrapped(self._path):
                yield
        except StoreDamaged:
            opening.leave_word(self._path)
            raise

    def _close(self) -> None:
        with wrapped(self._path):
            while self._readers:
                self._readers.pop().close()
            if self._writer is not None:
                self._take_stock(self._writer)
                self._writer.close()
                self._writer = None

    def _take_stock(self, writer: Connection) -> None:
        """Fresh statistics: with those of an empty store SQLite would choose the wrong index."""
        try:
            with wrapped(self._path):
                writer.execute(f"PRAGMA analysis_limit = {_STATISTICS}")
                writer.execute("PRAGMA optimize")
        except (StoreBusy, StoreFull):
            # Only the next start would have been quicker.
            return
