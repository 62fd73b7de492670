"""Sorting and grouping from the keyboard: the menu, headings that fold, and what acts on a whole group."""

from dataclasses import replace

import pytest

from tests.demo_store import SETTINGS
from tests.ui.steps import press, ready, titles, toasts
from tui.service import saving

SIZE = (120, 36)


def lines(app):
    """The list as it is read: a heading as "▾ Name 3", an article as the beginning of its title."""
    articles = app.main.articles
    told = []
    for index in range(articles.count):
        place = articles.outline.place_at(index)
        if place is None:
            line = articles.row_lines(index, 90)[-1]
            told.append(" ".join("".join(mark.text for mark in line).split()))
        else:
            told.append(articles.window.row(place).title[:12])
    return told


def query(app):
    return app.main.query_bar.line.value


def note(app):
    return app.main.list_header.note


async def test_the_menu_sorts_by_one_key(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        newest = titles(app)
        assert note(app) == "newest ▾"
        for key, text, said in (
            ("o", "sort:-date", "oldest ▾"), ("t", "sort:title", "title ▾"), ("f", "sort:feed", "feed ▾"),
            ("l", "sort:words", "longest ▾"), ("s", "sort:-words", "shortest ▾"),
            ("r", "sort:received", "last received ▾"), ("u", "sort:updated", "last updated ▾"),
            ("m", "sort:relevance", "best match ▾"), ("x", "sort:random", "shuffled ▾"), ("n", "", "newest ▾"),
        ):  # fmt: skip
            await press(pilot, "S", key)
            assert (query(app), note(app)) == (text, said)
            assert sorted(titles(app)) == sorted(newest)
        assert titles(app) == newest
        await press(pilot, "S", "o")
        assert titles(app) == newest[::-1]
        await press(pilot, "S", "t")
        assert titles(app) == sorted(newest, key=str.casefold)


async def test_the_menu_goes_on_turns_round_and_can_be_left(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "S")
        assert query(app) == "sort:-date"
        await press(pilot, "S", "S")
        assert query(app) == "sort:title"
        await press(pilot, "S", "minus")
        assert (query(app), note(app)) == ("sort:-title", "title, from z ▾")
        # What is so now is no row of the menu: the next one is the first.
        await press(pilot, "S", "S", "S", "minus")
        assert query(app) == "sort:-date"
        await press(pilot, "S", "minus")
        assert query(app) == ""
        await press(pilot, "S", "j", "j", "enter")
        assert query(app) == "sort:title"
        await press(pilot, "S", "tab", "j", "enter")
        assert (query(app), note(app)) == ("sort:title group:day", "title ▾ · by day")
        await press(pilot, "S", "right", "k", "enter")
        assert query(app) == "sort:title"
        await press(pilot, "S", "escape")
        assert (query(app), app.screen) == ("sort:title", app.main)
        await press(pilot, "slash", *" sort:feed,-date", "enter")


async def test_several_keys_read_in_the_header(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"sort:feed,-date group:tag", "enter")
        assert note(app) == "feed, oldest ▾ · by tag"


async def test_days_stand_over_their_articles(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        plain = titles(app)
        await press(pilot, "S", "1")
        told = lines(app)
        assert [line for line in told if line[0] == "▾"] == [
            "▾ Today 8 of 11", "▾ Yesterday 1 of 3", "▾ Tuesday 19 May 1 of 1", "▾ Sunday 17 May 1 of 2",
            "▾ Saturday 16 May 1 of 1", "▾ Friday 15 May 1",
        ]  # fmt: skip
        assert [line for line in told if line[0] != "▾"] == [title[:12] for title in plain]
        # The cursor is on the article it was on.
        assert app.main.articles.cursor == 1
        await press(pilot, "enter", "escape", "u", "k")
        assert app.main.articles.heading == 0


async def test_headings_count_what_is_unread_and_nothing_moves(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"is:unread group:day", "enter", "m")
        told = lines(app)
        assert told[0] == "▾ Today 7 of 8"
        assert told[1].startswith("Two minister")
        await press(pilot, "u")
        assert lines(app)[0] == "▾ Today 8 of 8"


async def test_the_footer_says_what_a_heading_can_do(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1")

        def footer():
            return [entry for *_, entry in app.main.status.keys]

        assert "unread.next" in footer()
        await press(pilot, "k")
        assert "group.fold" in footer()
        await press(pilot, "j")
        assert "group.fold" not in footer()
        await press(pilot, "minus", "g", "f")
        assert "feeds.fold" in footer()
        await press(pilot, "g", "l")
        assert "group.fold" in footer()
        await press(pilot, "S", "0")
        assert "unread.next" in footer()


async def test_a_list_by_tag_is_reloaded_where_the_cursor_stands(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "3")
        there = [index for index, line in enumerate(lines(app)) if line.startswith("Two minister")]
        app.main.articles.move_to(there[1])
        await press(pilot, "g", "n")
        assert app.main.articles.cursor == there[1]


async def test_headings_fold(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "k", "enter")
        assert lines(app)[:2] == ["▸ Today 8 of 11", "▾ Yesterday 1 of 3"]
        assert app.main.articles.heading == 0
        await press(pilot, "enter")
        assert len(lines(app)) == 25
        # From an article the cursor goes to its heading; from another row it stays where it is.
        await press(pilot, "j", "j", "minus")
        assert app.main.articles.heading == 0
        await press(pilot, "j", "j")
        current = app.main.articles.current_id
        app.main.articles.fold([0], False)
        assert app.main.articles.current_id == current
        await press(pilot, "underscore")
        assert len(lines(app)) == 6
        assert app.main.articles.heading == 1
        await press(pilot, "underscore")
        assert len(lines(app)) == 25
        assert app.main.articles.heading == 1


async def test_a_click_on_a_heading_folds(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1")
        shown = app.main.desk.reading.article
        await pilot.click("#articles", offset=(5, 0))
        await press(pilot)
        assert lines(app)[0] == "▸ Today 8 of 11"
        assert app.main.desk.reading.article is shown
        await pilot.click("#articles", offset=(5, 0))
        await press(pilot)
        assert lines(app)[1].startswith("Two minister")


async def test_parentheses_go_from_heading_to_heading(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "right_parenthesis")
        assert any("No headings" in said for said in toasts(app))
        await press(pilot, "S", "1", "right_parenthesis")
        assert app.main.articles.heading == 1
        await press(pilot, "right_parenthesis", "left_parenthesis", "left_parenthesis", "left_parenthesis")
        assert app.main.articles.heading == 0
        await press(pilot, "j", "j", "left_parenthesis")
        assert app.main.articles.heading == 0
        for _ in range(9):
            await press(pilot, "right_parenthesis")
        assert app.main.articles.heading == 5


async def test_verbs_on_a_heading_mean_its_group(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "right_parenthesis", "m")
        assert lines(app)[12] == "▾ Yesterday 3"
        assert any(said.startswith("Marked 1 article read") for said in toasts(app))
        await press(pilot, "m")
        assert lines(app)[12] == "▾ Yesterday 3 of 3"
        await press(pilot, "u", "u")
        assert lines(app)[12] == "▾ Yesterday 1 of 3"
        await press(pilot, "left_parenthesis", "minus", "A")
        assert lines(app)[:2] == ["▸ Today 11", "▾ Yesterday 1 of 3"]
        await press(pilot, "u", "s")
        assert any("Starred 9 articles" in said for said in toasts(app))
        await press(pilot, "u", "x")
        assert len(app.main.articles.chosen) == 11
        await press(pilot, "k", "x", "escape")
        assert not app.main.articles.chosen


async def test_marking_above_and_below_a_heading_takes_the_group(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "right_parenthesis", "comma", "a")
        heads = [line for line in lines(app) if line[0] == "▾"]
        assert heads[:3] == ["▾ Today 11", "▾ Yesterday 3", "▾ Tuesday 19 May 1 of 1"]
        await press(pilot, "u", "comma", "b")
        heads = [line for line in lines(app) if line[0] == "▾"]
        assert heads[:3] == ["▾ Today 8 of 11", "▾ Yesterday 3", "▾ Tuesday 19 May 1"]


async def test_the_next_unread_unfolds_what_it_enters(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "underscore", "right_parenthesis", "n")
        assert [line[0] for line in lines(app) if line[0] in "▸▾"] == list("▸▾▸▸▸▸")
        assert app.main.desk.reading.article.id == app.main.articles.current_id
        group = app.main.articles.outline.group_at(app.main.articles.cursor)
        assert group == 1
        await press(pilot, "p")
        assert app.main.articles.outline.group_at(app.main.articles.cursor) == 0
        assert lines(app)[0][0] == "▾"


async def test_an_article_stands_under_each_of_its_tags_and_is_one(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "3")
        told = lines(app)
        assert told[0].startswith("▾ #africa")
        assert told[-1][0] != "▾"
        assert any(line.startswith("▾ No tag") for line in told)
        both = [index for index, line in enumerate(told) if line.startswith("Two minister")]
        assert len(both) == 2
        # Read in one place, it is read in both.
        await press(pilot, "g", "g", "j", "m")
        rows = [app.main.articles.window.row(app.main.articles.outline.place_at(index)) for index in both]
        assert [row.read for row in rows] == [True, True]
        assert app.main.query_bar.query_one("#query-count").visual.plain == "19"
        await press(pilot, "A")
        assert any(said.startswith("Marked 11 articles read") for said in toasts(app))


async def test_feeds_stand_in_their_alphabet(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "S", "2", "underscore")
        assert [line.split(" ", 1)[1].rstrip(" 0123456789of") for line in lines(app)] == [
            "Example Digest", "Kernel Notes", "Quiet Engineering", "Rabat Courier", "World Desk", "日本語の窓",
        ]  # fmt: skip


async def test_folded_groups_stay_while_the_filter_does_and_over_a_restart(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1", "k", "enter", "g", "n")
        assert lines(app)[0][0] == "▸"
        await press(pilot, "S", "o")
        assert [line[0] for line in lines(app) if "Today" in line] == ["▸"]
        await press(pilot, "S", "n")
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert (query(app), lines(app)[0]) == ("group:day", "▸ Today 8 of 11")
        await press(pilot, "2")
        assert lines(app)[0] == "▾ Today 8 of 8"


@pytest.mark.parametrize(("text", "count"), [("zeppelin group:day", 0), ("title:1884 group:feed", 1)])
async def test_lists_of_nothing_and_of_one(make_app, text, count):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *text, "enter")
        assert len(lines(app)) == 2 * count
        await press(
            pilot,
            "minus",
            "underscore",
            "right_parenthesis",
            "left_parenthesis",
            "m",
            "A",
            "x",
            "X",
            "j",
            "enter",
        )
        await press(pilot, "S", "0")
        assert len(lines(app)) == count


async def test_any_unread_and_back_again(make_app):
    app = make_app(replace(SETTINGS, mark_read_on_open=True))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        app.main.desk.moving.dice = lambda: 0.99
        first = app.main.articles.current_id
        unread = {
            row.id for row in (app.main.articles.window.row(index) for index in range(19)) if not row.read
        }
        await press(pilot, "g", "r")
        met = app.main.articles.current_id
        assert met == max(unread - {first})
        assert app.main.desk.reading.article.id == met
        await press(pilot, "ctrl+o")
        assert app.main.articles.current_id == first
        assert query(app) == ""


async def test_any_unread_of_all_when_the_list_has_none(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"is:read sort:title group:day", "enter", "j", "j")
        here = app.main.articles.anchor_id
        app.main.desk.moving.dice = lambda: 0.0
        await press(pilot, "g", "r")
        assert query(app) == "is:unread sort:title group:day"
        assert app.main.desk.reading.article.id == app.main.articles.current_id
        assert any("one of all" in said for said in toasts(app))
        await press(pilot, "ctrl+o")
        assert query(app) == "is:read sort:title group:day"
        assert app.main.articles.anchor_id == here
        await press(pilot, "c", "A", "g", "r")
        assert any("Nothing else is unread" in said for said in toasts(app))


async def test_n_goes_on_in_the_next_feed_with_unread_articles(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *'feed:="Kernel Notes"', "enter", "A", "n")
        assert query(app) == "feed:=日本語の窓"
        assert app.main.desk.reading.article.feed_title == "日本語の窓"
        assert app.main.desk.reading.article.id == app.main.articles.current_id
        assert app.main.articles.current_row.read
        assert any("Next feed: 日本語の窓" in said for said in toasts(app))
        # The last feed of the list: the first follows.
        await press(pilot, "A", "n")
        assert query(app) == 'feed:="Rabat Courier"'
        await press(pilot, "A", "p")
        assert any("Everything here is read" in said for said in toasts(app))
        await press(pilot, "ctrl+o")
        assert query(app) == "feed:=日本語の窓"


async def test_n_crosses_folded_categories_and_stays_out_of_feeds_without_matches(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "f", "j", "space", "g", "l", "c")
        assert app.main.feed_list.folded == {"News"}
        await press(pilot, "slash", *'feed:="日本語の窓" title:the', "enter", "n")
        assert app.main.desk.reading.article.feed_title == "Example Digest"
        assert "title:the" in query(app)


async def test_n_says_that_all_is_read_when_no_feed_is_left(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "A", "slash", *'feed:="Kernel Notes"', "enter", "n")
        assert query(app) == 'feed:="Kernel Notes"'
        assert any("Everything here is read" in said for said in toasts(app))


async def test_a_saved_search_brings_its_order_and_the_menu_overrides_it(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        library = await app.main.library_ready()
        deed = saving.saved(library.saved(), "Old days", "sort:-date group:day")
        await library.define(deed.changes, deed.label)
        await press(pilot, "slash", *'search:"Old days" ', "enter")
        assert note(app) == "oldest ▾ · by day"
        assert lines(app)[0] == "▾ Friday 15 May 1"
        await press(pilot, "S", "n")
        assert (query(app), note(app)) == ('search:"Old days" sort:date', "newest ▾ · by day")
        await press(pilot, "S", "0")
        assert (query(app), note(app)) == ('search:"Old days" sort:date group:none', "newest ▾")
        await press(pilot, "S", "minus", "S", "minus")
        assert query(app) == 'search:"Old days" sort:date group:none'


async def test_a_picture_for_later_leaves_out_what_only_today_calls_so(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "1")
        app.main.articles.hide_ages()
        assert [line for line in lines(app) if line[0] == "▾"][:3] == [
            "▾ 8 of 11", "▾ 1 of 3", "▾ Tuesday 19 May 1 of 1",
        ]  # fmt: skip
