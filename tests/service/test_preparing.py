"""Entries made safe: what comes out is clean whatever went in."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_entry, rss
from tui.model.clean import clean
from tui.model.entry import Enclosure
from tui.model.errors import FeedError
from tui.service.inspecting import inspect
from tui.service.preparing import prepare, prepare_entry

FEED = "https://example.org/feed"
HOSTILE = "A\x1b]52;c;aGk=\x07 \x9b31m‮b\x00\ud800 [bold]%s{}\U000e0041"


def test_every_text_of_an_entry_is_clean():
    entry = make_entry(
        guid=HOSTILE,
        title=HOSTILE,
        author=HOSTILE,
        language=HOSTILE,
        source=HOSTILE,
        terms=(HOSTILE, "fine", HOSTILE, "\x1b"),
        content=f"<p>{HOSTILE}</p><script>alert(1)</script><img src=x onerror=y>",
    )
    safe = prepare_entry(entry, FEED)
    # HTML is cleaned when it becomes text: references in it decode only then.
    for one in (one for one in fields(safe) if one.name != "html"):
        value = getattr(safe, one.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                assert not set(text) & {"\x1b", "\x9b", "\x07", "‮", "\x00", "\U000e0041"}, one.name
                text.encode()
    assert safe.terms == (clean(HOSTILE), "fine")
    assert "script" not in safe.html and "onerror" not in safe.html and "alert" not in safe.text


def test_dangerous_addresses_are_dropped():
    entry = make_entry(
        url="javascript:alert(1)",
        comments_url="data:text/html,x",
        image_url="file:///etc/passwd",
        enclosures=(Enclosure("javascript:x"), Enclosure("https://example.org/a.mp3", "audio/mpeg", -5)),
    )
    safe = prepare_entry(entry, FEED)
    assert (safe.url, safe.comments_url, safe.image_url) == ("", "", "")
    assert safe.enclosures == (Enclosure("https://example.org/a.mp3", "audio/mpeg", 0),)


def test_an_entry_without_a_title_is_called_by_its_first_words():
    assert prepare_entry(make_entry(title="", content="<p>First words.</p>"), FEED).title == "First words."
    assert prepare_entry(make_entry(title=" ", content=""), FEED).title == "https://example.org/1"
    assert prepare_entry(make_entry(title="\x1b[1m", content="", url=""), FEED).title == "Untitled"


def test_relative_addresses_follow_the_entry():
    entry = make_entry(content="<a href='a/b'>x</a>", base_url="https://example.org/dir/")
    assert "https://example.org/dir/a/b" in prepare_entry(entry, FEED).html
    assert (
        "https://example.org/a/b"
        in prepare_entry(make_entry(content="<a href='a/b'>x</a>", base_url=""), FEED).html
    )


def test_the_summary_stands_in_for_missing_content():
    assert prepare_entry(make_entry(content="", summary="<b>In short</b>"), FEED).text == "In short"


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"title": "Other"}, True),
        ({"content": "<p>Other</p>"}, True),
        ({"url": "https://example.org/other"}, True),
        ({"enclosures": (Enclosure("https://example.org/x"),)}, True),
        ({"author": "Other"}, False),
        ({"url": "https://example.org/1?utm_source=x"}, False),
        ({"raw_hash": b"other"}, False),
    ],
)
def test_the_fingerprint_is_of_what_a_reader_would_notice(change, differs):
    before, after = (prepare_entry(make_entry(1, **one), FEED) for one in ({}, change))
    assert (before.fingerprint != after.fingerprint) is differs


def test_two_entries_under_one_guid_stay_two():
    body = (
        b"<rss version='2.0'><channel><title>t</title>"
        b"<item><guid>x</guid><title>a</title><link>https://example.org/a</link></item>"
        b"<item><guid>x</guid><title>b</title><link>https://example.org/b</link></item></channel></rss>"
    )
    assert len({entry.guid for entry in prepare(body, "", FEED, frozenset()).entries}) == 2


def test_no_feed_is_an_error_with_a_sentence():
    for body in (b"", b"<html><p>x", b"\x00\xff", b"{}", b"[]"):
        with pytest.raises(FeedError, match=r"\.$"):
            prepare(body, "", FEED, frozenset())


def test_a_feed_is_inspected_newest_first():
    items = [
        {"id": str(day), "title": f"Day {day}", "date_published": f"2026-11-{day:02}T00:00:00Z"}
        for day in (3, 9, 1, 7)
    ]
    items.append({"id": "x", "title": "Undated"})
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}
    seen = inspect(json.dumps(document).encode(), "application/feed+json", FEED)
    assert seen.is_feed and seen.title == "T"
    assert seen.newest_titles == ("Day 9", "Day 7", "Day 3", "Day 1", "Undated")
    assert (seen.kind, seen.entries) == ("JSON Feed 1.1", 5)
    assert seen.newest - seen.oldest == 8 * 86_400


def test_a_page_is_inspected_for_its_feeds():
    page = b"<title>Site</title><link rel=alternate type=application/rss+xml href=/feed title=News>"
    seen = inspect(page, "text/html", "https://example.org/blog/")
    assert not seen.is_feed and seen.title == "Site"
    assert seen.candidates == (("https://example.org/feed", "News"),)
    assert "https://example.org/blog/feed" in seen.well_known


texts = st.text(max_size=20) | st.sampled_from((HOSTILE, "<b>", "&#27;[2J", "&#x9b;", "javascript:x", "[/]"))


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts, texts)
def test_no_text_gets_through_unclean(title, content, author, url):
    entry = make_entry(title=title, title_is_html=True, content=content, author=author, url=url)
    safe = prepare_entry(entry, FEED)
    assert safe.title and safe.title == clean(safe.title) and safe.author == clean(safe.author)
    assert safe.url == "" or safe.url.startswith(("http://", "https://", "mailto:"))
    assert not any(
        "\x7f" <= letter <= "\x9f" or (letter < " " and letter not in "\n\t") for letter in safe.text
    )


def test_known_entries_are_left_out_and_counted():
    body = rss(("1", "a"), ("2", "b"))
    first = prepare(body, "", FEED, frozenset())
    rest = prepare(body, "", FEED, frozenset({first.entries[0].raw_hash}))
    assert [entry.title for entry in rest.entries] == ["Title 2"] and rest.known == 1
