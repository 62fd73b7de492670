import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tui.feeds import parse
from tui.model.entry import Enclosure, ParsedFeed
from tui.model.errors import FeedError

URL = "https://j.example.org/feed.json"


def read(document: Any, known: frozenset[bytes] = frozenset(), content_type: str = "text/html") -> ParsedFeed:
    return parse(json.dumps(document).encode(), content_type=content_type, url=URL, known=known)


ITEM = {
    "id": "1",
    "url": "/one",
    "title": "One <b>",
    "content_html": "<p>x</p>",
    "summary": "a < b",
    "image": "i.png",
    "date_published": "2024-01-02T03:04:05+02:00",
    "date_modified": "2024-02-01T00:00:00Z",
    "authors": [{"name": "Ada"}, {"name": "Bo"}, {"name": "Ada"}],
    "tags": ["x", "y", "x", 3],
    "language": "en",
    "attachments": [
        {"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12},
        {"url": "ftp://x/y"},
    ],
}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Jay",
    "home_page_url": "https://j.example.org/",
    "feed_url": URL,
    "description": "d & e",
    "icon": "/i.png",
    "authors": [{"name": "Ada"}],
    "language": "en",
    "items": [ITEM],
}


def test_version_11() -> None:
    feed = read(FEED)
    assert (feed.title, feed.site_url, feed.version) == ("Jay", "https://j.example.org/", "json11")
    assert (feed.subtitle, feed.author, feed.image_url) == ("d &amp; e", "Ada", "https://j.example.org/i.png")
    (found,) = feed.entries
    assert (found.guid, found.url, found.title) == ("1", "https://j.example.org/one", "One <b>")
    assert found.title_is_html is False
    assert (found.content, found.summary, found.author) == ("<p>x</p>", "a &lt; b", "Ada, Bo")
    assert found.published_at == datetime(2024, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert found.updated_at == datetime(2024, 2, 1, tzinfo=UTC)
    assert found.terms == ("x", "y")
    assert found.enclosures == (Enclosure("https://j.example.org/a.mp3", "audio/mpeg", 12),)
    assert found.image_url == "https://j.example.org/i.png"


def test_version_10_and_text() -> None:
    item = {"id": 7, "content_text": "1 < 2\nnext", "external_url": "https://else.example.org/"}
    feed = read({"version": "https://jsonfeed.org/version/1", "author": {"name": "Z"}, "items": [item]})
    assert (feed.version, feed.author) == ("json10", "Z")
    found = feed.entries[0]
    assert (found.guid, found.content, found.url) == ("7", "1 &lt; 2<br>\nnext", "https://else.example.org/")


def test_known_items_are_left_out() -> None:
    whole = read(FEED)
    part = read(FEED, frozenset({whole.entries[0].raw_hash}))
    assert (part.entries, part.known) == ((), 1)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {
            "id": None,
            "url": 5,
            "title": [],
            "tags": "x",
            "authors": {"name": 1},
            "attachments": [None, {"url": []}],
        },
        {"id": True, "date_published": {"a": 1}, "content_html": 4, "author": "me"},
        {
            "id": 1e308,
            "attachments": [{"url": "a", "size_in_bytes": -4}, {"url": "b", "size_in_bytes": float("inf")}],
        },
        {"title": "\ud800\u001b]0;x\u0007"},
    ],
)
def test_wrong_types_are_nothing(item: dict[str, Any]) -> None:
    assert len(read({"version": "https://jsonfeed.org/version/1.1", "items": [item, None, 3]}).entries) == 1


@pytest.mark.parametrize("document", [[], {}, {"items": {}}, {"version": 3}])
def test_other_json_is_not_a_feed(document: Any) -> None:
    with pytest.raises(FeedError, match="not a JSON Feed"):
        read(document)


@pytest.mark.parametrize(
    "body", [b"{" * 100_000, b'{"items":' + b"[" * 200_000, b'{"items": [1', b'{"a": ' + b"9" * 5_000 + b"}"]
)
def test_broken_json_is_said(body: bytes) -> None:
    with pytest.raises(FeedError):
        parse(body, content_type="application/json", url=URL)
