"""kill -9 in the middle of a clean: each article is in the store, in the file, or in both."""

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import aclosing, closing
from dataclasses import replace

from tests.conftest import Clock
from tests.service.opened import SETTINGS, opened
from tests.store.opened import entries
from tests.store.opened import opened as store_opened
from tui.model.retention import CleanWish
from tui.query import Query
from tui.store import maintenance, status

ARTICLES, ROUNDS = 400, 8

CLEANER = """
import asyncio, contextlib, sys
from dataclasses import replace
from datetime import UTC, datetime
from tui.config.paths import from_environment
from tui.config.settings import Settings
from tui.model.retention import CleanWish
from tui.service import keeper
from tui.service.library import Library

keeper._FIRST = keeper._MOST = 10

async def work():
    paths = from_environment({"BROADSHEET_HOME": sys.argv[1]})
    now = datetime(2026, 11, 23, 14, tzinfo=UTC)
    library = await Library.open(Settings(keep_newest=1), paths, environ={}, clock=lambda: now)
    plan = await library.keeper.plan(CleanWish())
    async with contextlib.aclosing(library.keeper.clean(plan)) as events:
        async for event in events:
            print(".", end="", flush=True)
    await library.close()

asyncio.run(work())
"""


def filled(paths):
    paths.data_dir.mkdir(parents=True, exist_ok=True)
    with store_opened(paths.store_file) as store:
        (feed,) = store.subscribe(1)
        new = store.ingest(feed, *entries(range(ARTICLES))).new
        store.index_all()
        store.write(status.set_status, [one.id for one in new], "read", True, "", Clock().now)
        return {one.id for one in new}


def killed_after(paths, steps):
    command = [sys.executable, "-c", CLEANER, str(paths.data_dir.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.read(steps) == b"." * steps
        process.send_signal(signal.SIGKILL)


async def check_and_restore(paths, everything):
    async with opened(paths, Clock(), replace(SETTINGS, keep_newest=1)) as library:
        assert await library._database.write(maintenance.check) == ()
        there = {int(one) for one in (await library.select(Query())).ids} & everything
        kept = set()
        for file in library.keeper.removed():
            with closing(sqlite3.connect(file.path)) as copy:
                kept |= {number for (number,) in copy.execute("SELECT id FROM article")}
        assert there | kept == everything
        return len(there)


async def bring_all_back(paths, everything):
    async with opened(paths, Clock()) as library:
        while library.keeper.removed():
            async with aclosing(library.keeper.restore()) as events:
                assert [event async for event in events]
        assert {int(one) for one in (await library.select(Query())).ids} >= everything
        assert await library._database.write(maintenance.check) == ()


def test_a_clean_that_is_killed_loses_nothing(paths):
    everything, chance = filled(paths), random.Random(7)
    left = []
    for _ in range(ROUNDS):
        killed_after(paths, chance.randrange(1, 6))
        left.append(asyncio.run(check_and_restore(paths, everything)))
    # Each went on where the one before was killed.
    assert left == sorted(left, reverse=True) and left[-1] < left[0] < ARTICLES
    asyncio.run(bring_all_back(paths, everything))


async def alternate(paths, everything):
    """Two processes' worth of libraries on one store: one cleans, the other marks meanwhile."""
    async with (
        opened(paths, Clock(), replace(SETTINGS, keep_newest=1)) as one,
        opened(paths, Clock()) as other,
    ):
        await other.select(Query())
        plan = await one.keeper.plan(CleanWish())
        starred = {doomed.id for doomed in plan.doomed[-3:]}
        async with aclosing(one.keeper.clean(plan)) as events:
            async for event in events:
                if starred and getattr(event, "done", 0):
                    await other.set_status(sorted(starred), "starred", True)
        # With what it did itself in between it has heard of the rest already.
        await other.catch_up()
        left = {int(number) for number in (await other.select(Query())).ids} & everything
        assert starred < left and len(left) == 4
        assert left == {int(number) for number in (await one.select(Query())).ids} & everything


def test_what_another_process_stars_meanwhile_stays(paths):
    everything = filled(paths)
    asyncio.run(alternate(paths, everything))
