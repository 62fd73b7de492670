from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.render.verse import set_paragraph
from tui.render.wrap import _NARROW, Run, wrap


def lines(text: str, width: int) -> list[str]:
    return ["".join(span.text for span in spans) for spans in wrap([Run(text)], width)]


def test_every_narrow_character_takes_one_cell() -> None:
    every = map(chr, [*range(0x3000), *range(0xA000, 0xFFFF)])
    assert {cell_len(one) for one in every if one != "\n" and _NARROW.fullmatch(one)} == {1}


LETTERS = st.sampled_from([*"abcdefgh.,-/?éü€—", "漢", "字", "。", "「", "」", "ー", "ｱ", "ก", "า", "เ", "한", "е", "\u0301",
                           "🙂", "👩\u200d🚀", "❤\ufe0f", "\u200b", "ا", "\u00a0"])  # fmt: skip
WORDS = st.lists(st.lists(LETTERS, min_size=1, max_size=25).map("".join), min_size=1, max_size=20)


@given(WORDS, st.integers(4, 60))
@settings(max_examples=300, deadline=None)
def test_words_survive_and_no_line_is_too_wide(words: list[str], width: int) -> None:
    text = " ".join(words)
    made = lines(text, width)
    assert all(cell_len(line) <= width for line in made)
    assert "".join("".join(made).split(" ")) == "".join(text.split(" ")).replace("\u200b", "")
    assert not any(line.startswith(" ") or line.endswith(" ") for line in made)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=30), st.integers(9, 40))
@settings(max_examples=150, deadline=None)
def test_lines_are_as_full_as_they_can_be(words: list[str], width: int) -> None:
    made = lines(" ".join(words), width)
    assert " ".join(made).split() == words
    for line, following in pairwise(made):
        assert len(line) + 1 + len(following.split()[0]) > width


@pytest.mark.parametrize(
    ("text", "width", "wrapped"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("  a   b\n\n c ", 9, ["a   b", "", "c"]),
        ("", 9, []),
        ("10\u00a0000 words", 6, ["10\u00a0000", "words"]),
        ("see https://e.org/path/to", 14, ["see", "https://e.org/", "path/to"]),
        ("A" * 12, 5, ["AAAAA", "AAAAA", "AA"]),
        ("漢字かな。「次」", 8, ["漢字か", "な。", "「次」"]),
        ("計画通り」と発表", 8, ["計画通", "り」と発", "表"]),
        ("カラーテスト", 4, ["カ", "ラー", "テス", "ト"]),
        ("漢字abc漢", 7, ["漢字abc", "漢"]),
        ("Donau\u200bdampf\u200bschiff", 10, ["Donaudampf", "schiff"]),
        ("👩\u200d🚀👩\u200d🚀👩\u200d🚀", 4, ["👩\u200d🚀👩\u200d🚀", "👩\u200d🚀"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("ไทย ภาษาไทยเขียนติดกัน", 12, ["ไทย ภาษาไทย", "เขียนติดกัน"]),
    ],
)  # fmt: skip
def test_where_lines_end(text: str, width: int, wrapped: list[str]) -> None:
    assert lines(text, width) == wrapped


def test_runs_keep_their_roles_over_a_break() -> None:
    made = wrap([Run("plain "), Run("linked words", "link", 3), Run(" end")], 12)
    assert [[(span.text, span.role, span.link) for span in line] for line in made] == [
        [("plain ", "text", 0), ("linked", "link", 3)],
        [("words", "link", 3), (" end", "text", 0)],
    ]


def test_marks_that_french_sets_apart_stay_with_their_words() -> None:
    for text in ("il dit « oui » et part !", "il dit « oui » et part ! −≠", "漢字 « oui » et part !"):
        for width in range(8, 30):
            assert not any(line.endswith("«") or line[:1] in "»!" for line in lines(text, width))


def test_a_verse_that_goes_on_is_set_in_further() -> None:
    verse = [
        Run("One short line\n"),
        Run("\u00a0\u00a0another that is "),
        Run("longer", "strong"),
        Run("\nend"),
    ]
    assert ["".join(span.text for span in spans) for spans in set_paragraph(verse, 20)] == [
        "One short line", "\u00a0\u00a0another that is", "      longer", "end",
    ]  # fmt: skip
    assert set_paragraph(verse, 20)[2][-1].role == "strong"
    prose = [Run("One line of prose\nand another one that is longer")]
    assert set_paragraph(prose, 20) == wrap(prose, 20)
