"""Mutated documents: nothing but FeedError or OpmlError leaves the room."""

import json
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.documents import URL, atom, entry, item, items, rss
from tui.feeds import distinct, opml, parse
from tui.model.errors import FeedError, OpmlError

RICH = item(
    2,
    "<dc:creator>A (a@example.org)</dc:creator><enclosure url='x' length='y'/><media:rating>r</media:rating>"
    "<source url='u'>s</source><itunes:explicit>yes</itunes:explicit><category/><comments>c</comments>",
)
SEEDS = (
    rss(items([1]) + RICH),
    atom(entry(1) + entry(2, '<summary type="text/html" mode="base64">PGI+</summary>')),
    rss(RICH, prolog='<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE rss [<!ENTITY a "b">]>'),
    json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "tags": ["x"], "url": "/y"}]}
    ).encode(),
    b'<opml version="2.0"><body><outline text="a"><outline text="b" xmlUrl="https://x.example.org/"/></outline></body></opml>',
)
SCRAPS = st.sampled_from(
    [
        b"<",
        b">",
        b"&",
        b'"',
        b"\0",
        b"\xff\xfe",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"&#x110000;",
        b"&#xD800;",
        b"&#0;",
        b"</item>",
        b"<item>",
        b"<entry>",
        b"<image>",
        b"<textinput>",
        b"<source>",
        b"<link/>",
        b"&a;",
        b"xml:base='//['",
        b"<guid>//[</guid>",
        b"<link>http://[::1</link>",
        b"<pubDate>99</pubDate>",
        b'type="x"',
        b'mode="base64"',
        b"null",
        b"<psc:chapters xmlns:psc='http://podlove.org/simple-chapters'><psc:chapter start='x'/></psc:chapters>",
        b"<g:point xmlns:g='http://www.georss.org/georss'>a b</g:point>",
        b"{",
        b"[",
        b"1e999",
        b"\x1b]0;x\x07",
    ]
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), SCRAPS), max_size=6)


def mutate(body: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, removed, scrap in edits:
        position = int(place * len(body))
        body = body[:position] + scrap + body[position + removed :]
    return body


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    EDITS,
    st.sampled_from(["", "text/xml", "application/json", "text/html; charset=koi8-r"]),
)
def test_mutants_raise_nothing_else(
    body: bytes, edits: list[tuple[float, int, bytes]], content_type: str
) -> None:
    mutant = mutate(body, edits)
    try:
        feed = parse(mutant, content_type=content_type, url=URL)
    except FeedError as error:
        assert str(error).endswith(".")
    else:
        guids = [found.guid for found in distinct(feed.entries)]
        assert all(guids)
        assert len(set(guids)) == len(guids)
        for found in feed.entries:
            for address in (
                found.url,
                found.comments_url,
                found.image_url,
                *(file.url for file in found.enclosures),
            ):
                assert address == "" or address.lower().startswith(("http://", "https://"))
    try:
        opml.read(mutant)
    except OpmlError as error:
        assert str(error).endswith(".")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_noise_raises_nothing_else(body: bytes) -> None:
    for prefix in (b"", b"<rss>", b"{", b"\xff\xfe", b"<?xml version='1.0' encoding='"):
        try:
            parse(prefix + body, content_type="", url="")
        except FeedError as error:
            assert str(error)


def test_feedparser_is_imported_only_when_a_document_is_parsed() -> None:
    program = (
        "import sys, tui.feeds, tui.feeds.opml, tui.feeds.discovery\n"
        "assert 'feedparser' not in sys.modules and 'dateutil' not in sys.modules\n"
        "tui.feeds.parse(b'<rss version=\"2.0\"><channel><item/></channel></rss>', content_type='', url='')\n"
        "assert 'feedparser' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
