"""The pictures of the page in the reader: their room, their strips, and what is still to be drawn.

Strips are made once a size and theme and looked up after that. In true pixels (Kitty, Sixel) the
strip only keeps the place; what stands there is written past Textual by ``tui.ui.pixels``.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.model.picture import Drawing, DrawnPicture
from tui.render.images import Cells, half_blocks
from tui.render.kitty import MOST_ROWS
from tui.render.lines import Page
from tui.render.pictured import NO_GALLERY, Gallery, Hung, PictureBox, pictured

if TYPE_CHECKING:
    from tui.ui.reader.widget import Reader

__all__ = ["HungPictures", "PictureChosen", "PicturesHung", "PicturesPainted", "Wanted", "segments_of"]

#: Cells of pictures that stay painted, some 20 MB of them: several windows full.
_MOST_CELLS = 60_000
_MOST_COLORS = 100_000
#: However low the window is, so many lines a picture may have.
_LEAST_ROWS = 4

Segments = tuple[Segment, ...]


class PictureChosen(Message):
    """A picture was clicked."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__()


class PicturesHung(Message):
    """Pictures have their places, and have to be drawn."""


class PicturesPainted(Message):
    """The cells of pictures are on the screen, for their pixels to go over them."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest screen counts."""
        return isinstance(message, PicturesPainted)


class Wanted(NamedTuple):
    """A picture to be drawn: where it came from, in what way, at what size, on what color."""

    url: str
    kind: Drawing
    columns: int
    rows: int
    background: int


class HungPictures:
    """What hangs on one page, and all that was painted lately."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.gallery: Gallery = NO_GALLERY
        #: How pictures are drawn; ``None``: their words are shown.
        self.kind: Drawing | None = None
        #: The height of the window that they were fitted to.
        self.fitted_to = 0
        #: Of the window's height, that a picture may take.
        self.percent = 66
        self.background = 0
        #: Whether the terminal takes colors as they are, rather than the nearest of 256.
        self.exact = True
        self.bare = Page()
        self._hung = Hung(self.bare)
        self._by_line: dict[int, PictureBox] = {}
        self._painted: OrderedDict[Wanted, Sequence[Segments]] = OrderedDict()
        self._failed: set[Wanted] = set()
        #: The lines of those that are painted past Textual.
        self.sixels: dict[Wanted, Sequence[bytes]] = {}
        self._painting = False

    # -------------------------------------------------------------------- hanging

    def hang(self, page: Page) -> Page:
        """*page*, which is newly typeset, with its pictures as large as the window allows."""
        self.bare = page
        self.fitted_to = self.reader.size.height
        most_rows = max(_LEAST_ROWS, self.fitted_to * self.percent // 100)
        self.gallery = replace(self.gallery, most_rows=most_rows)
        self._hung = pictured(page, self.gallery if self.kind is not None else _words_only(self.gallery))
        self._by_line = {line: box for box in self.boxes for line in range(box.line, box.line + box.rows)}
        self.look()
        return self._hung.page

    def rehang(self) -> None:
        """More is known of the pictures: make room for them, the same line at the top."""
        bare, below = self._hung.line_without(self.reader.scroll_offset.y)
        self.reader.put_page(self.hang(self.reader.tables.again(self.bare)))
        top = self._hung.line_with(bare, below)
        self.reader.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.reader.refresh()

    def line_without(self, line: int) -> int:
        """The line of the page as it is without pictures."""
        return self._hung.line_without(line)[0]

    def line_with(self, line: int) -> int:
        """Where a line of the page without pictures is now."""
        return self._hung.line_with(line)

    @property
    def boxes(self) -> Sequence[PictureBox]:
        """The places of the pictures, from the top."""
        return self._hung.boxes

    def box_at(self, line: int) -> PictureBox | None:
        """The picture that has this line."""
        return self._by_line.get(line)

    # ------------------------------------------------------------------- painting

    def wanted_for(self, box: PictureBox) -> Wanted:
        """What is to be drawn for a place."""
        kind = self.kind or "blocks"
        if kind == "kitty" and box.rows > MOST_ROWS:
            kind = "blocks"
        return Wanted(box.url, kind, box.columns, box.rows, self.background)

    def look(self) -> None:
        """Have pictures drawn that are not, for the page's color of the moment."""
        color = self.reader.background_colors[1]
        self.background = color.r << 16 | color.g << 8 | color.b
        if next(self.undrawn(), None) is not None:
            self.reader.post_message(PicturesHung())

    def undrawn(self) -> Iterator[Wanted]:
        """What is to be drawn: in the window, then below and above it, a window far."""
        top, height = self.reader.scroll_offset.y, self.reader.size.height
        near = [
            box for box in self.boxes if top - height < box.line + box.rows and box.line < top + 2 * height
        ]
        for box in sorted(near, key=lambda box: (box.line >= top + height, box.line + box.rows <= top)):
            wanted = self.wanted_for(box)
            if wanted not in self._painted and wanted not in self._failed:
                yield wanted

    def failed(self, wanted: Wanted) -> None:
        """It cannot be drawn; its place stays blank."""
        self._failed.add(wanted)

    def drawn(self, wanted: Wanted, picture: DrawnPicture) -> None:
        """Paint a picture that was drawn as blocks; Sixels are painted over their blank cells."""
        if picture.kind == "sixel":
            self.sixels[wanted] = picture.rows
            self.put(wanted, [])
            return
        self.put(wanted, segments_of(picture, wanted.background, exact=self.exact))

    def put(self, wanted: Wanted, lines: Sequence[Segments]) -> None:
        """Keep painted lines, and let go of the oldest ones."""
        self._painted[wanted] = lines
        self.reader.strips.clear()
        self.reader.refresh()
        cells = sum(one.columns * one.rows for one in self._painted)
        while cells > _MOST_CELLS and len(self._painted) > 1:
            gone, _ = self._painted.popitem(last=False)
            self.sixels.pop(gone, None)
            cells -= gone.columns * gone.rows

    def forget(self) -> None:
        """Nothing is painted any more: another way to draw, or the terminal has let go of it."""
        self._painted.clear()
        self._failed.clear()
        self.sixels.clear()

    def painted(self, wanted: Wanted) -> bool:
        """Whether it stands ready."""
        return wanted in self._painted

    def over(self, strip: Strip, number: int) -> Strip:
        """The strip of a line of the page, with what is painted of a picture over it."""
        box = self.box_at(number)
        rows = None if box is None else self._painted.get(self.wanted_for(box))
        if box is None or not rows or number - box.line >= len(rows):
            return strip
        start = self.reader.margin + box.column
        picture = Strip(rows[number - box.line], box.columns)
        behind = strip.crop(start + box.columns, strip.cell_length)
        return Strip.join([strip.crop(0, start), picture, behind])

    def shows(self, number: int) -> bool:
        """Whether a line that is painted has a picture; its pixels go over it once the screen stands."""
        if number not in self._by_line:
            return False
        if self.sixels and not self._painting:
            self._painting = True
            self.reader.call_after_refresh(self.tell_painted)
        return True

    def tell_painted(self) -> None:
        """The cells are blank now."""
        self._painting = False
        self.reader.post_message(PicturesPainted())

    def pieces(self) -> Iterator[tuple[int, int, bytes]]:
        """Column and line of the screen, and the Sixel that belongs there, for all that is in view."""
        region, top = self.reader.scrollable_content_region, self.reader.scroll_offset.y
        left = self.reader.content_region.x + self.reader.margin
        for box in self.boxes:
            rows = self.sixels.get(self.wanted_for(box), ())
            for at, row in enumerate(rows[: box.rows]):
                line = box.line + at - top
                if 0 <= line < region.height:
                    yield left + box.column, self.reader.content_region.y + line, row

    def clicked(self, event: events.Click) -> None:
        """A click on a picture chooses it."""
        box = self.box_at(self.reader.scroll_offset.y + event.y)
        if box is not None and 0 <= event.x - self.reader.margin - box.column < box.columns:
            self.reader.post_message(PictureChosen(box.url))
            event.stop()


def _words_only(gallery: Gallery) -> Gallery:
    return Gallery({}, gallery.notes, gallery.most_rows, gallery.aspect)


def segments_of(picture: DrawnPicture, background: int, *, exact: bool) -> list[Segments]:
    """The lines of a picture that was drawn as blocks; *exact* where the terminal takes any color."""
    lines = half_blocks(picture.rows[0], picture.width, picture.depth, background)
    return [_segments(line, exact=exact) for line in lines]


def _segments(line: Sequence[Cells], *, exact: bool) -> Segments:
    made = []
    for text, color, background in line:
        upper, upper_code = _INKS[color]
        lower, lower_code = _INKS[background]
        style = Style.from_color(upper, lower)
        if exact:
            # What Textual would find out by itself, at a tenth of the cost: a photo has thousands.
            style._ansi = f"38;2;{upper_code};48;2;{lower_code}"
        made.append(Segment(text, style))
    return tuple(made)


class _Inks(dict[int, tuple[Color, str]]):
    """Colors by number, as Rich and as a terminal take them; remembered up to a limit."""

    def __missing__(self, value: int) -> tuple[Color, str]:
        if len(self) > _MOST_COLORS:
            self.clear()
        red, green, blue = value >> 16, value >> 8 & 255, value & 255
        color = Color("", ColorType.TRUECOLOR, None, ColorTriplet(red, green, blue))
        ink = self[value] = color, f"{red};{green};{blue}"
        return ink


_INKS = _Inks()
