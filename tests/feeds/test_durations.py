"""How long an episode is, from what podcasts say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds import parse
from tui.feeds.podcasting import duration_of
from tui.model.entry import Enclosure
from tui.store.rows import enclosures_in, enclosures_out

RSS = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>x</title><item><guid>1</guid><title>x</title><itunes:duration>{}</itunes:duration>
<enclosure url="https://example.org/a.mp3" type="audio/mpeg" length="9"/>
<enclosure url="https://example.org/a.pdf" type="application/pdf" length="9"/>
<media:content url="https://example.org/v.mp4" type="video/mp4" duration="90"/></item></channel></rss>"""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("754", 754),
        ("12:34", 754),
        ("1:02:03", 3723),
        (" 61.5 ", 61),
        ("", 0),
        ("an hour", 0),
        ("1:2:3:4", 0),
        ("-5", 0),
        ("9999999", 0),
        ("٣", 0),
    ],
)
def test_spellings(text, seconds) -> None:
    assert duration_of(text) == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_length_or_none(text) -> None:
    assert 0 <= duration_of(text) <= 7 * 86_400


def test_of_an_entry_and_of_a_file() -> None:
    parsed = parse(RSS.format("12:34").encode(), content_type="", url="https://example.org/feed")
    assert [one.duration for one in parsed.entries[0].enclosures] == [754, 0, 90]


def test_of_json_feed() -> None:
    attachments = [
        {"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 61.9},
        {"url": "https://example.org/b.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": "61"},
        {"url": "https://example.org/c.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": float("nan")},
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "items": [{"id": "1", "attachments": attachments}],
    }
    parsed = parse(
        json.dumps(document).encode(), content_type="application/feed+json", url="https://example.org/"
    )
    assert [one.duration for one in parsed.entries[0].enclosures] == [61, 0, 0]


def test_stored_and_read_again() -> None:
    enclosures = (
        Enclosure("https://example.org/a", "audio/mpeg", 5, 61),
        Enclosure("https://example.org/b", "", 0),
    )
    assert enclosures_in(enclosures_out(enclosures)) == enclosures
    # What was stored before durations were known.
    assert enclosures_in('[["https://example.org/a", "audio/mpeg", 5]]') == (
        Enclosure("https://example.org/a", "audio/mpeg", 5),
    )
