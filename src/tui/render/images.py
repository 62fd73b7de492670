"""Pixels become characters: each cell shows two pixels, one above the other, in its two colors."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

__all__ = ["Cells", "half_blocks"]

_UPPER = "▀"
_BLANK = " "
#: Pixels this much clearer than nothing say whether a picture is a dark or a light one.
_SEEN = 128
#: Closer than that, on a scale to 255, a drawing and the page behind it are one.
_LEAST_CONTRAST = 60
#: What a drawing is laid on that the page would swallow: softer than white and black.
_PAPER, _INK = 0xF0ECE4, 0x191714


class Cells(NamedTuple):
    """Cells of one look; colors are ``0xRRGGBB``."""

    text: str
    color: int
    background: int


def half_blocks(pixels: bytes, width: int, depth: int, page: int) -> list[tuple[Cells, ...]]:
    """The lines of a picture, *depth* bytes a pixel; *page* is the color behind transparent ones."""
    colors = _opaque(pixels, page) if depth == 4 else _colors(pixels)
    if len(colors) // width % 2:
        colors += [page] * width
    lines = []
    for at in range(0, len(colors), 2 * width):
        pairs = zip(colors[at : at + width], colors[at + width : at + 2 * width], strict=True)
        lines.append(tuple(_cells(pairs)))
    return lines


def _cells(pairs: Iterator[tuple[int, int]]) -> Iterator[Cells]:
    for (upper, lower), same in groupby(pairs):
        count = sum(1 for _ in same)
        yield Cells((_BLANK if upper == lower else _UPPER) * count, upper, lower)


def _colors(pixels: bytes) -> list[int]:
    reds, greens, blues = pixels[::3], pixels[1::3], pixels[2::3]
    return [red << 16 | green << 8 | blue for red, green, blue in zip(reds, greens, blues, strict=True)]


def _opaque(pixels: bytes, page: int) -> list[int]:
    """Pixels over the page, or, where they would be lost on it, over paper or ink."""
    reds, greens, blues, clears = pixels[::4], pixels[1::4], pixels[2::4], pixels[3::4]
    ground = _ground(reds, greens, blues, clears, page)
    behind = ground >> 16, ground >> 8 & 255, ground & 255
    made = []
    for red, green, blue, alpha in zip(reds, greens, blues, clears, strict=True):
        rest = 255 - alpha
        mixed = [
            (part * alpha + back * rest + 127) // 255
            for part, back in zip((red, green, blue), behind, strict=True)
        ]
        made.append(mixed[0] << 16 | mixed[1] << 8 | mixed[2])
    return made


def _ground(reds: bytes, greens: bytes, blues: bytes, clears: bytes, page: int) -> int:
    """What to lay a transparent picture on: dark drawings are not for dark pages."""
    lights = [
        _light(red, green, blue)
        for red, green, blue, alpha in zip(reds, greens, blues, clears, strict=True)
        if alpha >= _SEEN
    ]
    if not lights:
        return page
    light = sum(lights) / len(lights)
    if abs(light - _light(page >> 16, page >> 8 & 255, page & 255)) >= _LEAST_CONTRAST:
        return page
    return _PAPER if light < _SEEN else _INK


def _light(red: int, green: int, blue: int) -> float:
    return 0.299 * red + 0.587 * green + 0.114 * blue
