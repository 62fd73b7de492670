"""Transcripts and chapters as text to read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.content import extract
from tui.content.spoken import GOOD_LENGTH, MOST_LENGTH, cues_in, spoken
from tui.model.extraction import KnownFacts

URL = "https://cast.example.org/1.vtt"
VTT = """WEBVTT - Low water

STYLE
::cue { color: red }

NOTE by hand

intro
00:00.000 --> 00:02.500 align:start
<v Jane Doe>The bar is <i>dry</i> &amp; the

00:00:02.500 --> 00:00:04.000
<v.loud Jane Doe>boats wait.

00:00:02.500 --> 00:00:04.000
<v.loud Jane Doe>boats wait.

01:02:03.000 --> 01:02:05.000
<v Kofi>When does
it turn?
"""
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\nJANE: Low water.\r\n\r\n2\r\n00:01:05,000 --> 00:01:06,000\r\nHe said: now.\r\n"


def read(page, content_type=""):
    return extract(page.encode() if isinstance(page, str) else page, content_type, URL, KnownFacts())


@pytest.mark.parametrize("content_type", ["text/vtt", "application/octet-stream", ""])
def test_webvtt(content_type) -> None:
    page = read(VTT, content_type)
    assert page.html == (
        "<p><small>0:00</small> <b>Jane Doe:</b> The bar is dry &amp; the boats wait.</p>\n"
        "<p><small>1:02:03</small> <b>Kofi:</b> When does it turn?</p>"
    )
    assert (page.facts.title, page.trouble, page.words) == ("Transcript", "", 17)


def test_subrip() -> None:
    page = read(SRT, "text/plain")
    assert page.text == "0:01 JANE: Low water. He said: now."


def test_json_of_podcasts() -> None:
    segments = [
        {"speaker": "Jane", "startTime": 0.5, "endTime": 2, "body": "Low <b> water."},
        {"startTime": 61, "body": "It turns."},
        {"speaker": 3, "startTime": "x", "body": None},
        "nonsense",
    ]
    page = read(json.dumps({"version": "1.0.0", "segments": segments}), "application/json")
    assert page.html == "<p><small>0:00</small> <b>Jane:</b> Low &lt;b&gt; water. It turns.</p>"
    chapters = [
        {"startTime": 0, "title": "Intro"},
        {"startTime": 83.2, "title": "Tides", "url": "https://tides.example.org/?utm_source=x"},
        {"startTime": 90, "title": "Ad", "toc": False},
        {"startTime": 95, "url": "javascript:alert(1)"},
    ]
    page = read(json.dumps({"version": "1.2.0", "chapters": chapters}), "application/json+chapters")
    assert page.facts.title == "Chapters"
    assert page.text == "0:00 Intro\n1:23 Tides"
    assert 'href="https://tides.example.org/' in page.html and "javascript" not in page.html


def test_paragraphs_end_with_a_sentence() -> None:
    cues = "".join(
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:59:00.000\nword word word word {'.' if n % 7 == 0 else 'so'}\n\n"
        for n in range(200)
    )
    made = spoken(f"WEBVTT\n\n{cues}".encode(), "")
    assert made is not None
    paragraphs = made.html.split("\n")
    assert len(paragraphs) > 3
    assert all(GOOD_LENGTH <= len(one) < MOST_LENGTH and one.endswith(" .</p>") for one in paragraphs[:-1])


@pytest.mark.parametrize(
    "page", ["", "{}", "[]", "{", '{"segments": 5}', "<html>--></html>", "1\n2\n3", "a --> b"]
)
def test_what_is_neither(page) -> None:
    assert spoken(page.encode(), "text/vtt") is None


def test_what_is_hostile_is_only_text() -> None:
    page = read(
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v <script>>&lt;script&gt;alert(1)&lt;/script&gt; \x1b]52;c;x\x07 [/]\n"
    )
    assert "<script" not in page.html and "\x1b" not in page.text
    assert "alert(1)" in page.text


@given(
    st.binary(max_size=300), st.sampled_from([b"WEBVTT\n\n00:00.000 --> 00:01.000\n", b'{"segments":[', b""])
)
def test_any_bytes_are_read_or_not(body, start) -> None:
    made = spoken(start + body, "text/vtt")
    assert made is None or isinstance(made.html, str)


def test_many_cues_and_long_lines_cost_little() -> None:
    assert sum(1 for _ in cues_in(["00:00.000 --> 00:01.000", "x", ""] * 150_000)) == 100_000
    for odd in ("<v " * 50_000, "<" * 100_000, "A " * 100_000, ":" * 100_000, "&amp;" * 50_000):
        assert spoken(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{odd}\n".encode(), "") is not None
