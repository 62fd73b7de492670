"""What is kept of a publisher's picture: our own encoding of its first frame, no larger than of use."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from tui.pictures.reading import LONGEST_SIDE, MOST_PIXELS, open_picture, upright, with_plain_colors

__all__ = ["MOST_BYTES", "MOST_PIXELS", "take"]

#: A file that is larger is not looked at.
MOST_BYTES = 10_000_000
#: As wide as a terminal is at most, give or take; comics may be long.
_WIDEST, _LONGEST, _MOST_KEPT = 1_600, 8_000, 6_000_000
#: Nobody is meant to see these: they count openings.
_PIXEL = 3
#: With fewer colors it is drawn, not photographed: kept exactly.
_FEW_COLORS = 256
_QUALITY = 85

_Taken = tuple[str, str, int, int, bytes]


def take(body: bytes) -> _Taken:
    """Read a picture: a sentence of trouble or "", media type, original width and height, our bytes."""
    trouble = _refusal(body)
    if trouble:
        return trouble, "", 0, 0, b""
    try:
        image = open_picture(body)
    except UnidentifiedImageError:
        return _unknown(body), "", 0, 0, b""
    width, height = image.size
    if width <= _PIXEL or height <= _PIXEL:
        return "A tracking pixel, not a picture.", "", width, height, b""
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        return f"The picture is too large to be shown ({width}×{height}).", "", width, height, b""
    try:
        return _kept(image, width, height)
    except MemoryError:
        raise
    except Exception:
        # A dozen decoders, each with its own exceptions: to the reader they are one.
        return "The picture is broken; it may have been cut off on its way.", "", width, height, b""


def _kept(image: Image.Image, width: int, height: int) -> _Taken:
    is_exact = image.format in ("PNG", "GIF", "BMP")
    # A JPEG can be decoded at a half or a quarter for that much less work.
    image.draft(None, (2 * _WIDEST, 2 * _LONGEST))
    size_before = image.size
    turned = with_plain_colors(upright(image))
    if turned.size != size_before:
        width, height = height, width
    kept = turned.resize(_kept_size(*turned.size), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # Pillow would write comments and profiles along: nothing but pixels is kept.
    kept.info = {}
    media_type, data = _encoded(kept, is_exact)
    return "", media_type, width, height, data


def _kept_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, _WIDEST / width, _LONGEST / height, (_MOST_KEPT / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _encoded(image: Image.Image, is_exact: bool) -> tuple[str, bytes]:
    sink = BytesIO()
    if image.mode == "RGBA" or (is_exact and _is_drawn(image)):
        image.save(sink, "PNG", compress_level=6)
        return "image/png", sink.getvalue()
    image.save(sink, "JPEG", quality=_QUALITY)
    return "image/jpeg", sink.getvalue()


def _is_drawn(image: Image.Image) -> bool:
    return image.mode != "L" and image.getcolors(_FEW_COLORS) is not None


def _refusal(body: bytes) -> str:
    if not body:
        return "The picture is empty."
    if len(body) > MOST_BYTES:
        return f"The picture is larger than {MOST_BYTES // 1_000_000} MB."
    return ""


def _unknown(body: bytes) -> str:
    """Why nothing of ours can read it, by its first bytes."""
    start = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "This picture is a drawing in SVG, which is not shown here."
    if start.startswith(b"<"):
        return "The address answers with a web page, not with a picture."
    if start.startswith(b"\0\0\1\0"):
        return "This is an icon file, which is not shown here."
    return "This is not a picture that can be read."
