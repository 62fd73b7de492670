"""Copies of one piece on the screen: one row, unfolded below it, read together."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.demo_store import SETTINGS, demo_paths
from tests.demo_stories import CHINESE, LONG, RAIL, add_copies, with_copies
from tests.ui.steps import press, ready, rest, titles, toasts
from tui.query import parse
from tui.ui.article_list.outline import Outline

SIZE = (120, 36)


@pytest.fixture
def copied(demo_home):
    """The demo's store with copies in it."""

    asyncio.run(with_copies(demo_paths(demo_home)))


def lines(app):
    """The list as it is painted, a line for each, without what is blank."""
    articles = app.main.articles
    said = ["".join(segment.text for segment in articles.render_line(y)) for y in range(articles.size.height)]
    return [" ".join(line.lstrip("▌").split()) for line in said if line.strip()]


async def stand_on(pilot, title):
    """Move the cursor to the row of that title by keys."""
    articles = pilot.app.main.articles
    await press(pilot, "g", "l", "g", "g")
    while articles.current_row is None or articles.current_row.title != title:
        before = articles.cursor
        await press(pilot, "j")
        assert articles.cursor != before, title


def standing(app):
    row = app.main.articles.current_row
    return row.feed_title, row.title


async def unread(app, title):
    found = await app.library.select(parse("is:unread"))
    return sorted(row.feed_title for row in await app.library.rows(found.ids) if row.title == title)


async def test_copies_have_one_row_with_their_number(make_app, copied):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert titles(app).count(RAIL) == titles(app).count(CHINESE) == 1
        assert "Rabat Courier ×3 ↷ 40m" in lines(app) and "日本語の窓 ×2 3h" in lines(app)
        assert app.main.desk.filters.count_text() == "24 in 20 rows"
        await press(pilot, "comma", "s")
        assert titles(app).count(RAIL) == 3 and app.main.desk.filters.count_text() == "24"
        assert toasts(app)[-1] == "Copies of one piece: a row for each · , s turns back"
        await press(pilot, "comma", "s")
        assert titles(app).count(RAIL) == 1


async def test_the_row_unfolds_in_place_and_enter_opens_a_copy(make_app, copied):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await stand_on(pilot, RAIL)
        articles = app.main.articles
        rows, here = articles.count, articles.cursor
        await press(pilot, "plus")
        assert (articles.count, articles.cursor) == (rows + 2, here)
        shown = [line for line in lines(app) if "├" in line or "└" in line]
        assert shown == ["● ├ World Desk 35m", "● └ Example Digest 31m"]
        await press(pilot, "j")
        assert standing(app) == ("World Desk", RAIL)
        await press(pilot, "enter")
        article = app.main.desk.reading.article
        assert article.feed_title == "World Desk" and not await unread(app, RAIL)
        head = [line.text for line in app.main.reader.page_shown.lines[:8]]
        assert "original in Rabat Courier · also in Example Digest" in head
        # One step takes back what was one step.
        await press(pilot, "u")
        assert await unread(app, RAIL) == ["Example Digest", "Rabat Courier", "World Desk"]
        await press(pilot, "g", "l", "j")
        assert standing(app)[0] == "Example Digest"
        await press(pilot, "j", "k", "plus")
        assert articles.count == rows and standing(app) == ("Rabat Courier", RAIL)
        await press(pilot, "enter")
        assert "also in World Desk, Example Digest" in [
            line.text for line in app.main.reader.page_shown.lines[:8]
        ]


async def test_marks_are_of_the_copy_under_the_cursor_and_reading_of_all(make_app, copied):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await stand_on(pilot, RAIL)
        await press(pilot, "plus", "j", "s")
        found = await app.library.select(parse("is:starred"))
        starred = [row.feed_title for row in await app.library.rows(found.ids) if row.title == RAIL]
        assert starred == ["World Desk"] and "★ ├ World Desk 35m" in lines(app)
        await press(pilot, "m")
        assert await unread(app, RAIL) == []
        assert "└ Example Digest 31m" in lines(app)
        await press(pilot, "u")
        assert len(await unread(app, RAIL)) == 3 and "● └ Example Digest 31m" in lines(app)
        await press(pilot, "x")
        assert len(app.main.articles.chosen) == 1


async def test_the_next_unread_is_never_a_copy_of_what_was_just_read(make_app, copied):
    app = make_app(replace(SETTINGS, read_copies=False))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "comma", "s")
        seen = []
        await press(pilot, "n")
        for _ in range(30):
            article = app.main.desk.reading.article
            seen.append(article.title)
            await press(pilot, "n")
            if toasts(app)[-1] == "Everything here is read.":
                break
        assert all(one != other for one, other in pairwise(seen))


async def test_many_at_once_are_counted_as_articles(make_app, copied):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = len((await app.library.select(parse("is:unread"))).ids)
        await press(pilot, "slash", *"closer", "enter", "colon", *"read %")
        said = app.main.query_one("#command-says").visual.plain
        assert said == "marks 3 articles of 3 feeds read"
        await press(pilot, "enter")
        assert await unread(app, RAIL) == [] and toasts(app)[-1] == "Marked 3 articles read · u undoes"
        assert len((await app.library.select(parse("is:unread"))).ids) == before - 3
        await press(pilot, "u")
        assert len((await app.library.select(parse("is:unread"))).ids) == before
        # The others are not in the list.
        await press(pilot, "escape", "slash", *"closer feed:desk", "enter", "A")
        assert toasts(app)[-1] == "Marked 1 article read, and 2 copies · u undoes"
        assert await unread(app, RAIL) == []
        await press(pilot, "u")
        assert len((await app.library.select(parse("is:unread"))).ids) == before


async def test_sorted_and_grouped_by_stories(make_app, copied):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "S", "c")
        assert app.main.desk.filters.text == "sort:copies" and titles(app)[0] == RAIL
        assert "most copies" in app.main.list_header.note
        await press(pilot, "S", "4", "g", "g")
        said = lines(app)
        assert said[0].startswith("▾ North African rail link") and said[0].endswith("3 of 3")
        assert any(line.startswith("▾ Without copies") for line in said) or app.main.articles.count > 24
        assert "● ├ Rabat Courier ↷ 40m" in said or "● └ Rabat Courier ↷ 40m" in said
        await press(pilot, "S")
        await press(pilot, "escape")


async def test_an_arriving_copy_is_told_where_the_piece_is_shown(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await stand_on(pilot, RAIL)
        await press(pilot, "enter")
        for changes in await add_copies(app.library):
            app.main.changed(changes)
        await press(pilot)
        assert "also in World Desk, Example Digest" in [
            line.text for line in app.main.reader.page_shown.lines[:8]
        ]
        assert any("×3" in line for line in lines(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_every_row_fits_at_every_size(make_app, copied, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        for title in (RAIL, CHINESE, LONG):
            await stand_on(pilot, title)
            await press(pilot, "plus")
            assert any("└" in line for line in lines(app)), title
        articles = app.main.articles
        for y in range(articles.size.height):
            text = "".join(segment.text for segment in articles.render_line(y))
            assert cell_len(text) == articles.size.width
        assert app.main.desk.showing.footed == "story"


@pytest.mark.parametrize("theme", ["ink", "paper"])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
def test_how_copies_look(snap_compare, make_app, copied, size, theme):
    async def walk(pilot):
        app = await ready(pilot)
        app.theme = theme
        await press(pilot, "j", "plus", "j")
        await rest(pilot)

    assert snap_compare(make_app(), terminal_size=size, run_before=walk)


async def test_there_is_nothing_to_unfold(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "plus")
        assert toasts(app)[-1] == "No other feed has a copy of this."
        await press(pilot, "S", "1", "g", "g", "plus")
        assert toasts(app)[-1] == "Copies are those of an article: go to one."


@st.composite
def outlines(draw):
    """Groups, folded ones, and copies, beside the rows written out one by one."""
    sizes = draw(st.lists(st.integers(1, 4), max_size=4)) if draw(st.booleans()) else []
    count = sum(sizes) or draw(st.integers(0, 8))
    folded = draw(st.sets(st.integers(0, len(sizes) - 1))) if sizes else set()
    copies = draw(st.dictionaries(st.integers(0, max(count - 1, 0)), st.integers(0, 3), max_size=4))
    rows, bounds = [], [sum(sizes[:at]) for at in range(len(sizes) + 1)] if sizes else []
    for group, (start, end) in enumerate(pairwise(bounds)) if sizes else [(None, (0, count))]:
        rows += [] if group is None else [("heading", group, 0, group)]
        if group is None or group not in folded:
            rows += [
                ("article", place, copy, group)
                for place in range(start, end)
                for copy in range(copies.get(place, 0) + 1)
            ]
    return Outline(count, bounds, folded, copies), rows


@given(outlines(), st.integers(-2, 40), st.integers(-2, 40))
def test_rows_and_places_are_one_the_other_way_round(made, first, last):
    outline, rows = made
    assert outline.rows == len(rows)
    for row, (kind, number, copy, group) in enumerate(rows):
        assert outline.group_at(row) == group and outline.copy_at(row) == copy
        assert outline.heading_at(row) == (number if kind == "heading" else None)
        assert outline.place_at(row) == (None if kind == "heading" else number)
        if kind == "article" and not copy:
            assert outline.row_of(number) == row
    seen = {
        number for kind, number, _copy, _group in rows[max(0, first) : max(0, last + 1)] if kind == "article"
    }
    found = [place for start, end in outline.spans(first, last) for place in range(start, end + 1)]
    assert sorted(seen) == found
