"""What we store and show."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.entry import Enclosure
from tui.model.full_text import FullText
from tui.model.ids import ArticleId, FeedId, SafeHtml

__all__ = ["Article", "ArticleRow", "IndexEntry"]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What one line of the list needs; no content."""

    id: ArticleId
    feed_id: FeedId
    feed_title: str
    title: str
    author: str
    url: str
    #: Publication, clamped to arrival if it lies in the future, else arrival.
    sorted_at: datetime
    read: bool
    starred: bool
    later: bool
    words: int
    minutes: int
    tags: tuple[str, ...]
    #: Left out of every list that does not ask for it.
    hidden: bool = False
    #: Packed for reading without a network.
    offline: bool = False
    #: The user wrote a note on it.
    noted: bool = False
    #: The story it is a copy in, 0 for none, and how many articles that has.
    story: int = 0
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One article whole. The names are those of ``--json``."""

    id: ArticleId
    feed_id: FeedId
    feed_title: str
    title: str
    url: str
    author: str
    published_at: datetime | None
    first_seen_at: datetime
    updated_at: datetime | None
    sorted_at: datetime
    terms: tuple[str, ...]
    tags: tuple[str, ...]
    read: bool
    starred: bool
    later: bool
    words: int
    minutes: int
    language: str
    source: str
    comments_url: str
    enclosures: tuple[Enclosure, ...]
    html: SafeHtml
    text: str
    #: Counts up with every change the publisher makes.
    revision: int = 1
    hidden: bool = False
    #: When it was last marked read.
    read_at: datetime | None = None
    #: What was found on its page, in the order of the steps; ``html`` and ``text`` are the feed's own.
    full: tuple[FullText, ...] = ()
    #: Packed for reading without a network.
    offline: bool = False
    #: What the user wrote on it.
    note: str = ""
    #: The story it is a copy in, 0 for none, and how many articles that has.
    story: int = 0
    copies: int = 1
    #: Another article of the story is the original.
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index in memory keeps of an article. Times in whole seconds since 1970."""

    id: ArticleId
    feed_id: FeedId
    sorted_at: int
    first_seen_at: int
    read: bool
    starred: bool
    later: bool
    tags: tuple[str, ...]
    terms: tuple[str, ...]
    hidden: bool = False
    #: The story it belongs to, 0 for none, and whether a copy names its feed as the source.
    story: int = 0
    named: bool = False
