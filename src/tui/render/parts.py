"""Parts of a page that a key can reach: code, notes and their marks, pictures, wide tables.

While lines are set a part is only a number that its spans carry: blocks stand within blocks, and
where a line will be is not known before the whole page is. Then the lines are looked through once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui.render.lines import CodePart, FigurePart, Line, MarkPlace, NotePart, Spans, WidePart

__all__ = ["Code", "Mark", "Note", "Parts", "Picture", "Wide"]


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code as it was given."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; ``name`` is what its marks lead to."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What leads to the note of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, the link around it and the width it may have."""

    url: str
    alt: str
    width: int
    height: int
    link: int
    room: int


@dataclass(frozen=True, slots=True)
class Wide:
    """A table of which some columns do not fit."""

    cells: tuple[tuple[Spans, ...], ...]
    widths: tuple[int, ...]
    fixed: int
    room: int
    head: int


Part = Code | Note | Mark | Picture | Wide


class _Place:
    """Where a part was seen."""

    __slots__ = ("cells", "characters", "end", "length", "start")

    def __init__(self, line: int, characters: int, cells: int, length: int) -> None:
        self.start, self.end = line, line + 1
        self.characters, self.cells, self.length = characters, cells, length


class Parts:
    """The parts of one page, numbered from 1 as they are met."""

    def __init__(self) -> None:
        self.made: list[Part] = []

    def add(self, part: Part) -> int:
        """The number for the spans of *part*."""
        self.made.append(part)
        return len(self.made)

    def find(self, lines: Sequence[Line]) -> "Found":
        """Every part with its lines."""
        places = _places(lines) if self.made else {}
        for number, part in enumerate(self.made, 1):
            if isinstance(part, Wide) and number in places:
                self._add_hidden(part, places[number], places)
        found = Found()
        marks: dict[str, list[MarkPlace]] = {}
        for number, part in enumerate(self.made, 1):
            place = places.get(number)
            if place is not None and isinstance(part, Mark):
                end = place.characters + place.length
                marks.setdefault(part.name, []).append(MarkPlace(place.start, place.characters, end))
        for number, part in enumerate(self.made, 1):
            place = places.get(number)
            if place is not None and not isinstance(part, Mark):
                found.add(number, part, place, tuple(marks.get(getattr(part, "name", ""), ())))
        return found

    def _add_hidden(self, wide: Wide, place: _Place, places: dict[int, _Place]) -> None:
        """Parts in columns out of view are where their table is."""
        for cells in wide.cells:
            for spans in cells:
                for span in spans:
                    if span.part:
                        places.setdefault(span.part, _Place(place.start, 0, place.cells, 0))


class Found:
    """The parts by kind, in order."""

    def __init__(self) -> None:
        self.codes: list[CodePart] = []
        self.notes: list[NotePart] = []
        self.figures: list[FigurePart] = []
        self.wides: list[WidePart] = []

    def add(self, number: int, part: Part, at: _Place, marks: tuple[MarkPlace, ...]) -> None:
        """One part and its place."""
        match part:
            case Code(text, language):
                self.codes.append(CodePart(text, language, at.start, at.end))
            case Note(name, label):
                self.notes.append(NotePart(number, name, label, at.start, at.end, marks))
            case Picture(url, alt, width, height, link, room):
                self.figures.append(
                    FigurePart(number, url, alt, width, height, link, at.start, at.end, at.cells, room)
                )
            case Wide(cells, widths, fixed, room, head):
                self.wides.append(WidePart(number, at.start, at.end, cells, widths, fixed, room, fixed, head))


def _places(lines: Sequence[Line]) -> dict[int, _Place]:
    places: dict[int, _Place] = {}
    for at, line in enumerate(lines):
        for index, span in enumerate(line.spans):
            if not span.part:
                continue
            place = places.get(span.part)
            if place is None:
                before = "".join([one.text for one in line.spans[:index]])
                places[span.part] = _Place(at, len(before), cell_len(before), len(span.text))
            else:
                if place.start == at:
                    place.length += len(span.text)
                place.end = at + 1
    return places
