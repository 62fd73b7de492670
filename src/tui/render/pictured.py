"""Pictures on a typeset page: where one is there, its words make room for it.

A page is typeset with the words of its figures. What is known of the pictures comes later and
changes often, so it is a step of its own: lines in, lines out, and all that stands below moves along.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rich.cells import cell_len

from tui.render.lines import FigurePart, Line, MarkPlace, Page, Span, Spans
from tui.render.wrap import Run, wrap

__all__ = ["NO_GALLERY", "Gallery", "Hung", "PictureBox", "fitted", "pictured"]

#: A picture's pixel is a pixel where a cell is eight of them wide, as it once was everywhere.
_PIXELS_A_CELL = 8
#: Comics that are longer than that beside their width may be longer than the window, too.
_LONG = 2.5


class PictureBox(NamedTuple):
    """The place of a picture: ``rows`` lines from ``line`` on, ``columns`` cells from ``column`` on."""

    url: str
    alt: str
    line: int
    rows: int
    column: int
    columns: int


@dataclass(frozen=True, slots=True)
class Gallery:
    """What is known of an article's pictures, and how large they may be."""

    #: Width and height in pixels of those that are there.
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    #: A few words beside the name of one that is not, "loading …" for instance.
    notes: Mapping[str, str] = field(default_factory=dict)
    #: Lines that one may take, and how many times as high as wide a cell is.
    most_rows: int = 20
    aspect: float = 2.0


NO_GALLERY = Gallery()


@dataclass(frozen=True, slots=True)
class Hung:
    """A page with its pictures: the boxes, and where each line of the page without them went."""

    page: Page
    boxes: tuple[PictureBox, ...] = ()
    places: tuple[int, ...] = (0,)

    def line_without(self, line: int) -> tuple[int, int]:
        """The line of the page without pictures that *line* belongs to, and how far it is below that."""
        at = bisect_right(self.places, line) - 1
        first = bisect_left(self.places, self.places[at])
        return first, line - self.places[at]

    def line_with(self, line: int, below: int = 0) -> int:
        """Where a line of the page without pictures went."""
        here = self.places[min(line, len(self.places) - 1)]
        later = [place for place in self.places[line + 1 :] if place > here][:1]
        return min(here + below, later[0] - 1) if later else here


def fitted(size: tuple[int, int], room: int, most_rows: int, aspect: float) -> tuple[int, int]:
    """Columns and rows of a picture of so many pixels: never wider than *room*, nor than it is."""
    width, height = size
    columns = max(1, min(room, -(-width // _PIXELS_A_CELL)))
    rows = max(1, round(columns * height / width / aspect))
    if rows > most_rows and height < _LONG * width:
        rows = most_rows
        columns = max(1, min(columns, round(rows * aspect * width / height)))
    return columns, rows


def pictured(page: Page, gallery: Gallery) -> Hung:
    """*page* with room for the pictures that are there, and notes on the others."""
    lines: list[Line] = []
    boxes: list[PictureBox] = []
    #: Where each line went to; of those that went, where the picture begins.
    places: list[int] = []
    for figure in sorted(page.figures, key=lambda one: one.start):
        if figure.start < len(places) or not (figure.url in gallery.sizes or figure.url in gallery.notes):
            continue
        _keep(page.lines[len(places) : figure.start], lines, places)
        words = page.lines[figure.start : figure.end]
        places += [len(lines)] * len(words)
        if figure.url in gallery.sizes and figure.room >= 1:
            box = _box(figure, gallery, len(lines))
            boxes.append(box)
            lines += _blank(words, figure, box)
        else:
            lines += _noted(words, figure, gallery.notes.get(figure.url, ""))
    _keep(page.lines[len(places) :], lines, places)
    places.append(len(lines))
    return Hung(_moved(page, tuple(lines), places), tuple(boxes), tuple(places))


def _keep(some: Sequence[Line], lines: list[Line], places: list[int]) -> None:
    places += range(len(lines), len(lines) + len(some))
    lines += some


def _box(figure: FigurePart, gallery: Gallery, line: int) -> PictureBox:
    columns, rows = fitted(gallery.sizes[figure.url], figure.room, gallery.most_rows, gallery.aspect)
    return PictureBox(figure.url, figure.alt, line, rows, figure.indent, columns)


def _blank(words: Sequence[Line], figure: FigurePart, box: PictureBox) -> list[Line]:
    """Lines for the picture to be painted on, behind whatever stands before its words."""
    first = _lead(words[0].spans, figure.number)
    rest = _lead(words[-1].spans, figure.number) if len(words) > 1 else tuple(map(_again, first))
    ground = Span(" " * box.columns, "image", figure.link, figure.number)
    lines = [Line((*(rest if at else first), ground), words[0].anchor) for at in range(box.rows)]
    mark = f" [{figure.link}]"
    if figure.link and box.columns + len(mark) <= figure.room:
        spans, anchor = lines[-1]
        lines[-1] = Line((*spans, Span(mark, "link-number", figure.link, figure.number)), anchor)
    return lines


def _lead(spans: Spans, number: int) -> Spans:
    at = next((at for at, span in enumerate(spans) if span.part == number), 0)
    return spans[:at]


def _again(span: Span) -> Span:
    """What stands before a line stands before the next, but for a bullet or a number."""
    return span if span.role == "quote-bar" else Span(" " * cell_len(span.text), span.role, 0, span.part)


def _noted(words: Sequence[Line], figure: FigurePart, note: str) -> list[Line]:
    """The words of a picture that is not there, and what is known of it."""
    if not note:
        return list(words)
    lead = _lead(words[-1].spans, figure.number)
    used = cell_len(words[-1].text) - sum(cell_len(span.text) for span in lead)
    anchor = words[-1].anchor
    if used + 1 + cell_len(note) <= figure.room:
        return [*words[:-1], Line((*words[-1].spans, Span(f" {note}", "meta", 0, figure.number)), anchor)]
    rest = tuple(map(_again, lead))
    below = wrap([Run(note, "meta", 0, figure.number)], figure.room)
    return [*words, *(Line((*rest, *spans), anchor) for spans in below)]


def _moved(page: Page, lines: tuple[Line, ...], places: Sequence[int]) -> Page:
    """The same page with these lines; whatever named a line names where it went."""

    def mark(one: MarkPlace) -> MarkPlace:
        return replace(one, line=places[one.line])

    return replace(
        page,
        lines=lines,
        links=tuple(replace(one, line=places[one.line]) for one in page.links),
        headings=tuple(replace(one, line=places[one.line]) for one in page.headings),
        codes=tuple(replace(one, start=places[one.start], end=places[one.end]) for one in page.codes),
        notes=tuple(
            replace(one, start=places[one.start], end=places[one.end], marks=tuple(map(mark, one.marks)))
            for one in page.notes
        ),
        figures=tuple(replace(one, start=places[one.start], end=places[one.end]) for one in page.figures),
        wides=tuple(replace(one, start=places[one.start], end=places[one.end]) for one in page.wides),
    )
