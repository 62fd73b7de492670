"""Tables: fit, then wrap the cells, then scroll sideways; never cut silently."""

import re
from collections.abc import Sequence

from rich.cells import cell_len

from tui.content.document import Cell, Table
from tui.render.inlines import Links, runs
from tui.render.lines import Span, Spans
from tui.render.parts import Wide
from tui.render.wide import EDGE, GAP, window
from tui.render.wrap import Run, wrap

__all__ = ["set_table"]

_NUMBER = re.compile(r"\s*[-+−±~≈<>]?\s*[€$£¥]?\s*[\d.,'’\u00a0 ]*\d[\d.,]*\s*(?:%|‰|[A-Za-z°€$£¥]{1,4})?\s*")
#: No column is squeezed below this unless its longest word is shorter.
_LEAST = 6
#: Columns of a table that is scrolled sideways are no wider than this.
_WIDEST = 32
#: A table that has less room is a list of records: a window so narrow would show one cell at a time.
_LEAST_WINDOW = 20

Cells = Sequence[Sequence[Sequence[Run]]]


def set_table(table: Table, width: int, links: Links, role: str = "text") -> list[Spans]:
    """The lines of *table*, none wider than *width*; words that say nothing else have *role*."""
    cells = [
        [runs(cell.parts, links, "table-head" if at < table.head else role) for cell in row]
        for at, row in enumerate(table.rows)
    ]
    lines = wrap(runs(table.caption, links, "caption"), width) if table.caption else []
    columns = _widths(cells, width)
    if columns is not None:
        lines += [_joined(line) for line in _grid(table, cells, columns)]
    elif width >= _LEAST_WINDOW:
        lines += _windowed(table, cells, width, links)
    else:
        lines += _records(table, cells, width)
    if table.omitted:
        lines += wrap([Run(f"… and {table.omitted} more rows on the page itself.", "meta")], width)
    return lines


def _length(cell: Sequence[Run]) -> int:
    text = "".join(run.text for run in cell)
    return max(map(cell_len, text.split("\n")), default=0)


def _longest_word(cell: Sequence[Run]) -> int:
    return max((cell_len(word) for word in "".join(run.text for run in cell).split()), default=1)


def _natural(cells: Cells) -> list[int]:
    return [max(1, *(_length(row[column]) for row in cells)) for column in range(len(cells[0]))]


def _widths(cells: Cells, width: int) -> list[int] | None:
    """A width for each column, or ``None`` if no sensible ones fit."""
    natural = _natural(cells)
    room = width - GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    least = [
        min(natural[column], max(_LEAST, min(20, *[max(_longest_word(row[column]) for row in cells)] * 2)))
        for column in range(len(natural))
    ]
    if sum(least) > room:
        return None
    spare = room - sum(least)
    wanted = [most - few for most, few in zip(natural, least, strict=True)]
    total = sum(wanted) or 1
    return [few + spare * want // total for few, want in zip(least, wanted, strict=True)]


def _is_numeric(table: Table, column: int) -> bool:
    body = [row[column] for row in table.rows[table.head :]]
    if any(cell.align for cell in body):
        return all(cell.align == "right" for cell in body)
    texts = [_plain(cell) for cell in body]
    return any(texts) and all(not text or _NUMBER.fullmatch(text) for text in texts)


def _plain(cell: Cell) -> str:
    return "".join(run.text for run in runs(cell.parts, Links())).strip()


def _grid(table: Table, cells: Cells, columns: Sequence[int]) -> list[tuple[Spans, ...]]:
    """The lines of a table column by column, each filled to its width."""
    right = [_is_numeric(table, column) for column in range(len(columns))]
    rows = [_row(row, table.rows[at], columns, right) for at, row in enumerate(cells)]
    # Rows of several lines run together unless something stands between them.
    is_airy = any(len(row) > 1 for row in rows[table.head :])
    lines: list[tuple[Spans, ...]] = []
    for at, row_lines in enumerate(rows):
        if is_airy and at > table.head:
            lines.append(tuple((Span(" " * wide),) for wide in columns))
        lines += row_lines
        if at + 1 == table.head:
            lines.append(tuple((Span("─" * wide, "rule"),) for wide in columns))
    return lines


def _row(
    row: Sequence[Sequence[Run]], cells: Sequence[Cell], columns: Sequence[int], right: Sequence[bool]
) -> list[tuple[Spans, ...]]:
    wrapped = [wrap(cell, columns[at]) or [()] for at, cell in enumerate(row)]
    lines: list[tuple[Spans, ...]] = []
    for number in range(max(map(len, wrapped))):
        line: list[Spans] = []
        for at, cell in enumerate(wrapped):
            spans = cell[number] if number < len(cell) else ()
            blank = max(0, columns[at] - sum(cell_len(span.text) for span in spans))
            before = (
                blank
                if right[at] or cells[at].align == "right"
                else blank // 2
                if cells[at].align == "center"
                else 0
            )
            line.append(
                tuple(
                    span for span in (Span(" " * before), *spans, Span(" " * (blank - before))) if span.text
                )
            )
        lines.append(tuple(line))
    return lines


def _joined(line: Sequence[Spans]) -> Spans:
    """The columns of a line with gaps between, without blanks at its end; a rule goes through."""
    is_rule = all(spans and spans[0].role == "rule" for spans in line)
    gap = Span("─" * GAP, "rule") if is_rule else Span(" " * GAP)
    made = [span for at, spans in enumerate(line) for span in ((gap, *spans) if at else spans)]
    while made and not made[-1].text.strip():
        made.pop()
    return tuple(made)


def _windowed(table: Table, cells: Cells, width: int, links: Links) -> list[Spans]:
    """As many columns as fit; the others are a key away."""
    columns = [min(wide, _WIDEST, width - 2 * EDGE) for wide in _natural(cells)]
    fixed = 1 if columns[0] <= width // 3 else 0
    if fixed:
        room = width - columns[0] - GAP - EDGE
        columns = [columns[0], *(min(wide, room) for wide in columns[1:])]
    grid = _grid(table, cells, columns)
    number = links.parts.add(Wide(tuple(grid), tuple(columns), fixed, width, table.head))
    lines = window(grid, columns, fixed, width, fixed)
    return [(Span("", "text", 0, number), *spans) if spans else () for spans in lines]


def _records(table: Table, cells: Cells, width: int) -> list[Spans]:
    """Each row as lines of ``header: value``, a rule between rows."""
    names = [_plain(cell) for cell in table.rows[0]] if table.head else []
    lines: list[Spans] = []
    for row in cells[table.head :]:
        if lines:
            lines.append((Span("─" * min(width, 12), "rule"),))
        for at, cell in enumerate(row):
            if any(run.text.strip() for run in cell):
                name = [Run(f"{names[at]}: ", "table-head")] if at < len(names) and names[at] else []
                lines += wrap([*name, *cell], width)
    return lines
