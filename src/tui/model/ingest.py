"""Entries made safe, and the decision what to write: between planner and store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tui.model.entry import Enclosure
from tui.model.feed import FeedHealth, Move, Patience, Visit
from tui.model.fetching import Validators
from tui.model.ids import ArticleId, FeedId, SafeHtml
from tui.model.rule import Outcome

__all__ = ["FeedFacts", "IngestPlan", "KnownEntry", "Looking", "PreparedEntry", "PreparedFeed"]

Looking = Literal["now", "later", "never"]


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """An entry after the one sanitising door; every string is clean."""

    guid: str  # never empty
    url: str
    title: str  # one line of plain text; never empty
    author: str
    published_at: datetime | None
    updated_at: datetime | None
    html: SafeHtml
    text: str  # plain text of ``html``, for search and reading time
    words: int
    minutes: int
    language: str
    terms: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    comments_url: str
    source: str
    image_url: str
    raw_hash: bytes
    #: blake2b-8 of what a reader would notice changing (title, url, html, enclosures).
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What the document says of its feed, clean."""

    title: str = ""
    site_url: str = ""
    language: str = ""
    ttl: int = 0
    #: As in :class:`~tui.model.feed.Patience`.
    update_base: int = 0
    skip_hours: int = 0
    skip_days: int = 0
    version: str = ""
    problem: str = ""
    #: False if the document ended too soon: it is to be asked for again, whole.
    whole: bool = True


@dataclass(frozen=True, slots=True)
class PreparedFeed:
    """A worker's answer: a parsed document with safe entries."""

    facts: FeedFacts
    entries: tuple[PreparedEntry, ...]
    known: int = 0
    #: ``raw_hash`` of the entries that were known, and so are not among these.
    known_hashes: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What the store remembers of an entry, by guid within its feed.

    ``article_id`` is ``None`` for a tombstone: deleted, and not to come back.
    """

    article_id: ArticleId | None
    raw_hash: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Everything one refreshed feed writes, in one transaction.

    ``None`` for ``facts``, ``validators``, ``body_hash``, ``patience`` or ``moved`` leaves the
    stored value.
    """

    feed_id: FeedId
    now: datetime
    health: FeedHealth
    new: tuple[PreparedEntry, ...] = ()
    changed: tuple[tuple[ArticleId, PreparedEntry], ...] = ()
    facts: FeedFacts | None = None
    validators: Validators | None = None
    body_hash: bytes | None = None
    #: The feed has moved for good.
    feed_url: str | None = None
    patience: Patience | None = None
    moved: Move | None = None
    #: For the feed's log; its counts of articles are filled in as they are written.
    visit: Visit | None = None
    #: What rules do to new articles, by guid, and to those of the same days that are there.
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    standing: tuple[tuple[ArticleId, Outcome], ...] = ()
    #: Entries that were removed, by guid: those that the document lists yet, and those it does not.
    listed: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()
    #: The pages of all new articles are to be fetched.
    awaited: bool = False
    #: When copies of its new and changed articles are looked for in other feeds.
    copies: Looking = "now"
    #: What arrives after the same piece was read elsewhere is read.
    read_along: bool = True
    #: The new articles are to be given to the user's hook.
    announced: bool = False
    #: How the rules that did it are called, by id.
    rule_names: Mapping[int, str] = field(default_factory=dict)
