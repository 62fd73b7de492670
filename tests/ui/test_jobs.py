"""What takes a while is told in the status bar, and Esc stops the newest."""

from tests.ui.steps import press, ready

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
