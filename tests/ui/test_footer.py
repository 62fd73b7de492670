"""The last line: whose keys it shows."""

import pytest

from tests.ui.steps import press, ready


def footer(app):
    return app.main.status.render_line(0).text.strip()


@pytest.mark.parametrize("keys", [("question_mark",), ("t",), ("g", "u"), ("S",), ("ctrl+p",)])
async def test_keys_that_do_nothing_under_a_dialog_are_not_shown(make_app, keys):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        before = footer(app)
        assert before.endswith("? more")
        app.main.status.note = "4 selected"
        await press(pilot, *keys)
        assert app.screen is not app.main
        assert footer(app) == "4 selected"
        app.main.status.note = ""
        await press(pilot, "escape")
        assert footer(app) == before


@pytest.mark.parametrize(("width", "named"), [(120, True), (80, True), (60, False)])
async def test_the_command_line_is_named_where_there_is_room(make_app, width, named):
    app = make_app()
    async with app.run_test(size=(width, 24)) as pilot:
        await ready(pilot)
        assert (": command  ? more" in footer(app)) is named
        assert footer(app).endswith("? more")
        # While somebody types, it is a letter.
        await press(pilot, "slash")
        assert "command" not in footer(app)
        await press(pilot, "escape")
        app.main.status.note = "refreshing 212 of 300 feeds"
        assert (": command" in footer(app)) is (named and width == 120)
