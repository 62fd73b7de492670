"""Whatever is behind an address, it ends as our own bytes or as a sentence."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.pictures.making import encoded, photo, png_bomb, quarters
from tui.pictures import MOST_BYTES, take


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("GIF", "image/png"), ("BMP", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/jpeg"), ("AVIF", "image/jpeg")],
)  # fmt: skip
def test_every_kind_becomes_one_of_two(kind, media_type):
    trouble, kept_type, width, height, data = take(encoded(quarters(), kind))
    assert (trouble, kept_type, width, height) == ("", media_type, 40, 40)
    image = opened(data)
    assert Image.MIME[image.format] == media_type
    red, green, blue = image.convert("RGB").getpixel((5, 5))
    assert red > 200 and green < 60 and blue < 60


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA", "RGBA", "CMYK", "YCbCr"])
def test_every_mode_is_read(mode):
    source = quarters().convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        source = source.convert("I").point(lambda value: value * 257).convert(mode)
    trouble, _, width, height, data = take(encoded(source, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"))
    assert (trouble, width, height) == ("", 40, 40)
    # White stays brighter than blue.
    image = opened(data).convert("L")
    assert image.getpixel((35, 35)) > image.getpixel((5, 35)) + 60


def test_a_large_photo_is_kept_small_and_its_true_size_is_told():
    _, media_type, width, height, data = take(encoded(photo(5000, 3000), "JPEG"))
    assert (media_type, width, height) == ("image/jpeg", 5000, 3000)
    assert opened(data).size == (1600, 960)


def test_a_long_comic_keeps_its_width():
    *_, data = take(encoded(photo(800, 7000)))
    assert opened(data).width == 800


def test_transparency_is_kept_where_it_is_real():
    clear = quarters(mode="RGBA")
    *_, data = take(encoded(clear))
    assert opened(data).mode == "RGB"
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    *_, data = take(encoded(clear))
    assert opened(data).mode == "RGBA"


def test_a_photo_that_was_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    _, _, width, height, data = take(encoded(quarters(60, 40), "JPEG", exif=exif))
    assert (width, height) == (40, 60)
    red, green, blue = opened(data).getpixel((35, 5))
    assert red > 200 and green < 60 and blue < 60
    assert not opened(data).getexif()


def test_of_what_moves_the_first_frame_is_kept():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    *_, data = take(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert opened(data).convert("RGB").getpixel((9, 9))[0] > 200


def test_nothing_that_a_publisher_wrote_beside_the_pixels_is_kept():
    notes = PngInfo()
    notes.add_text("Comment", "\x1b]52;c;PWNED\x07")
    notes.add_itxt("XML:com.adobe.xmp", "PWNED")
    exif = Image.Exif()
    exif[0x010E] = "\x1b_PWNED\x1b\\"
    for body in (
        encoded(quarters(), pnginfo=notes),
        encoded(photo(200, 100), "JPEG", exif=exif, comment=b"\x1bPPWNED\x1b\\"),
        encoded(quarters(), "GIF", comment=b"PWNED"),
    ):
        assert b"PWNED" in body or b"iTXt" in body
        *_, data = take(body + b"PWNED after the end")
        assert data and b"PWNED" not in data


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!doctype html><title>x", "web page"),
        (b"  <?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (encoded(quarters(), "ICO"), "icon"),
        (b"GIF89a", "cannot|can be read|broken"),
        (b"\x1b_Gf=100;AAAA\x1b\\", "can be read"),
        (b"\0" * 100, "can be read"),
        (encoded(quarters(), "TIFF"), "can be read"),
        (encoded(photo())[:3000], "cut off"),
        (encoded(photo(), "JPEG")[:3000], "cut off"),
        (encoded(photo(), "WEBP")[:3000], "cut off|can be read"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        (png_bomb(20_000, 20_000), "too large"),
        (png_bomb(2**31 - 1, 2**31 - 1), "too large|can be read"),
        (encoded(Image.new("RGB", (31_000, 5))), "too large"),
        (encoded(Image.new("RGB", (1, 1))), "tracking"),
        (encoded(Image.new("RGB", (600, 3))), "tracking"),
    ],
)
def test_what_is_no_picture_ends_in_a_sentence(body, words):
    trouble, media_type, *_, data = take(body)
    assert re.search(words, trouble) and trouble.endswith(".")
    assert (media_type, data) == ("", b"")


@given(st.binary(max_size=300), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]), st.integers(0, 400))
def test_damaged_pictures_never_raise(noise, kind, at):
    whole = encoded(quarters(), kind)
    trouble, *_, data = take(whole[:at] + noise + whole[at + len(noise) :])
    assert bool(trouble) != bool(data)
    if data:
        assert opened(data).format in ("PNG", "JPEG")
