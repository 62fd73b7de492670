import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.patterns import PatternMistake
from tui.query.rewriting import check_rewriting, rewritten

URL = "https://example.org/story/12/a-walk"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), URL),
        (((r"/story/(\d+)/.*", r"/print/\1"),), "https://example.org/print/12"),
        (
            ((r"/none/", "x"), (r"(?P<host>example)\.org", r"\g<host>.net")),
            "https://example.net/story/12/a-walk",
        ),
        ((("$", "?page=all"), ("story", "never")), URL + "?page=all"),
        ((("(", "x"), ("story", r"\7"), ("story", "print")), "https://example.org/print/12/a-walk"),
    ],
)
def test_the_first_pair_that_fits_rewrites(pairs, expected):
    assert rewritten(URL, pairs) == expected


def test_a_pattern_without_end_rewrites_nothing():
    url = "https://example.org/" + "a" * 3_000
    assert rewritten(url, ((r"(a+)+$b|(a|aa)+!", "x"), ("org", "net"))) == url.replace("org", "net")


@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        ("(", "", "cannot be read"),
        ("a", r"\1", "no group '1'"),
        ("(a)", r"\g<name>", "no group 'name'"),
        ("a" * 501, "", "ends after"),
        ("(a{999}){999}", "", "repeats too much"),
    ],
)
def test_a_pair_that_cannot_be_used_says_why(pattern, instead, said):
    with pytest.raises(PatternMistake, match=said):
        check_rewriting(pattern, instead)
    check_rewriting("(a)(?P<b>c)", r"\2\g<b>\g<1>")


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_passes_the_check_can_be_used(pattern, instead):
    try:
        check_rewriting(pattern, instead)
    except PatternMistake:
        return
    assert isinstance(rewritten(URL, ((pattern, instead),)), str)
