"""A page becomes a feed: the offer, the guess, the preview while typing, and what is kept."""

import pytest
from textual.widgets import Input, Static

from tests.routes import answer
from tests.server import Server
from tests.service.test_page_feeds import HTML, MORE, page
from tests.ui.steps import press, ready, toasts
from tui.config.settings import Settings
from tui.model.feed import Subscription
from tui.model.page_feed import PageSelectors
from tui.ui.screens.add_feed import AddFeed
from tui.ui.screens.edit_feed import EditFeed
from tui.ui.screens.page_feed import PageFeedDialog
from tui.ui.typeahead import ask

SETTINGS = Settings(connect_timeout=2.0, total_timeout=5.0, host_gap=0.0)


@pytest.fixture
def site():
    with Server() as running:
        running.on("/", answer(MORE, headers=HTML))
        yield running


def said(app, name="tried"):
    return str(app.screen.query_one(f"#{name}", Static).content)


def lines(app):
    return [
        app.screen.query_one(f"#{name}", Input).value for name in ("item", "title", "link", "date", "body")
    ]


async def opened(pilot, site):
    """Look for a feed where there is none, and take the offer."""
    app = await ready(pilot)
    await press(pilot, "a")
    app.screen.query_one("#address", Input).value = site.url("/")
    await press(pilot, "enter")
    assert isinstance(app.screen, AddFeed)
    assert said(app, "outcome") == "No feed was found at 127.0.0.1. Enter makes one from the page."
    await press(pilot, "enter")
    assert isinstance(app.screen, PageFeedDialog)
    return app


async def test_where_no_feed_was_found_enter_makes_one_of_the_page(make_app, site):
    app = make_app(SETTINGS)
    async with app.run_test(size=(100, 36)) as pilot:
        await opened(pilot, site)
        # The guess stands there, with what it finds.
        assert lines(app) == ["li.news", "", "", ".when dmy", ""]
        assert said(app).startswith("3 entries · all dated · none with text · guess 1 of ")
        first, second, _ = said(app, "entries").splitlines()
        assert first.startswith("2026-02-05  The headline of three ") and first.endswith(" /n/three")
        assert second.startswith("2026-02-04  The headline of two")
        before = len(site.requests("/"))
        # While it is typed it is tried, without asking the server again.
        app.screen.query_one("#body", Input).focus()
        await press(pilot, "p")
        assert said(app).startswith("3 entries · all dated · all with text")
        app.screen.query_one("#item", Input).value = "li..news"
        await press(pilot, "tab")
        assert said(app) == "The selector of the entry, at character 3: a name is missing after “.”."
        assert said(app, "entries") == ""
        app.screen.query_one("#item", Input).value = "li.none"
        await press(pilot, "tab", "ctrl+s")
        assert said(app) == "The selectors match nothing: nothing on the page is “li.none”."
        assert isinstance(app.screen, PageFeedDialog) and len(site.requests("/")) == before
        app.screen.query_one("#item", Input).value = "li"
        app.screen.query_one("#category", Input).value = "local/pages"
        app.screen.query_one("#page-tags", Input).value = "near"
        await press(pilot, "enter")
        assert not isinstance(app.screen, PageFeedDialog)
        assert any("Subscribed to 1 feed · u undoes" in toast for toast in toasts(app))
        (feed,) = [one for one in app.main.library.feeds() if one.feed_url == site.url("/")]
        assert (feed.title, feed.category, feed.tags) == ("Local news", "local/pages", ("near",))
        selectors = app.main.library.sources.pages.selectors(feed.feed_url)
        assert selectors == PageSelectors("li", "", "", ".when dmy", "p")
        from tui.query import parse

        assert (await app.main.library.select(parse("#near"))).count == 3


async def test_a_mistake_gets_the_cursor_and_esc_leaves_without_a_trace(make_app, site):
    app = make_app(SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, site)
        before = app.main.library.feeds()
        app.screen.query_one("#date", Input).value = "time..x @datetime"
        await press(pilot, "enter")
        line = app.screen.query_one("#date", Input)
        assert line.has_focus and line.cursor_position == 4
        assert said(app) == "The selector of the date, at character 5: a name is missing after “.”."
        # Everything can be seen in the smallest usual terminal.
        sheet = app.screen.query_one("#page-feed").region
        assert all(
            sheet.contains_region(app.screen.query_one(f"#{name}").region)
            for name in ("item", "page-tags", "tried", "entries", "keys")
        )
        await press(pilot, "escape")
        assert not isinstance(app.screen, PageFeedDialog)
        assert app.main.library.feeds() == before


async def test_the_guesses_follow_each_other(make_app, site):
    aside = "".join(
        f"<p class=older><a href=/o/{number}>An older piece {number}</a></p>" for number in range(5)
    )
    rows = [(f"n{number}", f"0{number}/02/2026", "text") for number in range(1, 5)]
    site.on("/", answer(page(*rows, extra=aside), headers=HTML))
    app = make_app(SETTINGS)
    async with app.run_test(size=(100, 36)) as pilot:
        await opened(pilot, site)
        assert lines(app)[0] == "li.news" and "guess 1 of 2" in said(app)
        await press(pilot, "ctrl+n")
        assert lines(app)[0] == "p.older" and "guess 2 of 2" in said(app)
        assert "An older piece 0" in said(app, "entries")
        await press(pilot, "ctrl+n")
        assert lines(app)[0] == "li.news"


async def test_other_selectors_are_chosen_from_the_editor_and_undone(make_app, site):
    app = make_app(SETTINGS)
    async with app.run_test(size=(100, 36)) as pilot:
        await opened(pilot, site)
        await press(pilot, "enter")
        library, url = app.main.library, site.url("/")
        (feed,) = [one for one in library.feeds() if one.feed_url == url]
        site.on("/", answer(MORE.replace(b"news", b"other"), headers=HTML))
        await app.main.desk.marks.write(library.sources.pages.choose(feed, PageSelectors("li.news", "a")))
        ask(app.main, app.main.desk.feeds.editing, feed)
        await press(pilot, "tab")
        assert isinstance(app.screen, EditFeed)
        assert any("Ctrl+G entries" in str(one.content) for one in app.screen.query(Static))
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, PageFeedDialog) and lines(app)[:2] == ["li.news", "a"]
        assert said(app) == "The selectors match nothing: nothing on the page is “li.news”."
        await press(pilot, "ctrl+n")
        assert lines(app)[0] == "li.other" and said(app).startswith("3 entries")
        await press(pilot, "enter")
        assert any("Changed the selectors of Local news · u undoes" in toast for toast in toasts(app))
        assert library.sources.pages.selectors(url).item == "li.other"
        await press(pilot, "u")
        assert library.sources.pages.selectors(url).item == "li.news"


async def test_a_page_that_cannot_be_had_is_said(make_app, site):
    site.on("/", answer(status=404))
    app = make_app(SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "a")
        app.screen.query_one("#address", Input).value = site.url("/")
        # Without looking for feeds first.
        await press(pilot, "ctrl+g")
        assert isinstance(app.screen, PageFeedDialog) and "404" in said(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, PageFeedDialog)


async def test_nothing_of_a_page_is_taken_for_markup(make_app, site):
    rows = "".join(
        f"<li><a href=/{number}>[/] [bold]x[/bold] [@click=app.quit]a{number}[/] \x1b]52;c;x\x07</a>"
        for number in range(4)
    )
    site.on("/", answer(f"<title>[/]</title><ul>{rows}</ul>".encode(), headers=HTML))
    app = make_app(SETTINGS)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, site)
        assert "[/] [bold]x[/bold] [@click=app.quit]a0[/]" in said(app, "entries")
        assert "\x1b" not in said(app, "entries")
        await press(pilot, "enter")
        assert any(one.title == "[/]" for one in app.main.library.feeds())


async def test_a_key_leads_to_the_selectors_of_a_page_and_says_so_of_other_feeds(make_app, site):
    app = make_app(SETTINGS)
    async with app.run_test(size=(100, 36)) as pilot:
        await ready(pilot)
        await press(pilot, ",", "g")
        assert "This feed is no page: it has entries of its own." in toasts(app)[-1]
        library = app.main.library
        await app.main.desk.marks.write(
            library.sources.pages.subscribe(Subscription(site.url("/")), PageSelectors("li.news"))
        )
        feed = next(one for one in library.feeds() if one.feed_url == site.url("/"))
        app.main.desk.refreshing.start([feed.id], force=True)
        await press(pilot, "slash", *"headline", "enter", "enter", ",", "g")
        assert isinstance(app.screen, PageFeedDialog)
        assert str(app.screen.query_one(".dialog-title", Static).content) == "The entries of Local news"
        await press(pilot, "enter")
        assert not isinstance(app.screen, PageFeedDialog)
