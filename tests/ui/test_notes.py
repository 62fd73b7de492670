"""A note is written, left, taken back and found, by keys."""

import pytest
from textual import events

from tests.ui.steps import press, ready, titles, toasts
from tui.ui.screens.note import NoteEditor

SIZE = (120, 36)


def shown(app):
    """The lines of the reader down to the text."""
    return [line.text.rstrip() for line in app.main.reader.page_shown.lines[:12]]


def row_text(app):
    """The row under the cursor."""
    articles = app.main.articles
    top = articles.cursor * articles.row_height - articles.scroll_offset.y
    lines = [articles.render_line(top + line) for line in range(articles.row_height)]
    return "".join(segment.text for strip in lines for segment in strip)


async def test_a_note_is_written_and_stands_below_the_header(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "n", "W")
        assert isinstance(app.screen, NoteEditor)
        await press(pilot, *"Ask Ana", "enter", *"by May", "ctrl+s")
        assert app.screen is app.main and toasts(app)[-1] == "Note saved · u undoes"
        lines = shown(app)
        place = lines.index("▎ Ask Ana")
        assert lines[place - 1] == "" and lines[place + 1] == "▎ by May" and lines[place + 2] == ""
        assert "✎" in row_text(app)
        title = app.main.desk.reading.article.title
        await press(pilot, "u")
        assert "▎ Ask Ana" not in shown(app) and "✎" not in row_text(app)
        assert toasts(app)[-1] == f"Undone: Note on “{title}”"
        await press(pilot, "U", "slash", *"has:note", "enter")
        assert titles(app) == [title]
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "▎ by May" in shown(again)
        await press(pilot, "u")
        assert "▎ by May" not in shown(again)


async def test_leaving_asks_nothing_and_loses_nothing(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter", "W", *"half a thou", "escape")
        assert toasts(app)[-1] == "Not saved: W goes on with what you typed"
        assert not any("half" in line for line in shown(app))
        await press(pilot, "W", *"ght")
        assert app.screen.text == "half a thought"
        # The terminal is closed in the middle of a word.
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "W")
        assert again.screen.text == "half a thought"
        await press(pilot, "escape")
        assert toasts(again) == []
        await press(pilot, "W", "ctrl+s")
        assert "▎ half a thought" in shown(again)
        await press(pilot, "W", "escape", "W", "ctrl+s")
        assert toasts(again) == ["Note saved · u undoes"]
        await press(pilot, "W", "f7", "backspace", "ctrl+s")
        assert toasts(again)[-1] == "Note removed · u undoes"
        await press(pilot, "u")
        assert "▎ half a thought" in shown(again)


async def test_what_is_typed_is_kept_after_a_pause(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "W", *"thought")
        article_id = app.main.articles.current_id
        assert app.screen.rest is not None
        await app.screen.keep_now()
        assert (await app.library.notes.desk(article_id)).draft == "thought"
        await press(pilot, "ctrl+s")
        assert (await app.library.notes.desk(article_id)).draft == ""


async def test_what_is_pasted_is_harmless(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "W")
        app.post_message(events.Paste("a\x1b]52;c;eA==\x07\u202eb\r\nc"))
        await press(pilot)
        assert app.screen.text == "ab\nc"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_the_sheet_fits(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await press(pilot, "W", *"北京 and more")
        sheet = app.screen.query_one("#note").region
        assert sheet.bottom <= size[1] and sheet.right <= size[0] and sheet.x >= 0 and sheet.y > 2


async def test_there_is_nothing_to_write_on(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"qqqqqq", "enter", "W")
        assert app.screen is app.main and toasts(app)[-1] == "Notes are written on articles: go to one."
