"""Opening pictures under caps: the named formats, first frame, the right way up."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

__all__ = ["FORMATS", "LONGEST_SIDE", "MOST_PIXELS", "open_picture", "upright", "with_plain_colors"]

#: What is read; each name is a parser that publishers' bytes could meet.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP")
#: A picture that would have more pixels is not decoded.
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 30_000

# We look at the size ourselves, and refuse at less than Pillow would warn of.
Image.MAX_IMAGE_PIXELS = None


def open_picture(data: bytes) -> Image.Image:
    """The picture in *data*, its size known and nothing decoded yet.

    Raises:
        UnidentifiedImageError: it is of none of the formats.
    """
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise
    except Exception as error:
        # Each format has its own way to stumble over a broken head.
        raise UnidentifiedImageError from error


def upright(image: Image.Image) -> Image.Image:
    """*image* as the camera was held."""
    turned = ImageOps.exif_transpose(image)
    return image if turned is None else turned


def with_plain_colors(image: Image.Image) -> Image.Image:
    """*image* in gray, RGB, or RGB with transparency that is really there."""
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        # Sixteen bits of gray: the upper eight.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        is_opaque = image.getchannel("A").getextrema() == (255, 255)
        return image.convert("RGB") if is_opaque else image
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")
