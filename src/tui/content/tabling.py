"""Tables: those that hold data become tables, those that only arrange are taken apart."""

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborNode

from tui.content.document import Block, Cell, Table

if TYPE_CHECKING:
    from tui.content.builder import Builder

__all__ = ["table_blocks"]

#: More cells than anybody reads; the rest is counted, not built.
_MOST_CELLS = 6_000
_MOST_COLUMNS = 200
_MOST_ROWS = 2_000
#: A table without a head whose cells are this long on average holds prose.
_PROSE = 300


def table_blocks(node: LexborNode, builder: "Builder") -> list[Block]:
    """A table of data, or the blocks of a table that only arranges."""
    every = _rows(node)
    rows = [cells for row in every[:_MOST_ROWS] if (cells := _cells(row))]
    captions = [child for child in node.iter() if child.tag == "caption"]
    if _only_arranges(node, rows):
        blocks: list[Block] = []
        for one in captions:
            blocks += builder.blocks(one.iter(include_text=True))
        for row in every:
            for cell in _cells(row):
                blocks += builder.blocks(cell.iter(include_text=True))
        return blocks
    wanted = max(sum(_span(cell, "colspan") for cell in row) for row in rows)
    kept = rows[: max(2, _MOST_CELLS // min(wanted, _MOST_COLUMNS))]
    omitted = len(rows) - len(kept) + max(0, len(every) - _MOST_ROWS)
    made = _without_empty_columns(_grid(kept, builder))
    if not any(cell.parts for row in made for cell in row):
        return []
    head = next((at for at, row in enumerate(made) if not all(cell.header for cell in row)), len(made))
    caption = builder.inlines(captions[0]) if captions else ()
    return [Table(made, min(head, len(made) - 1), caption, omitted, max(0, wanted - _MOST_COLUMNS))]


def _rows(table: LexborNode) -> list[LexborNode]:
    """The rows of *table* itself, not those of tables in it; the head comes first."""
    heads: list[LexborNode] = []
    others: list[LexborNode] = []
    feet: list[LexborNode] = []
    for child in table.iter():
        if child.tag == "tr":
            others.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            place = heads if child.tag == "thead" else feet if child.tag == "tfoot" else others
            place += [row for row in child.iter() if row.tag == "tr"]
    return heads + others + feet


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _only_arranges(table: LexborNode, rows: list[list[LexborNode]]) -> bool:
    if not rows or max(map(len, rows)) == 1 or _holds_tables(table):
        return True
    if any(cell.tag == "th" for row in rows for cell in row):
        return False
    if len(rows) == 1 or table.css_first(
        "td h1, td h2, td h3, td blockquote, td pre, td p + p, td ul, td ol"
    ):
        return True
    cells = [cell for row in rows[:20] for cell in row]
    return sum(len(cell.text(deep=True) or "") for cell in cells) > _PROSE * len(cells)


def _holds_tables(table: LexborNode) -> bool:
    # A selector may match the element itself, where it stands in another table.
    return any(inner.mem_id != table.mem_id for inner in table.css("td table, th table"))


def _grid(rows: list[list[LexborNode]], builder: "Builder") -> tuple[tuple[Cell, ...], ...]:
    """Cells in their columns: those that span several leave the others empty."""
    made: list[list[Cell]] = []
    #: Column → how many rows below still belong to a cell above, and whether that is a head.
    taken: dict[int, tuple[int, bool]] = {}
    for row in rows:
        line: list[Cell] = []
        waiting = row[:_MOST_COLUMNS]
        for cell in waiting:
            _fill(line, taken)
            across = min(_span(cell, "colspan"), _MOST_COLUMNS - len(line))
            down = _span(cell, "rowspan")
            for column in range(len(line), len(line) + across):
                taken[column] = (down - 1, cell.tag == "th")
            line.append(_cell(cell, builder, across, down))
            line += [Cell((), cell.tag == "th")] * (across - 1)
            del line[_MOST_COLUMNS:]
        _fill(line, taken)
        made.append(line)
    most = max(map(len, made))
    return tuple(
        tuple(line + [Cell((), bool(line) and line[0].header)] * (most - len(line))) for line in made
    )


def _fill(line: list[Cell], taken: dict[int, tuple[int, bool]]) -> None:
    while len(line) < _MOST_COLUMNS:
        rows, is_head = taken.get(len(line), (0, False))
        if not rows:
            return
        taken[len(line)] = (rows - 1, is_head)
        line.append(Cell((), is_head))


def _span(cell: LexborNode, name: str) -> int:
    text = (cell.attributes.get(name) or "1").strip()
    return min(max(int(text), 1), _MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _cell(cell: LexborNode, builder: "Builder", across: int, down: int) -> Cell:
    align = (cell.attributes.get("align") or "").lower()
    align = align if align in ("left", "right", "center") else ""
    return Cell(builder.inlines(cell), cell.tag == "th", align, across, down)


def _without_empty_columns(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Columns that only keep others apart go; where cells span columns, all stay."""
    if any(cell.across > 1 for row in rows for cell in row):
        return rows
    kept = [column for column in range(len(rows[0])) if any(row[column].parts for row in rows)]
    return rows if len(kept) == len(rows[0]) else tuple(tuple(row[column] for column in kept) for row in rows)
