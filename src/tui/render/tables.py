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
#: A column no wider than this is not squeezed, and no word longer than that keeps one from being so.
_SHORT = 12
_LONG_WORD = 20
#: So many characters of a cell say how wide it wants to be.
_ENOUGH = 2_000
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff]")
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
        [
            runs(cell.parts, links, "table-head" if at < table.head else "strong" if cell.header else role)
            for cell in row
        ]
        for at, row in enumerate(table.rows)
    ]
    _lower_heads(table, cells)
    lines = wrap(runs(table.caption, links, "caption"), width) if table.caption else []
    columns = _widths(table, cells, width)
    if columns is not None:
        lines += [_joined(line) for line in _grid(table, cells, columns, spans=True)]
    elif width >= _LEAST_WINDOW:
        lines += _windowed(table, cells, width, links)
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
    text = "".join(run.text for run in cell)[:_ENOUGH]
    return max(map(cell_len, text.split("\n")), default=0)


def _longest_word(cell: Sequence[Run]) -> int:
    """The widest piece that should not be broken; a character in scripts that break anywhere."""
    words = _WIDE.sub(" ", "".join(run.text for run in cell)[:_ENOUGH]).split(" ")
    return max((min(cell_len(word), _LONG_WORD) for word in words), default=1)


def _natural(table: Table, cells: Cells) -> list[int]:
    """How wide each column would be if it were alone; what spans several does not count."""
    widths = [1] * len(cells[0])
    for row, given in zip(cells, table.rows, strict=True):
        for column, cell in enumerate(row):
            if cell and given[column].across == 1:
                widths[column] = max(widths[column], _length(cell))
    return widths


def _spread(table: Table, cells: Cells, widths: list[int]) -> list[int]:
    """*widths* with room for what spans several columns."""
    widths = widths[:]
    for row, given in zip(cells, table.rows, strict=True):
        for column, cell in enumerate(row):
            across = given[column].across
            if cell and across > 1:
                missing = _length(cell) - sum(widths[column : column + across]) - GAP * (across - 1)
                for at in range(across if missing > 0 else 0):
                    widths[column + at] += missing // across + (at < missing % across)
    return widths


def _widths(table: Table, cells: Cells, width: int) -> list[int] | None:
    """A width for each column, or ``None`` if no sensible ones fit.

    Short columns and figures keep their width; the long ones share what is left, so that none
    is narrower than its longest word.
    """
    alone = _natural(table, cells)
    room = width - GAP * (len(alone) - 1)
    spread = _spread(table, cells, alone)
    if sum(spread) <= room:
        return spread
    keeps = [wide <= _SHORT or _is_numeric(table, column) for column, wide in enumerate(alone)]
    words = [
        max(
            (
                _longest_word(row[column])
                for row, given in zip(cells, table.rows, strict=True)
                if given[column].across == 1
            ),
            default=1,
        )
        for column in range(len(alone))
    ]
    for least in (
        [wide if keep else max(_LEAST, word) for wide, keep, word in zip(alone, keeps, words, strict=True)],
        [min(wide, max(_LEAST, word)) for wide, word in zip(alone, words, strict=True)],
    ):
        made = [min(few, wide) for few, wide in zip(least, alone, strict=True)]
        if sum(made) <= room:
            return _shared(made, alone, room - sum(made))
    return None


def _shared(least: list[int], wanted: list[int], spare: int) -> list[int]:
    """*spare* cells given to the columns that want more, the neediest last of all to be filled."""
    made = least[:]
    hungry = [column for column, few in enumerate(least) if few < wanted[column]]
    while spare and hungry:
        share = max(1, spare // len(hungry))
        for column in hungry[:]:
            more = min(share, wanted[column] - made[column], spare)
            made[column] += more
            spare -= more
            if made[column] == wanted[column]:
                hungry.remove(column)
    return made


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
    if is_rule:
        return (Span(("─" * GAP).join([spans[0].text for spans in line]), "rule"),)
    gap = Span(" " * GAP)
    made: list[Span] = []
    for spans in line:
        if made and spans:
            made.append(gap)
        made += spans
    while made and not made[-1].text.strip():
        made.pop()
    return tuple(made)


def _windowed(table: Table, cells: Cells, width: int, links: Links) -> list[Spans]:
    """As many columns as fit; the others are a key away."""
    most = min(_WIDEST, max(_SHORT, width // 3))
    natural = [max(1, *(_length(row[column]) for row in cells)) for column in range(len(cells[0]))]
    columns = [min(wide, most, width - 2 * EDGE) for wide in natural]
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
