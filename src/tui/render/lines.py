"""What typesetting makes: lines of spans with roles, and where the links and headings are.

A role (``tui.render.roles``) says what a span *is*.
"""

from dataclasses import dataclass

__all__ = ["HeadingLine", "Line", "LinkLine", "Masthead", "Page", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters with one role; ``link`` is the number of its link, 0 for none."""

    text: str
    role: str = "text"
    link: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``anchor`` counts the blocks of the document, so that another width finds the place."""

    spans: tuple[Span, ...] = ()
    anchor: int = 0

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(span.text for span in self.spans)


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
    #: What was done to it and why, in a line.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A document at one width."""

    lines: tuple[Line, ...] = ()
    links: tuple[LinkLine, ...] = ()
    headings: tuple[HeadingLine, ...] = ()
