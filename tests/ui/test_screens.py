"""The screens over the main one, the layouts, and what the mouse does."""

import pytest

from tests.server import Server, answer, feed
from tests.ui.steps import press, ready, titles, toasts
from tui.query import parse
from tui.ui.screens.add_feed import AddFeed, tag_list
from tui.ui.screens.edit_feed import EditFeed
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.links import LinksDialog

SIZE = (120, 36)

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Notes</title>
<item><title>A boat comes in</title><guid>1</guid><link>https://harbour.example.org/1</link></item>
<item><title>A boat goes out [bold]not markup[/]</title><guid>2</guid></item></channel></rss>"""


async def test_help_is_searchable(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        whole = app.screen.query_one("#help-text").visual.plain
        assert "Star or unstar" in whole
        assert "is:" in whole
        await press(pilot, *"unsub")
        assert "Unsubscribe" in app.screen.query_one("#help-text").visual.plain
        assert "Star or unstar" not in app.screen.query_one("#help-text").visual.plain
        await press(pilot, "escape")
        assert app.screen is app.main


async def test_links_are_listed_copied_and_opened(make_app, tmp_path):
    from dataclasses import replace

    from tests.demo_store import SETTINGS

    opened = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    script.chmod(0o700)
    app = make_app(replace(SETTINGS, browser=(str(script),)))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter", "semicolon", "semicolon")
        assert isinstance(app.screen, LinksDialog)
        assert [url for _, url in app.screen.links][1] == "https://example.org/third-partner"
        await press(pilot, "1", "y")
        assert app.clipboard == "https://example.org/third-partner"
        await press(pilot, "semicolon", "semicolon", "2", "enter")
        for _ in range(200):
            if opened.exists() and opened.read_text():
                break
            await pilot.pause(0.02)
        assert opened.read_text() == "https://example.com/draft"


async def test_copying_an_address(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "y")
        assert app.clipboard == "https://digest.example.org/0"


async def test_adding_a_feed_by_its_address(make_app):
    with Server() as server:
        url = server.on("/feed.xml", feed(RSS))
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            await press(pilot, "a")
            assert isinstance(app.screen, AddFeed)
            app.screen.query_one("#address").value = url
            await press(pilot, "enter")
            assert "A boat goes out [bold]not markup[/]" in app.screen.query_one("#preview").visual.plain
            await press(pilot, *"sea/harbours", "tab", *"#boats, slow", "enter")
            await press(pilot)
            added = next(one for one in app.library.feeds() if one.feed_url == url)
            assert (added.title, added.category, added.tags) == (
                "Harbour Notes",
                "sea/harbours",
                ("boats", "slow"),
            )
            assert app.main.list_header.news == "2 new ↑"
            await press(pilot, "g", "n")
            assert "A boat comes in" in titles(app)
            await press(pilot, "u")
            assert all(one.feed_url != url for one in app.library.feeds())


async def test_an_address_without_a_feed_says_so(make_app):
    with Server() as server:
        url = server.on(
            "/page", answer(b"<html><title>x</title>no feed", headers={"Content-Type": "text/html"})
        )
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            await press(pilot, "a")
            app.screen.query_one("#address").value = url
            await press(pilot, "enter")
            assert app.screen.query_one("#outcome").visual.plain
            assert app.screen.has_class("-looking")
            await press(pilot, "escape")
            assert app.screen is app.main


async def test_editing_and_unsubscribing_a_feed(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "f", "G", "k", "k", "F")
        assert isinstance(app.screen, EditFeed)
        old = app.screen.feed.title
        await press(pilot, "end", *" renamed", "enter")
        assert any(one.title == f"{old} renamed" for one in app.library.feeds())
        count = len(app.library.feeds())
        await press(pilot, "D")
        assert len(app.library.feeds()) == count - 1
        assert any("undoes" in said for said in toasts(app))
        await press(pilot, "u")
        assert len(app.library.feeds()) == count


async def test_a_verb_for_feeds_means_the_feed_of_the_row_under_the_cursor(make_app):
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        # One article is in the reader; then another filter shows those of other feeds.
        await press(pilot, "g", "l", "enter", "h")
        opened = app.main.desk.reading.article
        app.main.desk.filters.set(parse(f'-feed:="{opened.feed_title}"'))
        await press(pilot, "g", "l")
        row = app.main.articles.current_row
        assert row.feed_id != opened.feed_id
        await press(pilot, "F")
        assert isinstance(app.screen, EditFeed)
        assert app.screen.feed.id == row.feed_id


async def test_importing_opml(make_app, tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Sea"><outline text="Tides" type="rss" xmlUrl="http://127.0.0.1:9/t"/>'
        "</outline></body></opml>"
    )
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "i")
        app.screen.query_one("Input").value = str(opml)
        await press(pilot, "enter")
        assert any((one.title, one.category) == ("Tides", "Sea") for one in app.library.feeds())
        await press(pilot, "g", "i")
        app.screen.query_one("Input").value = str(tmp_path / "none.opml")
        await press(pilot, "enter")
        assert any("none.opml" in said for said in toasts(app))


@pytest.mark.parametrize(
    ("width", "name"), [(60, "narrow"), (80, "medium"), (119, "medium"), (120, "wide"), (200, "wide")]
)
async def test_the_layout_follows_the_width(make_app, width, name):
    app = make_app()
    async with app.run_test(size=(width, 24)) as pilot:
        await ready(pilot)
        assert app.main.desk.layout.width == name
        shown = [part for part in ("#left", "#middle", "#right") if app.main.query_one(part).region.area]
        assert shown == (["#middle"] if name == "narrow" else ["#left", "#middle", "#right"])


async def test_narrow_shows_one_pane_at_a_time(make_app):
    app = make_app()
    async with app.run_test(size=(60, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "l")
        assert app.main.query_one("#right").region.area
        assert not app.main.query_one("#middle").region.area
        await press(pilot, "h", "h")
        assert app.main.query_one("#left").region.area


async def test_resizing_keeps_the_article_and_the_cursor(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "j", "j", "enter")
        article, cursor = app.main.desk.reading.article, app.main.articles.cursor
        for size in ((80, 24), (40, 10), (20, 5), (200, 50), (120, 36)):
            await pilot.resize_terminal(*size)
            await press(pilot)
        assert app.main.desk.reading.article == article
        assert app.main.articles.cursor == cursor


async def test_zen_shows_only_the_article(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "n", "z")
        assert app.main.query_one("#right").size.width == 120
        await press(pilot, "escape")
        assert app.main.query_one("#left").region.area


async def test_a_click_opens_and_a_click_on_the_footer_acts(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.click("#articles", offset=(5, 3))
        await press(pilot)
        assert app.main.articles.cursor == 1
        assert app.main.desk.reading.article is not None
        await press(pilot, "escape")
        start, _, action_id = next(place for place in app.main.status.places if place[2] == "article.star")
        await pilot.click("#status", offset=(start, 0))
        await press(pilot)
        assert action_id == "article.star"
        assert app.main.articles.window.row(1).starred


async def test_the_rules_between_panes_can_be_dragged(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = app.main.query_one("#left").size.width
        await pilot.mouse_down("#rule-left", offset=(0, 5))
        await pilot.hover("#rule-left", offset=(6, 5))
        await pilot.mouse_up("#rule-left", offset=(0, 5))
        await press(pilot)
        assert app.main.query_one("#left").size.width > before


async def test_a_failing_feed_says_in_words_what_is_wrong(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert app.main.feeds_header.news == "1 failing"
        place = next(i for i, row in enumerate(app.main.feed_list.rows) if row.label == "Broken Pipes")
        await press(pilot, "g", "f")
        app.main.feed_list.move_to(place)
        await press(pilot)
        assert app.main.trouble.display
        assert "404" in app.main.trouble.visual.plain or "not" in app.main.trouble.visual.plain


async def test_the_palette_runs_an_action_by_its_name(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "ctrl+p", *"star or unstar")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert app.main.articles.window.row(0).starred


async def test_keys_can_be_changed(make_app):
    from dataclasses import replace

    from tests.demo_store import SETTINGS

    app = make_app(replace(SETTINGS, keys={"article.star": ("ctrl+s", "g h"), "app.quit": ()}))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "s", "q")
        assert not app.main.articles.window.row(0).starred
        await press(pilot, "g", "h")
        assert app.main.articles.window.row(0).starred


def test_tags_from_a_line():
    assert tag_list("#africa, news/trade  africa ##x") == ("africa", "news/trade", "x")
    assert tag_list("  ") == ()


async def test_in_one_pane_the_next_unread_is_opened_where_it_can_be_read(make_app):
    app = make_app()
    async with app.run_test(size=(60, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "n")
        assert app.main.desk.layout.focused_pane == "reader"
        first = app.main.desk.reading.article
        assert app.main.query_one("#right").region.area and first is not None
        await press(pilot, "h")
        assert app.main.desk.layout.focused_pane == "list"
        await press(pilot, "n")
        assert app.main.desk.layout.focused_pane == "reader"
        assert app.main.desk.reading.article != first
