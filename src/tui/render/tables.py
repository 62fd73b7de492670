"""Tables: fit, then wrap the cells, then one record below the other; never cut silently."""

import re
from collections.abc import Sequence

from rich.cells import cell_len

from tui.content.document import Cell, Table
from tui.render.inlines import Links, runs
from tui.render.lines import Span
from tui.render.wrap import Run, wrap

__all__ = ["set_table"]

_GAP = 3
_NUMBER = re.compile(r"\s*[-+−±~≈<>]?\s*[€$£¥]?\s*[\d.,'’\u00a0 ]*\d[\d.,]*\s*(?:%|‰|[A-Za-z°€$£¥]{1,4})?\s*")
#: No column is squeezed below this unless its longest word is shorter.
_LEAST = 6

Spans = tuple[Span, ...]


def set_table(table: Table, width: int, links: Links) -> list[Spans]:
    """The lines of *table*, none wider than *width*."""
    cells = [
        [runs(cell.parts, links, "table-head" if at < table.head else "text") for cell in row]
        for at, row in enumerate(table.rows)
    ]
    columns = _widths(cells, width)
    lines = wrap(runs(table.caption, links, "caption"), width) if table.caption else []
    if columns is None:
        lines += _records(table, cells, width)
    else:
        right = [_is_numeric(table, column) for column in range(len(columns))]
        rows = [_row(row, table.rows[at], columns, right) for at, row in enumerate(cells)]
        # Rows of several lines run together unless something stands between them.
        is_airy = any(len(row) > 1 for row in rows[table.head :])
        for at, row_lines in enumerate(rows):
            if is_airy and at > table.head:
                lines.append(())
            lines += row_lines
            if at + 1 == table.head:
                lines.append((Span("─" * (sum(columns) + _GAP * (len(columns) - 1)), "rule"),))
    if table.omitted:
        lines += wrap([Run(f"… and {table.omitted} more rows on the page itself.", "meta")], width)
    return lines


def _length(cell: Sequence[Run]) -> int:
    text = "".join(run.text for run in cell)
    return max(map(cell_len, text.split("\n")), default=0)


def _longest_word(cell: Sequence[Run]) -> int:
    return max((cell_len(word) for word in "".join(run.text for run in cell).split()), default=1)


def _widths(cells: Sequence[Sequence[Sequence[Run]]], width: int) -> list[int] | None:
    """A width for each column, or ``None`` if no sensible ones fit."""
    natural = [max(1, *(_length(row[column]) for row in cells)) for column in range(len(cells[0]))]
    room = width - _GAP * (len(natural) - 1)
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


def _row(
    row: Sequence[Sequence[Run]], cells: Sequence[Cell], columns: Sequence[int], right: Sequence[bool]
) -> list[Spans]:
    wrapped = [wrap(cell, columns[at]) or [()] for at, cell in enumerate(row)]
    lines: list[Spans] = []
    for number in range(max(map(len, wrapped))):
        line: list[Span] = []
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
            after = blank - before + (_GAP if at + 1 < len(columns) else 0)
            line += [Span(" " * before), *spans, Span(" " * after)]
        lines.append(_trimmed(line))
    return lines


def _trimmed(line: list[Span]) -> Spans:
    kept = [span for span in line if span.text]
    while kept and not kept[-1].text.strip():
        kept.pop()
    return tuple(kept)


def _records(table: Table, cells: Sequence[Sequence[Sequence[Run]]], width: int) -> list[Spans]:
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
