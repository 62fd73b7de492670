"""The tag pane's rows: pure functions from counts and toggles to a tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.query.words import path_key
from tui.ui.marks import ASCII, UNICODE
from tui.ui.tag_pane.tree import UNCOUNTED, TagRow, tag_rows, term_rows
from tui.ui.tag_pane.widget import TagFilter

COUNTS = {"sport": 9, "News": 12, "News/Africa": 7, "News/Africa/Rabat": 2, "News/Asia": 5, "none": 0}
NAMES = (
    "a",
    "A/b",
    "a/b/c",
    "a/c",
    "d",
    "d/e",
    "東京",
    "東京/駅",
    "z" * 1000,
    "أخبار/المغرب",
    "x//y",
    "two words",
)
MODES = ("require", "exclude", "either")


def shown(rows):
    return [f"{'  ' * row.depth}{row.label} {row.count}" for row in rows]


def test_tags_stand_below_their_parents():
    assert shown(tag_rows(COUNTS, {})) == [
        "News 12", "  Africa 7", "    Rabat 2", "  Asia 5", "sport 9", "none 0",
    ]  # fmt: skip


def test_a_folded_branch_is_one_row():
    rows = tag_rows(COUNTS, {}, folded={"news"})
    assert shown(rows) == ["News 12", "sport 9", "none 0"]
    assert [row.fold for row in rows] == ["folded", "", ""]
    inner = tag_rows(COUNTS, {}, folded={"news/africa"})
    assert shown(inner)[:3] == ["News 12", "  Africa 7", "  Asia 5"]
    assert [row.fold for row in inner[:3]] == ["open", "folded", ""]


def test_by_name_the_empty_ones_still_sink():
    assert shown(tag_rows({**COUNTS, "Aa": 1, "apple": 0}, {}, order="name")) == [
        "Aa 1", "News 12", "  Africa 7", "    Rabat 2", "  Asia 5", "sport 9", "apple 0", "none 0",
    ]  # fmt: skip


def test_what_filters_stands_first_by_its_whole_name_even_out_of_a_folded_branch():
    modes = {"news/asia": "require", "sport": "exclude", "gone": "either"}
    rows = tag_rows(COUNTS, modes, folded={"news"})
    assert shown(rows) == ["sport 9", "News/Asia 5", "gone 0", "News 12", "none 0"]
    assert [row.mode for row in rows] == ["exclude", "require", "either", None, None]


def test_a_parent_that_filters_takes_its_branch_along():
    rows = tag_rows(COUNTS, {"News": "require"})
    assert shown(rows) == ["News 12", "  Africa 7", "    Rabat 2", "  Asia 5", "sport 9", "none 0"]
    assert rows[0].mode == "require"


def test_narrowing_gives_a_list_of_whole_names_and_keeps_what_filters():
    rows = tag_rows(COUNTS, {"sport": "exclude"}, "AFRICA", {"news"})
    assert shown(rows) == ["sport 9", "News/Africa 7", "News/Africa/Rabat 2"]
    assert not any(row.fold for row in rows)


@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3)),
    st.dictionaries(st.sampled_from((*NAMES, "B/unknown")), st.sampled_from(MODES)),
    st.sets(st.sampled_from(NAMES).map(path_key)),
    st.sampled_from(("count", "name")),
)
def test_every_tag_stands_once_below_an_unfolded_parent(counts, modes, folded, order):
    unfolded = tag_rows(counts, modes, order=order)
    assert sorted(row.key for row in unfolded) == sorted({path_key(name) for name in (*counts, *modes)})
    number = sum(row.mode is not None and not row.depth for row in unfolded)
    assert number == len({path_key(name) for name in modes})
    rows = tag_rows(counts, modes, "", folded, order)
    assert {row.key for row in rows} <= {row.key for row in unfolded}
    above = []
    for row in rows:
        del above[row.depth :]
        if row.depth:
            assert row.key.startswith(f"{above[-1].key}/")
            assert above[-1].fold == "open"
            assert row.name.endswith(row.label)
        else:
            assert row.label == row.name
        above.append(row)
    assert {row.key for row in rows if row.fold == "folded"} <= folded


def test_terms_that_filter_are_shown_though_nobody_has_counted():
    rows = term_rows({}, {"Foreign policy": "exclude"})
    assert [(row.name, row.count, row.kind) for row in rows] == [("Foreign policy", UNCOUNTED, "term")]
    rows = term_rows({"a": 2, "FOREIGN policy": 3, "b": 9}, {"foreign Policy": "require"}, order="name")
    assert [(row.name, row.count) for row in rows] == [("FOREIGN policy", 3), ("a", 2), ("b", 9)]


@pytest.mark.parametrize("marks", [UNICODE, ASCII])
@given(st.sampled_from(NAMES), st.integers(8, 60), st.integers(0, 4), st.integers(-1, 10**9), st.data())
def test_every_row_has_exactly_the_width(marks, name, width, depth, count, data):
    pane = TagFilter(marks=marks)
    mode = data.draw(st.sampled_from((None, *MODES)))
    fold = data.draw(st.sampled_from(("", "open", "folded")))
    kind = data.draw(st.sampled_from(("tag", "term")))
    pane.rows = [TagRow(name, mode, count, name, depth, fold, kind)]
    (line,) = pane.row_lines(0, max(width, 2 * depth + 18))
    assert sum(cell_len(mark.text) for mark in line) == max(width, 2 * depth + 18)


def test_thousands_of_tags_are_a_tree_too():
    counts = {f"t{number % 70}/{number}": number for number in range(5000)}
    rows = tag_rows({**counts, **{f"t{number}": 1 for number in range(70)}}, {"t1": "require"}, folded={"t2"})
    assert len(rows) == 5070 - len([name for name in counts if name.startswith("t2/")])
