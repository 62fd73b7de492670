"""Pixels as cells, and cells as pixels again."""

from hypothesis import given
from hypothesis import strategies as st

from tui.render.images import Cells, half_blocks

RED, BLUE, WHITE = b"\xff\0\0", b"\0\0\xff", b"\xff\xff\xff"


def test_two_pixels_are_one_cell_and_equal_ones_are_joined():
    made = half_blocks(RED + RED + BLUE + BLUE + BLUE + BLUE, 3, 3, 0)
    assert made == [(Cells("▀▀", 0xFF0000, 0x0000FF), Cells(" ", 0x0000FF, 0x0000FF))]


def test_a_line_too_few_is_the_page():
    assert half_blocks(RED * 2, 2, 3, 0x102030) == [(Cells("▀▀", 0xFF0000, 0x102030),)]


def test_transparent_pixels_show_the_page_or_what_sets_the_drawing_off():
    clear, black = b"\0\0\0\0", b"\0\0\0\xff"
    assert half_blocks(clear * 2, 1, 4, 0x191714) == [(Cells(" ", 0x191714, 0x191714),)]
    # A black drawing on a dark page would not be seen.
    assert half_blocks(clear + black, 1, 4, 0x191714) == [(Cells("▀", 0xF0ECE4, 0x000000),)]
    assert half_blocks(clear + black, 1, 4, 0xF7F3EA) == [(Cells("▀", 0xF7F3EA, 0x000000),)]
    assert half_blocks(clear + WHITE + b"\xff", 1, 4, 0xF7F3EA) == [(Cells("▀", 0x191714, 0xFFFFFF),)]


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([3, 4]), st.data())
def test_every_line_has_every_pixel(width, height, depth, data):
    size = width * height * depth
    pixels = data.draw(st.binary(min_size=size, max_size=size))
    lines = half_blocks(pixels, width, depth, 0)
    assert len(lines) == (height + 1) // 2
    for number, line in enumerate(lines):
        assert sum(len(cells.text) for cells in line) == width
        uppers = [cells.color for cells in line for _ in cells.text]
        lowers = [cells.background for cells in line for _ in cells.text]
        assert all(0 <= color <= 0xFFFFFF for color in (*uppers, *lowers))
        if depth == 3:
            rows = [*uppers, *(lowers if 2 * number + 1 < height else ())]
            at = 2 * number * width * 3
            assert b"".join(color.to_bytes(3, "big") for color in rows) == pixels[at : at + 3 * len(rows)]
