"""Code: coloured by Pygments in our few roles, indented, and never wrapped silently."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len, split_graphemes

from tui.render.lines import Span, Spans
from tui.render.wrap import Run

__all__ = ["highlight", "set_code"]

#: Narrower code is not indented.
_LEAST_ROOM = 6

#: Longer code is shown in one colour.
_MOST_CHARACTERS = 20_000
_ROLES = (
    ("Comment", "code.comment"),
    ("Keyword", "code.keyword"),
    ("Operator.Word", "code.keyword"),
    ("Literal.String", "code.string"),
    ("Literal.Number", "code.number"),
    ("Name.Function", "code.name"),
    ("Name.Class", "code.name"),
    ("Name.Tag", "code.name"),
    ("Name.Decorator", "code.name"),
    ("Generic.Inserted", "code.added"),
    ("Generic.Deleted", "code.removed"),
    ("Generic.Heading", "code.name"),
    ("Operator", "code.operator"),
    ("Punctuation", "code.operator"),
)


@lru_cache(maxsize=64)
def highlight(text: str, language: str) -> tuple[tuple[Run, ...], ...]:
    """The lines of *text* as runs; plain if the language is unknown or the text is long."""
    if not language or len(text) > _MOST_CHARACTERS:
        return tuple((Run(line, "code.text"),) for line in text.split("\n"))
    # Pygments costs a start-up's worth of time; only articles with code pay for it.
    from pygments import lex
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return tuple((Run(line, "code.text"),) for line in text.split("\n"))
    lines: list[list[Run]] = [[]]
    for kind, value in lex(text, lexer):
        role = _role(str(kind))
        first, *rest = value.split("\n")
        if first and lines[-1] and lines[-1][-1].role == role:
            lines[-1][-1] = Run(lines[-1][-1].text + first, role)
        elif first:
            lines[-1].append(Run(first, role))
        for more in rest:
            lines.append([Run(more, role)] if more else [])
    return tuple(map(tuple, lines))


def _role(kind: str) -> str:
    name = kind.removeprefix("Token.")
    return next((role for start, role in _ROLES if name.startswith(start)), "code.text")


def set_code(text: str, language: str, width: int, part: int = 0) -> list[Spans]:
    """Code as it is, indented, its language at the edge; a line that is too long goes on behind ``↪``."""
    indent = 2 if width >= _LEAST_ROOM else 0
    room = max(1, width - indent)
    lines: list[Spans] = []
    for line in highlight(text, language):
        for at, (spans, used) in enumerate(_cut(line, room)):
            lead = Span("↪ "[:indent] if at else " " * indent, "code-wrap" if at else "code.text", 0, part)
            # The background of code reaches to the edge of the measure.
            blank = room - used
            if language and not lines:
                label = language[: max(0, room - 2)] + " "
                if blank <= len(label):
                    edge = Span(label.rjust(room), "code-label")
                    lines.append((Span(" " * indent, "code.text", 0, part), edge))
                else:
                    spans = [*spans, Span(" " * (blank - len(label)), "code.text"), Span(label, "code-label")]
                    blank = 0
            lines.append((lead, *spans, Span(" " * blank, "code.text")))
    return [tuple(span for span in spans if span.text or span.part) for spans in lines]


def _cut(line: Sequence[Run], room: int) -> list[tuple[list[Span], int]]:
    """One line of code cut to *room* cells; blanks are code too, so no word wrap."""
    rows: list[tuple[list[Span], int]] = []
    row: list[Span] = []
    used = 0
    for run in line:
        for piece, cells, full in _pieces(run.text, room, used):
            if full:
                rows.append((row, used))
                row, used = [], 0
            row.append(Span(piece, run.role))
            used += cells
    return [*rows, (row, min(used, room))]


def _pieces(text: str, room: int, used: int) -> list[tuple[str, int, bool]]:
    """*text* in pieces that fit: each with its cells, and whether it begins a new row."""
    width = len(text) if text.isascii() else cell_len(text)
    if used + width <= room:
        return [(text, width, False)]
    if text.isascii():
        first = room - used
        cuts = (
            [0, *range(first, len(text), room), len(text)]
            if first
            else [*range(0, len(text), room), len(text)]
        )
        return [(text[a:b], b - a, a > 0 or not first) for a, b in pairwise(cuts)]
    made: list[tuple[str, int, bool]] = []
    start = cells = 0
    new = False
    for first, _, wide in split_graphemes(text)[0]:
        if used + cells + wide > room and used + cells:
            if first > start:
                made.append((text[start:first], cells, new))
            start, cells, used, new = first, 0, 0, True
        cells += wide
    return [*made, (text[start:], cells, new)]
