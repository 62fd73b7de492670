"""feedparser's dictionaries to our frozen types: which of its many fields means what."""

import html
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tui.feeds.addresses import absolute, web_address
from tui.feeds.dates import parse_date
from tui.feeds.podcasting import chapter_list, duration_of, numbered, related, relation_of
from tui.feeds.reading import Reading
from tui.feeds.resting import Resting, number
from tui.model.entry import Enclosure, Entry, ParsedFeed

__all__ = ["convert", "escaped"]

MAX_ENCLOSURES = 50
MAX_TERM = 200
#: Beyond this a one-line field is an attack or an accident; ``clean`` cuts it further.
MAX_LINE = 20_000
#: Content that nobody can read in a terminal.
NOT_TEXT = ("image/", "audio/", "video/", "font/")
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
#: Markup that is called plain text: it begins with a tag and ends with one.
MISLABELLED = re.compile(r"<[A-Za-z][^<>]*>.*</[A-Za-z]\w*>", re.DOTALL)
INDENTED_LINE = re.compile(r"\n[ \t]{2,}\S")

#: A feedparser dictionary. Read with ``dict.get``: its own lookup maps names, warns and is slow.
Fields = dict[str, Any]


def convert(
    reading: Reading,
    version: str,
    url: str,
    hashes: Sequence[bytes],
    known: Sequence[bytes],
    problem: str,
    resting: Resting,
) -> ParsedFeed:
    """The whole document; ``hashes`` belong to the entries in order, empty if unknown."""
    feed = reading.feed
    site_url = web_address(url, text(feed, "link")) or alternate(feed, url)
    own_hashes = hashes or (b"",) * len(reading.entries)
    return ParsedFeed(
        title=line(feed, "title"),
        site_url=site_url,
        subtitle=text(feed, "subtitle") or text(feed, "summary") or text(feed, "info"),
        author=author_of(feed),
        language=line(feed, "language"),
        feed_id=absolute(url, line(feed, "id")),
        updated_at=first_date(feed, "updated", "published", "created"),
        rights=text(feed, "rights"),
        image_url=feed_image(feed, url),
        entries=tuple(
            convert_entry(entry, url, own_hash)
            for entry, own_hash in zip(reading.entries, own_hashes, strict=True)
        ),
        version=version,
        problem=problem,
        ttl=resting.ttl,
        update_base=resting.base,
        skip_hours=resting.hours,
        skip_days=resting.days,
        known=len(known),
        known_hashes=tuple(known),
        whole=reading.whole,
        title_is_html=is_html(feed, "title"),
    )


def convert_entry(entry: Fields, url: str, raw_hash: bytes) -> Entry:
    """One entry."""
    content, detail = best_content(entry)
    summary = as_html(text(entry, "summary"), mapping(entry, "summary_detail"))
    base = text(detail or mapping(entry, "summary_detail"), "base")
    link = entry_link(entry, url)
    if chapters := chapter_list(entry, url):
        content = f"{content or summary}\n{chapters}"
    return Entry(
        guid=line(entry, "id"),
        url=link,
        title=line(entry, "title"),
        title_is_html=is_html(entry, "title"),
        author=author_of(entry),
        published_at=first_date(entry, "published", "created", "updated"),
        updated_at=first_date(entry, "updated"),
        summary="" if summary == content else summary,
        content=content,
        base_url=web_address(url, base) or link or url,
        language=language_of(entry, detail),
        terms=terms_of(entry),
        enclosures=enclosures_of(entry, url),
        comments_url=comments_of(entry, url),
        source=line(mapping(entry, "source"), "title"),
        image_url=entry_image(entry, url),
        raw_hash=raw_hash,
    )


# ---------------------------------------------------------------- reading untrusted dictionaries


def text(fields: Fields, name: str) -> str:
    """The string called ``name``; "" if there is none or it is something else."""
    value = dict.get(fields, name)
    return value.strip() if isinstance(value, str) else ""


def line(fields: Fields, name: str) -> str:
    """The same for what is a single line."""
    return text(fields, name)[:MAX_LINE]


def mapping(fields: Fields, name: str) -> Fields:
    """The dictionary called ``name``, or an empty one."""
    value = dict.get(fields, name)
    return value if isinstance(value, dict) else {}


def mappings(fields: Fields, name: str) -> list[Fields]:
    """The dictionaries in the list called ``name``."""
    value = dict.get(fields, name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def is_html(fields: Fields, name: str) -> bool:
    """True if feedparser found the field to hold markup."""
    return text(mapping(fields, f"{name}_detail"), "type") in HTML_TYPES


def first_date(fields: Fields, *names: str) -> datetime | None:
    """The first of the named dates that is one."""
    return next((moment for name in names if (moment := parse_date(text(fields, name)))), None)


# --------------------------------------------------------------------------------- what they mean


def escaped(plain: str) -> str:
    """Plain text as HTML; line breaks stay unless the text was only indented by a program."""
    markup = html.escape(plain, quote=False)
    return markup if INDENTED_LINE.search(plain) else markup.replace("\n", "<br>\n")


def as_html(value: str, detail: Fields) -> str:
    """``value`` as HTML, according to its declared type."""
    plain = text(detail, "type") == "text/plain" and not MISLABELLED.fullmatch(value)
    return escaped(value) if plain else value


def best_content(entry: Fields) -> tuple[str, Fields]:
    """The content to show as HTML and its detail: markup before plain text, the longest of equals."""
    readable: list[tuple[bool, int, int, Fields]] = []
    for place, detail in enumerate(mappings(entry, "content")):
        kind = text(detail, "type")
        if not kind.startswith(NOT_TEXT) and not text(detail, "src"):
            value = text(detail, "value")
            readable.append((kind in HTML_TYPES and bool(value), len(value), -place, detail))
    if not readable:
        return "", {}
    detail = max(readable, key=lambda item: item[:3])[3]
    return as_html(text(detail, "value"), detail), detail


def entry_link(entry: Fields, url: str) -> str:
    """The article's page: FeedBurner's original address, the link, or a guid that is one."""
    if original := web_address(url, text(entry, "feedburner_origlink")):
        return original
    link = text(entry, "link")
    named = [text(item, "href") for item in mappings(entry, "links") if text(item, "rel") == "alternate"]
    # feedparser also takes the text of a link element that is not an alternate.
    found = web_address(url, link) if link in named or not named else ""
    return found or alternate(entry, url) or web_address(url, link)


def alternate(fields: Fields, url: str) -> str:
    """The first usable link that stands for the thing itself."""
    for link in mappings(fields, "links"):
        if text(link, "rel") == "alternate" and (found := web_address(url, text(link, "href"))):
            return found
    return ""


def language_of(entry: Fields, detail: Fields) -> str:
    """The language of the content, else of the entry; "" leaves it to the feed."""
    title = mapping(entry, "title_detail")
    return line(detail, "language") or line(entry, "language") or line(title, "language")


def comments_of(entry: Fields, url: str) -> str:
    """Where readers comment."""
    if found := web_address(url, text(entry, "comments")):
        return found
    for link in mappings(entry, "links"):
        if text(link, "rel") == "replies" and text(link, "type") in ("", *HTML_TYPES):
            return web_address(url, text(link, "href"))
    return ""


def author_of(fields: Fields) -> str:
    """Names of the authors; an address only where there is no name."""
    names: list[str] = []
    for author in mappings(fields, "authors"):
        name = line(author, "name") or line(author, "email")
        if name and name not in names and len(names) < 20:
            names.append(name)
    return ", ".join(names) or line(mapping(fields, "author_detail"), "name") or line(fields, "author")


def terms_of(entry: Fields) -> tuple[str, ...]:
    """The publisher's categories, without doubles; the label for people and the term for rules."""
    found: dict[str, None] = {}
    for tag in mappings(entry, "tags"):
        term, label = text(tag, "term"), text(tag, "label")
        for name in (label, "" if label and "://" in term else term):
            if name:
                found.setdefault(name[:MAX_TERM])
    return tuple(found)


def enclosures_of(entry: Fields, url: str) -> tuple[Enclosure, ...]:
    """Attached files: enclosures, media:content that is no image, then chapters and transcripts."""
    found: dict[str, Enclosure] = {}
    attached = [link for link in mappings(entry, "links") if text(link, "rel") == "enclosure"]
    media = [item for item in mappings(entry, "media_content") if not is_image(item)]
    # Podcasts say how long the entry is, which has one episode and perhaps its text.
    length = duration_of(text(entry, "itunes_duration"))
    season, episode = numbered(entry)
    for item in (*attached, *media):
        address = web_address(url, text(item, "href") or text(item, "url"))
        if address and address not in found and len(found) < MAX_ENCLOSURES:
            kind = line(item, "type")
            plays = kind.startswith(("audio/", "video/"))
            found[address] = Enclosure(
                address,
                kind,
                number(text(item, "length") or text(item, "filesize")),
                duration_of(text(item, "duration")) or (length if plays else 0),
                text(item, "title")[:MAX_TERM],
                season if plays else 0,
                episode if plays else 0,
                relation_of(kind),
            )
    for one in related(entry, url):
        found.setdefault(one.url, one)
    return tuple(found.values())


def is_image(media: Fields) -> bool:
    """True if a media:content is a picture."""
    return text(media, "medium") == "image" or text(media, "type").startswith("image/")


def entry_image(entry: Fields, url: str) -> str:
    """A picture that stands for the entry."""
    thumbnails = mappings(entry, "media_thumbnail")
    pictures = [item for item in mappings(entry, "media_content") if is_image(item)]
    for item in (mapping(entry, "image"), *thumbnails, *pictures):
        if found := web_address(url, text(item, "href") or text(item, "url")):
            return found
    return ""


def feed_image(feed: Fields, url: str) -> str:
    """The feed's picture: image, logo or icon."""
    image = mapping(feed, "image")
    addresses = (
        text(image, "href"),
        text(image, "url"),
        text(feed, "logo"),
        text(feed, "icon"),
    )
    return next((found for address in addresses if (found := web_address(url, address))), "")
