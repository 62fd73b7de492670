"""What we keep about a feed and about the tree of categories it stands in."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.fetching import FailureKind, Validators
from tui.model.ids import CategoryId, FeedId

__all__ = ["Category", "Feed", "FeedHealth", "Subscription"]


@dataclass(frozen=True, slots=True)
class Category:
    """One place in the tree; ``path`` is ``"news/africa"``, unique, case kept."""

    id: CategoryId
    path: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How the last fetches of a feed went."""

    checked_at: datetime | None = None
    changed_at: datetime | None = None
    next_check_at: datetime | None = None
    #: A sentence for a person: what happened and what to do. ``None`` while all is well.
    error: str | None = None
    error_kind: FailureKind | None = None
    #: Failures in a row.
    failures: int = 0
    #: False after 410 Gone: refresh leaves the feed alone until asked for by name.
    active: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """One subscribed feed, as stored. All strings are already clean."""

    id: FeedId
    feed_url: str
    site_url: str
    #: The shown title: the user's own, else the publisher's, else the host.
    title: str
    #: What the publisher calls it; empty until the first fetch.
    publisher_title: str
    #: Category path, "" for none.
    category: str
    #: Tags put on every arriving article of this feed.
    tags: tuple[str, ...]
    validators: Validators
    #: blake2b of the last body that was stored whole; b"" before the first.
    body_hash: bytes
    health: FeedHealth
    added_at: datetime
    language: str = ""
    #: The user hides it: the feed list has no row for it, and lists that only browse leave it out.
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish to subscribe; title "" means the publisher's."""

    feed_url: str
    title: str = ""
    site_url: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
