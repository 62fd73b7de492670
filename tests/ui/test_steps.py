"""The steps themselves: what tests see must not depend on how fast the machine is."""

from tests.ui.steps import press, ready, toasts


async def test_a_toast_is_seen_after_it_went(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        app.notify("gone at once", timeout=0)
        await press(pilot)
        assert not app._notifications
        assert toasts(app) == ["gone at once"]
