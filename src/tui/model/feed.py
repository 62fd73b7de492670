"""What we keep about a feed and about the tree of categories it stands in."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.fetching import FailureKind, Validators
from tui.model.ids import CategoryId, FeedId
from tui.model.page_feed import PageSelectors

__all__ = ["Category", "Feed", "FeedEdits", "FeedHealth", "Move", "Patience", "Subscription", "Visit"]


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
class Patience:
    """How long the server and the publisher asked us to stay away; kept, for a 304 does not repeat it."""

    #: Seconds that an answer stays fresh (Cache-Control, Expires); 0 if nothing was said.
    server: int = 0
    #: Seconds between visits (``<ttl>``, sy:update*); 0 if nothing was said.
    publisher: int = 0
    #: The moment these are counted from (sy:updateBase), in seconds since 1970; 0 for any.
    update_base: int = 0
    #: ``<skipHours>``: a bit for each hour of UTC, the lowest for midnight.
    skip_hours: int = 0
    #: ``<skipDays>``: a bit for each day of UTC, the lowest for Monday.
    skip_days: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """Where permanent redirects lead; "" while the feed is where it is."""

    url: str = ""
    #: On how many visits in a row.
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit to a feed went."""

    made_at: datetime
    #: The HTTP status; 0 if there was no answer.
    status: int = 0
    #: Why it failed, and the sentence about it.
    kind: FailureKind | None = None
    sentence: str = ""
    #: Requests made, redirects included.
    requests: int = 0
    #: Bytes as they came over the wire, headers included.
    size: int = 0
    milliseconds: int = 0
    new: int = 0
    updated: int = 0


_NO_PATIENCE = Patience()
_NO_MOVE = Move()


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
    #: The user lets its server go without a proof of who it is.
    unproven: bool = False
    patience: Patience = _NO_PATIENCE
    moved: Move = _NO_MOVE
    #: The document's format ("rss20", "atom10" …), and what was wrong with it, "" if nothing.
    version: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedEdits:
    """What is to be different about a feed; ``None`` leaves it as it is."""

    #: "" shows the publisher's.
    title: str | None = None
    #: A path, "" for none.
    category: str | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish to subscribe; title "" means the publisher's."""

    feed_url: str
    title: str = ""
    site_url: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    #: How the entries are found where the address is that of a page.
    page: PageSelectors | None = None
