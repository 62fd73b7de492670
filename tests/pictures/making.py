"""Pictures for tests, made here: honest ones, liars and bombs."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

__all__ = ["encoded", "photo", "png_bomb", "quarters"]


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    sink = BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


def quarters(width: int = 40, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and white, from the left upper corner on."""
    image = Image.new("RGB", (width, height), "white")
    w, h = width // 2, height // 2
    image.paste("red", (0, 0, w, h))
    image.paste("lime", (w, 0, width, h))
    image.paste("blue", (0, h, w, height))
    return image.convert(mode)


def photo(width: int = 1200, height: int = 800) -> Image.Image:
    """Something with as many colors as a photo."""
    down = Image.linear_gradient("L").resize((width, height))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    middle = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (down, across, middle))


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of a few thousand bytes that promises so many pixels, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes(min((width // 8 + 1) * height, 8_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
