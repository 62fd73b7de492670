"""kill -9 in the middle of a refresh: nothing lost, nothing doubled, nothing to repair by hand."""

import asyncio
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys

import pytest

from tests.conftest import Clock
from tests.factories import rss
from tests.routes import feed
from tests.server import Server
from tests.service.opened import opened, refreshed, titles
from tui.model.feed import Subscription
from tui.query import Query

#: ``BROADSHEET_KILLS=200`` for the whole promise; a tenth of it goes with every run of the tests.
ROUNDS, FEEDS, KEPT = int(os.environ.get("BROADSHEET_KILLS", "20")), 20, 8

#: Imports once and forks for each "go", so that the kills hit the refresh and not the imports.
NURSERY = """
import asyncio, contextlib, os, sys
from tui.config.paths import from_environment
from tui.config.settings import Settings
from tui.service.library import Library

async def work():
    paths = from_environment({"BROADSHEET_HOME": sys.argv[1]})
    library = await Library.open(Settings(max_connections=2), paths, environ={})
    async with contextlib.aclosing(library.refresh(force=True)) as events:
        async for event in events:
            print(".", end="", flush=True)
    await library.close()

while sys.stdin.readline():
    child = os.fork()
    if not child:
        asyncio.run(work())
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Starts refreshes of one store, each in a process of its own."""

    def __init__(self, paths):
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, str(paths.data_dir.parent)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        assert self._process.wait(60) == 0
        self._process.stdout.close()

    def start(self):
        """Begin a refresh; its process."""
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self, child, events=1_000, patience=0.0):
        """Its exit code; kill -9 (minus nine) comes some time after so many events."""
        stdout = self._process.stdout
        for _ in range(events):
            if (first := stdout.read(1)) != b".":
                return int(first + stdout.readline())
        if not select.select([stdout], [], [], patience)[0]:
            os.kill(child, signal.SIGKILL)
        return int(stdout.readline().lstrip(b"."))


def slow(route):
    """Answers that do not all come at once, so that there are several transactions."""

    def answer(visit):
        visit.stop.wait(0.03)
        route(visit)

    return answer


def document(number, turn):
    """The newest entries of a feed at a turn: one more each time, the oldest gone."""
    first = max(0, turn + 1 - KEPT)
    return rss(*((f"{number}-{entry}", f"Text {entry}") for entry in range(turn, first - 1, -1)))


def check(store):
    with sqlite3.connect(store) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        doubled = "SELECT count(*) FROM article GROUP BY feed_id, guid HAVING count(*) > 1"
        assert plain.execute(doubled).fetchall() == []
        torn = "SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM article_content)"
        assert plain.execute(torn).fetchone() == (0,)
    plain.close()


@pytest.mark.slow
@pytest.mark.timeout(max(120, 5 * ROUNDS))
def test_kills_at_any_moment(paths):
    chance = random.Random(20261123)
    with Server() as server:
        urls = [server.url(f"/{number}") for number in range(FEEDS)]

        def publish(turn):
            for number in range(FEEDS):
                server.on(f"/{number}", slow(feed(document(number, turn), etag=f'"{turn}"')))

        async def begin():
            async with opened(paths, Clock()) as library:
                await library.subscribe([Subscription(url) for url in urls])

        async def finish():
            async with opened(paths, Clock()) as library:
                assert not library.notices
                summary, _ = await refreshed(library)
                assert not summary.failed
                found = [title for title in await titles(library) if title.startswith("Title ")]
                # What went by in turns that were killed may be gone from the documents;
                # what the last one says must be there, once.
                wanted = {
                    f"Title {feed}-{one}"
                    for feed in range(FEEDS)
                    for one in range(max(0, ROUNDS - KEPT), ROUNDS)
                }
                assert len(found) == len(set(found)) and wanted <= set(found)
                assert len(await titles(library, "is:starred")) == 1
                selection = await library.select(Query())
                assert selection.count == len(await library.rows(selection.ids))

        async def star():
            async with opened(paths, Clock()) as library:
                (first, *_) = (await library.select(Query())).ids
                await library.set_status([int(first)], "starred", True)

        publish(0)
        asyncio.run(begin())
        asyncio.run(star())
        before = 0
        with Nursery(paths) as nursery:
            for turn in range(ROUNDS):
                publish(turn)
                # Before, between and after the transactions of a refresh, whatever the machine's speed.
                events = chance.choice((1, *(chance.randint(2, FEEDS + 1) for _ in range(2))))
                patience = chance.uniform(0.0, 0.8 if events == 1 else 0.02)
                code = nursery.end(nursery.start(), events, patience)
                assert code in (0, -signal.SIGKILL)
                check(paths.store_file)
                with sqlite3.connect(paths.store_file) as plain:
                    (stored,) = plain.execute("SELECT count(*) FROM article").fetchone()
                plain.close()
                assert stored >= before
                before = stored
        publish(ROUNDS - 1)
        asyncio.run(finish())
        check(paths.store_file)


def test_three_processes_refresh_one_store(paths):
    """Three at once: no traceback, no doubles."""
    with Server() as server:
        urls = [server.on(f"/{number}", feed(document(number, 5))) for number in range(8)]

        async def begin():
            async with opened(paths, Clock()) as library:
                await library.subscribe([Subscription(url) for url in urls])

        async def finish():
            async with opened(paths, Clock()) as library:
                found = [title for title in await titles(library) if title.startswith("Title ")]
                assert len(found) == len(set(found)) == 8 * 6

        asyncio.run(begin())
        with Nursery(paths) as one, Nursery(paths) as two, Nursery(paths) as three:
            started = [(nursery, nursery.start()) for nursery in (one, two, three)]
            assert [nursery.end(child) for nursery, child in started] == [0, 0, 0]
        check(paths.store_file)
        asyncio.run(finish())
