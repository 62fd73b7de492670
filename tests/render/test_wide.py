"""Tables wider than the page, and how they move."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.render.test_layout import page
from tui.render.lines import Page
from tui.render.wide import shifted

WORDS = st.sampled_from(
    ["a", "Köln", "1,200", "漢字かな", "two words", "a cell of many words that go on", ""]
)


def table(rows: list[list[str]], head: bool = True) -> str:
    kinds = ["th" if head and at == 0 else "td" for at in range(len(rows))]
    return "<table>" + "".join(
        "<tr>" + "".join(f"<{kind}>{cell}" for cell in row) for kind, row in zip(kinds, rows, strict=True)
    )


WIDE = table([[f"column {number}" for number in range(9)], [f"value {number}" for number in range(9)]])


def block(made: Page) -> list[str]:
    wide = made.wides[0]
    return [line.text for line in made.lines[wide.start : wide.end]]


def test_a_wide_table_shows_whole_columns_and_says_that_there_are_more() -> None:
    made = page(WIDE, 44)
    assert block(made) == [
        "  column 0   column 1   column 2 ›",
        "  ────────   ────────   ──────── ›",
        "  value 0    value 1    value 2  ›",
        "  columns 2–3 of 9 ›",
    ]
    made = shifted(made, made.wides[0].number, 1)
    assert block(made)[0] == "  column 0 ‹ column 2   column 3 ›"
    made = shifted(made, made.wides[0].number, 99)
    assert block(made) == [
        "  column 0 ‹ column 7   column 8",
        "  ──────── ‹ ────────   ────────",
        "  value 0  ‹ value 7    value 8",
        "  ‹ columns 8–9 of 9",
    ]
    assert shifted(made, made.wides[0].number, 1) is made
    assert block(shifted(made, made.wides[0].number, -99))[0] == "  column 0   column 1   column 2 ›"


def test_a_first_column_that_is_wide_moves_with_the_others() -> None:
    made = page(table([["x" * 12, *["value"] * 5]], head=False) + "<tr>" + "<td>y" * 6, 30)
    assert made.wides[0].fixed == 0
    moved = shifted(made, made.wides[0].number, 1)
    assert block(moved)[0] == "‹ value   value   value ›"


def test_what_stands_before_a_table_stays_there() -> None:
    made = page(f"<blockquote><p>See:</p>{WIDE}</blockquote>", 44)
    number = made.wides[0].number
    assert all(line.startswith("▎ ") for line in block(shifted(made, number, 2)))
    assert shifted(shifted(made, number, 2), number, -2) == made


def test_a_part_that_is_no_wide_table_does_not_move() -> None:
    made = page("<pre>code</pre>" + WIDE, 44)
    assert shifted(made, 1, 1) is made and shifted(made, 77, 1) is made


@given(
    st.lists(st.lists(WORDS, min_size=9, max_size=9), min_size=2, max_size=5),
    st.integers(20, 70),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_every_cell_comes_into_view_and_no_line_is_too_wide(
    rows: list[list[str]], width: int, head: bool
) -> None:
    made = page(table(rows, head), width)
    seen = "".join(line.text for line in made.lines)
    for wide in made.wides:
        for _ in range(9):
            moved = shifted(made, wide.number, 1)
            assert len(moved.lines) == len(made.lines)
            assert moved is made or moved.wides[0].first == made.wides[0].first + 1
            made = moved
            assert max(cell_len(line.text) for line in made.lines) <= width
            seen += "".join(line.text for line in made.lines)
        assert "›" not in "".join(line.text for line in made.lines)
    for row in rows:
        for cell in row:
            assert all(letter in seen for letter in cell)
