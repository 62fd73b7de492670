"""What is wanted of one feed: read back as it was written, and never from what somebody broke."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.definition import Definition
from tui.model.errors import BroadsheetError
from tui.model.feed_setting_values import (
    interval_words,
    kept_words,
    read_authorization,
    read_header,
    read_headers,
    read_interval,
    read_kept,
    read_line,
    read_proxy,
    read_yes,
)
from tui.model.feed_settings import (
    AUTHORIZATIONS,
    LONGEST_INTERVAL,
    MOST_KEPT,
    NO_SETTINGS,
    SHORTEST_INTERVAL,
    FeedSettings,
    is_secret_header,
    read_settings,
    settings_for,
    with_settings,
)

words = st.text("abcü:/ .-", max_size=12)
names = st.text("abc-", min_size=1, max_size=8)
intervals = st.none() | st.integers(10, 43_200).map(lambda minutes: timedelta(minutes=minutes))
wanted = st.builds(
    FeedSettings,
    every=intervals,
    user_agent=words,
    headers=st.lists(st.tuples(names, words), max_size=4).map(tuple),
    cookies_file=words,
    authorization=st.sampled_from(AUTHORIZATIONS),
    user=words,
    unencrypted=st.booleans(),
    proxy=words,
    insecure_tls=st.booleans(),
    keep_newest=st.integers(0, MOST_KEPT),
    keep_days=st.integers(0, MOST_KEPT),
    server=words,
    credentials=words,
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("every", "user_agent", "headers", "authorization", "proxy", "insecure_tls", "newest", "days", "new")


@given(wanted)
def test_what_is_stored_is_read_again(settings):
    assert read_settings(with_settings({}, settings)) == settings


@given(wanted, wanted)
def test_what_else_is_said_of_the_feed_stays(first, second):
    body = {"hidden": True, "text": {"when": "always"}, "fetch": {"later": 3}, "page": {"item": "li"}}
    once = with_settings(with_settings(body, first), second)
    assert (once["hidden"], once["text"], once["page"]) == (True, {"when": "always"}, {"item": "li"})
    assert once["fetch"]["later"] == 3
    assert read_settings(once) == second
    assert with_settings(once, NO_SETTINGS) == body


def test_no_wish_leaves_nothing_behind():
    assert with_settings({}, NO_SETTINGS) == {}
    assert with_settings(with_settings({}, FeedSettings(keep_days=3)), NO_SETTINGS) == {}


@given(st.dictionaries(st.sampled_from(("fetch", "keep")), anything))
def test_a_broken_body_is_no_crash(body):
    assert isinstance(read_settings(body), FeedSettings)


@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_broken_values_are_left_out(table):
    read = read_settings({"fetch": table, "keep": table})
    assert read == read_settings(with_settings({}, read))
    assert read.every is None or SHORTEST_INTERVAL <= read.every <= LONGEST_INTERVAL


def test_the_feed_of_an_address():
    mine = Definition("feed", "https://a.example/", {"keep": {"newest": 5}})
    others = (Definition("rule", "https://a.example/", {"keep": {"newest": 9}}), mine)
    assert settings_for(others, "https://a.example/") == FeedSettings(keep_newest=5)
    assert settings_for(others, "https://b.example/") is NO_SETTINGS


def test_the_secret_headers_are_those_whose_values_are_elsewhere():
    settings = replace(NO_SETTINGS, headers=(("X-Api-Key", ""), ("X-Lang", "de")))
    assert settings.secret_headers == ("X-Api-Key",)


@pytest.mark.parametrize("name", ["X-Api-Key", "x-token", "X-AUTH", "Private-Secret", "X-Session-Id"])
def test_names_that_tell_of_a_secret(name):
    assert is_secret_header(name)
    assert not is_secret_header("Accept-Language")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("10m", 10), ("6h", 360), ("6 hours", 360), ("every 2 days", 2880), ("1W", 10_080), ("hour", 60)],
)
def test_intervals(text, minutes):
    assert read_interval(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["9m", "31d", "5w", "6", "six hours", "6 parsecs", "-3h", "h6", "0h", "٣h"])
def test_no_intervals(text):
    with pytest.raises(BroadsheetError):
        read_interval(text)


@given(intervals)
def test_an_interval_is_written_as_it_is_read(every):
    assert read_interval(interval_words(every)) == every


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("", ()),
        ("Accept-Language: de", (("Accept-Language", "de"),)),
        ("Accept-Language: de, en;q=0.5; X-A:1 ;", (("Accept-Language", "de, en;q=0.5"), ("X-A", "1"))),
    ],
)
def test_headers_in_a_line(text, headers):
    assert read_headers(text) == headers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Accept", "“Name: value”"),
        ("A b: c", "“Name: value”"),
        ("Host: a.example", "made from the address"),
        ("content-length: 3", "nothing is sent along"),
        ("Accept-Encoding: br", "what can be unpacked"),
        ("Connection: close", "belongs to the connection"),
        ("Authorization: Basic YTpi", "kept secret"),
        ("Cookie: a=b", "file of cookies"),
        ("X-A: 1; x-a: 2", "twice"),
        ("X-A: 1\r\nX-B: 2", "invisible"),
        ("X-A: 漢", "no header can carry"),
        ("; ".join(f"X-{number}: 1" for number in range(21)), "more than 20"),
        (f"X-A: {'a' * 2_001}", "longer than 2,000"),
    ],
)
def test_headers_that_cannot_be(text, said):
    with pytest.raises(BroadsheetError, match=said):
        read_headers(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_header_smuggles_another(name, value):
    try:
        read, content = read_header(name, value)
    except BroadsheetError:
        return
    assert not set(read + content) & set("\r\n\0")
    assert read.isascii()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ("", "")),
        ("Direct", ("direct", "")),
        ("http://proxy.example:3128", ("http://proxy.example:3128", "")),
        ("socks5h://127.0.0.1:9050/", ("socks5h://127.0.0.1:9050", "")),
        ("socks5://me:pass%40word@[::1]:1", ("socks5://me@[::1]:1", "pass@word")),
        ("https://me@proxy.example", ("https://me@proxy.example", "")),
    ],
)
def test_proxies(text, read):
    assert read_proxy(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "proxy",
        "ftp://p:1",
        "http://",
        "http://p:99999",
        "http://p/path",
        "http://p?x",
        "http://[p",
        "http://p\n:1",
    ],
)
def test_no_proxies(text):
    with pytest.raises(BroadsheetError):
        read_proxy(text)


def test_small_values():
    assert [read_kept(text, "It") for text in ("", "0", "all", "50", "1,000", "30 Days")] == [
        0, 0, MOST_KEPT, 50, 1_000, 30,
    ]  # fmt: skip
    assert [read_yes(text) for text in ("yes", "ON", "no", "")] == [True, True, False, False]
    assert [read_authorization(text) for text in ("Basic", "bearer ", "none", "")] == [
        "basic", "bearer", "", "",
    ]  # fmt: skip
    assert read_line("  a b ", "It") == "a b"


@given(st.integers(0, MOST_KEPT))
def test_what_is_kept_is_written_as_it_is_read(number):
    assert read_kept(kept_words(number), "It") == number


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_kept("-1", "It"),
        lambda: read_kept("1000001", "It"),
        lambda: read_kept("ten", "It"),
        lambda: read_kept("²", "It"),
        lambda: read_yes("maybe"),
        lambda: read_authorization("digest"),
        lambda: read_line("a\x1bb", "It"),
        lambda: read_line("a" * 2_001, "It"),
    ],
)
def test_small_values_that_are_none(read):
    with pytest.raises(BroadsheetError):
        read()
