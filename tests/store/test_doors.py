"""The doors: threads, transactions, locks, errors, rights of files."""

import asyncio
import stat
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy.exc import DBAPIError

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.errors import BroadsheetError, StoreBusy, StoreDamaged, StoreError, StoreFull
from tui.store import Connection, Database, core, feeds, listing, meta, status
from tui.store.connecting import connect


def pragma(name):
    return lambda connection: connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_settings_of_the_connections(store):
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    assert {name: store.write(pragma(name)) for name in wanted} == wanted
    assert store.read(pragma("busy_timeout")) == 5000
    assert store.read(pragma("query_only")) == 1


def test_the_users_own_marks_are_flushed_to_the_disk(store, monkeypatch):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1]))
    levels = []
    bump = meta.bump

    def watched(connection):
        levels.append(pragma("synchronous")(connection))
        return bump(connection)

    for module in ("deeds", "ingest"):
        monkeypatch.setattr(sys.modules[f"tui.store.{module}"], "bump", watched)
    store.write(status.set_status, [1], "starred", True, "", NOW)
    store.ingest(feed, *entries([2]))
    store.write(status.undo, NOW)
    assert levels == [2, 1, 2]


def test_one_thread_writes_and_others_read(path):
    async def work():
        database = Database(path)
        await database.open(NOW)
        try:
            names = await asyncio.gather(
                *(database.write(lambda _: threading.current_thread().name) for _ in range(5)),
                *(database.read(lambda _: threading.current_thread().name) for _ in range(5)),
            )
        finally:
            await database.close()
        return names

    names = asyncio.run(work())
    assert len(set(names[:5])) == 1 and set(names[:5]).isdisjoint(names[5:])
    assert threading.current_thread().name not in names


def test_a_write_is_whole_or_not_at_all(store):
    def half(connection):
        feeds.subscribe(connection, [], NOW)
        connection.execute("INSERT INTO category (path) VALUES ('half')")
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        store.write(half)
    assert store.sql("SELECT count(*) FROM category") == [(0,)]
    # The door still works.
    assert store.subscribe(1) == [1]


def test_core_speaks_in_the_transaction_of_the_door(store):
    """Made in the middle of a write, with a statement running; neither ends anything."""

    def write(connection, fail):
        connection.execute("INSERT INTO category (path) VALUES ('plain')")
        running = connection.execute("SELECT value FROM meta UNION ALL SELECT 1")
        running.fetchone()
        assert core.insert_row(connection, "category", {"path": "core"}) == 2
        with pytest.raises(DBAPIError):
            core.insert_row(connection, "category", {"path": "core"})
        core.change_row(connection, "category", 2, {"path": "changed"})
        running.close()
        assert connection.in_transaction
        if fail:
            raise ValueError("at the end")

    with pytest.raises(ValueError, match="at the end"):
        store.write(write, True)
    assert store.sql("SELECT count(*) FROM category") == [(0,)]
    store.write(write, False)
    assert store.sql("SELECT path FROM category ORDER BY id") == [("plain",), ("changed",)]


def test_a_read_sees_one_moment(store):
    """What is written while a read runs is not seen by it."""
    started, written = threading.Event(), threading.Event()

    def slow(connection: Connection):
        before = meta.generation(connection)
        started.set()
        assert written.wait(10)
        return before, meta.generation(connection)

    async def work():
        reading = asyncio.ensure_future(store.database.read(slow))
        await asyncio.to_thread(started.wait, 10)
        await store.database.write(meta.bump)
        written.set()
        return await reading

    before, after = asyncio.run(work())
    assert before == after == store.read(meta.generation) - 1


def test_a_reader_cannot_write(store):
    with pytest.raises(StoreError):
        store.read(lambda connection: connection.execute("DELETE FROM feed"))


def test_errors_are_ours_and_tell_no_secrets(store):
    for statement in ("SELECT nonsense", "INSERT INTO feed (feed_url) VALUES ('https://user:secret@host/')"):
        with pytest.raises(StoreError) as caught:
            store.write(lambda connection, text=statement: connection.execute(text))
        assert "secret" not in str(caught.value)

        with pytest.raises(StoreError) as caught:
            store.write(lambda connection, text=statement: connection.core.exec_driver_sql(text))
        assert "secret" not in str(caught.value)


def test_folder_and_files_are_the_users_alone(path, store):
    store.subscribe(1)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert f"{path.name}-wal" in modes and set(modes.values()) == {0o600}


def test_a_file_that_others_may_read_is_closed_to_them(path):
    with opened(path):
        pass
    path.chmod(0o644)
    with opened(path) as store:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and not store.notices


def test_a_lock_is_waited_for_and_nothing_is_dropped(path):
    """Another program holds the lock while marks are made; reading goes on."""
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries([1]))

        async def work():
            other = connect(path)
            with closing(other):
                other.execute("BEGIN EXCLUSIVE")
                mark = store.database.write(status.set_status, [1], "starred", True, "", NOW)
                writing = asyncio.ensure_future(mark)
                while not store.database.waiting:
                    rows = await store.database.read(listing.rows, [1])
                    assert not rows[0].starred and not writing.done()
                other.execute("ROLLBACK")
            return await writing

        assert asyncio.run(work()).statuses[0].ids == (1,)
        assert not store.database.waiting
        assert store.read(listing.rows, [1])[0].starred


def test_patience_has_an_end(path):
    with opened(path, patience=0.2) as store, closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="Another program"):
            store.subscribe(1)
        other.execute("ROLLBACK")
        assert store.subscribe(1) == [1]


def test_closing_does_not_wait_for_a_lock_as_long_as_working_does(path):
    with opened(path) as open_store, closing(connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def work():
            writing = asyncio.ensure_future(open_store.database.write(meta.bump))
            await asyncio.sleep(0)
            await asyncio.wait_for(open_store.database.close(), 5)
            with pytest.raises(StoreBusy):
                await writing

        asyncio.run(work())
        other.execute("ROLLBACK")


def test_a_full_disk_changes_nothing_and_is_got_over(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1]))
    pages = store.write(pragma("page_count"))
    store.write(pragma(f"max_page_count = {pages}"))
    with pytest.raises(StoreFull, match="No room is left"):
        store.ingest(feed, *entries(range(2, 500), text="a long text " * 100))
    assert [row.title for row in store.read(listing.rows, [1, 2, 3])] == ["Entry 1"]
    store.write(pragma("max_page_count = 1000000"))
    assert len(store.ingest(feed, *entries([2])).new) == 1
    assert store.read(pragma("integrity_check")) == "ok"


def test_damage_that_turns_up_in_use_is_looked_into_at_the_next_start(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(300), text="text " * 50))
        (root,) = store.sql("SELECT rootpage FROM sqlite_master WHERE name = 'article'")[0]
        size = store.read(pragma("page_size"))
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    path.with_name(f"{path.name}-wal").touch()
    # As if it were too big to be looked through at once.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.store.opening._SMALL", 0)
        with opened(path) as store:
            assert not store.notices
            with pytest.raises(StoreDamaged, match="next start"):
                store.read(listing.rows, [1])
        with opened(path) as store:
            assert "The store is damaged" in store.notices[0]


def test_a_store_that_is_not_open(path):
    database = Database(path)
    with pytest.raises(StoreError, match="not open"):
        asyncio.run(database.read(meta.generation))
    with pytest.raises(BroadsheetError, match="not open"):
        asyncio.run(database.write(meta.bump))
    asyncio.run(database.close())
    asyncio.run(database.close())


def test_a_closed_store(path):
    with opened(path) as store:
        pass
    for door in (store.read, store.write):
        with pytest.raises(StoreError, match="not open"):
            door(meta.generation)


def test_a_reading_that_nobody_waits_for_is_stopped_and_harms_no_other(path):
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    async def work(database):
        for _ in range(5):
            started = asyncio.Event()
            loop = asyncio.get_running_loop()

            def forever(connection, loop=loop, started=started):
                loop.call_soon_threadsafe(started.set)
                return connection.execute(endless).fetchone()

            reading = asyncio.ensure_future(database.read(forever))
            await started.wait()
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            # Closing waits for its threads: had one gone on, this test would never end.
            assert await database.read(lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)
        # More than there are reader threads, and stopped before their turn.
        many = [
            asyncio.ensure_future(database.read(lambda c: c.execute(endless).fetchone())) for _ in range(9)
        ]
        await asyncio.sleep(0)
        for one in many:
            one.cancel()
        await asyncio.wait(many)
        assert await database.read(lambda connection: connection.execute("SELECT 2").fetchone()) == (2,)

    with opened(path) as store:
        asyncio.run(work(store.database))
