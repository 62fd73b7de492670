"""Values for tests, whole and plausible, with only what matters named at the call."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tui.model.article import Article, ArticleRow, IndexEntry
from tui.model.entry import Entry
from tui.model.extraction import PageFacts
from tui.model.feed import Feed, FeedHealth
from tui.model.fetching import NO_VALIDATORS, Fetched
from tui.model.full_text import FullText
from tui.model.ids import ArticleId, FeedId, SafeHtml
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed

__all__ = [
    "NOW",
    "make_article",
    "make_entry",
    "make_feed",
    "make_fetched",
    "make_full_text",
    "make_index_entry",
    "make_prepared",
    "make_prepared_feed",
    "make_row",
    "rss",
]

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def make_feed(number: int = 1, **changes: Any) -> Feed:
    """A subscribed feed that has never been visited."""
    feed = Feed(
        id=FeedId(number),
        feed_url=f"https://example.org/feed{number}.xml",
        site_url="https://example.org/",
        title=f"Feed {number}",
        publisher_title="",
        category="",
        tags=(),
        validators=NO_VALIDATORS,
        body_hash=b"",
        health=FeedHealth(),
        added_at=NOW,
    )
    return replace(feed, **changes)


def make_entry(number: int = 1, **changes: Any) -> Entry:
    """An entry as a publisher wrote it."""
    entry = Entry(
        guid=f"urn:entry:{number}",
        url=f"https://example.org/{number}",
        title=f"Entry {number}",
        title_is_html=False,
        author="Jane Doe",
        published_at=NOW,
        updated_at=None,
        summary="",
        content=f"<p>Text of entry {number}.</p>",
        base_url="https://example.org/",
        language="en",
        terms=(),
        enclosures=(),
    )
    return replace(entry, **changes)


def make_prepared(number: int = 1, **changes: Any) -> PreparedEntry:
    """An entry ready for the store."""
    text = changes.get("text", f"Text of entry {number}.")
    entry = PreparedEntry(
        guid=f"urn:entry:{number}",
        url=f"https://example.org/{number}",
        title=f"Entry {number}",
        author="Jane Doe",
        published_at=NOW,
        updated_at=None,
        html=SafeHtml(f"<p>{text}</p>"),
        text=text,
        words=len(text.split()),
        minutes=1,
        language="en",
        terms=(),
        enclosures=(),
        comments_url="",
        source="",
        image_url="",
        raw_hash=number.to_bytes(8, "big"),
        fingerprint=number.to_bytes(8, "big"),
    )
    return replace(entry, **changes)


def make_prepared_feed(*entries: PreparedEntry, **facts: Any) -> PreparedFeed:
    """A parsed document with safe entries."""
    return PreparedFeed(FeedFacts(**{"title": "A feed", "version": "rss20", **facts}), entries)


def make_fetched(url: str = "https://example.org/feed1.xml", body: bytes = b"", **changes: Any) -> Fetched:
    """A complete answer."""
    answer = Fetched(url, url, url, 200, body, {"content-type": "application/rss+xml"}, NO_VALIDATORS)
    return replace(answer, **changes)


def make_article(number: int = 1, **changes: Any) -> Article:
    """An article as it is stored."""
    article = Article(
        id=ArticleId(number),
        feed_id=FeedId(1),
        feed_title="Feed 1",
        title=f"Article {number}",
        url=f"https://example.org/{number}",
        author="Jane Doe",
        published_at=NOW,
        first_seen_at=NOW,
        updated_at=None,
        sorted_at=NOW,
        terms=(),
        tags=(),
        read=False,
        starred=False,
        later=False,
        words=4,
        minutes=1,
        language="en",
        source="",
        comments_url="",
        enclosures=(),
        html=SafeHtml(f"<p>Text of article {number}.</p>"),
        text=f"Text of article {number}.",
    )
    return replace(article, **changes)


def make_full_text(text: str = "All of the text.", **changes: Any) -> FullText:
    """What was found on an article's page."""
    words = len(text.split())
    found = FullText(
        step="extracted",
        url="https://example.org/1",
        fetched_at=NOW,
        html=SafeHtml(f"<p>{text}</p>" if text else ""),
        text=text,
        words=words,
        minutes=1 + words // 230,
        facts=PageFacts(),
    )
    return replace(found, **changes)


def make_row(number: int = 1, **changes: Any) -> ArticleRow:
    """One line of the list."""
    row = ArticleRow(
        id=ArticleId(number),
        feed_id=FeedId(1),
        feed_title="Feed 1",
        title=f"Article {number}",
        author="Jane Doe",
        url=f"https://example.org/{number}",
        sorted_at=NOW,
        read=False,
        starred=False,
        later=False,
        words=4,
        minutes=1,
        tags=(),
    )
    return replace(row, **changes)


def make_index_entry(number: int = 1, **changes: Any) -> IndexEntry:
    """What the index keeps of an article."""
    moment = int(NOW.timestamp())
    entry = IndexEntry(ArticleId(number), FeedId(1), moment, moment, False, False, False, (), ())
    return replace(entry, **changes)


def rss(*items: tuple[str, str], title: str = "A feed", guid_prefix: str = "urn:") -> bytes:
    """An RSS document with one item for each (guid, text)."""
    body = "".join(
        f"<item><guid isPermaLink='false'>{guid_prefix}{guid}</guid><title>Title {guid}</title>"
        f"<link>https://example.org/{guid}</link><description>{text}</description>"
        f"<pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate></item>"
        for guid, text in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{title}</title><link>https://example.org/</link><description/>{body}</channel></rss>"
    ).encode()
