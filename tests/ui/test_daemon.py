"""A screen and a daemon, each a process, on one store: the one fetches, the other shows it, both at once."""

import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.cli.test_daemon import due_at
from tests.demo_store import SETTINGS
from tests.factories import rss
from tests.pictures.making import encoded, photo
from tests.routes import answer, feed
from tests.server import Server
from tests.service.opened import manual_free, opened, refreshed
from tests.ui.steps import WatchedApp, press, ready, titles, toasts
from tui.config.paths import Paths, from_environment
from tui.model.feed import Subscription
from tui.service.clock import utc_now
from tui.service.lifesign import living
from tui.ui.app import local_now
from tui.ui.doctor.screen import DoctorScreen

SIZE = (120, 36)
#: Nothing waits for so long.
SECONDS = 60


@asynccontextmanager
async def daemon(paths: Paths):
    """A daemon as a process of its own, for the store of these folders."""
    environment = {**os.environ, "BROADSHEET_HOME": str(paths.data_dir.parent), "PYTHONWARNINGS": "error"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui", "daemon", env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    try:
        assert b"The daemon runs" in await process.stdout.readline()
        yield process
    finally:
        process.terminate()
        await process.wait()


async def until(condition) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.01)


def document(*names, picture=""):
    text = (
        f"&lt;p&gt;Look&lt;/p&gt;&lt;img src='{picture}' width='300' height='300'&gt;" if picture else "text"
    )
    return feed(rss(*((name, text) for name in names)))


async def test_the_screen_shows_what_the_daemon_fetches_and_the_daemon_hears_of_its_marks(tmp_path):
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path / "home")})
    with Server() as server:
        picture = server.on(
            "/one.png", answer(encoded(photo(300, 300)), headers={"Content-Type": "image/png"})
        )
        url = server.on("/feed", document("old", picture=picture))
        async with opened(paths, utc_now) as library:
            await manual_free(library)
            await library.subscribe([Subscription(url)])
            await refreshed(library)
        settings = replace(SETTINGS, refresh_on_start=True, pictures="kept", graphics="off")
        due_at(paths, 0)
        async with daemon(paths) as process:
            # It fetches at its start; then the screen opens, and leaves the fetching to it.
            assert await asyncio.to_thread(
                server.wait_for, lambda: len(server.requests("/feed")) == 2, SECONDS
            )
            app = WatchedApp(settings, paths, clock=local_now, route=lambda: True)
            async with app.run_test(size=SIZE) as pilot:
                await ready(pilot)
                due_at(paths, 0)
                app.main.desk.refreshing.refresh_due()
                await press(pilot)
                assert len(server.requests("/feed")) == 2 and titles(app) == ["Title old"]
                found = living(paths.lock_file)
                assert found is not None and found.pid == process.pid
                await press(pilot, "g", "d")
                title = app.screen.query_one("#doctor-title").visual.plain
                assert isinstance(app.screen, DoctorScreen) and "the daemon fetches" in title
                await press(pilot, "escape")
                # A mark made here is heard of there: the picture of what is kept comes.
                await press(pilot, "s")
                await until(lambda: server.requests("/one.png"))
                # By key it is fetched here all the same.
                await press(pilot, "R")
                assert len(server.requests("/feed")) == 3 and "0 new articles" in toasts(app)[-1]


async def test_new_articles_of_the_daemon_wait_above_the_list(tmp_path):
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path / "home")})
    with Server() as server:
        url = server.on("/feed", document("old"))
        async with opened(paths, utc_now) as library:
            await manual_free(library)
            await library.subscribe([Subscription(url)])
            await refreshed(library)
        async with daemon(paths):
            app = WatchedApp(SETTINGS, paths, clock=local_now, route=lambda: True)
            async with app.run_test(size=SIZE) as pilot:
                await ready(pilot)
                server.on("/feed", document("newer", "new", "old"))
                due_at(paths, 0)
                await until(lambda: app.main.list_header.news == "2 new ↑")
                assert titles(app) == ["Title old"]
                await press(pilot, "g", "n")
                assert sorted(titles(app)) == ["Title new", "Title newer", "Title old"]
        # The daemon has gone, so the screen's own clockwork is wanted again.
        assert living(paths.lock_file) is None
