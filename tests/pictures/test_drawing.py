"""Pictures at the sizes of the screen."""

from io import BytesIO

import pytest
from PIL import Image

from tests.pictures.making import encoded, photo, quarters
from tui.pictures import indexed, pixels, png, take


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (80, 50), (300, 200)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_pixels_have_the_size_that_was_asked_for(size, mode):
    depth, drawn = pixels(encoded(quarters(mode=mode)), *size)
    assert depth == (4 if mode == "RGBA" else 3)
    assert len(drawn) == size[0] * size[1] * depth


def test_pixels_are_where_they_were():
    depth, drawn = pixels(encoded(quarters(400, 400)), 4, 4)
    corners = [drawn[at * depth : at * depth + 3] for at in (0, 3, 12, 15)]
    assert corners == [b"\xff\0\0", b"\0\xff\0", b"\0\0\xff", b"\xff\xff\xff"]


def test_a_png_is_never_larger_than_what_is_kept():
    data = take(encoded(photo(300, 200)))[-1]
    assert Image.open(BytesIO(png(data, 900, 600))).size == (300, 200)
    assert Image.open(BytesIO(png(data, 90, 60))).size == (90, 60)


def test_few_colors_and_a_number_for_each_pixel():
    palette, numbers = indexed(encoded(quarters()), 10, 8, 16, (0, 0, 0))
    assert len(numbers) == 80 and max(numbers) < 16
    assert palette[3 * numbers[0] : 3 * numbers[0] + 3] == b"\xff\0\0"


def test_transparent_places_show_the_background():
    palette, numbers = indexed(encoded(Image.new("RGBA", (8, 8))), 8, 8, 16, (10, 20, 30))
    assert palette[3 * numbers[0] : 3 * numbers[0] + 3] == bytes((10, 20, 30))
