"""What is known of sites by their addresses: which feeds they have, without asking them.

Pure: an address, or the short form of one that people type, becomes the addresses of feeds.
The rows are in :mod:`tui.feeds.site_table`; here is what they are read by.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tui.feeds.site_table import PLACES, SHORT_FORMS, SIGNS, Place

__all__ = ["Lead", "Offer", "lead_of", "looks_like_feed", "signs_in", "written_out"]

#: Signs of who a page is about may stand far down, behind scripts.
_MOST_BYTES = 4_000_000
#: No site has as many fields in a query that leads to a feed.
_MOST_FIELDS = 100
_FEED_PATH = re.compile(
    r"(?:\.(?:atom|rss|xml|rdf|json)|/(?:feed|rss|atom|rss2))/?$|^/(?:feeds?|rss|atom)/", re.IGNORECASE
)
_FEED_QUERY = re.compile(r"(?:^|[?&])(?:format|feed|type)=(?:atom|rss|rss2|feed)(?:$|&)", re.IGNORECASE)
_PIECE = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})+))?\}|(\.\.\.)$|([^{.]+|.)")
#: What stays as it is when a part of one address becomes a part of another.
_PLAIN = "@~:/,"


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a site is known to have; ``name`` tells it from the others there."""

    feed_url: str
    name: str


@dataclass(frozen=True, slots=True)
class Lead:
    """What an address leads to at a site that is known.

    Attributes:
        site: the site's name; "" for a guess that fits many.
        offers: its feeds, the one that most people want first.
        page: what has to be read in place of the address; "" for the address itself.
        hint: what to do when nothing was found.
    """

    site: str
    offers: tuple[Offer, ...] = ()
    page: str = ""
    hint: str = ""


def written_out(typed: str) -> str:
    """The address that a short form stands for; what was typed if it is none."""
    text = typed.strip()
    for pattern, address in SHORT_FORMS:
        if found := _compiled(pattern).fullmatch(text):
            return address.format_map(_quoted(found.groupdict()))
    return text


def looks_like_feed(url: str) -> bool:
    """True if an address reads like that of a feed itself."""
    parts = _split(url)
    return parts is not None and bool(_FEED_PATH.search(parts[1]) or _FEED_QUERY.search(parts[2]))


def lead_of(url: str, *, named: bool = True) -> Lead | None:
    """Where an address leads; None if nothing is known of it, or if it is that of a feed.

    ``named`` asks for sites that are known by their host; else for what an address of that
    form may have anywhere, as a guess.
    """
    parts = _split(url)
    if parts is None or looks_like_feed(url):
        return None
    host, path, query = parts
    given = _asked(query)
    for place in PLACES:
        if bool(place.hosts) == named and (values := _values(place, host, path, given)) is not None:
            values = {**_quoted(values), "origin": _origin(url)}
            offers = tuple(Offer(address.format_map(values), name) for name, address in place.feeds)
            return Lead(place.site, offers, place.page.format_map(values), place.hint)
    return None


def signs_in(body: bytes, url: str) -> str:
    """The address that a page gives away by what it says of itself between its lines; "" if none."""
    parts = _split(url)
    if parts is None:
        return ""
    for hosts, patterns, address in SIGNS:
        if any(fnmatchcase(_bare(parts[0]), host) for host in hosts):
            for pattern in patterns:
                if found := pattern.search(body, 0, _MOST_BYTES):
                    return address.format(found[1].decode("ascii"))
    return ""


def _values(place: Place, host: str, path: str, given: Mapping[str, str]) -> dict[str, str] | None:
    """The parts that fill in a place's addresses; None if the address is not such a place."""
    if place.hosts and not any(fnmatchcase(_bare(host), pattern) for pattern in place.hosts):
        return None
    if not all(given.get(name) for name in place.query):
        return None
    found = _compiled(place.path).fullmatch(unquote(path).rstrip("/"))
    if found is None:
        return None
    asked = {name: given[name] for name in place.query}
    return {**found.groupdict(), **asked, "host": host, "sub": _bare(host).partition(".")[0]}


def _asked(query: str) -> dict[str, str]:
    """What a query says; nothing if it says too much."""
    try:
        return dict(parse_qsl(query, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


def _quoted(values: Mapping[str, str | None]) -> dict[str, str]:
    return {name: quote(value or "", safe=_PLAIN) for name, value in values.items()}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """``/{owner}/{repo}...``: a part each, of any letters or of those behind the colon; then anything."""
    pieces = []
    for name, letters, rest, plain in _PIECE.findall(pattern):
        if name:
            pieces.append(f"(?P<{name}>{letters or '[^/?#]+'})")
        else:
            pieces.append("(?:/.*)?" if rest else re.escape(plain))
    return re.compile("".join(pieces), re.IGNORECASE)


def _split(url: str) -> tuple[str, str, str] | None:
    """Host in lower case, path and query; None if it is no address of the web."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    return (host, parts.path, parts.query) if parts.scheme in ("http", "https") and host else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _bare(host: str) -> str:
    return host.removeprefix("www.")
