"""Colors and offers for text that is still being typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query import parse
from tui.query.highlight import spans
from tui.query.mentions import UnknownName, unknown_name
from tui.query.suggest import (
    MOST_OFFERS,
    Names,
    Offer,
    complete,
    field_help,
    open_pattern,
    value_before,
    word_before,
)

NAMES = Names(
    tags={"morocco": 31, "mor": 2, "two words": 5, "economy": 22, "sports": 4},
    feeds={"Kernel Notes": 9, "LWN": 3},
    categories={"news/africa": 4, "news": 9},
    states={"unread": 12},
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


TODAY = date(2026, 11, 24)


def inserts(text, names=NAMES, cursor=None):
    return [offer.insert for offer in complete(text, len(text) if cursor is None else cursor, names, TODAY)]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("#mo", ["morocco", "mor"]),
        ("-#Mo", ["morocco", "mor"]),
        ("#nom", ["economy"]),
        ('#"tw', ['"two words"']),
        ("#tw", ['"two words"']),
        ("#mor", ["morocco"]),
        ("tag:(x, mor", ["morocco"]),
        ("feed:ker", ['"Kernel Notes"']),
        ('feed:="ker', ['"Kernel Notes"']),
        ('feed:"lw', ['"LWN"']),
        ("category:ne", ["news", "news/africa"]),
        ("is:un", ["unread"]),
        ("is:unread", []),
        ("has:v", ["video"]),
        ("folder:afr", ["news/africa"]),
        ("newer:yest", ["yesterday"]),
        ("date:2026-1", ["2026-11", "2026-10"]),
        ("date:>=this", ["thisweek", "thismonth", "thisyear"]),
        ("minutes:", [">5", "<5", "5..10"]),
        ("minutes:>", []),
        ("limit:5", ["50"]),
        ("sort:ti", ["title"]),
        ("sort:title,-da", ["date"]),
        ("title:x", []),
        ("nofield:x", []),
        ("foo#mo", []),
        ('"two mo', []),
        ("", []),
        ("zz ", []),
    ],
)
def test_what_is_offered_for_a_value(text, offers):
    assert inserts(text) == offers


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("u", "is:unread"),
        ("unr", "is:unread"),
        ("s", "is:starred"),
        ("-s", "#sports"),
        ("NOT s", "is:starred"),
        ("mo", "#morocco"),
        ("ec", "#economy"),
        ("two", '#"two words"'),
        ("afr", "category:news/africa"),
        ("LW", "feed:LWN"),
        ("notes", 'feed:"Kernel Notes"'),
        ("week", "newer:1w"),
        ("yesterd", "date:yesterday"),
        ("longer", "minutes:>5"),
        ("podc", "has:audio"),
        ("cat", "category:"),
        ("intit", "title:"),
        ("a (ti", "title:"),
        ("oldest", "sort:-date"),
    ],
)
def test_what_comes_first_for_a_bare_word(text, first):
    assert inserts(text)[0] == first


def test_no_kind_takes_all_the_places_and_nothing_is_offered_twice():
    many = Names(tags={f"tag{number}": 99 for number in range(50)}, states={"unread": 3})
    kinds = [offer.kind for offer in complete("t", 1, many, TODAY)]
    assert len(kinds) == MOST_OFFERS and kinds.count("tag") < 6 and {"time", "field"} <= set(kinds)
    assert "is:unread" not in inserts("is:unread u")
    assert "#mor" not in inserts("-#mor m")
    # A second span of time would only contradict the first.
    assert not [one for one in inserts("newer:2d last") if one.startswith("newer:")]
    assert inserts("xyzzy") == []


def test_names_without_articles_come_last_unless_they_are_to_be_left_out():
    names = Names(tags={"sad": 0, "sport": 4})
    assert [one for one in inserts("s", names) if one[0] == "#"] == ["#sport", "#sad"]
    assert inserts("s", names).index("#sad") > inserts("s", names).index("source:")
    assert inserts("-s", names)[:2] == ["#sport", "#sad"]


def test_an_offer_says_what_to_replace_and_how_many_there_are():
    offer = complete("a #mor b", 6, NAMES)[0]
    assert offer == Offer(3, 6, "morocco", "morocco", "tag", "", 31)
    assert offer.taken("a #mor b") == ("a #morocco b", 10)
    for one in complete("#m", 2, NAMES):
        assert parse(f"#{one.insert}")
    assert complete("#mo", 2, NAMES) == ()
    assert complete("is", 2, Names())[0].insert == "is:"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a unr", "a is:unread "),
        ("-spo", "-#sports "),
        ("cate", "category:"),
        ("tag:(mo", "tag:(morocco"),
        ("feed:ker", 'feed:"Kernel Notes" '),
    ],
)
def test_a_whole_term_makes_room_for_the_next(text, result):
    taken, cursor = complete(text, len(text), NAMES, TODAY)[0].taken(text)
    assert (taken, cursor) == (result, len(result))


def test_the_help_of_the_field_that_is_being_typed():
    assert field_help("a minutes:", 10) == "minutes: reading time in minutes: <5"
    assert field_help("a #mor", 6) == field_help("mor", 3) == field_help("minutes:5 ", 10) == ""


@given(st.text(alphabet='ab#:-()",tagfed=\\sor<>| ', max_size=16), st.integers(0, 16))
def test_any_text_can_be_completed(text, cursor):
    for offer in complete(text, min(cursor, len(text)), NAMES, TODAY):
        assert 0 <= offer.start <= offer.end <= len(text)
        assert offer.insert
        assert 0 <= word_before(text, min(cursor, len(text))) <= offer.end


KNOWN = {"tag": ["morocco", "economy"], "category": ["news/africa", "news"], "feed": ["Kernel Notes", "LWN"]}
UNKNOWN = [
    ("#moroco", 1, 6, "no tag “moroco”: did you mean #morocco?"),
    ("a -#moroco b", 4, 6, "no tag “moroco”: did you mean #morocco?"),
    ("tag:(economy, moroco)", 14, 6, "no tag “moroco”: did you mean #morocco?"),
    ('#"moroco"', 1, 8, "no tag “moroco”: did you mean #morocco?"),
    ("#zzzz", 1, 4, "no tag “zzzz”"),
    ("category:nws", 9, 3, "no category “nws”: did you mean category:news?"),
    ("folder:afrika", 7, 6, "no category “afrika”: did you mean category:news/africa?"),
    ("feed:=LWM", 6, 3, "no feed “LWM”: did you mean feed:=LWN?"),
    ("feed:kernal", 5, 6, 'no feed “kernal”: did you mean feed:"Kernel Notes"?'),
    ('feed:="kernel notes"', 6, 14, 'no feed “kernel notes”: did you mean feed:="Kernel Notes"?'),
    ("x (a | #moroco)", 8, 6, "no tag “moroco”: did you mean #morocco?"),
]


@pytest.mark.parametrize(("text", "position", "length", "sentence"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_names_nobody_has(text, position, length, sentence):
    parse(text)
    assert unknown_name(text, KNOWN) == UnknownName(sentence, position, length)


@pytest.mark.parametrize(
    "text",
    ["", "#morocco -#Economy", "tag:*", "tag:(morocco,economy) x", "category:NEWS category:news/africa", 'category:=""',
     "feed:ker feed:=LWN", "title:moroco moroco", "feed:l"],
)  # fmt: skip
def test_names_that_are_known(text):
    assert unknown_name(text, KNOWN) is None


def test_a_name_above_others_is_known():
    assert unknown_name("#news", {"tag": ["news/africa"]}) is None
    assert unknown_name("category:=news", {"category": ["news/africa"]}) is not None


def test_thousands_of_names_are_looked_through_in_no_time():
    known = {"tag": [f"{chr(97 + number % 26)}ag {number}" for number in range(20_000)]}
    text = " ".join(f"#none{number}" for number in range(2_000))
    assert unknown_name(text, known).position == 1


@given(st.text(alphabet='-!( #:/"ab', max_size=12), st.integers(-3, 20))
def test_a_cursor_that_is_ahead_of_the_text_does_no_harm(text, cursor):
    assert 0 <= word_before(text, cursor) <= len(text)
    for asked in (value_before, field_help, open_pattern):
        asked(text, cursor)
    assert all(offer.end <= len(text) for offer in complete(text, cursor, NAMES))
