"""From what is kept to what a terminal is shown: pixels, a small PNG, or colors by number."""

from io import BytesIO

from PIL import Image, ImageFilter

from tui.pictures.reading import open_picture

__all__ = ["indexed", "pixels", "png"]

#: Small pictures lose their edges; this gives some of them back.
_SHARPER = ImageFilter.UnsharpMask(radius=0.8, percent=60, threshold=2)


def pixels(data: bytes, width: int, height: int) -> tuple[int, bytes]:
    """The picture at that size: bytes a pixel (3, or 4 with transparency), and the pixels."""
    image = _scaled(data, width, height)
    if image.mode != "RGBA":
        image = image.convert("RGB").filter(_SHARPER)
    return len(image.mode), image.tobytes()


def png(data: bytes, width: int, height: int) -> bytes:
    """The picture at that size, never larger than it is kept, as PNG."""
    image = _scaled(data, width, height, larger=False)
    sink = BytesIO()
    image.save(sink, "PNG", compress_level=3)
    return sink.getvalue()


def indexed(
    data: bytes, width: int, height: int, colors: int, background: tuple[int, int, int]
) -> tuple[bytes, bytes]:
    """The picture at that size with few colors: three bytes a color, and a number for each pixel."""
    image = _scaled(data, width, height)
    if image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, (*background, 255))
        image = Image.alpha_composite(ground, image)
    few = image.convert("RGB").quantize(colors, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
    return bytes(few.getpalette() or ()), few.tobytes()


def _scaled(data: bytes, width: int, height: int, *, larger: bool = True) -> Image.Image:
    image = open_picture(data)
    if not larger:
        width, height = min(width, image.width), min(height, image.height)
    image.draft(None, (2 * width, 2 * height))
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGB")
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
