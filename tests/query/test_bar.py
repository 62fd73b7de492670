"""Colors and offers for text that is still being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query import FIELDS, parse
from tui.query.highlight import spans
from tui.query.suggest import Completion, Names, complete, unknown_names

NAMES = Names(
    tags={"morocco": 31, "mor": 2, "two words": 5, "economy": 22},
    feeds={"Kernel Notes": 9, "LWN": 3},
    categories={"news/africa": 4, "news": 9},
)


def colored(text):
    return [(text[start:end], role) for start, end, role in spans(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("foo OR #a", [("foo", "text"), ("OR", "operator"), ("#", "tag"), ("a", "tag")]),
        ("-#a b", [("-", "exclude"), ("#", "exclude"), ("a", "exclude"), ("b", "text")]),
        ("NOT a b", [("NOT", "exclude"), ("a", "exclude"), ("b", "text")]),
        ("NOT is:read", [("NOT", "exclude"), ("is:", "exclude"), ("read", "exclude")]),
        ("-(a b)", [("-", "exclude"), ("(", "operator"), ("a", "text"), ("b", "text"), (")", "operator")]),
        ("tag:(a,b)", [("tag:", "field"), ("(", "operator"), ("a", "tag"), (",", "operator"), ("b", "tag"), (")", "operator")]),
        ("date:>=2w", [("date:", "field"), (">=", "operator"), ("2w", "text")]),
        ("autor:x", [("autor:", "error"), ("x", "text")]),
        ('title:"a', [("title:", "field"), ('"a', "error")]),
        ('"a b"*', [('"a b"', "text"), ("*", "operator")]),
        ("/ab/", [("/ab/", "text")]),
    ],
)  # fmt: skip
def test_colors(text, parts):
    assert colored(text) == parts


@given(st.text(alphabet='ab #:-!()"\\|,*/<>=.ORNT', max_size=20))
def test_colors_never_overlap(text):
    end = 0
    for start, stop, role in spans(text):
        assert end <= start < stop <= len(text)
        assert role in ("field", "tag", "exclude", "text", "operator", "error")
        end = stop


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("#mo", ["morocco", "mor"]),
        ("-#Mo", ["Morocco", "Mor"]),
        ("#nom", ["economy"]),
        ('#"tw', ['"two words"']),
        ("#tw", ['"two words"']),
        ("tag:(x, mor", ["morocco", "mor"]),
        ("feed:ker", ['"kernel Notes"']),
        ('feed:="ker', ['"Kernel Notes"']),
        ('feed:"lw', ['"lwN"']),
        ("category:ne", ["news", "news/africa"]),
        ("is:un", ["unread"]),
        ("folder:afr", ["news/africa"]),
        ("newer:yest", ["yesterday"]),
        ("sort:ti", ["title"]),
        ("a (ti", ["title:"]),
        ("cat", ["category:"]),
        ("title:x", []),
        ("nofield:x", []),
        ("foo#mo", []),
        ("t", []),
        ("", []),
    ],
)
def test_offers(text, offers):
    assert [offer.insert for offer in complete(text, len(text), NAMES)] == offers


def test_an_offer_says_what_to_replace_and_how_many_there_are():
    assert complete("a #mor b", 6, NAMES)[0] == Completion(3, 6, "morocco", "morocco", 31)
    for offer in complete("#m", 2, NAMES):
        assert parse(f"#{offer.insert}")
    assert complete("is", 2, Names())[0].insert == "is:"
    assert len(complete("#", 1, Names(tags={f"t{number}": 1 for number in range(50)}))) == 12


@given(st.text(alphabet='ab#:-()",tagfed=\\', max_size=16), st.integers(0, 16))
def test_any_text_can_be_completed(text, cursor):
    for offer in complete(text, min(cursor, len(text)), NAMES):
        assert 0 <= offer.start <= offer.end <= len(text)
        assert offer.insert


def test_names_nobody_has():
    query = parse(
        '#moroco -#mor category:nws category:news feed:="LWM" feed:=LWN #zzzz category:="" tag:(economy,x)'
    )
    assert unknown_names(query, NAMES) == (
        "no tag “moroco”: did you mean #morocco?",
        "no category “nws”: did you mean category:news?",
        "no feed “LWM”: did you mean feed:=LWN?",
        "no tag “zzzz”",
        "no tag “x”",
    )
    assert unknown_names(parse("#news"), Names(tags={"news/africa": 1})) == ()
    assert "text" in FIELDS
