"""What a refresh says while it runs, and what the fetching of many pages does."""

from dataclasses import dataclass, field

from tui.model.changes import ChangeSet
from tui.model.fetching import FailureKind
from tui.model.full_text import FullText
from tui.model.ids import ArticleId, FeedId

__all__ = [
    "FeedDone",
    "FeedFailed",
    "Notice",
    "RefreshEvent",
    "RefreshFinished",
    "RefreshStarted",
    "RefreshSummary",
    "TextEvent",
    "TextFetched",
    "TextsFinished",
    "TextsStarted",
]


@dataclass(frozen=True, slots=True)
class RefreshStarted:
    """``total`` feeds will be visited."""

    total: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A rule wants the user to hear of an arrival."""

    rule: str
    title: str
    feed_title: str


@dataclass(frozen=True, slots=True)
class FeedDone:
    """One feed answered; ``changes`` is empty when nothing was new."""

    feed_id: FeedId
    title: str
    new: int
    updated: int
    not_modified: bool
    changes: ChangeSet
    #: Arrivals that a rule has hidden; they are not among the new.
    hidden: int = 0
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """One feed could not be refreshed; the sentence is also kept on the feed."""

    feed_id: FeedId
    title: str
    kind: FailureKind
    sentence: str
    changes: ChangeSet = field(default_factory=ChangeSet)


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """The whole run in numbers."""

    total: int
    unchanged: int
    new: int
    updated: int
    failed: tuple[FeedFailed, ...] = ()
    cancelled: bool = False
    #: Arrivals that a rule has hidden; they are not among the new.
    hidden: int = 0
    notices: tuple[Notice, ...] = ()
    #: Rules that could not be asked: the name of each, and why.
    paused_rules: tuple[tuple[str, str], ...] = ()
    #: What went wrong with the user's hooks, in sentences.
    hook_troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshFinished:
    """Always the last event of a run that was not torn down."""

    summary: RefreshSummary


RefreshEvent = RefreshStarted | FeedDone | FeedFailed | RefreshFinished


@dataclass(frozen=True, slots=True)
class TextsStarted:
    """The pages of ``total`` articles will be fetched."""

    total: int


@dataclass(frozen=True, slots=True)
class TextFetched:
    """The page of one article was read and kept; its text says what the trouble was, if any."""

    article_id: ArticleId
    title: str
    text: FullText
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class TextsFinished:
    """Always the last event of a run that was not torn down."""

    total: int
    got: int


TextEvent = TextsStarted | TextFetched | TextsFinished
