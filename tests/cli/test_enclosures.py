"""``broadsheet enclosures`` and ``download``."""

import json

import pytest

from tests.cli.conftest import Broadsheet
from tests.server import Server, answer, in_turn, reset

FEED = """<rss version="2.0"><channel><title>Radio</title>
<item><guid>1</guid><title>Episode [1]</title><enclosure url="{0}/ep1.mp3" type="audio/mpeg" length="2500000"/></item>
<item><guid>2</guid><title>Episode 2</title><enclosure url="{0}/ep2.mp3" type="audio/mpeg" length="0"/></item>
</channel></rss>"""
MP3 = {"Content-Type": "audio/mpeg"}


@pytest.fixture
def radio(broadsheet: Broadsheet, server: Server) -> Broadsheet:
    assert broadsheet("add", server.on("/radio", answer(FEED.format(server.url("")).encode()))).code == 0
    server.on("/ep1.mp3", answer(b"one", headers=MP3))
    server.on("/ep2.mp3", answer(b"two", headers=MP3))
    return broadsheet


def test_they_are_listed(radio: Broadsheet, server: Server) -> None:
    ran = radio("enclosures", "feed:radio", "sort:title")
    rows = [line.split("\t") for line in ran.lines]
    assert [row[1:] for row in rows] == [
        ["audio/mpeg", "0", "", "Episode 2", server.url("/ep2.mp3")],
        ["audio/mpeg", "2500000", "", "Episode [1]", server.url("/ep1.mp3")],
    ]
    parsed = json.loads(radio("enclosures", "feed:radio", "--json").out)
    assert {row["length"] for row in parsed} == {0, 2_500_000}
    assert {row["download"] for row in parsed} == {None}


def test_they_are_downloaded_once(radio: Broadsheet, server: Server) -> None:
    folder = radio.home / "files"
    ran = radio("download", "feed:radio", "sort:title", "--to", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [f"{folder}/ep2.mp3 (3 bytes)", f"{folder}/ep1.mp3 (3 bytes)"]
    assert (folder / "ep1.mp3").read_bytes() == b"one"
    again = radio("download", "feed:radio", "--to", str(folder))
    assert again.code == 0
    assert "is here already" in again.out
    assert len(server.requests("/ep1.mp3")) == 1
    assert (
        json.loads(radio("enclosures", "title:2", "feed:radio", "--json").out)[0]["path"]
        == f"{folder}/ep2.mp3"
    )


def test_an_address_and_what_breaks_off(broadsheet: Broadsheet, server: Server) -> None:
    url = server.on("/talk.mp3", in_turn(reset(b"x" * 10, 100), answer(b"y" * 100, headers=MP3)))
    folder = broadsheet.home / "files"
    ran = broadsheet("download", url, "--to", str(folder))
    assert ran.code == 1
    assert (
        ran.err
        == f"broadsheet: {url}: The answer of 127.0.0.1 broke off before its end. What has come is kept.\n"
    )
    assert (folder / "talk.mp3.part").exists() or (folder / "talk.bin.part").exists()
    assert broadsheet("download", url, "--to", str(folder)).code == 0


def test_what_is_wrong_is_said(radio: Broadsheet, server: Server) -> None:
    assert radio("download", "https://example.org/a", "feed:radio").code == 2
    assert radio("download").code == 2
    nothing = radio("download", "title:nosuch")
    assert nothing.code == 1
    assert "nothing comes with these articles" in nothing.err


PODCAST = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Cast</title>
<item><guid>1</guid><title>Low water</title><itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
<enclosure url="{0}/ep.mp3" type="audio/mpeg" length="3"/>
<podcast:transcript url="{0}/ep.vtt" type="text/vtt" language="en"/>
<podcast:chapters url="{0}/ep.json" type="application/json+chapters"/></item>
<item><guid>2</guid><title>Only read</title><podcast:transcript url="{0}/b.html" type="text/html"/></item>
</channel></rss>"""


def test_chapters_and_transcripts_belong_to_an_episode_and_are_none(
    broadsheet: Broadsheet, server: Server
) -> None:
    base = server.url("")
    assert broadsheet("add", server.on("/cast", answer(PODCAST.format(base).encode()))).code == 0
    rows = broadsheet("enclosures", "feed:cast", "title:water", "--json").json
    assert [(row["relation"], row["url"], row["name"], row["season"], row["episode"]) for row in rows] == [
        ("", f"{base}/ep.mp3", "", 2, 7),
        ("chapters", f"{base}/ep.json", "", 0, 0),
        ("transcript", f"{base}/ep.vtt", "en", 0, 0),
    ]
    counted = {query: broadsheet("count", "feed:cast", query).out.strip() for query in (
        "has:enclosure", "has:audio", "enclosures:1", "enclosures:0", "enclosures:>1", "-has:enclosure"
    )}  # fmt: skip
    assert counted == {
        "has:enclosure": "1",
        "has:audio": "1",
        "enclosures:1": "1",
        "enclosures:0": "1",
        "enclosures:>1": "0",
        "-has:enclosure": "1",
    }
    (article,) = json.loads(broadsheet("list", "feed:cast", "title:water", "--json").out)
    shown = broadsheet("show", str(article["id"])).out
    assert f"{base}/ep.vtt (Transcript, WebVTT)" in shown and f"{base}/ep.mp3 (audio/mpeg, 3 bytes)" in shown
    written = broadsheet("export", "articles", str(article["id"]), "--format", "md").out
    assert f"- Enclosure: <{base}/ep.mp3>" in written and f"- Transcript: <{base}/ep.vtt>" in written
    server.on("/ep.mp3", answer(b"one", headers=MP3))
    folder = broadsheet.home / "files"
    ran = broadsheet("download", "feed:cast", "--to", str(folder))
    assert ran.lines == [f"{folder}/ep.mp3 (3 bytes)"]
