"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read with the trust that any input deserves."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from tui.feeds.addresses import web_address
from tui.feeds.converting import MAX_ENCLOSURES, MAX_LINE, MAX_TERM, escaped
from tui.feeds.dates import parse_date
from tui.feeds.podcasting import LONGEST_DURATION, relation_of
from tui.feeds.reading import MAX_ENTRIES, MAX_TERMS, TOO_MANY
from tui.model.entry import Enclosure, Entry, ParsedFeed
from tui.model.errors import FeedError

__all__ = ["parse"]

NOTHING: Mapping[str, Any] = {}
SPEC = "jsonfeed.org/version/"


def parse(text: str, url: str, known: frozenset[bytes]) -> ParsedFeed:
    """Parse a JSON Feed document; entries whose hash is in ``known`` are only counted."""
    document = load(text)
    items = document.get("items")
    version = line(document, "version")
    if not isinstance(items, list) and SPEC not in version:
        raise FeedError("The answer is JSON, but not a JSON Feed.")
    objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    problem = TOO_MANY if len(objects) > MAX_ENTRIES else ""
    site_url = web_address(url, line(document, "home_page_url"))
    entries: list[Entry] = []
    left_out: list[bytes] = []
    for item in objects[:MAX_ENTRIES]:
        raw_hash = hash_of(item)
        if raw_hash in known and line(item, "id"):
            left_out.append(raw_hash)
        else:
            entries.append(convert_item(item, url, raw_hash))
    return ParsedFeed(
        title=line(document, "title"),
        site_url=site_url,
        subtitle=escaped(string(document, "description")),
        author=authors_of(document),
        language=line(document, "language"),
        feed_id=line(document, "feed_url"),
        updated_at=None,
        rights="",
        image_url=web_address(url, line(document, "icon") or line(document, "favicon")),
        entries=tuple(entries),
        version="json10" if version.rstrip("/").endswith("version/1") else "json11",
        problem=problem,
        known=len(left_out),
        known_hashes=tuple(left_out),
    )


def load(text: str) -> Mapping[str, Any]:
    """The document's outermost object."""
    try:
        document = json.loads(text, strict=False, parse_int=bounded_integer)
    except (ValueError, RecursionError) as error:
        raise FeedError("The answer looks like JSON but cannot be read as such.") from error
    if not isinstance(document, dict):
        raise FeedError("The answer is JSON, but not a JSON Feed.")
    return document


def bounded_integer(digits: str) -> int:
    """An integer; 0 for one of so many digits that Python would refuse it, and the feed with it."""
    return int(digits) if len(digits) < 100 else 0


def hash_of(item: Mapping[str, Any]) -> bytes:
    """blake2b-8 of the item in a canonical form; b"" if it nests too deeply to be written."""
    try:
        canonical = json.dumps(item, ensure_ascii=True, sort_keys=True)
    except (ValueError, RecursionError):
        return b""
    return blake2b(canonical.encode("ascii"), digest_size=8).digest()


def convert_item(item: Mapping[str, Any], url: str, raw_hash: bytes) -> Entry:
    """One item."""
    link = web_address(url, line(item, "url")) or web_address(url, line(item, "external_url"))
    content = string(item, "content_html") or escaped(string(item, "content_text"))
    summary = escaped(string(item, "summary"))
    return Entry(
        guid=identity(item),
        url=link,
        title=line(item, "title"),
        title_is_html=False,
        author=authors_of(item),
        published_at=parse_date(line(item, "date_published")) or parse_date(line(item, "date_modified")),
        updated_at=parse_date(line(item, "date_modified")),
        summary="" if summary == content else summary,
        content=content,
        base_url=link or url,
        language=line(item, "language"),
        terms=terms_of(item),
        enclosures=enclosures_of(item, url),
        image_url=web_address(url, line(item, "image") or line(item, "banner_image")),
        raw_hash=raw_hash,
    )


def string(fields: Mapping[str, Any], name: str) -> str:
    """The string called ``name``, "" if it is anything else."""
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def line(fields: Mapping[str, Any], name: str) -> str:
    """The same for what is a single line."""
    return string(fields, name)[:MAX_LINE]


def identity(item: Mapping[str, Any]) -> str:
    """The id; numbers count, for publishers write them (and the specification says to)."""
    value = item.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()[:MAX_LINE]


def authors_of(fields: Mapping[str, Any]) -> str:
    """Names from ``authors`` (1.1) or ``author`` (1.0)."""
    authors = fields.get("authors")
    candidates = authors if isinstance(authors, list) and authors else [fields.get("author")]
    names = (line(author, "name") for author in candidates[:20] if isinstance(author, dict))
    return ", ".join(dict.fromkeys(name for name in names if name))


def terms_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Tags that are strings, without doubles."""
    tags = item.get("tags")
    found = [tag.strip()[:MAX_TERM] for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return tuple(dict.fromkeys(tag for tag in found if tag))[:MAX_TERMS]


def enclosures_of(item: Mapping[str, Any], url: str) -> tuple[Enclosure, ...]:
    """Attachments with a web address."""
    attachments = item.get("attachments")
    found: dict[str, Enclosure] = {}
    for attachment in attachments[:MAX_ENCLOSURES] if isinstance(attachments, list) else []:
        if isinstance(attachment, dict) and (address := web_address(url, line(attachment, "url"))):
            size = attachment.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 <= size < 1e15 else 0
            seconds = attachment.get("duration_in_seconds")
            plays = isinstance(seconds, int | float) and 0 <= seconds <= LONGEST_DURATION
            duration = int(seconds or 0) if plays else 0
            kind, title = line(attachment, "mime_type"), line(attachment, "title")[:MAX_TERM]
            made = Enclosure(address, kind, length, duration, title, relation=relation_of(kind))
            found.setdefault(address, made)
    return tuple(found.values())
