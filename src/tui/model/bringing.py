"""What is brought along from another reader, on its way into the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from tui.model.definition import Definition
from tui.model.feed import Subscription
from tui.model.ingest import PreparedEntry

__all__ = ["Brought", "KeptArticle", "KeptMarks", "Load", "PreparedArticle"]

_WRITTEN = attrgetter(
    "guid", "url", "title", "author", "published", "content", "base_url", "enclosure_url", "enclosure_type"
)


@dataclass(frozen=True, slots=True)
class KeptMarks:
    """What its reader did to an article."""

    read: bool = False
    #: He deleted it; here it is hidden, for it may still stand in the feed.
    hidden: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """One article as another program has kept it. Untrusted; times in seconds since 1970."""

    feed_url: str
    guid: str  # "" if the publisher gave none
    url: str
    title: str
    author: str
    published: int
    content: str  # HTML
    base_url: str
    enclosure_url: str
    enclosure_type: str
    marks: KeptMarks

    @property
    def written(self) -> tuple[Any, ...]:
        """What the publisher wrote of it, as plain values."""
        return tuple(_WRITTEN(self))


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """The same made safe."""

    entry: PreparedEntry
    marks: KeptMarks


@dataclass(frozen=True, slots=True)
class Load:
    """Everything but the articles."""

    label: str
    subscriptions: tuple[Subscription, ...] = ()
    definitions: tuple[Definition, ...] = ()
    #: What feeds are called by their publishers, by address: shown until they are fetched.
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it."""

    feeds: int = 0
    articles: int = 0
    #: Articles that were here already.
    known: int = 0
    #: Marks and tags set, on articles that came and on those that were here.
    marked: int = 0
