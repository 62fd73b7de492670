"""Patterns of POSIX and of Emacs find in Python what they found at home."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.peers.belongings import Untranslatable
from tui.peers.emacs_regex import read_emacs
from tui.peers.ere import read_ere

#: pattern, what it finds, what it does not
ERE = [
    ("linux", ["Linux 7", "GNU/LINUX"], ["lin ux", ""]),
    ("LINUX", ["linux"], ["unix"]),
    ("foo|bar", ["a foo", "BAR"], ["fo", "ba"]),
    ("(fo|ba)+r", ["for", "bafor"], ["fo"]),
    ("^The", ["the end"], ["in the end"]),
    ("end$", ["the END"], ["endless"]),
    ("a.c", ["abc", "a c"], ["ac"]),
    (r"a\.c", ["a.c"], ["abc"]),
    ("[0-9]{2,3}", ["12", "x1234"], ["1", "x"]),
    ("[^a-z]x", ["1x", " x"], ["ax", "Ax", "x"]),
    ("[]x]y", ["]y", "xy"], ["y"]),
    ("[^]]y", ["ay"], ["]y", "y"]),
    ("[a-]z", ["-z", "az"], ["bz"]),
    (r"[\]d", [r"\d"], ["1", "d"]),
    ("[[:digit:]]+x", ["12x"], ["x"]),
    ("[[:alpha:]_]!", ["é!", "_!"], ["1!"]),
    ("[^[:alpha:]]!", ["1!", "_!"], ["a!", "!"]),
    ("[[:space:]]a", ["b a"], ["ba"]),
    ("[[:punct:]]q", ["/q", "]q", "-q"], ["aq"]),
    (r"\<rust\>", ["Rust 1.0", "in rust"], ["trust", "rusty", "rust_lang"]),
    (r"\brust\b", ["rust"], ["crust"]),
    (r"\Bart", ["party"], ["art"]),
    (r"\W!", [" !"], ["a!"]),
    ("colou?r", ["color", "COLOUR"], ["colouur"]),
    ("a+?b", ["b", "aab"], ["a"]),
    ("a**b", ["b"], ["a"]),
    ("x{2}{2}y", ["xxxxy"], ["xxxy"]),
    ("(a|)b", ["b", "ab"], ["a"]),
    ("a/b", ["A/B"], ["ab"]),
    ("C\\+\\+", ["c++ in anger"], ["c+"]),
    ("Straße", ["STRASSE straße"], ["strasse"]),
]


@pytest.mark.parametrize(("pattern", "found", "not_found"), ERE, ids=[row[0] for row in ERE])
def test_a_posix_pattern_finds_the_same(pattern: str, found: list[str], not_found: list[str]) -> None:
    ours = re.compile(read_ere(pattern).python, re.IGNORECASE)
    assert [text for text in found if not ours.search(text)] == []
    assert [text for text in not_found if ours.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("linux", ("linux",)),
        ("foo|bar", ("foo", "bar")),
        (r"a\.b", ("a.b",)),
        ("C\\+\\+|D", ("C++", "D")),
        ("a.b", ()),
        ("(foo)", ()),
        ("^foo", ()),
        ("foo|", ()),
        ("fo*", ()),
        ("", ()),
    ],
)
def test_what_is_nothing_but_texts_is_known_as_such(pattern: str, literals: tuple[str, ...]) -> None:
    assert read_ere(pattern).literals == literals


@pytest.mark.parametrize(
    "pattern",
    [
        "*a",
        "a|*b",
        "(a",
        "a)",
        "[a",
        "[[:nope:]]",
        "a{x}",
        "{2}",
        "\\",
        r"(a)\1",
        "[[.x.]]",
        "[A-z]",
        "^*",
        r"\b+",
        r"a\<*",
        "(" * 40,
    ],
)
def test_what_has_no_counterpart_is_refused(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        read_ere(pattern)


@given(st.text(alphabet="ab|()[]^$.*+?{}1,-\\:AZ<>", max_size=20))
def test_any_pattern_is_one_of_pythons_without_capitals_or_refused(text: str) -> None:
    try:
        python = read_ere(text).python
    except Untranslatable:
        return
    re.compile(python)
    # Our language ignores case as long as there is no capital.
    assert not any(letter.isupper() for letter in python)


@given(st.text(alphabet="abAB.*+?()[]|^$\\/ é", min_size=1, max_size=12))
def test_letters_that_are_escaped_are_themselves(text: str) -> None:
    escaped = "".join(f"\\{letter}" if letter in r".*+?()[]|^$\{}" else letter for letter in text)
    pattern = read_ere(escaped)
    assert pattern.literals == (text,)
    assert re.fullmatch(pattern.python, text, re.IGNORECASE)


EMACS = [
    ("linu[xs]", ["Linux", "LINUS"], ["linu"]),
    (r"\(linux\|linus\)", ["linux", "Linus"], ["linu"]),
    (r"\(?:foo\|bar\)baz", ["foobaz"], ["foo"]),
    ("(a|b)", ["(a|b)"], ["a", "b"]),
    ("a{2}", ["a{2}"], ["aa"]),
    (r"a\{2\}", ["aa"], ["a{2}"]),
    (r"\bart\b", ["art"], ["party"]),
    (r"\_<art", [], []),
    (r"youtube\.com", ["https://YouTube.com/"], ["youtubexcom"]),
    ("*a", ["*a"], ["a"]),
    (r"\(*a\)", ["*a"], ["a"]),
    ("a+?b", ["ab", "aab"], ["b"]),
    ("a??b", ["b"], ["a"]),
    ("a^b", ["a^b"], ["ab"]),
    ("a$b", ["a$b"], ["ab"]),
    ("^a$", ["A"], ["ab"]),
    (r"\(^a\|b$\)", ["ab", "cb"], ["ca"]),
    (r"a\s-b", ["a b"], ["ab"]),
    ("[[:digit:]]", ["1"], ["a"]),
    ("[]a]", ["]"], ["b"]),
]


@pytest.mark.parametrize(("pattern", "found", "not_found"), EMACS, ids=[row[0] for row in EMACS])
def test_a_pattern_of_emacs_finds_the_same(pattern: str, found: list[str], not_found: list[str]) -> None:
    if not found:
        with pytest.raises(Untranslatable, match="own tables"):
            read_emacs(pattern)
        return
    ours = re.compile(read_emacs(pattern).python, re.IGNORECASE)
    assert [text for text in found if not ours.search(text)] == []
    assert [text for text in not_found if ours.search(text)] == []


@pytest.mark.parametrize(
    "pattern", [r"\(a", r"a\)", "[a", "\\", r"\(a\)\1", r"a\{2", r"\cg", r"\=", r"\(?3:a\)", r"\S-"]
)
def test_what_only_emacs_knows_is_refused(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        read_emacs(pattern)


@given(st.text(alphabet="ab|()[]^$.*+?{}1,-\\:<_s", max_size=20))
def test_any_pattern_of_emacs_is_one_of_pythons_or_refused(text: str) -> None:
    try:
        pattern = read_emacs(text).python
    except Untranslatable:
        return
    assert re.compile(pattern).pattern == pattern
