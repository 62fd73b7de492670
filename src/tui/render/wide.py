"""Tables wider than the page: whole columns of them, and what it takes to see the others.

The columns at the left that name the rows stay; the rest moves by whole columns, so that no cell
is ever cut. At the edge of every line stands a mark while there is more on that side.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from tui.render.lines import Line, Page, Span, Spans, WidePart

__all__ = ["EDGE", "GAP", "shifted", "shown_columns", "window"]

#: Blank cells between columns.
GAP = 3
#: What the marks at the edges take.
EDGE = 2


def window(
    cells: Sequence[Sequence[Spans]], widths: Sequence[int], fixed: int, room: int, first: int
) -> list[Spans]:
    """Every line with the *fixed* columns and those from *first* on, as many as *room* has place for."""
    last = _last(widths, fixed, room, first)
    shown = [*range(fixed), *range(first, last)]
    lines: list[Spans] = []
    for line in cells:
        spans: list[Span] = []
        for at, column in enumerate(shown):
            if at:
                is_edge = at == fixed and first > fixed
                spans.append(Span(" ‹ " if is_edge else " " * GAP, "more" if is_edge else "text"))
            elif first > fixed == 0:
                spans.append(Span("‹ ", "more"))
            spans += line[column]
        if not any(span.text.strip() for column in line for span in column):
            lines.append(())
        else:
            is_blank = not any(span.text.strip(" ‹") for span in spans)
            edge = (Span(" ›", "more"),) if last < len(widths) else ()
            lines.append((Span(""),) if is_blank else (*spans, *edge) if edge else _trimmed(spans))
    return [*lines, _where(first, last, fixed, len(widths), room)]


def _where(first: int, last: int, fixed: int, every: int, room: int) -> Spans:
    """Which columns are in view, in words."""
    shown = f"{first + 1}–{last}" if last - first > 1 else f"{last}"
    words = f"column{'s' if last - first > 1 else ''} {shown} of {every}"
    words = words if len(words) + 2 * EDGE <= room else f"{shown}/{every}"
    before = (Span("‹ ", "more"),) if first > fixed else ()
    after = (Span(" ›", "more"),) if last < every else ()
    return (*before, Span(words, "meta"), *after)


def shifted(page: Page, number: int, columns: int) -> Page:
    """*page* with its wide table *number* moved by *columns*; the same page if it cannot move."""
    wides = list(page.wides)
    at = next((at for at, wide in enumerate(wides) if wide.number == number), None)
    if at is None:
        return page
    wide = wides[at]
    first = max(wide.fixed, min(wide.first + columns, _furthest(wide)))
    if first == wide.first:
        return page
    lines = list(page.lines)
    made = window(wide.cells, wide.widths, wide.fixed, wide.room, first)
    for offset, spans in enumerate(made):
        line = lines[wide.start + offset]
        lines[wide.start + offset] = Line((*_lead(line.spans, number), *spans), line.anchor)
    wides[at] = replace(wide, first=first)
    return replace(page, lines=tuple(lines), wides=tuple(wides))


def shown_columns(wide: WidePart) -> frozenset[int]:
    """The columns in view."""
    last = _last(wide.widths, wide.fixed, wide.room, wide.first)
    return frozenset((*range(wide.fixed), *range(wide.first, last)))


def _lead(spans: Spans, number: int) -> Spans:
    """What stands before the table in its line."""
    at = next((at for at, span in enumerate(spans) if span.part == number), -1)
    return spans[: at + 1]


def _last(widths: Sequence[int], fixed: int, room: int, first: int) -> int:
    """Behind the last column that fits; one always does."""
    used = sum(widths[:fixed]) + GAP * fixed + EDGE + (EDGE if first > fixed == 0 else 0)
    last = first
    for wide in accumulate(width + GAP for width in widths[first:]):
        if used + wide - GAP > room and last > first:
            break
        last += 1
    return last


def _furthest(wide: WidePart) -> int:
    """The first column from which all the others are in view."""
    first = wide.first
    while _last(wide.widths, wide.fixed, wide.room, first) < len(wide.widths):
        first += 1
    return first


def _trimmed(spans: list[Span]) -> Spans:
    kept = spans[:]
    while len(kept) > 1 and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept)
