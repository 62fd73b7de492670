"""Room given back: in steps, anew, stopped, killed, and where there is none to do it with."""

import asyncio
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.conftest import Clock
from tests.service.opened import opened, run
from tests.store.opened import entries
from tests.store.opened import opened as store_opened
from tui.model.errors import StoreError
from tui.store import compacting, maintenance, status

LONG = " ".join(f"word{number}" for number in range(400))
COUNTING = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

VACUUM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
while True:
    print(".", end="", flush=True)
    connection.execute("VACUUM")
"""
FULL = """
import asyncio, resource, signal, sys
from pathlib import Path
from tui.model.errors import StoreFull
from tui.store import Database, compacting
from datetime import datetime, UTC

async def work(path):
    database = Database(path)
    await database.open(datetime.now(UTC))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        await database.maintain(compacting.rewrite)
    except StoreFull as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await database.close()

asyncio.run(work(Path(sys.argv[1])))
"""


def filled(paths, *, old=False):
    """A store of which the most was removed; *old* ones cannot give room back in steps."""
    paths.data_dir.mkdir(parents=True, exist_ok=True)
    with store_opened(paths.store_file) as store:
        (feed,) = store.subscribe(1)
        new = store.ingest(feed, *entries(range(600), text=LONG, html=f"<p>{LONG}</p>")).new
        store.index_all()
        store.purge(*[one.id for one in new[100:]])
        store.write(status.set_status, [new[0].id], "starred", True, "", Clock().now)
    if old:
        with closing(sqlite3.connect(paths.store_file, isolation_level=None)) as connection:
            connection.execute("PRAGMA auto_vacuum = NONE")
            connection.execute("VACUUM")
            connection.execute("CREATE TABLE ballast AS SELECT randomblob(400000) AS filling")
            connection.execute("DROP TABLE ballast")


@pytest.mark.parametrize("old", [False, True])
def test_by_hand_all_free_room_goes_back(paths, old):
    async def work():
        async with opened(paths, Clock()) as library:
            before = await library.keeper.compactor.room()
            assert before.free > 100_000 and before.in_steps is not old
            said = []
            done = await library.keeper.compactor.compact(tell=said.append)
            after = await library.keeper.compactor.room()
            assert done.trouble == "" and done.given_back >= before.free > 0
            assert (after.free, after.in_steps) == (0, True) and said
            assert paths.store_file.stat().st_size == done.after == after.size
            assert await library._database.write(maintenance.check) == ()

    filled(paths, old=old)
    run(work)


def test_by_itself_little_is_left_alone_and_much_waits_for_quiet(paths, monkeypatch):
    async def work():
        async with opened(paths, Clock()) as library:
            compactor = library.keeper.compactor
            assert (await compactor.compact(may_rewrite=lambda: True)).given_back == 0
            monkeypatch.setattr("tui.service.compactor._MUCH", 100_000)
            monkeypatch.setattr("tui.service.compactor._GREAT_SHARE", 0.1)
            assert (await compactor.compact(may_rewrite=lambda: False)).given_back == 0
            assert (await compactor.compact(may_rewrite=lambda: True)).given_back > 100_000

    filled(paths, old=True)
    run(work)


def test_whoever_writes_goes_first(paths):
    async def work():
        async with opened(paths, Clock()) as library:
            upkeep = asyncio.create_task(
                library._database.maintain(lambda connection: connection.execute(COUNTING).fetchone())
            )
            await asyncio.sleep(0)
            (one,) = await library._database.read(
                lambda connection: connection.execute("SELECT id FROM article WHERE starred").fetchall()
            )
            changes = await library.set_status([one[0]], "later", True)
            assert changes.statuses
            with pytest.raises(StoreError):
                await upkeep
            # And what nobody waits for any more ends, too.
            upkeep = asyncio.create_task(
                library._database.maintain(lambda connection: connection.execute(COUNTING).fetchone())
            )
            await asyncio.sleep(0)
            upkeep.cancel()
            assert await library.set_status([one[0]], "later", False)

    filled(paths)
    run(work)


def test_without_room_it_is_said_and_nothing_is_begun(paths):
    filled(paths)
    assert compacting.lacks_room(paths.store_file, 10**17, {}).startswith("There is not enough room in ")
    assert compacting.lacks_room(paths.store_file, 1_000, {}) == ""


def test_a_disk_that_fills_up_leaves_the_store_as_it_was(paths):
    filled(paths, old=True)
    size = paths.store_file.stat().st_size
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(paths.store_file)], capture_output=True, text=True, check=True
    )
    assert "No room is left" in done.stdout
    with store_opened(paths.store_file) as store:
        assert store.write(maintenance.check) == ()
        assert store.sql("SELECT count(*) FROM article") == [(100,)]
    assert paths.store_file.stat().st_size == size
    assert resource.getrlimit(resource.RLIMIT_FSIZE)


def test_killed_while_the_store_is_written_anew(paths):
    filled(paths, old=True)
    chance = random.Random(3)
    # Somebody else has the store open all the time.
    with store_opened(paths.store_file) as store:
        for _ in range(6):
            command = [sys.executable, "-c", VACUUM, str(paths.store_file)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                process.stdout.read(chance.randrange(1, 8))
                process.send_signal(signal.SIGKILL)
            assert store.write(maintenance.check) == ()
            assert store.sql("SELECT count(*), sum(starred) FROM article") == [(100, 1)]
