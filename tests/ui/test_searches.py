"""Saved searches by the keyboard: save, pick, edit, move, remove, take back; and what broken ones do."""

import pytest
from textual.widgets import Input

from tests.demo_store import SETTINGS, demo_clock, demo_paths
from tests.ui.steps import press, ready, titles, toasts
from tui.service import saving
from tui.service.library import Library
from tui.ui.screens.edit_search import EditSearch, Place
from tui.ui.screens.prompt import Prompt
from tui.ui.screens.searches import SearchPicker, fitting_searches

SIZE = (120, 36)


async def save(pilot, app, **texts):
    """Save some without the keyboard."""
    for name, text in texts.items():
        deed = saving.saved(app.library.saved(), name.replace("_", " "), text)
        app.main.changed(await app.library.define(deed.changes, deed.label))
    await press(pilot)


def saved(app):
    return {one.name: one.query for one in app.library.saved()}


def rows(app):
    """The section of the feed list: names with what waits, ``!`` where it is broken."""
    return [
        (row.label, "!" if row.trouble else row.count)
        for row in app.main.feed_list.rows
        if row.kind == "search"
    ]


def text(app):
    return app.main.query_bar.line.value


async def stand_on(pilot, app, name):
    """The feed list's cursor on a saved search."""
    await press(pilot, "g", "f")
    place = next(at for at, row in enumerate(app.main.feed_list.rows) if row.label == name)
    app.main.feed_list.move_to(place)
    await press(pilot)


async def test_the_filter_is_saved_under_a_name_and_stands_among_the_feeds(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"is:unread #africa", "enter", "quotation_mark")
        assert isinstance(app.screen, Prompt)
        assert app.screen.query_one(Input).value == "Africa"
        # What is typed takes the place of the proposal.
        await press(pilot, *"Morning", "enter")
        assert saved(app) == {"Morning": "is:unread #africa"}
        assert rows(app) == [("Morning", len(titles(app)))]
        assert "Saved “Morning” · u undoes" in toasts(app)
        await press(pilot, "1", "quotation_mark", *"morning", "enter")
        assert saved(app) == {"morning": "#africa"}
        assert "“morning” has another query now · u undoes" in toasts(app)
        await press(pilot, "u")
        assert saved(app) == {"Morning": "is:unread #africa"}
        await press(pilot, "u")
        assert rows(app) == []
        await press(pilot, "U")
        assert rows(app) == [("Morning", 3)]


async def test_nothing_cannot_be_saved_and_nothing_saved_cannot_be_picked(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "quotation_mark", "apostrophe")
        assert app.screen is app.main
        assert [said[:22] for said in toasts(app)] == ["There is no filter to ", "Nothing is saved yet: "]
        await press(pilot, "2", "quotation_mark", "space", "enter")
        assert not saved(app)
        assert "A saved search needs a name." in toasts(app)


async def test_the_row_is_the_filter_and_another_row_takes_its_place(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa sort:-date", Deep="search:morning -port")
        await press(pilot, "slash", *"rail", "enter")
        await stand_on(pilot, app, "Morning")
        assert text(app) == "search:Morning"
        assert len(titles(app)) == 3
        found = titles(app)
        # It is sorted as it was saved, and keeps that under further toggles.
        await press(pilot, "g", "l", "slash", *" sort:date", "enter")
        assert titles(app) == found[::-1]
        await press(pilot, "slash", *[*"x" * 0], "escape")
        await stand_on(pilot, app, "Deep")
        assert text(app) == "search:Deep"
        await press(pilot, "g", "t", "space")
        assert text(app).startswith("search:Deep #")
        assert app.main.feed_list.scope_key == f"search:{app.library.saved()[1].id}"
        await stand_on(pilot, app, "News")
        assert text(app).startswith("category:News #")


async def test_picking_by_name_by_digit_and_to_edit(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(
            pilot,
            app,
            Morning="is:unread #africa",
            Long_reads="minutes:>=1",
            東京="search:Morning",
            Gone="#economy",
        )
        await press(pilot, "apostrophe")
        assert isinstance(app.screen, SearchPicker)
        assert [one.name for one in app.screen.shown] == ["Morning", "Long reads", "東京", "Gone"]
        await press(pilot, *"rea")
        assert [one.name for one in app.screen.shown] == ["Long reads"]
        await press(pilot, "enter")
        assert text(app) == 'search:"Long reads"'
        await press(pilot, "apostrophe", "3")
        assert text(app) == "search:東京"
        await press(pilot, "apostrophe", "9", "escape", "apostrophe", "down", "up", "down", "ctrl+e")
        assert isinstance(app.screen, EditSearch)
        assert app.screen.search.name == "Long reads"


def test_narrowing_puts_beginnings_first():
    from tui.model.saved import SavedSearch

    some = [SavedSearch(name, "x") for name in ("A morning", "Morning", "Évening")]
    assert [one.name for one in fitting_searches(some, "mor")] == ["Morning", "A morning"]
    assert [one.name for one in fitting_searches(some, "even")] == ["Évening"]


async def test_the_editor_counts_marks_mistakes_and_saves(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa", Deep="search:Morning", Third="#economy")
        await stand_on(pilot, app, "Morning")
        await press(pilot, "F")
        editor = app.screen
        assert isinstance(editor, EditSearch)

        def said():
            return editor.query_one("#finding").visual.plain

        assert said() == "3 articles, 3 unread"
        await press(pilot, "end", *" #econom")
        assert "3 unread" not in said()
        await press(pilot, "y")
        assert said() == "1 article, 1 unread"
        await press(pilot, *" (")
        assert said() == "this parenthesis is never closed"
        assert editor.highlighter.error_at == (27, 28)
        await press(pilot, "enter")
        assert app.screen is editor
        await press(pilot, "backspace", *"search:deep")
        assert said() == "“Deep” uses “Morning” uses “Deep”"
        for _ in range(len("search:deep")):
            await press(pilot, "backspace")
        editor.query_one("#name", Input).value = "deep"
        await press(pilot)
        assert said() == "There is another saved search named “Deep”."
        editor.query_one("#name", Input).value = "Dawn 🌅"
        await press(pilot, "tab", "down", "down", "down")
        assert editor.query_one(Place).spot == 2
        await press(pilot, "enter")
        assert app.screen is app.main
        assert saved(app) == {
            "Deep": 'search:"Dawn 🌅"',
            "Third": "#economy",
            "Dawn 🌅": "is:unread #africa #economy",
        }
        assert text(app) == 'search:"Dawn 🌅"'
        assert rows(app) == [("Deep", 1), ("Third", 3), ("Dawn 🌅", 1)]
        await press(pilot, "u")
        assert saved(app) == {"Morning": "is:unread #africa", "Deep": "search:Morning", "Third": "#economy"}


async def test_one_is_removed_from_the_list_and_from_the_editor_and_brought_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa", Deep="search:Morning")
        await stand_on(pilot, app, "Morning")
        feeds = len(app.library.feeds())
        await press(pilot, "D")
        assert len(app.library.feeds()) == feeds
        assert rows(app) == [("Deep", "!")]
        assert text(app) == ""
        assert "Removed “Morning”, which “Deep” cannot do without · u undoes" in toasts(app)
        await stand_on(pilot, app, "Deep")
        # What cannot be used is no filter: the reason stands above the list that was there.
        assert text(app) == ""
        assert app.main.trouble.display
        await press(pilot, "u")
        assert rows(app) == [("Morning", 3), ("Deep", 3)]
        await press(pilot, "apostrophe", "down", "ctrl+e", "ctrl+d")
        assert rows(app) == [("Morning", 3)]
        await press(pilot, "u")
        assert rows(app) == [("Morning", 3), ("Deep", 3)]


async def test_a_filter_whose_search_goes_keeps_its_list_and_says_why(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa")
        await press(pilot, "slash", *"-search:Morning", "enter")
        before = titles(app)
        await press(pilot, "apostrophe", "ctrl+e", "ctrl+d")
        assert text(app) == "-search:Morning"
        assert app.main.query_bar.has_class("-wrong")
        assert titles(app) == before
        await press(pilot, "u")
        assert not app.main.query_bar.has_class("-wrong")


async def test_they_are_moved_by_keys(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, A="#africa", B="#economy", C="is:unread")
        await stand_on(pilot, app, "C")
        await press(pilot, "ctrl+up", "comma", "k", "comma", "k")
        assert list(saved(app)) == ["C", "A", "B"]
        assert app.main.feed_list.current.label == "C"
        await press(pilot, "ctrl+down", "u", "u")
        assert list(saved(app)) == ["A", "C", "B"]
        await stand_on(pilot, app, "News")
        await press(pilot, "ctrl+up")
        assert list(saved(app)) == ["A", "C", "B"]


async def test_the_filter_line_knows_their_names(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa", Two_words="#economy")
        await press(pilot, "slash", *"morn")
        offers = app.main.query_bar.offers()
        assert [(offer.label, offer.count) for offer in offers if offer.kind == "search"] == [
            ("search:Morning", 3)
        ]
        await press(pilot, "tab", *"search:tw")
        assert [offer.label for offer in app.main.query_bar.offers()] == ["Two words"]
        # Half a name filters nothing yet.
        assert len(titles(app)) == 3
        await press(pilot, "tab")
        assert text(app).strip() == 'search:Morning search:"Two words"'
        assert len(titles(app)) == 1
        await press(pilot, *"search:zzz ")
        assert app.main.query_bar.sentence == "no saved search “zzz”"
        assert len(titles(app)) == 1


async def test_marks_change_the_counts(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa", Kept="is:starred", Africa="#africa")
        assert rows(app) == [("Morning", 3), ("Kept", 2), ("Africa", 3)]
        await press(pilot, "m")
        assert rows(app) == [("Morning", 2), ("Kept", 2), ("Africa", 2)]
        await press(pilot, "u")
        assert rows(app) == [("Morning", 3), ("Kept", 2), ("Africa", 3)]


async def test_what_another_process_saves_comes_and_goes(make_app, demo_home):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa")
        await press(pilot, "apostrophe", "1")
        other = await Library.open(SETTINGS, demo_paths(demo_home), clock=demo_clock)
        for name, query in (("Morning", "#africa #economy"), ("New", "is:later")):
            deed = saving.saved(other.saved(), name, query)
            await other.define(deed.changes, deed.label)
        await other.close()
        await app.catch_up()
        await press(pilot)
        assert rows(app) == [("Morning", 1), ("New", 2)]
        assert len(titles(app)) == 2


async def test_they_are_there_after_a_restart_and_so_is_the_filter(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa")
        await press(pilot, "apostrophe", "1")
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert text(app) == "search:Morning"
        assert rows(app) == [("Morning", 3)]
        assert len(titles(app)) == 3


async def test_a_filter_that_was_removed_while_nobody_looked_starts_with_everything(make_app, demo_home):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await save(pilot, app, Morning="is:unread #africa")
        await press(pilot, "apostrophe", "1")
    other = await Library.open(SETTINGS, demo_paths(demo_home), clock=demo_clock)
    deed = saving.removed(other.saved()[0])
    await other.define(deed.changes, deed.label)
    await other.close()
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert len(titles(app)) == 19
        assert any("no saved search “Morning”" in said for said in toasts(app))


HOSTILE = {
    "quotes": 'say "hello" \\',
    "cjk": "東京" * 60,
    "controls": "a\x1b]0;b\x07\u202ec",
    "markup": "[bold]x[/]",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
async def test_any_name_can_be_shown_picked_and_edited(make_app, name):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "2", "quotation_mark")
        app.screen.query_one(Input).value = name
        await press(pilot, "enter", "c", "apostrophe", "enter")
        assert len(titles(app)) == 12
        assert text(app).startswith("search:")
        await press(pilot, "apostrophe", "ctrl+e")
        assert app.screen.query_one("#finding").visual.plain == "12 articles, 12 unread"
        await press(pilot, "escape")
        assert app.screen is app.main
