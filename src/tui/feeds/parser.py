"""Bytes to entries: which format it is, what is capped, and what is said when it is broken.

Nothing but FeedError leaves this module. feedparser is imported only when a document really
has to be parsed, so that a refresh without news never pays for it.
"""

import re
import zlib
from dataclasses import replace

from tui.feeds import jsonfeed
from tui.feeds.converting import convert
from tui.feeds.cutting import Cut, cut, entry_ranges
from tui.feeds.decoding import Decoded, decode
from tui.feeds.doctype import Prolog, defuse
from tui.feeds.plain import plain_entries
from tui.feeds.reading import MAX_ENTRIES, Reading, read
from tui.feeds.resting import resting
from tui.model.entry import ParsedFeed
from tui.model.errors import FeedError

__all__ = ["MAX_BYTES", "parse"]

MAX_BYTES = 32_000_000
XML_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
HTML_START = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
#: Roots that some feeds hide behind a leading HTML DOCTYPE.
FEED_ROOT = re.compile(rb"<(?:\w{1,40}:)?(?:rss|rdf|feed|channel)[\s>]", re.IGNORECASE)
#: Formats that feedparser reads without a name for them.
UNNAMED = (
    ("rss11", re.compile(rb"<(?:\w{1,40}:)?Channel\s[^>]{0,2000}http://purl\.org/net/rss1\.1#")),
    ("cdf", re.compile(rb"<CHANNEL\s[^>]{0,2000}\b(?:HREF|LASTMOD|BASE)\s*=", re.IGNORECASE)),
)
SPACE = re.compile(r"\s*")
GZIP = b"\x1f\x8b"
#: How far into the text a feed may begin behind something else.
MAX_LEADING_JUNK = 10_000


def parse(
    body: bytes,
    *,
    content_type: str,
    url: str,
    known: frozenset[bytes] = frozenset(),
    language: str = "",
) -> ParsedFeed:
    """Parse a feed document of any format.

    Args:
        body: the document, decompressed.
        content_type: the Content-Type header, "" if there was none.
        url: the address it came from; relative addresses are resolved against it.
        known: ``raw_hash`` of entries that need not be parsed again; they are only counted.
        language: the Content-Language header, for documents that name no language.

    Raises:
        FeedError: nothing of it could be read; the message is for a person.
    """
    body = readable(body)
    decoded = decode(body, content_type)
    text = decoded.text.lstrip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        return jsonfeed.parse(text, url, known)
    try:
        return parse_xml(to_utf8(text), decoded, url, known, language)
    except FeedError:
        raise
    except Exception as error:  # the boundary: feedparser raises anything on hostile input
        raise FeedError("The feed is broken beyond repair; nothing of it could be read.") from error


def readable(body: bytes) -> bytes:
    """The document itself; raises for what no parser needs to see."""
    if body.startswith(GZIP):
        # Some servers hand out a .gz file and do not call it an encoding.
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES + 1)
        except zlib.error as error:
            raise FeedError("The answer is a broken compressed file, not a feed.") from error
    if not body.strip(b"\0 \t\r\n"):
        raise FeedError("The answer was empty; there is no feed in it.")
    if len(body) > MAX_BYTES:
        raise FeedError(f"The document is larger than {MAX_BYTES // 1_000_000} MB; it was not read.")
    return body


def to_utf8(text: str) -> bytes:
    """The document as UTF-8 from its first tag on, without its XML declaration."""
    if not text.startswith("<"):
        start = text.find("<", 0, MAX_LEADING_JUNK)
        if start < 0:
            raise FeedError("The answer is not a feed: it is neither XML nor JSON.")
        text = text[start:]
    text = XML_DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text
    data = text.encode("utf-8", "replace")
    if HTML_START.match(text, first_tag(text)) and not FEED_ROOT.search(data):
        raise FeedError("The answer is a web page, not a feed.")
    return data


def first_tag(text: str) -> int:
    """Where the first thing begins that is neither white space nor a comment."""
    position = 0
    while True:
        position = SPACE.match(text, position).end()  # type: ignore[union-attr]
        end = text.find("-->", position) if text.startswith("<!--", position) else -1
        if end < 0:
            return position
        position = end + 3


def parse_xml(data: bytes, decoded: Decoded, url: str, known: frozenset[bytes], language: str) -> ParsedFeed:
    """Parse RSS, Atom or RDF with the known entries cut out, or whole in doubt."""
    prolog = defuse(data)
    part = without_known(prolog, known)
    reading = read_part(part, url, prolog, language)
    hashes = part.hashes[: len(reading.entries)]
    if not agrees(part, len(reading.entries)):
        # feedparser counts other entries than we do: which is which cannot be told.
        hashes = ()
        if part.known:
            part = Cut(prolog.data, (), 0)
            reading = read(part.data, url, prolog.entities, language)
    if not (reading.entries or reading.version or part.known or FEED_ROOT.search(data)):
        raise FeedError("The answer is not a feed: nothing in it looks like one.")
    version = version_of(reading, prolog)
    problem = reading.problem or prolog.problem or decoded.problem
    rest = resting(reading.feed, part.data)
    return convert(reading, version, url, hashes, part.gone, problem, rest)


def version_of(reading: Reading, prolog: Prolog) -> str:
    """Feedparser's name of the format, where it has one."""
    if reading.version or not reading.entries:
        return "rss091n" if prolog.netscape and reading.version.startswith("rss") else reading.version
    start = prolog.data[:MAX_LEADING_JUNK]
    return next((name for name, root in UNNAMED if root.search(start)), "")


def without_known(prolog: Prolog, known: frozenset[bytes]) -> Cut:
    """The document to parse; whole and without hashes in doubt."""
    ranges = entry_ranges(prolog.data)
    return Cut(prolog.data, (), 0) if ranges is None else cut(prolog.data, ranges, known)


def read_part(part: Cut, url: str, prolog: Prolog, language: str) -> Reading:
    """Plain entries are read here, the others and the feed itself by feedparser; in doubt all."""
    plain = plain_entries(part.data, language) if part.hashes else None
    if plain is not None and len(plain.entries) == len(part.hashes):
        reading = read(plain.left(part.data), url, prolog.entities, language)
        left = sum(entry.fields is None for entry in plain.entries)
        expected = reading.version == "atom10" if plain.is_atom else reading.version.startswith("rss")
        if expected and reading.well_formed and len(reading.entries) == left:
            return replace(reading, entries=plain.merged(reading.entries))
    return read(part.data, url, prolog.entities, language)


def agrees(part: Cut, entries: int) -> bool:
    """True if feedparser found as many entries as there are ranges, up to its limit."""
    return entries == min(len(part.hashes), MAX_ENTRIES)
