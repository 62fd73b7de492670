"""Packing from the screen, and what the screen does without a network."""

from dataclasses import replace

from tests.demo_store import SETTINGS
from tests.factories import rss
from tests.routes import answer
from tests.server import Server
from tests.ui.steps import press, ready, titles, toasts
from tui.model.feed import Subscription
from tui.ui.offline.outbox import OutboxDialog
from tui.ui.offline.pack import PackDialog

SIZE = (120, 36)


class Way:
    """A network that comes and goes."""

    def __init__(self, there: bool = True) -> None:
        self.there = there

    def __call__(self) -> bool:
        return self.there


def packed(app):
    rows = app.main.articles.window
    return [row.title for row in (rows.row(at) for at in range(len(rows))) if row is not None and row.offline]


def shown(app):
    return app.main.status.render_line(0).text.rstrip()


async def test_what_the_filter_finds_is_packed_marked_and_found(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "4")
        later = titles(app)
        assert later
        await press(pilot, "P")
        assert isinstance(app.screen, PackDialog)
        finding = str(app.screen.query_one("#finding").content)
        assert finding == f"{len(later)} articles, 0 ready to read offline"
        await press(pilot, "enter")
        assert packed(app) == later
        assert any(said.startswith(f"{len(later)} articles ready to read offline, ") for said in toasts(app))
        assert app.main.status.work == ""
        # Once more: all is there already, and Ctrl+D lets it go.
        await press(pilot, "P")
        assert f"{len(later)} ready to read offline" in str(app.screen.query_one("#finding").content)
        await press(pilot, "ctrl+d")
        assert packed(app) == [] and titles(app) == later
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert app.main.desk.filters.text == "is:later"


async def test_a_bad_size_or_query_is_said_in_the_dialog(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "P")
        dialog = app.screen
        dialog.query_one("#query").value = "is:latter"
        await press(pilot)
        assert "later" in str(dialog.query_one("#finding").content)
        await press(pilot, "enter")
        assert app.screen is dialog
        dialog.query_one("#query").value = "is:later"
        dialog.query_one("#limit").value = "much"
        await press(pilot, "enter")
        assert app.screen is dialog and "200MB" in str(dialog.query_one("#finding").content)
        dialog.query_one("#query").value = "#nothing-has-this"
        dialog.query_one("#limit").value = "1GB"
        await press(pilot, "enter")
        assert app.screen is dialog
        await press(pilot, "escape")
        assert app.screen is app.main


async def test_without_a_network_a_link_waits_and_nothing_is_an_error(make_app):
    way = Way(False)
    app = make_app(replace(SETTINGS, browser=("no-such-browser", "%u")), route=way)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.main.desk.network.look()
        await press(pilot)
        assert shown(app).endswith("✈ offline")
        title = app.main.articles.current_row.title
        await press(pilot, "o", "o")
        assert toasts(app)[-1] == "Offline: 1 link kept for later; g q lists them."
        waiting = await app.library.packs.asked()
        assert [(item.kind, item.title) for item in waiting] == [("open", title)]
        app.main.desk.refreshing.refresh_due()
        await press(pilot)
        assert not [one for one in app.told if one.severity != "information"]
        await press(pilot, "g", "q")
        assert isinstance(app.screen, OutboxDialog)
        await press(pilot, "enter")
        assert toasts(app)[-1] == "There is no network yet; they go on waiting."
        way.there = True
        await app.main.desk.network.look()
        assert toasts(app)[-1] == "The network is back: 1 link waiting; g q opens them."
        # What cannot be done goes on waiting, and that is said.
        await press(pilot, "g", "q", "enter")
        assert toasts(app)[-1].startswith("It goes on waiting. https://")
        await press(pilot, "escape")
        assert not shown(app).endswith("offline")
        await press(pilot, "g", "q", "d")
        assert await app.library.packs.asked() == [] and app.screen is app.main


async def test_a_page_that_was_saved_offline_is_fetched_when_the_network_is_back(make_app):
    way = Way(False)
    app = make_app(route=way)
    page = (
        b"<html><title>The ferry</title><body><article><p>"
        + b"All about the ferry. " * 40
        + b"</p></article>"
    )
    with Server() as server:
        url = server.on("/ferry", answer(page, headers={"Content-Type": "text/html"}))
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            await app.main.desk.network.look()
            app.main.desk.texts.save_page("jane@example.org")
            await press(pilot)
            assert "is not a web address" in toasts(app)[-1]
            app.main.desk.texts.save_page(url)
            await press(pilot)
            assert toasts(app)[-1] == "Offline: 1 page kept for later; g q lists them."
            way.there = True
            await app.main.desk.network.look()
            await press(pilot)
            assert toasts(app)[-1] == "1 page saved."
            assert await app.library.packs.asked() == []
            assert [feed.title for feed in app.library.feeds() if feed.title == "Saved pages"]


async def test_staying_offline_stops_what_runs_and_ends_by_the_same_key(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        stopped = []
        app.main.desk.jobs.begin("1/9", lambda: stopped.append(1))
        await press(pilot, "g", "x")
        assert stopped == [1] and shown(app).endswith("✈ offline")
        assert toasts(app)[-1] == "Staying offline: nothing is fetched; g x ends it."
        await press(pilot, "R")
        assert toasts(app)[-1] == "There is no network: nothing was fetched."
        await press(pilot, "g", "x")
        assert not shown(app).endswith("offline") and toasts(app)[-1] == "Fetching again."


async def test_files_are_looked_at_without_a_network_and_nothing_else_is(make_app, tmp_path):
    file = tmp_path / "notes.xml"
    file.write_bytes(rss(("1", "a"), title="Notes"))
    app = make_app(route=Way(False))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        library = app.main.library
        before = {one.id: one.health for one in library.feeds()}
        (found,) = await library.find_feeds(str(file))
        await library.subscribe([Subscription(found.feed_url)])
        app.main.desk.refreshing.refresh_due()
        await press(pilot, "tab")
        (feed,) = [one for one in library.feeds() if one.feed_url == found.feed_url]
        assert feed.title == "Notes" and feed.health.changed_at is not None
        assert {one.id: one.health for one in library.feeds() if one.id != feed.id} == before
