"""What typesetting makes: lines of spans with roles, and where the links and headings are.

A role says what a span *is*; which colour that has is a theme's business.
"""

from dataclasses import dataclass

__all__ = ["ROLES", "HeadingLine", "Line", "LinkLine", "Masthead", "Page", "Span"]

#: Every role there is; ``code.*`` are the parts of highlighted code.
ROLES = (
    "text", "title", "meta", "source", "tag", "heading1", "heading2", "heading3", "heading4", "emphasis",
    "strong", "strong-emphasis", "code", "strike", "sub", "sup", "mark", "small", "underline", "link",
    "link-number", "address", "footnote", "bullet", "quote", "quote-bar", "rule", "table-head", "term",
    "image", "caption", "code-wrap", "code.text", "code.keyword", "code.name", "code.string",
    "code.number", "code.comment", "code.operator", "code.added", "code.removed",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Page:
    """A document at one width."""

    lines: tuple[Line, ...] = ()
    links: tuple[LinkLine, ...] = ()
    headings: tuple[HeadingLine, ...] = ()
