"""What is kept and for how long: limits by feed, marks that protect, and what a clean came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId, FeedId

__all__ = [
    "ALL_OF_IT",
    "NO_LIMIT",
    "PROTECTIONS",
    "CleanEvent",
    "CleanFinished",
    "CleanPlan",
    "CleanStarted",
    "CleanStep",
    "CleanWish",
    "Doomed",
    "FeedLimit",
    "FeedShare",
    "Protection",
    "RemovedFile",
]

#: What keeps an article, whatever its age: it goes only where somebody says so by name.
Protection = Literal["unread", "starred", "later", "tagged", "packed", "noted"]
PROTECTIONS: tuple[Protection, ...] = get_args(Protection)


@dataclass(frozen=True, slots=True)
class FeedLimit:
    """Up to where the articles of one feed are kept; each limit counts for itself."""

    #: The newest so many stay; ``None`` for all.
    newest: int | None = None
    #: What has been here, and read, since before that second of 1970 goes; 0 for nothing.
    before: int = 0
    #: Unread articles go like any other: the feed was unsubscribed long ago.
    unread_too: bool = False

    def __bool__(self) -> bool:
        return self.newest is not None or self.before > 0


NO_LIMIT = FeedLimit()
#: For feeds that were left long ago.
ALL_OF_IT = FeedLimit(newest=0, unread_too=True)


@dataclass(frozen=True, slots=True)
class CleanWish:
    """What is to be cleaned; without anything said, what the settings say."""

    newest: int | None = None
    #: As in :class:`FeedLimit`.
    before: int = 0
    #: Only these feeds, and only these articles.
    feeds: frozenset[FeedId] | None = None
    articles: frozenset[ArticleId] | None = None
    #: All of the feeds that are not subscribed any more.
    left: bool = False
    #: What shall not protect this time.
    also: frozenset[Protection] = frozenset()

    @property
    def by_settings(self) -> bool:
        """Whether nothing says which articles."""
        return self.newest is None and not self.before and self.articles is None and not self.left


@dataclass(frozen=True, slots=True)
class Doomed:
    """An article that may go, why, and how much of the store it takes."""

    id: ArticleId
    feed_id: FeedId
    #: It must have been here, and read, since before that second; 0 if its age does not matter.
    before: int
    #: Bytes, about.
    size: int
    unread_too: bool = False


@dataclass(frozen=True, slots=True)
class FeedShare:
    """What would go, or went, of one feed."""

    feed_id: FeedId
    title: str
    articles: int
    size: int
    #: It is not subscribed any more.
    left: bool = False


@dataclass(frozen=True, slots=True)
class CleanPlan:
    """All that would go, and from which feeds, the largest share first."""

    doomed: tuple[Doomed, ...] = ()
    shares: tuple[FeedShare, ...] = ()
    also: frozenset[Protection] = frozenset()

    @property
    def articles(self) -> int:
        """How many articles."""
        return len(self.doomed)

    @property
    def size(self) -> int:
        """How many bytes, about."""
        return sum(share.size for share in self.shares)


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """A file that holds what one clean has removed, until its time is over."""

    path: Path
    made_at: datetime
    articles: int
    size: int


@dataclass(frozen=True, slots=True)
class CleanStarted:
    """So many articles are to go, or to come back."""

    total: int


@dataclass(frozen=True, slots=True)
class CleanStep:
    """Some more have gone, or come back."""

    done: int
    total: int
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class CleanFinished:
    """All are gone, or back; ``spared`` were marked meanwhile, or could not be brought back."""

    done: int
    spared: int
    size: int = 0
    #: What went, by feed.
    counts: Mapping[FeedId, int] = field(default_factory=dict)


CleanEvent = CleanStarted | CleanStep | CleanFinished
