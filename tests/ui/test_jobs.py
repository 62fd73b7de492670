"""What takes a while is told in the status bar, and Esc stops the newest."""

import asyncio
import threading

from tests.ui.steps import key_event, press, ready, toasts
from tui.model.errors import Stopped

SIZE = (100, 30)


async def test_the_newest_is_told_and_esc_stops_it_first(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        jobs, status, stopped = app.main.desk.jobs, app.main.status, []
        first = jobs.begin("3/20", lambda: stopped.append("first"))
        assert status.work == "⟳ 3/20"
        second = jobs.begin("pictures 1/4", lambda: stopped.append("second"))
        assert status.work == "⟳ pictures 1/4 +1"
        first.say("4/20")
        assert status.work == "⟳ pictures 1/4 +1"
        await press(pilot, "escape")
        assert stopped == ["second"] and status.work == "⟳ 4/20"
        second.say("late")
        assert status.work == "⟳ 4/20"
        await press(pilot, "escape", "escape")
        assert stopped == ["second", "first"] and status.work == ""


async def test_what_is_near_stops_before_the_pane_is_left(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        assert app.main.desk.layout.focused_pane == "reader"
        stopped = []
        app.main.desk.jobs.begin("far", lambda: stopped.append("far"))
        app.main.desk.jobs.begin("near", lambda: stopped.append("near"), near=True)
        await press(pilot, "escape")
        assert stopped == ["near"] and app.main.desk.layout.focused_pane == "reader"
        await press(pilot, "escape")
        assert stopped == ["near"] and app.main.desk.layout.focused_pane == "list"


async def test_a_job_is_over_with_its_block(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        with app.main.desk.jobs.during("1/2", lambda: None):
            app.main.status.sign = "offline"
            await pilot.pause()
            shown = app.main.status.render_line(0).text
            assert shown.rstrip().endswith("1/2  offline")
        assert app.main.status.work == ""


async def test_undo_of_very_many_says_how_far_it_is_and_esc_stops_it(make_app, monkeypatch):
    monkeypatch.setattr("tui.store.deeds._PART", 1)
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        said = []
        monkeypatch.setattr("tui.ui.desk.jobs.Job.say", lambda _job, words: said.append(words))
        await press(pilot, "A", "u")
        assert said[0].startswith("undo 0/") and said[-1].startswith("undo 1")
        assert toasts(app)[-1].startswith("Undone: Marked 12 articles")
        monkeypatch.undo()
        begun, pressed, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

        def work(watch):
            assert watch(7, 400_000)
            loop.call_soon_threadsafe(begun.set)
            pressed.wait()
            assert not watch(9, 400_000)
            raise Stopped("Stopped: nothing was changed.")

        async def long(watch):
            return await asyncio.to_thread(work, watch)

        app.main.run_worker(app.main.desk.marks.step(long, "undo", "Undone: {}", "Nothing to undo."))
        await begun.wait()
        await pilot.pause()
        assert "undo 7/400,000 changes" in app.main.status.work
        app.post_message(key_event("escape"))
        await pilot.pause()
        pressed.set()
        await press(pilot)
        assert toasts(app)[-1] == "Stopped: nothing was changed." and not app.main.status.work
