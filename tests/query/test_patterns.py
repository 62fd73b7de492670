"""Patterns mean what they mean to Python's re, and no text holds them up."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.strategies import NOW
from tui.model.errors import BroadsheetError, QuerySyntaxError, QueryTooSlow
from tui.query import Subject, matches, parse
from tui.query.patterns import Patience, PatternMistake, _compiled, _steady, pattern_value

#: Each of them would take the standard library longer than anybody lives.
CATASTROPHES = [
    "(a+)+$",
    "(a|aa)+$",
    "(.*?,){50}P",
    "(a{0,100}b?){0,100}$",
    r"(\w+\s?)*$",
    "(a+a+)+b",
    "(a|a|b)*c",
]
HOSTILE = "a" * 5_000 + "," * 50 + "!"


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_pattern_that_never_ends_is_ended(pattern):
    before = time.monotonic()
    try:
        matches(parse(f"/{pattern}/").expr, Subject(body=HOSTILE), NOW)
    except QueryTooSlow as error:
        assert isinstance(error, BroadsheetError)
        assert str(error) == f"stopped after 0.5 s: the pattern /{pattern}/ is too slow"
        assert error.pattern == f"/{pattern}/"
    assert time.monotonic() - before < 20


def test_at_least_the_classic_one_needs_to_be_ended():
    with pytest.raises(QueryTooSlow):
        Patience(10).finds("/(a+)+$/", HOSTILE)


@pytest.mark.parametrize(
    "body",
    ["[\\0-\uffff]" * 40, "(a{1000}){1000}", "((((a{0,999}){0,999}){0,999}){0,999}b", "|" * 400, "[" * 99, "(?i:" * 90,
     "a?" * 200 + "a" * 90, "(" * 90 + ")" * 90, "\\" * 99, "(?P<a>b)" * 2, "(?(1)a|b)", "[[a]--[b]]", "a{2}{3}", "\\1"],
    ids=lambda body: body[:12],
)  # fmt: skip
def test_reading_a_pattern_takes_no_time_and_breaks_nothing(body):
    try:
        value = pattern_value(f"/{body}/")
        Patience(1).finds(value, HOSTILE)
    except (ValueError, QueryTooSlow) as error:
        assert len(str(error)) < 200


pieces = st.sampled_from(
    ["a", "b", "é", "É", "京", ".", "^", "$", "[ab]", "[^a]", r"\w", r"\W", r"\d", r"\s", r"\b", "(a|b)", "(?:ab)", "a*",
     "b+", "a?", "a{2}", "a{1,2}", "a{,2}", "{e}", "a{i<=1}", "}", "{", "]", r"\.", "A", r"\n", "(?=a)", "(?!b)", "[{]"]
)  # fmt: skip
bodies = st.lists(pieces, min_size=1, max_size=6).map("".join)
texts = st.text(alphabet="abABéÉ京1 .{}e]\n", max_size=12)


@settings(deadline=None)
@given(bodies, st.sets(st.sampled_from("ims")), texts)
def test_it_finds_what_the_standard_library_finds(body, flags, text):
    try:
        value = pattern_value(f"/{body}/{''.join(flags)}")
    except ValueError:
        with pytest.raises(re.error):
            re.compile(body)
        return
    options = re.compile("", 0).flags
    for flag in flags:
        options |= {"i": re.I, "m": re.M, "s": re.S}[flag]
    if not any(letter.isupper() for letter in re.sub(r"\\.", "", body)):
        options |= re.I
    assert Patience(5).finds(value, text) == bool(re.search(body, text, options))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("/caf./", "the CAFÉ", True),
        ("/Caf./", "the CAFÉ", False),
        ("/Caf./i", "the CAFÉ", True),
        (r"/\Wcaf/", "the CAFÉ", True),
        ("/(?P<Name>caf)/", "the CAFÉ", True),
        ("/^b/", "a\nb", False),
        ("/^b/m", "a\nb", True),
        ("/a.b/", "a\nb", False),
        ("/a.b/s", "a\nb", True),
        (r"/1\/2/", "1/2", True),
    ],
)
def test_case_and_flags(pattern, text, found):
    assert matches(parse(pattern).expr, Subject(title=text), NOW) is found


def test_where_a_pattern_looks():
    subject = Subject(
        title="T", body="B", author="A", source="S", url="https://u", feed_title="F", feed_url="https://f"
    )
    for text in ("/^t/", "/^b/", "title:/^t/", "body:/^b/", "author:/^a/", "source:/^s/", "feed:/^f/", "url:/u$/",
                 "feed-url:/f$/", "title:(/x/,/t/)", "-author:/t/"):  # fmt: skip
        assert matches(parse(text).expr, subject, NOW), text
    for text in ("/^a/", "title:/b/", "body:/t/", "-/^t/"):
        assert not matches(parse(text).expr, subject, NOW), text


@pytest.mark.parametrize(
    "pattern",
    ["sponsored", "(rust|zig)", r"^Re:\b", "[a-z]3", r"U\.S\.", "(?:a|b|c)d", "a|b|c", r"\d\d:\d\d"],
)
def test_a_steady_pattern_needs_no_limit(pattern):
    assert _steady(f"/{pattern}/") is not None


@pytest.mark.parametrize(
    "pattern",
    [
        *CATASTROPHES,
        "a*",
        "a+b",
        "a?" * 30,
        "a{3}",
        "(a|a)" * 40,
        "((a|a)(a|a))",
        "(?=a)b",
        "(?P<x>a)b",
        r"(a)\1",
    ],
)
def test_whatever_could_multiply_keeps_its_limit(pattern):
    assert _steady(f"/{pattern}/") is None


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=6).map("".join), st.sampled_from(["", "i", "m", "s"]), texts)
def test_a_steady_pattern_finds_the_same(body, flags, text):
    try:
        value = pattern_value(f"/{body or 'a'}/{flags}")
    except ValueError:
        return
    steady = _steady(value)
    if steady is not None:
        assert (steady.search(text) is None) == (_compiled(value).search(text) is None)


@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        ("a{5000000}", 2),
        ("a{2147483648}", 2),
        ("x((((a{200}){200}){200}){200})", 19),
        ("(?:a{3000}){3000}", 12),
        ("(a{301}){,301}", 9),
        ("[abc]{0,20000}", 6),
    ],
)
def test_a_pattern_that_would_take_all_memory_is_refused(pattern, place):
    with pytest.raises(PatternMistake, match="repeats too much") as caught:
        pattern_value(f"/{pattern}/")
    assert caught.value.position == place
    with pytest.raises(QuerySyntaxError, match="repeats too much"):
        parse(f"/{pattern}/")


@pytest.mark.parametrize(
    "pattern", [r"\d{4}-\d{2}-\d{2}", ".{0,2000}x", "(ab{2}){30}", "{e}{}", "a{,5}", r"\{9999999\}"]
)
def test_a_pattern_of_sensible_size_is_taken(pattern):
    assert pattern_value(f"/{pattern}/") == f"/{pattern}/"
