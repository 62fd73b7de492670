"""What typesetting makes: lines of spans with roles, and where everything in them stands.

A role (``tui.render.roles``) says what a span *is*. A span may belong to a part of the page
(code, a note, a picture, a table that is too wide); the page says which lines each part has.
"""

from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "CodePart",
    "FigurePart",
    "HeadingLine",
    "Line",
    "LinkLine",
    "MarkPlace",
    "Masthead",
    "NotePart",
    "Page",
    "Span",
    "Spans",
    "WidePart",
]


class Span(NamedTuple):
    """A run of characters with one role.

    ``link`` is the number of its link, ``part`` that of the part of the page it belongs to; 0 for none.
    """

    text: str
    role: str = "text"
    link: int = 0
    part: int = 0


Spans = tuple[Span, ...]


class Line(NamedTuple):
    """One line; ``anchor`` counts the blocks of the document, so that another width finds the place."""

    spans: Spans = ()
    anchor: int = 0

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join([span.text for span in self.spans])


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link as numbered in the text; ``line`` is where it first stands."""

    number: int
    url: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading for the outline."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class CodePart:
    """A block of code: what it was before it was set, and its lines from ``start`` to before ``end``."""

    text: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """Where the mark of a note stands: characters ``start`` to ``end`` of a line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NotePart:
    """A footnote: its lines from ``start`` to before ``end``, and every mark that leads to it."""

    number: int
    name: str
    label: str
    start: int
    end: int
    marks: tuple[MarkPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A picture: the lines its words take, and the room that a picture would have there.

    ``url`` is the picture's own address, ``link`` the number of the link around it, if there is one;
    ``width`` and ``height`` are pixels as the publisher gave them, or 0. The picture may begin
    ``indent`` cells from the left and be ``room`` cells wide. The caption is not among the lines.
    """

    number: int
    url: str
    alt: str
    width: int
    height: int
    link: int
    start: int
    end: int
    indent: int
    room: int


@dataclass(frozen=True, slots=True)
class WidePart:
    """A table wider than the page, of which some columns are shown (see ``tui.render.wide``).

    ``cells`` are its lines, column by column, each filled to the width of its column; ``first`` is the
    first column shown after those ``fixed`` at the left, which always are.
    """

    number: int
    start: int
    end: int
    cells: tuple[tuple[Spans, ...], ...]
    widths: tuple[int, ...]
    fixed: int
    room: int
    first: int
    head: int = 0


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above an article; all of it clean."""

    title: str
    #: Feed, author, date, reading time: those that are known.
    byline: tuple[str, ...] = ()
    #: Whom the publisher had it from.
    source: str = ""
    tags: tuple[str, ...] = ()
    #: The role of each tag, in the order of the tags; none where all are painted alike.
    tag_roles: tuple[str, ...] = ()
    #: Which of its texts this is, where there are several.
    text: str = ""
    #: Where else it stands.
    also: str = ""
    #: What was done to it and why, in a line.
    note: str = ""
    #: What the user wrote on it; of several lines, perhaps.
    own: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document at one width."""

    lines: tuple[Line, ...] = ()
    links: tuple[LinkLine, ...] = ()
    headings: tuple[HeadingLine, ...] = ()
    codes: tuple[CodePart, ...] = ()
    notes: tuple[NotePart, ...] = ()
    figures: tuple[FigurePart, ...] = ()
    wides: tuple[WidePart, ...] = ()
