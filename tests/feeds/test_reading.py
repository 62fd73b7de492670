"""Our driver and bounds must not change what feedparser says: a guard for its next version."""

import feedparser
import pytest

from tests.feeds.documents import URL, atom, entry, item, items, rss
from tui.feeds.reading import read

RICH = item(
    3,
    "<dc:creator>A B (a@example.org)</dc:creator><category domain='d'>c</category><enclosure url='/x.mp3' length='1'/>"
    "<media:content url='v.mp4'/><media:thumbnail url='t.jpg'/><source url='u'>s</source><x:odd xmlns:x='urn:x' y='1'/>"
    "<content:encoded><![CDATA[<p>a &amp; b</p>\n<p>c</p>]]></content:encoded><itunes:keywords>a, b</itunes:keywords>",
)
SVG = (
    '<entry><id>urn:svg</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<br/>b <b>c</b>&#8212;'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title></svg></div></content></entry>'
)
BASE = ' xml:base="https://base.example.org/a/" '


@pytest.mark.parametrize(
    "body",
    [
        rss(items([1, 2]) + RICH, "<description>d</description>"),
        atom(entry(1) + SVG),
        atom(entry(1).replace("<entry>", f"<entry{BASE}>") + SVG),
        rss(RICH + "<item><title>a & b</title></i></item>").replace(b"<rss ", b"<rss" + BASE.encode()),
        b'<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title></entry></feed>',
    ],
)
def test_reading_says_what_feedparser_says(body: bytes) -> None:
    based = b"base=" in body
    headers = {"content-type": "application/xml", "content-location": URL if based else ""}
    theirs = feedparser.parse(
        body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    ours = read(body, URL, {})
    assert ours.version == theirs.version
    assert ours.well_formed == (not theirs.bozo)
    assert len(ours.entries) == len(theirs.entries)
    for mine, their in zip(ours.entries, theirs.entries, strict=True):
        if "id" in mine:  # ours stays as written, on purpose
            assert their["id"].endswith(mine["id"])
        assert dict(mine) | {"id": ""} == dict(their) | {"id": ""}


def test_private_doors_of_feedparser_are_there() -> None:
    from feedparser import api
    from feedparser.datetimes import _parse_date

    assert _parse_date("2024-05-06") is not None
    for parser in (api.StrictFeedParser, api.LooseFeedParser):
        for name in ("unknown_starttag", "track_namespace", "_start_item", "_start_entry", "_add_tag"):
            assert callable(getattr(parser, name))
        assert callable(parser._sync_author_detail)
