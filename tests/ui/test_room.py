"""What takes how much room, what would go, and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Input

from tests.factories import NOW
from tests.ui.steps import press, ready, rush, titles, toasts
from tui.model.ids import FeedId
from tui.model.retention import FeedShare
from tui.model.sizes import FeedSize, StoreSizes
from tui.ui.marks import ASCII, UNICODE
from tui.ui.room.clean import CleanDialog, ShareList
from tui.ui.room.row import NARROW, bar, head_line, kinds, legend, share_line, size_line
from tui.ui.room.screen import SizeList, SizesScreen

SIZES = [(80, 24), (120, 36)]
STORE = StoreSizes(
    file=1_000_000, free=10_000, log=0, articles=1_200, unread=30, texts=300_000, full_texts=4,
    full_texts_size=20_000, words=400_000, pictures=0, pictures_size=0, removed=0, removed_size=0,
    backups=1, backups_size=5,
)  # fmt: skip
FEED = FeedSize(FeedId(1), "Harbor News", 1_200, 30, 320_000, NOW)


def said(app, name):
    return app.screen.query_one(name).visual.plain


def names(app):
    return [one.title for one in app.screen.query_one(SizeList).shown]


def text(line):
    return "".join(part.text for part in line)


@pytest.mark.parametrize("size", SIZES)
async def test_the_largest_stand_first_and_can_be_sorted_otherwise(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await press(pilot, "g", "z")
        assert isinstance(app.screen, SizesScreen)
        sizes = [one.size for one in app.screen.query_one(SizeList).shown]
        assert len(sizes) > 5 and sizes == sorted(sizes, reverse=True)
        assert "feeds, the largest first" in said(app, "#sizes-title")
        assert "articles" in said(app, "#sizes-legend") and "index of words" in said(app, "#sizes-legend")
        assert cell_len(said(app, "#sizes-bar")) == app.screen.query_one("#sizes-bar").size.width
        await press(pilot, "s", "s", "s")
        assert names(app) == sorted(names(app), key=str.casefold)
        await press(pilot, "escape")
        assert not isinstance(app.screen, SizesScreen)


async def test_what_would_go_follows_what_is_typed_and_ticked_and_comes_back(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        everything = titles(app)
        await press(pilot, "comma", "c")
        assert isinstance(app.screen, CleanDialog)
        assert said(app, "#clean-finding") == "By the settings all is kept. Type an age, or a number."
        await press(pilot, "enter", *"soon")
        assert "is no age" in said(app, "#clean-finding")
        await press(pilot, *["backspace"] * 4, *"2026-01")
        assert said(app, "#clean-finding").startswith("Nothing would go")
        app.screen.query_one("#older", Input).value = ""
        await press(pilot, "tab", "1")
        before = app.screen.plan.articles
        # Unread ones, too, and tagged ones.
        await press(pilot, "tab", "space", "right", "right", "right", "space")
        assert app.screen.plan.articles > before
        plan = app.screen.plan
        shares = app.screen.query_one(ShareList).shown
        assert sum(one.articles for one in shares) == plan.articles
        assert said(app, "#clean-finding").startswith(
            f"{plan.articles} articles of {len(shares)} feeds would go"
        )
        await press(pilot, "enter")
        assert not isinstance(app.screen, CleanDialog)
        assert len(titles(app)) == len(everything) - plan.articles
        assert any(one.startswith(f"Removed {plan.articles} articles, ") for one in toasts(app))
        assert app.main.status.work == ""
        await press(pilot, "g", "z")
        assert f"{plan.articles} articles can be brought back (u)." in said(app, "#sizes-advice")
        await press(pilot, "u")
        assert toasts(app)[-1] == f"Brought back {plan.articles} articles."
        assert "brought back" not in said(app, "#sizes-advice")
        await press(pilot, "escape")
        assert sorted(titles(app)) == sorted(everything)


async def test_what_was_begun_goes_on_when_the_screen_of_sizes_is_closed(make_app, monkeypatch):
    monkeypatch.setattr("tui.service.keeper._FIRST", 1)
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        before = len(titles(app))
        await press(pilot, "g", "z", "c", "tab", "1", "tab", "space", *["right"] * 3, "space")
        articles = app.screen.plan.articles
        await rush(pilot, "enter", "escape")
        assert not isinstance(app.screen, SizesScreen)
        assert len(titles(app)) == before - articles and articles > 5


async def test_a_command_cleans_among_what_it_names(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"clean is:read")
        assert said(app, "#command-says").startswith("shows what of ")
        await press(pilot, "enter")
        assert isinstance(app.screen, CleanDialog) and app.screen.plan.articles
        assert " stay." in said(app, "#clean-finding")
        await press(pilot, "escape", "colon", *"clean")
        assert said(app, "#command-says") == "shows what would go by the settings, or by an age"
        await press(pilot, "enter")
        assert isinstance(app.screen, CleanDialog) and app.screen.plan.articles == 0


async def test_one_feed_is_cleaned_and_room_is_given_back(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "g", "z", "enter")
        one = app.screen.feed[1]
        assert isinstance(app.screen, CleanDialog) and said(app, ".dialog-title") == f"Clean of {one}"
        await press(pilot, "tab", "1", "tab", "space")
        assert [share.title for share in app.screen.plan.shares] in ([one], [])
        await press(pilot, "escape", "v")
        assert isinstance(app.screen, SizesScreen) and "more room" in toasts(app)[-1]


async def test_the_daily_clean_is_done_once_and_followed_by_the_list(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        keeper = app.main.library.keeper
        keeper._settings = replace(keeper._settings, keep_newest=1, keep_unread=False)
        before = len(titles(app))
        await app.main.desk.keeping.upkeep()
        await press(pilot)
        left = len(titles(app))
        assert left < before and len(keeper.removed()) == 1
        keeper._settings = replace(keeper._settings, keep_days=1)
        await app.main.desk.keeping.upkeep()
        await press(pilot)
        assert len(titles(app)) == left


@pytest.mark.parametrize("marks", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [NARROW - 20, NARROW, 100])
def test_lines_fill_their_width(marks, width):
    share = FeedShare(FeedId(1), "日本語の窓 " * 20, 1_204, 14_000_000, left=True)
    lines = [size_line(FEED, width, marks), size_line(replace(FEED, oldest=None), width, marks)]
    lines += [share_line(share, width, marks), head_line(width, going=True), head_line(width, going=False)]
    assert [cell_len(text(line)) for line in lines] == [width] * 5
    assert "320 kB" in text(lines[0]) and "(unsubscribed)" in text(lines[2])
    assert ("2026-11" in text(lines[0])) is (width >= NARROW)


@given(st.lists(st.integers(0, 10**9), min_size=5, max_size=5), st.integers(0, 120))
def test_the_bar_is_as_wide_as_it_may_be_and_shows_all_kinds(numbers, width):
    texts, words, full, pictures, free = numbers
    sizes = replace(
        STORE,
        file=sum(numbers) + 1,
        texts=texts,
        words=words,
        full_texts_size=full,
        pictures_size=pictures,
        free=free,
    )
    drawn = bar(sizes, width, UNICODE)
    shown = kinds(sizes)
    assert cell_len(drawn.plain) == (width if width >= len(shown) else 0)
    assert sizes.rest == 1
    assert all(line for line in legend(sizes, 40, ASCII).plain.splitlines())


def test_ages_are_dates_not_spans():
    line = text(size_line(replace(FEED, oldest=NOW - timedelta(days=400)), 90, UNICODE))
    assert "2025-10" in line and "1,200" in line


async def test_the_article_that_is_open_may_go_and_its_keys_do_no_harm(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        gone = app.main.desk.reading.article
        await press(pilot, "colon", *"clean .", "enter", "tab", "tab")
        assert isinstance(app.screen, CleanDialog)
        # Whatever marks it has.
        await press(pilot, *["space", "right"] * 6, "enter")
        assert gone.title not in titles(app) and len(toasts(app)) and "Removed 1 article" in toasts(app)[-1]
        await press(pilot, "s", "b", "m", "f", "J", "n", "u")
        assert app.is_running and gone.title not in titles(app)
