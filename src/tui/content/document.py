"""An article as a tree of blocks and inlines: what a typesetter needs and nothing else."""

from dataclasses import dataclass, field

__all__ = [
    "Block",
    "Break",
    "Cell",
    "CodeBlock",
    "DefinitionList",
    "Details",
    "Document",
    "Emphasis",
    "Figure",
    "Footnote",
    "Heading",
    "Image",
    "Inline",
    "Link",
    "ListBlock",
    "ListItem",
    "Paragraph",
    "Quote",
    "Rule",
    "Table",
    "Text",
    "inline_text",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A run of words, white space folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """``kind``: emphasis, strong, code, kbd, strike, insert, sub, sup, mark, small or underline."""

    kind: str
    parts: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """``url`` is absolute; an address within the article begins with ``#``."""

    url: str
    parts: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Image:
    """Shown as its alternative text; ``width`` and ``height`` in pixels, 0 if unknown."""

    url: str
    alt: str
    width: int = 0
    height: int = 0
    #: What a pointer over it would bring up.
    title: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A line ends here."""


Inline = Text | Emphasis | Link | Image | Break


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` from 1 to 6."""

    level: int
    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """Blocks behind one bullet; ``number`` for ordered lists, ``done`` for tasks."""

    blocks: tuple["Block", ...]
    number: int = 0
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of items; ``numbered`` by letters or Roman numbers: a, A, i or I, else "" for figures."""

    ordered: bool
    items: tuple[ListItem, ...]
    numbered: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms and what they mean, in order; ``True`` marks a term."""

    entries: tuple[tuple[bool, tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words; ``by`` says whose, without the dash before it."""

    blocks: tuple["Block", ...]
    by: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """What a page folds away under a line of its own."""

    summary: tuple[Inline, ...]
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text; ``language`` as the publisher names it, or ""."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``align``: left, right, center or "" for by content.

    A cell that spans others is followed by empty ones in its row, and has them below it.
    """

    parts: tuple[Inline, ...]
    header: bool = False
    align: str = ""
    #: Columns and rows that it takes.
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first ``head`` rows are the table's head."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    caption: tuple[Inline, ...] = ()
    #: Rows and columns beyond what can be shown.
    omitted: int = 0
    omitted_columns: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A break in thought."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption."""

    image: Image
    caption: tuple[Inline, ...] = ()
    #: Where a click on the picture leads, if not to the picture itself.
    url: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the end; ``name`` is the id that its mark leads to, ``label`` its number."""

    name: str
    blocks: tuple["Block", ...]
    label: str = ""


Block = (
    Heading
    | Paragraph
    | ListBlock
    | DefinitionList
    | Quote
    | Details
    | CodeBlock
    | Table
    | Rule
    | Figure
    | Footnote
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole article."""

    blocks: tuple[Block, ...] = field(default=())


def inline_text(parts: tuple[Inline, ...]) -> str:
    """The words of inlines, without what they look like."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, Emphasis | Link):
            found.append(inline_text(part.parts))
        elif isinstance(part, Image):
            found.append(part.alt)
        else:
            found.append("\n")
    return "".join(found)
