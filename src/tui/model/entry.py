"""What a publisher's document said: untrusted and passing through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = ["Enclosure", "Entry", "ParsedFeed", "Relation", "files_of"]

Relation = Literal["", "chapters", "transcript"]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached file; ``length`` in bytes and ``duration`` in seconds, 0 if unknown.

    Attributes:
        title: what it is called; of chapters and transcripts the language and what else is told.
        season: of the podcast whose episode it is, 0 if unknown.
        episode: its number in there, 0 if unknown.
        relation: "" for a file of its own; else what it is to the one that plays.
    """

    url: str
    media_type: str = ""
    length: int = 0
    duration: int = 0
    title: str = ""
    season: int = 0
    episode: int = 0
    relation: Relation = ""


def files_of(enclosures: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    """Those that count as attached: chapters and transcripts only belong to one."""
    return tuple(one for one in enclosures if not one.relation)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as parsed. Strings are decoded but neither sanitised nor cleaned."""

    guid: str  # "" if the document has none; ``feeds.identity`` finds a stand-in
    url: str  # absolute; "" if none
    title: str  # may hold HTML when ``title_is_html``
    title_is_html: bool
    author: str
    published_at: datetime | None
    updated_at: datetime | None
    summary: str  # HTML
    content: str  # HTML; "" if there is only a summary
    base_url: str  # to resolve relative addresses in summary and content
    language: str
    terms: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    comments_url: str = ""
    source: str = ""  # title of the feed this entry was taken from
    image_url: str = ""
    #: blake2b-8 of the entry's own bytes; b"" when its bytes could not be told apart.
    raw_hash: bytes = b""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A whole document. ``problem`` says what was wrong if it had to be salvaged."""

    title: str
    site_url: str
    subtitle: str
    author: str
    language: str
    feed_id: str  # atom:id, else ""
    updated_at: datetime | None
    rights: str
    image_url: str
    entries: tuple[Entry, ...]
    #: "rss20", "atom10", "rdf", "json11" …; "" when it is not a feed at all.
    version: str
    problem: str = ""
    #: Seconds the publisher asks us to wait between visits (ttl, sy:update*); 0 = silent.
    ttl: int = 0
    #: The moment that ``ttl`` is counted from (sy:updateBase), in seconds since 1970; 0 = any.
    update_base: int = 0
    #: When it need not be visited: a bit for each hour of UTC, and for each day from Monday on.
    skip_hours: int = 0
    skip_days: int = 0
    #: Entries left out because their ``raw_hash`` was already known.
    known: int = 0
    #: And which those were.
    known_hashes: tuple[bytes, ...] = ()
    #: False if the document ended too soon.
    whole: bool = True
    #: ``title`` may hold HTML.
    title_is_html: bool = False
