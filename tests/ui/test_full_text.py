"""Full texts on the screen: fetched for what looks cut, gone through by a key, remembered, undone."""

from contextlib import aclosing
from dataclasses import replace
from threading import Event

import pytest

from tests.demo_store import SETTINGS, demo_clock, demo_paths
from tests.routes import answer, feed, held, in_turn
from tests.server import Server
from tests.service.test_fulltext import HTML, SENTENCE, document, entry, page
from tests.ui.steps import WatchedApp, press, ready, settle, toasts
from tui.model.feed import Subscription
from tui.query import parse
from tui.service.library import Library
from tui.ui.desk.texts import same_words

CUT = replace(SETTINGS, full_text="cut")
PAGE = page("heron", "gannet", "petrel")


@pytest.fixture
def site():
    with Server() as server:
        yield server


@pytest.fixture
def open_app(tmp_path, site):
    """The app on a store with one feed of a loopback site; its articles are given as (path, text)."""

    async def fill(items, settings):
        library = await Library.open(settings, demo_paths(tmp_path), clock=demo_clock, environ={})
        for one in library.feeds():
            await library.unsubscribe(one.id)
        body = document(*(entry(site.url(path), text, path) for path, text in items))
        await library.subscribe([Subscription(site.on("/feed", feed(body)))])
        async with aclosing(library.refresh(force=True)) as events:
            async for _event in events:
                pass
        await library.close()

    async def make(*items, settings=CUT):
        await fill(items, settings)
        return WatchedApp(settings, demo_paths(tmp_path), clock=demo_clock, background=False)

    return make


def text(app):
    return "\n".join(line.text for line in app.main.reader.page_shown.lines)


def head(app):
    return "\n".join(line.text for line in app.main.reader.page_shown.lines[:6])


WHOLE = " ".join([SENTENCE] * 8)


async def test_what_looks_cut_is_fetched_when_it_is_opened_not_when_the_cursor_passes(open_app, site):
    site.on("/ferry", answer(PAGE, headers=HTML))
    app = await open_app(("/ferry", "Only the beginning [&#8230;]"))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert "Only the beginning" in text(app) and not site.requests("/ferry")
        await press(pilot, "enter")
        assert "Gannet" in text(app) and "full text from 127.0.0.1" in head(app)
        assert len(site.requests("/ferry")) == 1
        assert app.main.status.work == ""
        # It is there now: nothing is fetched again.
        await press(pilot, "escape", "enter")
        assert "Gannet" in text(app) and len(site.requests("/ferry")) == 1


async def test_a_whole_text_and_a_setting_of_never_leave_the_page_alone(open_app, site):
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        assert not site.requests("/ferry") and "feed text" not in head(app)


async def test_the_feeds_text_stands_until_the_page_has_come_and_esc_stops_it(open_app, site):
    gate = Event()
    site.on("/ferry", held(gate, answer(PAGE, headers=HTML)))
    app = await open_app(("/ferry", "Only the beginning [&#8230;]"))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await pilot.press("enter")
        for _ in range(400):
            await pilot.pause(0.01)
            if site.requests("/ferry"):
                break
        assert "Only the beginning" in text(app) and "fetching 127.0.0.1" in app.main.status.work
        await pilot.press("escape")
        await settle(pilot)
        assert app.main.status.work == "" and "not fetched any more" in toasts(app)[-1]
        gate.set()
        # The key asks again, and this time it comes.
        await press(pilot, "f")
        assert "Gannet" in text(app)


async def test_the_key_goes_round_remembers_for_the_feed_and_undo_takes_it_back(open_app, site):
    site.on("/ferry", answer(PAGE, headers=HTML))
    site.on("/rail", answer(page("wagon", title="The railway"), headers=HTML))
    app = await open_app(("/ferry", WHOLE), ("/rail", WHOLE))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        first = app.main.desk.reading.article.id
        await press(pilot, "enter", "f")
        assert "full text from 127.0.0.1" in head(app)
        assert "Shows the full text of Harbour news from now on" in toasts(app)[-1]
        # The other article of that feed is shown so too, once it is opened.
        await press(pilot, "escape", "j")
        await press(pilot, "enter")
        assert app.main.desk.reading.article.id != first
        assert "full text from 127.0.0.1" in head(app)
        await press(pilot, "f")
        assert "feed text" in head(app) and "full text" not in head(app)
        await press(pilot, "u")
        assert "full text from 127.0.0.1" in head(app)
        # Before that the second article was marked read.
        await press(pilot, "u", "u")
        assert "feed text" in head(app)


async def test_a_page_that_cannot_be_had_is_said_and_the_key_tries_again(open_app, site):
    site.on("/ferry", in_turn(answer(b"", status=403), answer(b"", status=403), answer(PAGE, headers=HTML)))
    app = await open_app(("/ferry", "Only the beginning [&#8230;]"))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        assert "feed text: 127.0.0.1 lets nobody read the page" in head(app).replace("\n", " ")
        assert "Only the beginning" in text(app)
        # Nobody asked for it, so no toast says so; a key did.
        assert not toasts(app)
        await press(pilot, "f")
        assert "f tries again" in toasts(app)[-1]
        await press(pilot, "f")
        assert "Gannet" in text(app)


async def test_reading_goes_on_where_it_was_when_the_text_is_exchanged(open_app, site):
    words = [f"word{number}" for number in range(30)]
    whole = page(*words)
    site.on("/ferry", answer(whole, headers=HTML))
    teaser = "".join(f"&lt;p&gt;{w.capitalize()}: {SENTENCE} {SENTENCE}&lt;/p&gt;" for w in words[:12])
    app = await open_app(("/ferry", teaser))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await press(pilot, "enter", "ctrl+f", "ctrl+f")
        reader = app.main.reader
        at_top = reader.page_shown.lines[reader.scroll_offset.y : reader.scroll_offset.y + 3]
        assert reader.scroll_offset.y > 0
        await press(pilot, "f")
        assert "Word29" in text(app)
        now = reader.page_shown.lines[reader.scroll_offset.y : reader.scroll_offset.y + 3]
        assert [line.text for line in now] == [line.text for line in at_top]


async def test_pages_that_wait_are_fetched_after_a_refresh(open_app, site):
    for path in ("/ferry", "/rail"):
        site.on(path, answer(page(path.strip("/")), headers=HTML))
    app = await open_app(("/ferry", WHOLE), settings=replace(SETTINGS, full_text="always"))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        body = document(entry(site.url("/rail"), WHOLE, "/rail"), entry(site.url("/ferry"), WHOLE, "/ferry"))
        site.on("/feed", feed(body))
        await press(pilot, "R")
        library = app.main.library
        assert (await library.select(parse("is:fulltext"))).count == 2
        assert await library.texts.waiting() == [] and app.main.status.work == ""
        await settle(pilot)


def test_an_article_without_words_in_common_begins_at_its_top():
    from tui.render.lines import Line, Page, Span

    before = Page(lines=tuple(Line((Span(f"the line number {n} of this"),)) for n in range(9)))
    after = Page(lines=tuple(Line((Span(f"something else {n}"),)) for n in range(9)))
    assert (same_words(before, 4, after), same_words(before, 0, after), same_words(before, 4, before)) == (
        0,
        0,
        4,
    )


async def test_any_page_is_saved_by_its_address(open_app, site):
    site.on("/rail", answer(page("wagon", title="The railway"), headers=HTML))
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, *":save-page", "space", *site.url("/rail"), "enter")
        assert "Kept “The railway” for later · u undoes" in toasts(app)[-1]
        library = app.main.library
        assert (await library.select(parse("is:later wagon"))).count == 1
        assert "Saved pages" in [feed.title for feed in app.main.feed_list.feeds]
        await press(pilot, "u")
        assert (await library.select(parse("wagon"))).count == 0


async def test_a_site_without_a_feed_is_kept_as_a_page(open_app, site):
    site.on("/rail", answer(b"no", status=403))
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "a", *site.url("/rail"), "ctrl+b")
        assert "without its text: 127.0.0.1 lets nobody read the page" in toasts(app)[-1]
        await press(pilot, "g", "b", *"mailto:me@example.org", "enter")
        assert "is not a web address" in toasts(app)[-1]
