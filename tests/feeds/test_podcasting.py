"""Chapters, transcripts, seasons and episodes, in the ways that podcasts tell of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds import parse
from tui.feeds.podcasting import MAX_RELATED, number_in, relation_of, started
from tui.model.entry import Enclosure, files_of
from tui.store.rows import enclosures_in, enclosures_out

URL = "https://cast.example.org/feed"
SPACES = (
    'xmlns:podcast="{}" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:psc="http://podlove.org/simple-chapters"'
)
SPACE = "https://podcastindex.org/namespace/1.0"
EPISODE = """<item><guid>1</guid><title>Low water</title><description>&lt;p&gt;Text&lt;/p&gt;</description>
<enclosure url="https://cast.example.org/1.mp3" type="audio/mpeg" length="9"/>
<itunes:duration>12:34</itunes:duration><itunes:season>1</itunes:season><itunes:episode>4</itunes:episode>
<podcast:season name="The sea">2</podcast:season>{}</item>"""
AUDIO = Enclosure("https://cast.example.org/1.mp3", "audio/mpeg", 9, 754, "", 2, 4)


def rss(more: str, space: str = SPACE, head: str = "", tail: str = "") -> bytes:
    return (
        f'<rss version="2.0" {SPACES.format(space)}><channel><title>x</title>{head}'
        f"{EPISODE.format(more)}{tail}</channel></rss>"
    ).encode()


def only_entry(document: bytes):
    (entry,) = parse(document, content_type="", url=URL).entries
    return entry


TOLD = """<podcast:chapters url="/1.json" type="application/json+chapters"/>
<podcast:transcript url="https://cast.example.org/1.vtt" type="text/vtt" language="en" rel="captions"/>
<podcast:transcript url="https://cast.example.org/1.html" type="text/html"/>
<podcast:transcript type="text/plain"/><podcast:transcript url="javascript:x"/>"""


@pytest.mark.parametrize(
    "space",
    [SPACE, "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"],
)
def test_files_of_chapters_and_transcripts(space) -> None:
    assert only_entry(rss(TOLD, space)).enclosures == (
        AUDIO,
        Enclosure("https://cast.example.org/1.json", "application/json+chapters", relation="chapters"),
        Enclosure("https://cast.example.org/1.vtt", "text/vtt", title="en captions", relation="transcript"),
        Enclosure("https://cast.example.org/1.html", "text/html", relation="transcript"),
    )


def test_a_document_that_is_not_well_formed_tells_as_much() -> None:
    entry = only_entry(rss(TOLD + "<b>", head="<itunes:subtitle>a & b</itunes:subtitle>"))
    assert [one.relation for one in entry.enclosures] == ["", "chapters", "transcript", "transcript"]
    assert (entry.enclosures[0].season, entry.enclosures[0].episode) == (2, 4)


def test_what_the_channel_tells_is_no_episodes() -> None:
    entry = only_entry(rss("", head=TOLD))
    assert entry.enclosures == (AUDIO,)


def test_there_are_not_endlessly_many() -> None:
    many = "".join(f'<podcast:transcript url="https://cast.example.org/{n}"/>' for n in range(100))
    assert len(only_entry(rss(many)).enclosures) == 1 + MAX_RELATED


def test_chapters_in_the_feed_stand_below_the_text() -> None:
    told = """<psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="Intro"/>
    <psc:chapter start="01:02:03" title="Tides &lt;b&gt; &amp; gauges" href="https://cast.example.org/tides"/>
    <psc:chapter start="soon" title="No start"/><psc:chapter start="5:00" title="" href="javascript:x"/>
    </psc:chapters>"""
    assert only_entry(rss(told)).content == (
        "<p>Text</p>\n<h3>Chapters</h3>\n<ul><li>0:00 Intro</li>"
        '<li>1:02:03 <a href="https://cast.example.org/tides">Tides &lt;b&gt; &amp; gauges</a></li>'
        "<li>No start</li></ul>"
    )


def test_a_json_feed_names_its_attachments() -> None:
    attachments = [
        {"url": "https://cast.example.org/1.mp3", "mime_type": "audio/mpeg", "title": "The episode"},
        {"url": "https://cast.example.org/1.srt", "mime_type": "application/x-subrip"},
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "content_text": "x", "attachments": attachments}],
    }
    assert only_entry(json.dumps(document).encode()).enclosures == (
        Enclosure("https://cast.example.org/1.mp3", "audio/mpeg", title="The episode"),
        Enclosure("https://cast.example.org/1.srt", "application/x-subrip", relation="transcript"),
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [("0", "0:00"), ("00:00:00.000", "0:00"), ("61", "1:01"), ("1:02:03.5", "1:02:03"), ("", ""), ("x", "")],
)
def test_starts_as_players_show_them(text, start) -> None:
    assert started(text) == start


@given(st.text(max_size=30))
def test_any_text_is_a_start_a_number_and_a_type_or_none(text) -> None:
    assert started(text) == "" or ":" in started(text)
    assert 0 <= number_in(text) < 10**8
    assert relation_of(text) in ("", "chapters", "transcript")


enclosures = st.builds(
    Enclosure,
    st.just("https://x.example/f"),
    st.sampled_from(["audio/mpeg", "text/vtt", ""]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(["", "[b] \u2028 'x'"]),
    st.integers(0, 2),
    st.integers(0, 2),
)
beside = st.builds(
    Enclosure,
    st.just("https://x.example/t"),
    st.sampled_from(["text/vtt", ""]),
    title=st.sampled_from(["", "en"]),
    relation=st.sampled_from(["chapters", "transcript"]),
)


@given(st.lists(enclosures, max_size=3), st.lists(beside, max_size=3))
def test_stored_and_read_again(files, related) -> None:
    stored = enclosures_out([*related, *files])
    assert enclosures_in(stored) == (*files, *related)
    assert files_of(enclosures_in(stored)) == tuple(files)
    assert stored == "[]" or files or related
