"""The doorways of pictures: what is kept of one, and how it is to be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from tui.model.ids import ArticleId

__all__ = ["EXTENSIONS", "Drawing", "DrawnPicture", "Picture", "PictureFetched", "TakenPicture"]

#: The file names of what we keep; it is always of one of these types.
EXTENSIONS: Mapping[str, str] = MappingProxyType({"image/jpeg": ".jpg", "image/png": ".png"})

#: Whose pictures are fetched by themselves: of articles that are opened, of those kept, of none.
PictureWish = Literal["opened", "kept", "off"]
PICTURE_WISHES: tuple[PictureWish, ...] = ("opened", "kept", "off")

#: How they may be drawn: as the terminal can, in one of the ways, or not at all.
Graphics = Literal["auto", "blocks", "kitty", "sixel", "off"]
GRAPHICS: tuple[Graphics, ...] = ("auto", "blocks", "kitty", "sixel", "off")

#: How a picture comes to the screen: as characters in two colors, by Kitty's protocol, as Sixel.
Drawing = Literal["blocks", "kitty", "sixel"]


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """What a worker made of a publisher's bytes; ``trouble`` is a sentence where it was no picture."""

    trouble: str
    media_type: str = ""
    #: Of the original, in pixels.
    width: int = 0
    height: int = 0
    #: Our own encoding of its first frame.
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of the picture at an address; its bytes are fetched when they are needed."""

    url: str
    media_type: str
    width: int
    height: int
    #: Bytes that are kept.
    size: int
    fetched_at: datetime
    #: A sentence, where it could not be had; then there are no bytes.
    trouble: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be shown."""
        return not self.trouble


@dataclass(frozen=True, slots=True)
class DrawnPicture:
    """A picture made for the screen, at the size at which it stands there.

    ``rows`` are, by kind: one with all pixels (``depth`` bytes each); one PNG; a Sixel for
    each line of cells.
    """

    kind: Drawing
    width: int
    height: int
    depth: int
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LoosePicture:
    """A picture that nothing kept needs: no starred article, none for later, none that is packed."""

    id: int
    size: int
    used_at: datetime


@dataclass(frozen=True, slots=True)
class PictureFetched:
    """One picture of an article was looked for; whether it is there says the picture."""

    article_id: ArticleId
    picture: Picture
