"""Rows and places: a list under headings, some of them folded."""

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.steps import press, ready
from tui.ui.article_list.outline import Outline


@st.composite
def outlines(draw):
    """An outline, and its rows written out: a heading as ("group", number), an article as its place."""
    sizes = draw(st.lists(st.integers(1, 9), max_size=12))
    folded = draw(st.sets(st.integers(0, 11)))
    bounds = [sum(sizes[:number]) for number in range(len(sizes) + 1)]
    rows = []
    for group in range(len(sizes)):
        rows.append(("group", group))
        if group not in folded:
            rows += range(bounds[group], bounds[group + 1])
    return Outline(bounds[-1], bounds, folded), rows, bounds


@given(outlines())
def test_every_row_is_a_heading_or_an_article_and_found_again(drawn):
    outline, rows, bounds = drawn
    assert outline.rows == len(rows)
    for number, row in enumerate(rows):
        group = outline.group_at(number)
        if isinstance(row, tuple):
            assert (outline.heading_at(number), outline.place_at(number)) == (row[1], None)
            assert group == row[1]
            assert outline.heads[group] == number
        else:
            assert (outline.heading_at(number), outline.place_at(number)) == (None, row)
            assert outline.row_of(row) == number
            assert outline.group_of(row) == group
            assert bounds[group] <= row < bounds[group + 1]
    for beyond in (-1, len(rows), len(rows) + 5):
        assert outline.group_at(beyond) is outline.place_at(beyond) is outline.heading_at(beyond) is None


@given(outlines())
def test_an_article_that_is_folded_away_is_at_its_heading(drawn):
    outline, rows, bounds = drawn
    for place in range(bounds[-1]):
        row = outline.row_of(place)
        group = outline.group_of(place)
        assert rows[row] == (("group", group) if group in outline.folded else place)


@given(outlines(), st.integers(-20, 60), st.integers(-20, 60))
def test_spans_are_the_articles_of_some_rows(drawn, first, last):
    outline, rows, _ = drawn
    told = [place for start, end in outline.spans(first, last) for place in range(start, end + 1)]
    wanted = rows[max(0, first) : max(0, last + 1)] if last >= first else []
    assert told == [row for row in wanted if not isinstance(row, tuple)]


@given(st.integers(0, 99), st.integers(-9, 99))
def test_without_groups_a_row_is_a_place(count, row):
    outline = Outline(count, [0])
    assert (outline.rows, outline.groups) == (count, 0)
    assert outline.place_at(row) == (row if 0 <= row < count else None)
    assert outline.heading_at(row) is None
    assert outline.row_of(row) == row
    assert list(outline.spans(row, row)) == ([(row, row)] if 0 <= row < count else [])


def test_an_empty_list_has_no_rows():
    for outline in (Outline(0), Outline(0, [0]), Outline(0, ())):
        assert outline.rows == 0
        assert outline.place_at(0) is None
        assert list(outline.spans(-5, 5)) == []


async def test_a_groups_first_article_is_seen_under_its_heading(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        articles = app.main.articles
        await press(pilot, "G")
        await press(pilot, "S", "2", "G")
        firsts = 0
        while articles.cursor > 1:
            await press(pilot, "k")
            if articles.outline.heading_at(articles.cursor - 1) is not None:
                firsts += 1
                assert articles.scroll_offset.y <= (articles.cursor - 1) * articles.row_height
        assert firsts > 2 and articles.max_scroll_y > 9
