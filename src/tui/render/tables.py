"""Tables: fit, then wrap the cells, then scroll sideways; never cut silently."""

import re
from collections.abc import Sequence

from rich.cells import cell_len

from tui.content.document import Cell, Table, inline_text
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
#: One line, column by column.
Columns = tuple[Spans, ...]


def set_table(table: Table, width: int, links: Links, role: str = "text") -> list[Spans]:
    """The lines of *table*, none wider than *width*; words that say nothing else have *role*."""
    cells = [
        [runs(cell.parts, links, "table-head" if at < table.head else role) for cell in row]
        for at, row in enumerate(table.rows)
    ]
    _lower_heads(table, cells)
    lines = wrap(runs(table.caption, links, "caption"), width) if table.caption else []
    natural = _natural(table, cells)
    columns = _widths(cells, natural, width)
    if columns is not None:
        lines += [_joined(line) for line in _grid(table, cells, columns, spans=True)]
    elif width >= _LEAST_WINDOW:
        lines += _windowed(table, cells, natural, width, links)
    else:
        lines += _records(table, cells, width)
    if said := _omitted(table):
        lines += wrap([Run(said, "meta")], width)
    return lines


def _lower_heads(table: Table, cells: list[list[list[Run]]]) -> None:
    """A head that stands beside several rows of heads stands on the rule, like its neighbors."""
    last = table.head - 1
    for at in range(max(0, last)):
        for column, cell in enumerate(table.rows[at]):
            if cell.down > 1 and at + cell.down > last:
                cells[last][column], cells[at][column] = cells[at][column], cells[last][column]


def _omitted(table: Table) -> str:
    """What of a huge table is not here, in words."""
    counts = ((table.omitted, "row"), (table.omitted_columns, "column"))
    said = [f"{count:,} more {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return f"… and {' and '.join(said)} on the page itself." if said else ""


def _length(cell: Sequence[Run]) -> int:
    text = "".join(run.text for run in cell)
    return max(map(cell_len, text.split("\n")), default=0)


def _longest_word(cell: Sequence[Run]) -> int:
    return max((cell_len(word) for word in "".join(run.text for run in cell).split()), default=1)


def _natural(table: Table, cells: Cells) -> list[int]:
    """How wide each column wants to be; what spans several wants them together to be wide enough."""
    widths = [1] * len(cells[0])
    spanning: list[tuple[int, int, int]] = []
    for row, given in zip(cells, table.rows, strict=True):
        for column, cell in enumerate(row):
            if cell and given[column].across > 1:
                spanning.append((given[column].across, column, _length(cell)))
            elif cell:
                widths[column] = max(widths[column], _length(cell))
    for across, column, length in spanning:
        missing = length - sum(widths[column : column + across]) - GAP * (across - 1)
        for at in range(across if missing > 0 else 0):
            widths[column + at] += missing // across + (at < missing % across)
    return widths


def _widths(cells: Cells, natural: list[int], width: int) -> list[int] | None:
    """A width for each column, or ``None`` if no sensible ones fit."""
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
    texts = [inline_text(cell.parts).strip() for cell in body if cell.across == 1]
    return any(texts) and all(not text or _NUMBER.fullmatch(text) for text in texts)


def _grid(table: Table, cells: Cells, columns: Sequence[int], *, spans: bool) -> list[Columns]:
    """The lines of a table column by column, each filled to its width.

    With *spans* a cell may take the columns of those behind it, which are empty then.
    """
    right = [_is_numeric(table, column) for column in range(len(columns))]
    rows: list[list[Columns]] = []
    for at, row in enumerate(cells):
        given = table.rows[at]
        widths = [
            sum(columns[column : column + cell.across]) + GAP * (cell.across - 1)
            if spans
            else columns[column]
            for column, cell in enumerate(given)
        ]
        aligned = [
            cell.align
            or (
                "center"
                if spans and cell.across > 1 and cell.header
                else "right"
                if right[column] and cell.across == 1
                else ""
            )
            for column, cell in enumerate(given)
        ]
        covered = _covered(given) if spans else frozenset[int]()
        rows.append(_row(row, widths, aligned, covered, is_head=at < table.head))
    # Rows of several lines run together unless something stands between them.
    is_airy = any(len(row) > 1 for row in rows[table.head :])
    lines: list[Columns] = []
    for at, row_lines in enumerate(rows):
        if is_airy and at > table.head:
            lines.append(tuple((Span(" " * wide),) for wide in columns))
        lines += row_lines
        if at + 1 == table.head:
            lines.append(tuple((Span("─" * wide, "rule"),) for wide in columns))
    return lines


def _covered(row: Sequence[Cell]) -> frozenset[int]:
    """The columns of a row that a cell before them takes."""
    return frozenset(column for at, cell in enumerate(row) for column in range(at + 1, at + cell.across))


def _row(
    row: Sequence[Sequence[Run]],
    widths: Sequence[int],
    aligned: Sequence[str],
    covered: frozenset[int],
    *,
    is_head: bool,
) -> list[Columns]:
    """The lines of a row; the heads of columns stand on their rule."""
    wrapped = [wrap(cell, widths[at]) if cell else [] for at, cell in enumerate(row)]
    tallest = max(1, *map(len, wrapped))
    lines: list[Columns] = []
    for number in range(tallest):
        line: list[Spans] = []
        for at, cell in enumerate(wrapped):
            if at in covered:
                line.append(())
                continue
            place = number - (tallest - len(cell)) if is_head else number
            spans = cell[place] if 0 <= place < len(cell) else ()
            line.append(_filled(spans, widths[at], aligned[at]))
        lines.append(tuple(line))
    return lines


def _filled(spans: Spans, width: int, align: str) -> Spans:
    blank = max(0, width - sum(cell_len(span.text) for span in spans))
    before = blank if align == "right" else blank // 2 if align == "center" else 0
    made = (Span(" " * before), *spans, Span(" " * (blank - before)))
    return tuple(span for span in made if span.text)


def _joined(line: Columns) -> Spans:
    """The columns of a line with gaps between, without blanks at its end; a rule goes through."""
    is_rule = all(spans and spans[0].role == "rule" for spans in line)
    gap = Span("─" * GAP, "rule") if is_rule else Span(" " * GAP)
    made: list[Span] = []
    for spans in line:
        if made and spans:
            made.append(gap)
        made += spans
    while made and not made[-1].text.strip():
        made.pop()
    return tuple(made)


def _windowed(table: Table, cells: Cells, natural: list[int], width: int, links: Links) -> list[Spans]:
    """As many columns as fit; the others are a key away."""
    columns = [min(wide, _WIDEST, width - 2 * EDGE) for wide in natural]
    fixed = 1 if columns[0] <= width // 3 else 0
    if fixed:
        room = width - columns[0] - GAP - EDGE
        columns = [columns[0], *(min(wide, room) for wide in columns[1:])]
    grid = _grid(table, cells, columns, spans=False)
    number = links.parts.add(Wide(tuple(grid), tuple(columns), fixed, width, table.head))
    lines = window(grid, columns, fixed, width, fixed)
    return [(Span("", "text", 0, number), *spans) if spans else () for spans in lines]


def _records(table: Table, cells: Cells, width: int) -> list[Spans]:
    """Each row as lines of ``header: value``, a rule between rows."""
    names = [inline_text(cell.parts).strip() for cell in table.rows[0]] if table.head else []
    lines: list[Spans] = []
    for row in cells[table.head :]:
        if lines:
            lines.append((Span("─" * min(width, 12), "rule"),))
        for at, cell in enumerate(row):
            if any(run.text.strip() for run in cell):
                name = [Run(f"{names[at]}: ", "table-head")] if at < len(names) and names[at] else []
                lines += wrap([*name, *cell], width)
    return lines
