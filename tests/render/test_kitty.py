"""Kitty's protocol: what is sent, to the byte, and what stands for a picture."""

import re
import unicodedata
from base64 import standard_b64decode

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.render.kitty import MOST_ROWS, deletion, placeholders, transmission


def test_a_small_picture_goes_in_one_piece():
    assert transmission(7, b"PNG", 4, 2) == "\x1b_Ga=T,U=1,f=100,i=7,c=4,r=2,q=2,m=0;UE5H\x1b\\"
    assert deletion(7) == "\x1b_Ga=d,d=I,i=7,q=2\x1b\\"


@given(st.binary(max_size=20_000), st.integers(1, 0xFFFFFF))
def test_every_byte_arrives_and_nothing_else(png, number):
    made = transmission(number, png, 80, 24)
    pieces = re.findall(r"\x1b_G([a-zA-Z0-9=,]+);([A-Za-z0-9+/=]*)\x1b\\", made)
    assert "".join(f"\x1b_G{head};{data}\x1b\\" for head, data in pieces) == made
    assert standard_b64decode("".join(data for _, data in pieces)) == png
    assert all(len(data) <= 4096 for _, data in pieces)
    assert [head[-3:] for head, _ in pieces] == ["m=1"] * (len(pieces) - 1) + ["m=0"]


def test_a_cell_is_a_character_with_its_row_and_column():
    assert placeholders(2, 2) == (
        "\U0010eeee\u0305\u0305\U0010eeee\u0305\u030d",
        "\U0010eeee\u030d\u0305\U0010eeee\u030d\u030d",
    )


@given(st.integers(1, 300), st.integers(1, 300))
def test_lines_are_as_wide_as_asked(columns, rows):
    lines = placeholders(columns, rows)
    assert len(lines) == min(rows, MOST_ROWS)
    assert all(cell_len(line) == columns for line in lines)
    assert len(set(lines)) == len(lines)
    assert all(unicodedata.combining(mark) == 230 for mark in set("".join(lines)) - {"\U0010eeee"})
