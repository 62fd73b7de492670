import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.model.clean import MOST_MARKS, _scrubbed, clean, clean_body

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff\ufdd0-\ufdef"
    "\ufffe\uffff\U0001fffe\U0010ffff\U000e0000-\U000e007f]"
)

#: Pieces out of which hostile strings are made.
PIECES = st.sampled_from(
    [
        *"ab \n\t\r\x00\x07\x08\x0b\x1b\x1c\x7f\x85\x90\x9b\x9c\x9d\xa0\xad",
        *("[", "]", "\\", "0;", "2J", "\x1b]", "\x1b[", "\x1bP", "\x1b\\", "…"),
        *"\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\ufeff\ufff9\ud800\udfff\ufffe\U000e0041",
        *"é漢ب\u05b0\u0301\u0e49\u20dd\ufe0f",
        *("👩", "🚀", "👩\u200d🚀", "\U0001f3fd", "\u0301" * 15, "\u0301\u200d" * 15),
    ]
)
HOSTILE = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


#: What the quick look lets through, beside what it must not.
ORDINARY = st.lists(
    st.sampled_from(
        ["word", " ", "\n", "\t", "\xa0", "été", "привет", "مستقبل" * 3, "日本語", "ไทย" * 5, "e\u0301"]
    )
    | HOSTILE,
    max_size=8,
).map("".join)


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for character in text:
        kind = unicodedata.category(character)
        run = run + 1 if kind[0] == "M" else run if kind == "Cf" else 0
        longest = max(longest, run)
    return longest


@given(HOSTILE, st.integers(1, 40))
@example("\u200b\ufe0e", 40)
@settings(max_examples=300, deadline=None)
def test_cleaning_leaves_nothing_harmful_and_is_done_once(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert not FORBIDDEN.search(line)
    assert "\n" not in line and "\t" not in line
    assert len(line) <= limit
    assert longest_run_of_marks(line) <= MOST_MARKS
    assert line == line.strip()
    assert clean(line, limit) == line


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_cleaning_a_body_leaves_nothing_harmful_and_is_done_once(text: str) -> None:
    body = clean_body(text)
    assert not FORBIDDEN.search(body)
    assert longest_run_of_marks(body) <= MOST_MARKS
    assert clean_body(body) == body


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("before\x1b[2J\x1b[Hafter", "beforeafter"),
        ("copy\x1b]52;c;dG91Y2g=\x07me", "copyme"),
        ("copy\x1b]52;c;dG91Y2g=\x1b\\me", "copyme"),
        ("copy\x9d52;c;dG91Y2g=\x9cme", "copyme"),
        ("\x1b]8;;https://evil.example/\x1b\\bank\x1b]8;;\x1b\\", "bank"),
        ("title\x1b]0;never ended", "title"),
        ("\x1bP+q544e\x1b\\x\x1b_Gi=1\x1b\\y", "xy"),
        ("a\x9b31mb", "ab"),
        ("\x1b(0lqk\x1bc", "lqk"),
        ("good\x08\x08\x08\x08evil", "goodevil"),
        ("trusted\rATTACKER", "trusted ATTACKER"),
        ("one\ntwo\r\n\tthree", "one two three"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("pay\u200bpal", "paypal"),
        ("soft\xadhyphen", "softhyphen"),
        ("flag\U000e0065\U000e0076", "flag"),
        ("x\ud800y", "xy"),
        ("a\ufffe\ufdd0b", "ab"),
        ("[bold]not markup[/] %s {0} :smile:", "[bold]not markup[/] %s {0} :smile:"),
        ("Sie\xa0sagt:  «\u202fNein\u202f»", "Sie\xa0sagt: «\u202fNein\u202f»"),
        ("👩\u200d🚀 \u200dx\u200dy", "👩\u200d🚀 xy"),
        ("👩\u200d❤\ufe0f\u200d💋\u200d👩", "👩\u200d❤\ufe0f\u200d💋\u200d👩"),
        ("👩\u200d" * 9 + "👩", "👩" * 10),
        ("漢\u200d字", "漢字"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pay\u200cpal", "paypal"),
        ("z" + "\u0301" * 99 + "end", "z" + "\u0301" * 12 + "end"),
        ("a \ufe0fb ❤\ufe0f", "a b ❤\ufe0f"),
        ("  ", ""),
    ],
)
def test_one_line(given: str, shown: str) -> None:
    assert clean(given) == shown


def test_a_body_keeps_its_lines() -> None:
    assert clean_body("a\r\n\tb\x1b[1m\u2028c  d") == "a\n\tb\nc  d"


def test_a_long_line_is_cut_visibly() -> None:
    assert clean("word " * 10, 12) == "word word w…"
    assert clean("word " * 10, 11) == "word word…"
    assert len(clean("x" * 5_000_000)) == 1_000
    assert clean("👩\u200d🚀🚀", 3) == "👩…"


def test_a_flood_of_escapes_takes_linear_time() -> None:
    assert clean_body("\x1b]" * 300_000 + "\n" + "\x9d\x90" * 300_000 + "end") == "\nend"


@given(ORDINARY)
@settings(max_examples=300, deadline=None)
def test_a_quick_look_misses_nothing(text: str) -> None:
    assert clean_body(text) == _scrubbed(text)
    if not text.isascii():
        assert clean(text, 1_000) == clean(text + "\x00", 1_000)
