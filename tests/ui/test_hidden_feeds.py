"""Hidden feeds: no row, left out where somebody only browses, found by whatever looks for something."""

from tests.demo_store import SETTINGS, demo_clock, demo_paths
from tests.ui.steps import press, ready, titles, toasts
from tui.query import parse
from tui.service import saving
from tui.service.hiding import hidden
from tui.service.library import Library
from tui.ui.rules.ticks import Ticks
from tui.ui.screens.edit_feed import EditFeed

SIZE = (120, 36)


def row(app, label):
    return next((one for one in app.main.feed_list.rows if one.label == label), None)


async def stand_on(pilot, app, label):
    await press(pilot, "g", "f")
    app.main.feed_list.move_to(
        next(at for at, one in enumerate(app.main.feed_list.rows) if one.label == label)
    )
    await press(pilot)


async def count(app, text):
    return (await app.library.select(parse(text))).count


async def test_a_feed_is_hidden_found_and_shown_again(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        total, unread, africa = len(titles(app)), row(app, "All articles").count, row(app, "Africa").count
        own = await count(app, 'feed:="Rabat Courier"')
        with_words = await count(app, "rail")
        await stand_on(pilot, app, "Rabat Courier")
        await press(pilot, "H")
        assert row(app, "Rabat Courier") is None
        assert row(app, "Africa") is None or row(app, "Africa").count == 0
        assert any(said.startswith("Hid Rabat Courier") and "u undoes" in said for said in toasts(app))
        await stand_on(pilot, app, "All articles")
        assert len(titles(app)) == total - own
        assert row(app, "All articles").count == unread - africa
        assert sum(tag.count for tag in app.main.tag_filter.rows if tag.name == "africa") == await count(
            app, "#africa"
        )
        # Whatever looks for something finds it.
        assert await count(app, "rail") == with_words
        assert await count(app, 'feed:="Rabat Courier"') == own
        assert await count(app, "is:unread") == unread - africa
        deed = saving.saved(app.library.saved(), "Courier", "category:News/Africa is:unread")
        app.main.changed(await app.library.define(deed.changes, deed.label))
        await press(pilot)
        assert row(app, "Courier").count == africa
        assert await count(app, "search:Courier") == africa
        await press(pilot, "comma", "h")
        assert row(app, "Rabat Courier").feed.hidden
        assert row(app, "Rabat Courier").count == africa
        await press(pilot, "comma", "h", "u", "u")
        assert row(app, "Rabat Courier") is not None
        assert len(titles(app)) == total


async def test_hiding_the_feed_that_is_shown_goes_on_to_a_row_that_is_there(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        # Alone in its category: with the feed that has lost its row, too.
        await stand_on(pilot, app, "Rabat Courier")
        await press(pilot, "H")
        assert row(app, "Africa") is None
        assert app.main.query_bar.line.value == "category:News"
        assert (app.main.feed_list.current.label, app.main.feed_list.scope_key) == ("News", "category:News")
        # And from a list that is filtered, too.
        await press(pilot, "u")
        await stand_on(pilot, app, "World Desk")
        await press(pilot, "2", "H")
        assert app.main.query_bar.line.value == "category:News is:unread"
        assert app.main.feed_list.current.label == "News"


async def test_the_editor_shows_whether_a_feed_is_hidden(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await stand_on(pilot, app, "Kernel Notes")
        await press(pilot, "F")
        ticks = app.screen.query_one(Ticks)
        assert ticks.render_line(0).text.startswith(" · hidden: ")
        await press(pilot, "tab", "tab", "tab", "space")
        assert ticks.render_line(0).text.startswith("▌✓ hidden: ")
        await press(pilot, "enter")
        assert row(app, "Kernel Notes") is None
        await press(pilot, "comma", "h")
        await stand_on(pilot, app, "Kernel Notes")
        await press(pilot, "F")
        assert app.screen.query_one(Ticks).ticked == {"hidden"}


async def test_hiding_in_the_editor_and_after_a_restart(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await stand_on(pilot, app, "Kernel Notes")
        await press(pilot, "F")
        assert isinstance(app.screen, EditFeed)
        await press(pilot, "tab", "tab", "tab", "space", "ctrl+s")
        assert row(app, "Kernel Notes") is None
        assert app.main.query_bar.line.value == "category:Technology"
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert row(app, "Kernel Notes") is None
        await press(pilot, "u")
        assert row(app, "Kernel Notes") is not None


async def test_another_process_hides(make_app, demo_home):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        other = await Library.open(SETTINGS, demo_paths(demo_home), clock=demo_clock)
        feed = next(one for one in other.feeds() if one.title == "World Desk")
        deed = hidden(other.definitions("feed"), feed, True)
        await other.define(deed.changes, deed.label)
        assert not hidden(
            other.definitions("feed"), next(one for one in other.feeds() if one.hidden), True
        ).changes
        await other.close()
        await app.catch_up()
        await press(pilot)
        assert row(app, "World Desk") is None


async def test_a_row_that_is_no_feed_never_means_the_feed_of_an_article(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        feeds = app.library.feeds()
        for label in ("All articles", "Starred", "Later", "Africa"):
            await stand_on(pilot, app, label)
            for key in ("D", "F", "H"):
                before = toasts(app).count("Choose a feed first.")
                await press(pilot, key)
                assert toasts(app).count("Choose a feed first.") == before + 1, (label, key)
        assert app.library.feeds() == feeds
        assert len(app.screen_stack) == 1
