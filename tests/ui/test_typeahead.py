"""What is typed ahead reaches what it was typed for: the dialog, the line, the screen after a dialog."""

import asyncio

from textual.widgets import Input

from tests.ui.steps import key_event, press, ready, rush, toasts
from tui.ui.rules.screen import RulesScreen
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.prompt import Prompt
from tui.ui.screens.tags import TagDialog
from tui.ui.typeahead import ask

SIZE = (120, 36)


async def test_a_dialog_gets_what_is_typed_while_it_opens(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        feeds = app.library.feeds()
        await rush(pilot, "t", *"smart")
        assert isinstance(app.screen, TagDialog)
        assert app.screen.query_one(Input).value == "smart"
        assert app.library.feeds() == feeds
        assert not app.main.articles.chosen


async def test_what_follows_a_dialog_reaches_the_screen_below(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        first = app.main.articles.current_id
        await rush(pilot, "t", *"fresh", "enter", "enter", "j", "s")
        assert app.screen is app.main
        assert "fresh" in app.library.tags()
        (row,) = await app.library.rows([first])
        assert row.tags.count("fresh") == 1 and not row.starred
        assert app.main.articles.current_row.starred


async def test_help_and_the_filter_line_get_all_of_it(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await rush(pilot, "question_mark", *"undo")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.query_one(Input).value == "undo"
        await press(pilot, "escape", "escape")
        await rush(pilot, "slash", *"rabat", "enter", "g", "u")
        assert app.main.query_bar.line.value == "rabat"
        assert isinstance(app.screen, RulesScreen)


async def test_keys_wait_for_a_dialog_that_takes_its_time_and_esc_calls_it_off(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        gate, answers = asyncio.Event(), []

        async def slow():
            await gate.wait()
            answers.append(await app.push_screen_wait(Prompt("Title", "Question")))

        ask(app.main, slow)
        app._driver.send_message(key("D"))
        await pilot.pause()
        assert app.typeahead.waiting and not toasts(app)
        gate.set()
        await rush(pilot, "x", "enter")
        assert answers == ["Dx"]
        gate.clear()
        ask(app.main, slow)
        await rush(pilot, "escape", "1")
        gate.set()
        await press(pilot)
        assert app.screen is app.main and answers == ["Dx"]
        assert not app.typeahead.busy
        assert app.main.query_bar.line.value == ""


async def test_a_dialog_that_does_not_come_gives_the_keys_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await rush(pilot, "apostrophe", "2")
        assert [said[:17] for said in toasts(app)] == ["Nothing is saved "]
        assert app.main.query_bar.line.value == "is:unread"


async def test_quitting_waits_for_nothing(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        ask(app.main, asyncio.Event().wait)
        await pilot.press("ctrl+q")
        assert not app.is_running or app._exit


def key(name):
    from textual import events

    return events.Key(name, name)


async def test_what_follows_the_command_line_reaches_what_it_opens(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        # The line has to be made first, and the action opens a dialog.
        await rush(pilot, "colon", *"article.tag", "enter", *"smart", "enter", "enter")
        assert app.screen is app.main and "smart" in app.library.tags()
        assert not app.main.desk.commands.is_open and not app.main.articles.chosen
        # It is there already, and the action opens nothing: the keys mean the list again.
        first = app.main.articles.current_id
        await rush(pilot, "colon", *"article.star", "enter", "j", "s")
        rows = {row.id: row for row in await app.library.rows(app.main.articles.window.slice(0, 3))}
        assert rows[first].starred and app.main.articles.current_row.starred
        assert app.main.articles.current_id != first
        assert not app.main.desk.commands.line.line.value.endswith("s")


async def test_what_follows_a_command_for_many_reaches_the_list(make_app, monkeypatch):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"star")
        gate, reach = asyncio.Event(), app.library.reach

        async def slow(*args, **options):
            # As in a store of a million.
            await gate.wait()
            return await reach(*args, **options)

        monkeypatch.setattr(app.library, "reach", slow)
        for name in ("enter", "j", "m"):
            app.post_message(key_event(name))
        await pilot.pause()
        assert app.main.desk.commands.line.line.value == "star"
        gate.set()
        await press(pilot)
        assert app.main.focused is app.main.articles
        first, second = await app.library.rows(app.main.articles.window.slice(0, 2))
        assert first.starred and second.read and not first.read
