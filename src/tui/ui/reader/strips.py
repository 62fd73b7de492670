"""A typeset line and a theme become a strip; found words, links and hints are lit on the way."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.render.lines import Line
from tui.ui.reader.hints import Label

__all__ = ["Lit", "labelled", "line_strip", "raised"]


class Lit(NamedTuple):
    """Characters *start* to *end* of a line are a match; ``current`` is the one jumped to."""

    start: int
    end: int
    current: bool


def line_strip(
    line: Line,
    margin: int,
    width: int,
    style_of: Callable[[str], Style],
    base: Style,
    lit: Sequence[Lit] = (),
) -> Strip:
    """The line behind *margin* blank cells, filled to *width*."""
    segments = [Segment(" " * margin, base)] if margin else []
    position = 0
    for span in line.spans:
        style = base + style_of(span.role)
        if span.link:
            style += Style(meta={"link": span.link})
        for text, found in _cut(span.text, position, lit):
            segments.append(Segment(text, style if found is None else style + style_of(_lit_role(found))))
        position += len(span.text)
    return Strip(segments).adjust_cell_length(width, base)


def _lit_role(found: Lit) -> str:
    return "found-current" if found.current else "found"


def _cut(text: str, position: int, lit: Sequence[Lit]) -> list[tuple[str, Lit | None]]:
    """*text*, which starts at *position* of its line, in pieces that are wholly lit or not."""
    if not lit:
        return [(text, None)]
    pieces: list[tuple[str, Lit | None]] = []
    done = 0
    for found in lit:
        start, end = max(found.start - position, done), min(found.end - position, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append((text[done:start], None))
        pieces.append((text[start:end], found))
        done = end
    if done < len(text):
        pieces.append((text[done:], None))
    return pieces


def labelled(strip: Strip, found: Sequence[Label], margin: int, style_of: Callable[[str], Style]) -> Strip:
    """The strip with the labels of hints over it."""
    for start, cells, text, typed in found:
        at = margin + start
        width = max(len(text), min(cells, len(text) + 2))
        if at + width > strip.cell_length:
            at = max(0, strip.cell_length - width)
        before = " " * (width - len(text) - 1)
        parts = [
            Segment(before + text[:typed], style_of("hint-typed")),
            Segment(text[typed:].ljust(width - len(before) - typed), style_of("hint")),
        ]
        label = Strip([part for part in parts if part.text])
        # Of a wide character that is half covered a blank is left.
        left, _, right = strip.divide([at, at + width, strip.cell_length])
        strip = Strip.join([left, label, right])
    return strip


def raised(strip: Strip, margin: int, style_of: Callable[[str], Style]) -> Strip:
    """A line of an open note: on a ground of its own, behind a bar."""
    note = style_of("note")
    lifted = Strip([Segment(text, (style or Style()) + note.background_style) for text, style, _ in strip])
    if not margin:
        return lifted
    bar = Strip([Segment("\u258c".rjust(margin), style_of("note-edge"))])
    return Strip.join([bar, lifted.crop(margin, lifted.cell_length)])
