"""Sixels, read back by a decoder of the test's own."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tui.render.sixel import sixel


def decoded(data: bytes) -> tuple[int, int, dict[tuple[int, int], int]]:
    """Width, height, and the color number of each pixel."""
    head = re.match(rb'\x1bP0;1q"1;1;(\d+);(\d+)', data)
    assert head is not None and data.endswith(b"\x1b\\")
    body = data[head.end() : -2]
    found: dict[tuple[int, int], int] = {}
    x = top = color = 0
    for token in re.finditer(rb"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|(\$)|(-)", body):
        if token[5]:
            color = int(token[5])
        elif token[7] or token[8]:
            bits = (token[7] or token[8])[0] - 63
            for _ in range(int(token[6] or 1)):
                for row in range(6):
                    if bits >> row & 1:
                        assert (x, top + row) not in found
                        found[x, top + row] = color
                x += 1
        elif token[9]:
            x = 0
        elif token[10]:
            x, top = 0, top + 6
    return int(head[1]), int(head[2]), found


def test_a_small_one():
    made = sixel(b"\xff\0\0\0\0\xff", bytes([0] * 5 + [1]) * 2, 6)
    assert made == b'\x1bP0;1q"1;1;6;2#0;2;100;0;0#1;2;0;0;100#0!5B$#1!5?B\x1b\\'


@given(st.integers(1, 12), st.integers(1, 20), st.data())
def test_every_pixel_comes_back(width, height, data):
    numbers = data.draw(st.binary(min_size=width * height, max_size=width * height))
    found = decoded(sixel(bytes(768), numbers, width))
    assert found == (width, height, {(at % width, at // width): value for at, value in enumerate(numbers)})


@given(st.binary(min_size=60, max_size=60), st.binary(min_size=768, max_size=768))
def test_only_printable_characters_between_the_ends(numbers, palette):
    assert re.fullmatch(rb"\x1bP[\x20-\x7e]*\x1b\\", sixel(palette, numbers, 10))
