"""What a worker does to a document: parse it, and make every word of it safe.

Runs only inside a worker process (and in tests): publishers' bytes meet the parsers here.
"""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from tui.content import plain_text, plain_title, sanitize, unwrap_entry, urls, words_and_minutes
from tui.feeds import distinct, identified, parse
from tui.model.clean import clean
from tui.model.entry import Enclosure, Entry, ParsedFeed
from tui.model.errors import FeedError
from tui.model.extraction import KnownFacts
from tui.model.ids import SafeHtml
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed

__all__ = ["prepare", "prepare_kept"]

_LONG_ADDRESS = 4_000
_TITLE_FROM_TEXT = 80
_MOST_TERMS = 64
_MOST_ENCLOSURES = 32


def prepare(body: bytes, content_type: str, url: str, known: frozenset[bytes]) -> PreparedFeed:
    """Turn a feed's bytes into safe entries; those whose ``raw_hash`` is known are left out.

    Raises:
        FeedError: the bytes are not a feed, or nothing of it could be saved.
    """
    parsed = parse(body, content_type=content_type, url=url, known=known)
    if not parsed.version:
        raise FeedError(parsed.problem or "The address answers, but not with a feed.")
    entries = tuple(prepare_entry(entry, url) for entry in distinct(parsed.entries))
    return PreparedFeed(_facts(parsed), entries, parsed.known, parsed.known_hashes)


def prepare_kept(rows: tuple[tuple[Any, ...], ...], feed_url: str) -> PreparedFeed:
    """Make articles safe that another reader has kept; one entry for each row, in their order.

    A row holds the fields of :class:`~tui.model.bringing.KeptArticle` that a publisher wrote.
    """
    entries = identified(_kept_entry(*row) for row in rows)
    return PreparedFeed(FeedFacts(), tuple(prepare_entry(entry, feed_url) for entry in entries))


def _kept_entry(
    guid: str,
    url: str,
    title: str,
    author: str,
    published: int,
    content: str,
    base_url: str,
    enclosure_url: str,
    enclosure_type: str,
) -> Entry:
    attached = (Enclosure(enclosure_url, enclosure_type),) if enclosure_url else ()
    return Entry(
        guid=guid,
        url=url,
        title=title,
        # Other readers keep titles as they came; in one without markup this changes nothing.
        title_is_html=True,
        author=author,
        published_at=_moment(published),
        updated_at=None,
        summary="",
        content=content,
        base_url=base_url,
        language="",
        terms=(),
        enclosures=attached,
    )


def _moment(published: int) -> datetime | None:
    """Seconds since 1970 as a moment; none for what no calendar holds."""
    try:
        return datetime.fromtimestamp(published, UTC) if published > 0 else None
    except (OverflowError, ValueError, OSError):
        return None


def prepare_entry(entry: Entry, feed_url: str) -> PreparedEntry:
    """Make one entry, which has a guid by now, safe to store and to show."""
    html = sanitize(entry.content or entry.summary, entry.base_url or entry.url or feed_url)
    text = plain_text(html)
    language = clean(entry.language, 35)
    url = urls.web_url(entry.url)
    named = plain_title(entry.title, entry.title_is_html)
    unwrapped = unwrap_entry(html, text, KnownFacts(title=named, author=entry.author))
    if unwrapped.html is not html:
        html = unwrapped.html
        text = plain_text(html)
    words, minutes = words_and_minutes(text)
    title = named or _title_instead(text, url)
    enclosures = _enclosures(entry.enclosures)
    return PreparedEntry(
        guid=clean(entry.guid, _LONG_ADDRESS),
        url=url,
        title=title,
        author=clean(entry.author, 200),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        html=html,
        text=text,
        words=words,
        minutes=minutes,
        language=language,
        terms=_terms((*entry.terms, *unwrapped.terms)),
        enclosures=enclosures,
        comments_url=urls.web_url(entry.comments_url),
        source=clean(entry.source, 200) or unwrapped.source,
        image_url=urls.web_url(entry.image_url),
        raw_hash=entry.raw_hash,
        fingerprint=_fingerprint(title, url, html, enclosures),
    )


def _facts(parsed: ParsedFeed) -> FeedFacts:
    return FeedFacts(
        title=plain_title(parsed.title, True),
        site_url=urls.web_url(parsed.site_url),
        language=clean(parsed.language, 35),
        ttl=parsed.ttl,
        update_base=parsed.update_base,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
        version=parsed.version,
        problem=clean(parsed.problem),
        whole=parsed.whole,
    )


def _title_instead(text: str, url: str) -> str:
    """A title for an entry without one: its first words, else where it is."""
    return clean(text[:1_000], _TITLE_FROM_TEXT) or clean(url, 200) or "Untitled"


def _terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    named = dict.fromkeys(clean(term, 100) for term in terms[: 4 * _MOST_TERMS])
    return tuple(term for term in named if term)[:_MOST_TERMS]


def _enclosures(enclosures: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
    safe = [
        replace(
            one,
            url=url,
            media_type=clean(one.media_type, 100),
            length=min(max(one.length, 0), 2**53),
            duration=max(one.duration, 0),
            title=clean(one.title, 200),
        )
        for one in enclosures[:_MOST_ENCLOSURES]
        if (url := urls.web_url(one.url))
    ]
    return tuple(safe)


def _fingerprint(title: str, url: str, html: SafeHtml, enclosures: tuple[Enclosure, ...]) -> bytes:
    digest = blake2b(digest_size=8)
    for part in (title, url, html, *(one.url for one in enclosures)):
        digest.update(part.encode() + b"\0")
    return digest.digest()
