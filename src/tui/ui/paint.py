"""Spans with roles become strips with colours; the only place where the two meet."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

__all__ = ["Mark", "Styler", "fit", "paint", "row"]


class Mark(NamedTuple):
    """A piece of a list row: text that is already clean, and what it means."""

    text: str
    role: str = "ink"


Styler = Callable[[str], Style]
"""Finds the style of a role in the theme of the moment."""


@lru_cache(maxsize=4096)
def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """*text* cut to at most *width* cells, ending in *ellipsis* if anything was lost."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    cut = set_cell_size(text, max(0, width - 1)).rstrip()
    while cell_len(cut) > width - 1:
        # Rich counts a letter behind a joiner of nothing as no cell.
        cut = cut[:-1]
    return cut + ellipsis


def row(left: Sequence[Mark], right: Sequence[Mark], width: int, ellipsis: str = "…") -> list[Mark]:
    """One line: *left* cut to what *right* leaves, *right* against the edge."""
    right_width = sum(cell_len(mark.text) for mark in right)
    room = max(0, width - right_width - (1 if right_width else 0))
    line: list[Mark] = []
    used = 0
    for mark in left:
        text = fit(mark.text, room - used, ellipsis)
        used += cell_len(text)
        line.append(Mark(text, mark.role))
        if used >= room:
            break
    line.append(Mark(" " * max(0, width - used - right_width), ""))
    line.extend(right)
    return line


def paint(marks: Sequence[Mark], width: int, style_of: Styler, under: Style) -> Strip:
    """A strip of exactly *width* cells; *under* is the row's own background."""
    segments = [
        Segment(mark.text, under + style_of(mark.role) if mark.role else under) for mark in marks if mark.text
    ]
    return Strip(segments).adjust_cell_length(width, under)
