"""newsboat's filters mean here what they mean there, or are left behind."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.peers.belongings import Untranslatable
from tui.peers.newsboat_filter import Comparison, Junction, comparisons, read_filter
from tui.peers.newsboat_terms import translate
from tui.query import Subject, matches, parse

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
TAGS = ("news", "two words", "comics")

EXACT = [
    ('unread = "yes"', "is:unread"),
    ('unread == "no"', "is:read"),
    ('unread != "yes"', "is:read"),
    ('unread =~ "^y"', "is:unread"),
    ("age < 7", "newer:7d"),
    ("age <= 7", "newer:8d"),
    ("age > 7", "older:8d"),
    ("age >= 7", "older:7d"),
    ("age = 3", "date:4d..3d"),
    ("age between 0:7", "newer:8d"),
    ("age between 7:2", "date:8d..2d"),
    ("age != 0", "-newer:1d"),
    ('author =~ "Frank"', "author:Frank"),
    ('author !~ "Frank|John"', "-author:(Frank,John)"),
    ('author = "Jane Doe"', 'author:="Jane Doe"'),
    ('author = ""', 'author:=""'),
    ('author =~ "."', '-author:=""'),
    ('link =~ "example\\.org/a"', "url:example.org/a"),
    ('feedtitle = "The News"', 'feed:="The News"'),
    ('rssurl !~ "reddit"', "-feed-url:reddit"),
    ('tags # "news"', "#news"),
    ('tags !# "news"', "-#news"),
    ('flags =~ "s"', "#flag/s"),
    ('flags !~ "[ab]"', "-(#flag/a | #flag/b)"),
    ('flags = ""', "-#flag"),
    ('flags != ""', "#flag"),
    ('flags =~ "."', "#flag"),
    ('enclosure_url != ""', "has:enclosure"),
    ('enclosure_type = ""', "-has:enclosure"),
    ('enclosure_type =~ "^audio/"', "has:audio"),
    ('enclosure_type =~ "audio/|video/"', "has:audio | has:video"),
    ('unread = "yes" and age between 0:7', "is:unread newer:8d"),
    ('(author =~ "a" or author =~ "b") and unread = "yes"', "(author:a | author:b) is:unread"),
    ('unread = "yes" and (author =~ "a" or author =~ "b")', "is:unread (author:a | author:b)"),
    ('author =~ "a" or author =~ "b" or author =~ "c"', "author:a | author:b | author:c"),
    ('author =~ "a\\"b"', 'author:"a\\"b"'),
    ("age >= 0", ""),
    ("unread_count > 0", "feed.unread:>0"),
    ("unread_count != 3", "-feed.unread:3"),
    ("unread_count between 9:2", "feed.unread:2..9"),
    ("unread_count >= 0", "feed.unread:>=0"),
    ("unread_count >= -1", ""),
    ('title =~ "Linux"', "title:/linux/"),
    ('title =~ "Linux|BSD"', "title:/linux|bsd/"),
    ('title !~ "^(AD|Sponsored):"', "-title:/^(?:ad|sponsored):/"),
    ('title = "AD"', "title:/^(?-i:AD)$/"),
    ('title # "AD"', "title:/(?:^| )(?-i:AD)(?: |$)/"),
    ('content =~ "climate"', "body:/climate/"),
    ('author =~ "^Jo"', "author:/^jo/"),
    ('link =~ "/live/[0-9]+"', r"url:/\/live\/[0-9]+/"),
    ('rssurl =~ "^https"', "feed-url:/^https/"),
    ('feedtitle =~ "daily$"', "feed:/daily$/"),
]  # fmt: skip

LEFT = [
    ('unread = "yes" and age < 1 or age > 9', "put parentheses"),
    ('unread = "yes" or age < 1 and age > 9', "put parentheses"),
    ("articleindex < 5", "`articleindex` has no counterpart"),
    ('date =~ "2026"', "`date` is a text"),
    ('guid = "x"', "`guid` has no counterpart"),
    ("total_count > 5", "`total_count` has no counterpart"),
    ('description =~ "x"', "`description` has no counterpart"),
    ('feedlink =~ "x"', "`feedlink` has no counterpart"),
    ("latest_article_age > 3", "`latest_article_age` has no counterpart"),
    ('enclosure_url =~ "mp3"', "addresses of attached files"),
    ('enclosure_type =~ "pdf"', "`enclosure_type` can be brought only"),
    ('content =~ "<img"', "markup"),
    ('content =~ "^x"', "markup"),
    ('content = "x"', "cannot be said here"),
    ('title < "x"', "cannot be said here"),
    ('tags =~ "nothing"', "`tags` can be brought only"),
    ('tags = "news comics"', "`tags` can be brought only"),
    ('flags = "ab"', "`flags` can be brought only"),
    ('author =~ "(a"', "never closed"),
    ('author =~ "(.)\\1"', "refers back"),
    ("age < 0", "younger than now"),
    ("age < 1000000000", "newsboat would stumble"),
    ("age > 999999999", "beyond all numbers"),
    ("unread_count < 0", "never less than none"),
    ('age < "x"', "is a number"),
    ('unread = "maybe"', "never be true"),
    ('nonsense = "x"', "no `nonsense`"),
    ("", "ends too early"),
    ("unread", "ends too early"),
    ('unread = "yes" and', "ends too early"),
    ('unread = "yes" unread = "yes"', "does not belong"),
    ('(unread = "yes"', "never closed"),
    ('unread = "yes")', "does not belong"),
    ('unread = "yes', "newsboat would stumble"),
    ('not unread = "yes"', "does not belong"),
    ("(" * 60 + 'unread = "yes"' + ")" * 60, "too many parentheses"),
]


@pytest.mark.parametrize(("filter_", "query"), EXACT)
def test_a_filter_in_our_words(filter_: str, query: str) -> None:
    result = translate(filter_, TAGS)
    assert (result.query, result.problems, result.remarks) == (query, [], [])
    parse(query)


@pytest.mark.parametrize(("filter_", "reason"), LEFT)
def test_what_cannot_be_said_is_left_with_the_reason(filter_: str, reason: str) -> None:
    result = translate(filter_, TAGS)
    assert result.query == ""
    assert len(result.problems) == 1
    assert reason in result.problems[0]


def test_a_filter_is_left_whole_with_every_reason() -> None:
    result = translate('unread = "yes" and (guid = "x" or articleindex = 1) and author =~ "Frank"')
    assert result.query == ""
    assert len(result.problems) == 2


def test_a_small_difference_is_said() -> None:
    only = translate('flags # "s"')
    assert only.query == "#flag/s"
    assert "only flag" in only.remarks[0]
    some = translate('tags =~ "o"', TAGS)
    assert some.query == 'tag:("two words",comics)'
    assert "list of the tags" in some.remarks[0]


def test_parentheses_are_kept() -> None:
    node = read_filter('(a = "1" or b = "2") and c = "3"')
    assert node == Junction(
        "and",
        Junction("or", Comparison("a", "=", "1"), Comparison("b", "=", "2")),
        Comparison("c", "=", "3"),
    )
    assert [one.attribute for one in comparisons(node)] == ["a", "b", "c"]


@given(st.text(alphabet='abz"=~!#<>()0:1 andorbetween', max_size=40))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        node = read_filter(text)
    except Untranslatable as error:
        assert str(error)
        return
    assert all(one.attribute for one in comparisons(node))


@given(st.text(max_size=60))
def test_any_text_is_translated_or_left(text: str) -> None:
    result = translate(text, TAGS)
    assert result.problems or parse(result.query) is not None


# What newsboat itself would say, written down apart from the translation.

FACTS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Linux 7 is out", "AD: buy", "rusty old party", "x"]),
        "author": st.sampled_from(["", "Jane Doe", "frank", "Frank Doe, John"]),
        "link": st.sampled_from(["http://a.example/1", "https://B.example/Live/22"]),
        "feedtitle": st.sampled_from(["The News", "news", "Comics"]),
        "rssurl": st.sampled_from(["https://a.example/feed", "http://reddit.example/r"]),
        "tags": st.sampled_from(["", "news", "comics news"]),
        "flags": st.sampled_from(["", "s", "ab", "S"]),
        "unread": st.sampled_from(["yes", "no"]),
        "enclosure_type": st.sampled_from(["", "audio/mpeg", "video/mp4", "application/pdf"]),
        "age": st.sampled_from([0, 1, 2, 6, 7, 8, 30]),
    }
)
COMPARISONS = [
    'unread = "yes"', 'unread != "yes"', "age < 7", "age <= 7", "age > 7", "age >= 7", "age = 7", "age != 7",
    "age between 1:7", "age between 0:1", 'author =~ "frank"', 'author !~ "Doe"', 'author = "Jane Doe"',
    'author = "jane doe"', 'author =~ "."', 'author =~ "jane|john"', 'link =~ "LIVE"', 'link = "http://a.example/1"',
    'feedtitle =~ "news"', 'feedtitle = "news"', 'rssurl =~ "reddit"', 'rssurl !~ "a\\.example"', 'tags # "news"',
    'tags !# "comics"', 'flags =~ "s"', 'flags =~ "[ab]"', 'flags = ""', 'enclosure_type =~ "^audio/"',
    'enclosure_type != ""', 'title =~ "linux"', 'title =~ "^ad:|party$"', 'title !~ "\\<art"', 'title = "x"',
    'title # "Linux"', 'author =~ "^F"', 'rssurl =~ "^https"',
]  # fmt: skip
FILTERS = st.recursive(
    st.sampled_from(COMPARISONS),
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner, st.booleans()).map(
        lambda part: f"({part[0]} {part[1]} {part[2]})" if part[3] else f"{part[0]} {part[1]} {part[2]}"
    ),
    max_leaves=5,
)


def _newsboat_says(node: Comparison | Junction, facts: dict[str, object]) -> bool:
    if isinstance(node, Junction):
        left, right = (_newsboat_says(part, facts) for part in (node.left, node.right))
        return left and right if node.word == "and" else left or right
    value, text = node.value, str(facts[node.attribute])
    if node.operator in ("!=", "!~", "!#"):
        return not _newsboat_says(
            Comparison(node.attribute, {"!=": "=", "!~": "=~", "!#": "#"}[node.operator], value), facts
        )
    if node.operator == "between":
        low, high = map(int, value.split(":"))
        return low <= int(text) <= high
    if node.operator == "=~":
        return re.search(value.replace("\\<", r"\b"), text, re.IGNORECASE) is not None
    if node.operator == "#":
        return value in text.split(" ")
    if node.operator == "=":
        return int(text) == int(value) if node.attribute == "age" else text == value
    return {
        "<": int(text) < int(value),
        "<=": int(text) <= int(value),
        ">": int(text) > int(value),
        ">=": int(text) >= int(value),
    }[node.operator]


def _subject(facts: dict[str, object]) -> Subject:
    flags = tuple(f"flag/{letter}" for letter in str(facts["flags"]))
    # In the middle of the day that the age says.
    moment = int(NOW.timestamp()) - int(str(facts["age"])) * 86_400 - 40_000
    return Subject(
        id=1, title=str(facts["title"]), author=str(facts["author"]), url=str(facts["link"]),
        feed_title=str(facts["feedtitle"]), feed_url=str(facts["rssurl"]),
        tags=(*flags, *str(facts["tags"]).split()), read=facts["unread"] == "no",
        enclosures=(str(facts["enclosure_type"]),) if facts["enclosure_type"] else (), sorted_at=moment,
    )  # fmt: skip


@settings(max_examples=400)
@given(FILTERS, FACTS)
def test_what_is_brought_finds_what_it_found(filter_: str, facts: dict[str, object]) -> None:
    result = translate(filter_, TAGS)
    if result.problems:
        assert all("put parentheses" in problem for problem in result.problems)
        return
    assert matches(parse(result.query).expr, _subject(facts), NOW) == _newsboat_says(
        read_filter(filter_), facts
    )
