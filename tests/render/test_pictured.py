"""Room for pictures on a page: everything else keeps its words and its order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.content.test_sanitizer import MARKUP
from tui.content import build, sanitize, with_pictures
from tui.render.layout import layout
from tui.render.lines import Page
from tui.render.pictured import Gallery, PictureBox, fitted, pictured

BASE = "https://example.org/posts/1"
URL = "https://example.org/a.png"


def page(markup: str, width: int = 60) -> Page:
    return layout(with_pictures(build(sanitize(markup, BASE))), width)


def hung(before: Page, gallery: Gallery):
    """The page with pictures, its boxes, and the whole."""
    whole = pictured(before, gallery)
    return whole.page, whole.boxes, whole


def shown(made: Page) -> list[str]:
    return [line.text.rstrip() for line in made.lines]


@pytest.mark.parametrize(
    ("size", "room", "rows", "fits"),
    [
        ((1600, 1067), 80, 40, (80, 27)),
        ((1600, 1067), 80, 20, (60, 20)),
        ((64, 64), 80, 20, (8, 4)),
        ((1, 1), 80, 20, (1, 1)),
        ((3000, 10), 80, 20, (80, 1)),
        # A long comic may be longer than the window: nobody could read it otherwise.
        ((740, 4000), 80, 20, (80, 216)),
        ((900, 1200), 80, 20, (30, 20)),
    ],
)
def test_a_picture_fits(size, room, rows, fits):
    assert fitted(size, room, rows, 2.0) == fits


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 200), st.integers(1, 99), st.floats(1, 3))
def test_it_is_never_wider_than_its_room_nor_lost(width, height, room, rows, aspect):
    columns, taken = fitted((width, height), room, rows, aspect)
    assert 1 <= columns <= room and taken >= 1
    assert taken <= rows or height >= 2.5 * width


def test_the_words_make_room_and_what_is_below_moves_along():
    before = page(
        f'<p>One <a href="/1">link</a>.</p><img src="{URL}" alt="A bridge"><h2>Two</h2><p>Three</p>'
    )
    made, boxes, *_ = hung(before, Gallery({URL: (160, 120)}))
    assert boxes == (PictureBox(URL, "A bridge", 2, 8, 0, 20),)
    assert shown(made)[:4] == ["One link\u00a0[1].", "", "", ""]
    assert made.lines[made.headings[0].line].text == "Two"
    assert made.figures[0].start == 2 and made.figures[0].end == 10
    assert len(made.lines[2].text) == 20
    assert made.links[0].line == 0


def test_in_a_quotation_the_bar_goes_on_and_bullets_do_not():
    made, (box,), *_ = hung(
        page(f'<blockquote><img src="{URL}" alt="x"></blockquote>'), Gallery({URL: (80, 48)})
    )
    assert (box.column, box.columns, box.rows) == (2, 10, 3)
    assert shown(made) == ["▎"] * 3
    made, (box,), *_ = hung(page(f'<ul><li><img src="{URL}" alt="x"></ul>'), Gallery({URL: (80, 48)}))
    assert shown(made) == ["•", "", ""] and box.column == 2


def test_a_link_around_it_keeps_its_number():
    made, *_ = hung(page(f'<a href="/big"><img src="{URL}" alt="x"></a>'), Gallery({URL: (80, 48)}))
    assert shown(made)[2] == " " * 10 + " [1]"
    assert made.links[0].line == 0


def test_what_is_not_there_says_why():
    before = page(f'<img src="{URL}" alt="A bridge" width="640" height="480"><p>After')
    made, boxes, *_ = hung(before, Gallery(notes={URL: "loading …"}))
    assert not boxes
    assert shown(made)[:3] == ["▨ A bridge (640×480) loading …", "", "After"]
    long = "The address answers with a web page, not with a picture, and so do all of its neighbors."
    made, *_ = hung(before, Gallery(notes={URL: long}))
    assert " ".join(shown(made)[1:3]) == long
    assert shown(made)[4] == "After"


@given(MARKUP, st.integers(20, 100), st.booleans(), st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_and_every_place_is_true(markup, width, known, rows):
    before = page(markup + f'<img src="{URL}" alt="b"><p>end <a href="/x">x</a><h3>h</h3>', width)
    urls = {figure.url for figure in before.figures}
    gallery = (
        Gallery(dict.fromkeys(urls, (300, 200)), {}, rows)
        if known
        else Gallery(notes=dict.fromkeys(urls, "n"))
    )
    made, boxes, whole = hung(before, gallery)
    for number in range(len(made.lines)):
        assert whole.line_with(*whole.line_without(number)) == number
    words = {line for figure in before.figures for line in range(figure.start, figure.end)}
    kept = [line for at, line in enumerate(before.lines) if at not in words]
    places = {line for figure in made.figures for line in range(figure.start, figure.end)}
    assert [line for at, line in enumerate(made.lines) if at not in places] == kept
    assert all(cell_len(line.text) <= width for line in made.lines)
    for box in boxes:
        assert made.lines[box.line].text[box.column :].startswith(" " * box.columns)
    for old, new in zip(before.headings, made.headings, strict=True):
        assert made.lines[new.line] == before.lines[old.line]
