"""A typeset line and a theme become a strip; found words and links are lit on the way."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.render.lines import Line

__all__ = ["Lit", "line_strip"]


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
