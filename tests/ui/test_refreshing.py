"""A refresh behind the reader's back: progress, a line for each feed, cancel, a summary, and a list that stays."""

import threading
from dataclasses import replace

import pytest

from tests.demo_store import SETTINGS
from tests.factories import rss
from tests.routes import answer, feed, held
from tests.server import Server
from tests.service.opened import opened, refreshed
from tests.ui.steps import press, ready, titles, toasts
from tui.model.feed import Subscription
from tui.model.hooks import Hooks

SIZE = (120, 36)
FEEDS = 5


def articles(number, *names):
    """A feed of its own name."""
    return feed(rss(*((f"{number}-{name}", "text") for name in names), title=f"Paper {number}"))


@pytest.fixture
def press_house():
    with Server() as server:
        for number in range(FEEDS):
            server.on(f"/{number}", articles(number, "old"))
        yield server


async def stocked(app, pilot, server):
    """Subscribe to all, fetch for the first time, and show what came."""
    await ready(pilot)
    await app.library.subscribe([Subscription(server.url(f"/{number}")) for number in range(FEEDS)])
    await press(pilot, "R", "g", "n", "g", "a")
    app.main.articles.focus()
    await press(pilot)
    assert f"{FEEDS} new articles." in toasts(app)[-1]


async def until(pilot, condition):
    """Wait for what happens behind the screen; the refresh itself may still be running."""
    for _ in range(400):
        await pilot.pause(0.02)
        if condition():
            return
    raise AssertionError((pilot.app.main.status.work, toasts(pilot.app), pilot.app.main.list_header.news))


async def test_reading_goes_on_while_feeds_come_in(make_app, tmp_path, press_house):
    app = make_app(SETTINGS, tmp_path / "own")
    async with app.run_test(size=SIZE) as pilot:
        await stocked(app, pilot, press_house)
        gate = threading.Event()
        press_house.on("/0", articles(0, "new", "old"))
        press_house.on("/1", articles(1, "newer", "new", "old"))
        press_house.on("/2", answer(status=500))
        press_house.on("/3", held(gate, articles(3, "old")))
        before, row = titles(app), app.main.articles.cursor
        await press(pilot, "g", "p")
        await pilot.press("R")
        main = app.main
        await until(pilot, lambda: main.status.work.endswith("4/5") and main.list_header.news)
        # The list stands still under the reader, who is told of what waits above.
        assert titles(app) == before and main.articles.cursor == row
        assert main.list_header.news == "3 new ↑"
        assert main.details.display and "Paper" in main.details.visual.plain
        await pilot.press("j")
        await until(pilot, lambda: main.articles.cursor == row + 1)
        assert main.status.work.endswith("4/5") and titles(app) == before
        gate.set()
        await press(pilot)
        assert main.status.work == "" and not main.details.display
        assert toasts(app)[-1] == "2 unchanged, 3 new articles, 1 failing: Paper 2."
        assert main.list_header.news == "3 new ↑" and titles(app) == before
        await press(pilot, "g", "n")
        assert len(titles(app)) == len(before) + 3 and main.list_header.news == ""


async def test_escape_stops_a_refresh_and_keeps_what_came(make_app, tmp_path, press_house):
    app = make_app(SETTINGS, tmp_path / "own")
    async with app.run_test(size=SIZE) as pilot:
        await stocked(app, pilot, press_house)
        gate = threading.Event()
        press_house.on("/0", articles(0, "new", "old"))
        for number in (1, 2, 3, 4):
            press_house.on(f"/{number}", held(gate, articles(number, "new", "old")))
        await pilot.press("R")
        await until(pilot, lambda: app.main.list_header.news == "1 new ↑")
        await pilot.press("R")
        await until(pilot, lambda: any("A refresh is running" in said for said in toasts(app)))
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.desk.refreshing.running)
        assert toasts(app)[-1] == "Refresh stopped after 1 of 5 feeds; what came in is kept."
        assert app.main.status.work == ""
        gate.set()
        await press(pilot, "g", "n")
        assert "Title 0-new" in titles(app) and "Title 1-new" not in titles(app)
        # What was not fetched comes with the next.
        await press(pilot, "R")
        assert toasts(app)[-1] == "1 unchanged, 4 new articles."


async def test_one_feed_is_refreshed_by_itself(make_app, tmp_path, press_house):
    app = make_app(SETTINGS, tmp_path / "own")
    async with app.run_test(size=SIZE) as pilot:
        await stocked(app, pilot, press_house)
        seen = len(press_house.seen)
        feed_list = app.main.feed_list
        mine = next(one for one in app.library.feeds() if one.title == "Paper 3")
        feed_list.focus()
        await press(pilot)
        for _ in range(30):
            if feed_list.current is not None and feed_list.current.feed == mine:
                break
            await press(pilot, "j")
        await press(pilot, "r")
        assert [visit.path for visit in press_house.seen[seen:]] == ["/3"]
        assert toasts(app)[-1] == "1 unchanged, 0 new articles."


async def test_what_another_process_fetches_waits_above_the_list_too(make_app, tmp_path, press_house):
    app = make_app(SETTINGS, tmp_path / "own")
    async with app.run_test(size=SIZE) as pilot:
        await stocked(app, pilot, press_house)
        before = titles(app)
        press_house.on("/0", articles(0, "new", "old"))
        async with opened(app.paths, app.clock) as other:
            await refreshed(other)
        await app.catch_up()
        await press(pilot)
        assert app.main.list_header.news == "1 new ↑" and titles(app) == before
        await press(pilot, "g", "n")
        assert "Title 0-new" in titles(app) and len(titles(app)) == len(before) + 1


async def test_a_hook_that_fails_is_a_toast_and_the_refresh_goes_on(make_app, tmp_path, press_house):
    hooks = Hooks(after_refresh=("/nowhere/at/all",))
    app = make_app(replace(SETTINGS, hooks=hooks), tmp_path / "own")
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.library.subscribe([Subscription(press_house.url("/1"))])
        await press(pilot, "R")
        hook, summary = toasts(app)[-2:]
        assert hook.startswith("The hook after_refresh was not run: The command '/nowhere/at/all' failed")
        assert "1 new article" in summary
