"""The demo's photo: a harbour at dusk, painted by numbers, the same on every machine."""

from __future__ import annotations

import itertools
import math
import random
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

__all__ = ["CHART_URL", "PHOTO_URL", "chart", "photo"]

PHOTO_URL = "https://demo.example.org/harbour.jpg"
CHART_URL = "https://demo.example.org/tide.png"
_WIDTH, _HEIGHT, _HORIZON = 1200, 760, 470
_SKY = ((0.0, (38, 52, 92)), (0.45, (118, 98, 132)), (0.75, (222, 138, 98)), (1.0, (250, 196, 120)))


def photo() -> bytes:
    """The photo as a JPEG."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT))
    draw = ImageDraw.Draw(image)
    for y in range(_HORIZON):
        draw.line((0, y, _WIDTH, y), fill=_between(_SKY, y / _HORIZON))
    glow = Image.radial_gradient("L").resize((900, 900))
    light = Image.new("L", (_WIDTH, _HEIGHT))
    # Nothing at the edges of the square, so that none is seen.
    light.paste(ImageChops.invert(glow).point(lambda v: max(0, v - 76)), (330, _HORIZON - 500))
    image = ImageChops.add(
        image,
        Image.merge(
            "RGB",
            (
                light.point(lambda v: v * 0.62),
                light.point(lambda v: v * 0.4),
                light.point(lambda v: v * 0.16),
            ),
        ),
    )
    draw = ImageDraw.Draw(image)
    draw.ellipse((742, 372, 818, 448), fill=(255, 244, 206))
    for shade, height, phase in (((96, 78, 110), 110, 0.0), ((62, 54, 84), 64, 2.1)):
        ridge = [
            (
                x,
                _HORIZON
                - height * (0.55 + 0.3 * math.sin(x / 170 + phase) + 0.15 * math.sin(x / 61 + 2 * phase)),
            )
            for x in range(0, _WIDTH + 1, 6)
        ]
        draw.polygon([*ridge, (_WIDTH, _HORIZON), (0, _HORIZON)], fill=shade)
    _water(image)
    _quay(ImageDraw.Draw(image))
    return _saved(image.filter(ImageFilter.GaussianBlur(0.7)), "JPEG", quality=88)


def chart() -> bytes:
    """A drawing of tides with nothing behind it, as a PNG."""
    image = Image.new("RGBA", (640, 260))
    draw = ImageDraw.Draw(image)
    wave = [(x, 130 - 90 * math.sin(x / 52) * (0.7 + 0.3 * math.sin(x / 210))) for x in range(20, 621, 2)]
    draw.line((20, 130, 620, 130), fill=(120, 120, 120, 255), width=4)
    draw.line((20, 20, 20, 240), fill=(40, 40, 40, 255), width=6)
    draw.line(wave, fill=(31, 90, 122, 255), width=9, joint="curve")
    return _saved(image, "PNG")


def _water(image: Image.Image) -> None:
    mirrored = image.crop((0, 2 * _HORIZON - _HEIGHT, _WIDTH, _HORIZON)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    dark = mirrored.point(lambda value: value * 0.62)
    chance = random.Random(7)
    for y in range(dark.height):
        shift = round(chance.gauss(0, 2 + y / 26))
        row = dark.crop((0, y, _WIDTH, y + 1))
        image.paste(ImageChops.offset(row, shift, 0), (0, _HORIZON + y))
    draw = ImageDraw.Draw(image)
    for _ in range(420):
        y = _HORIZON + int(chance.random() ** 1.6 * (_HEIGHT - _HORIZON))
        x = 780 + chance.gauss(0, 34 + (y - _HORIZON) / 2)
        length = 8 + (y - _HORIZON) / 7
        draw.line((x - length, y, x + length, y), fill=(255, 214, 150), width=1 + (y - _HORIZON) // 110)


def _quay(draw: ImageDraw.ImageDraw) -> None:
    night = (24, 24, 36)
    draw.polygon([(0, 520), (360, 505), (410, 520), (410, 560), (0, 610)], fill=night)
    # The light at the end of the mole, two cranes, a boat.
    draw.polygon([(352, 505), (360, 310), (388, 310), (396, 505)], fill=(36, 34, 48))
    draw.rectangle((357, 286, 391, 310), fill=(255, 226, 150))
    draw.polygon([(352, 288), (374, 262), (396, 288)], fill=night)
    for x in (90, 215):
        draw.rectangle((x, 300, x + 12, 515), fill=night)
        draw.polygon([(x - 60, 322), (x + 150, 284), (x + 150, 294), (x - 60, 336)], fill=night)
        draw.line((x + 130, 292, x + 130, 400), fill=night, width=3)
    draw.polygon([(905, 590), (1115, 590), (1080, 634), (930, 634)], fill=night)
    draw.line((1005, 590, 1005, 430), fill=night, width=6)
    draw.polygon([(1012, 440), (1012, 575), (1092, 575)], fill=(196, 150, 124))


def _between(stops: tuple[tuple[float, tuple[int, int, int]], ...], at: float) -> tuple[int, int, int]:
    for (low, first), (high, second) in itertools.pairwise(stops):
        if at <= high:
            part = (at - low) / (high - low)
            red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
            return red, green, blue
    return stops[-1][1]


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    sink = BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()
