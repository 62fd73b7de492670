"""What reading without a network needs: what a pack has of an article, and how packing goes."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId

__all__ = [
    "ArticlePacked",
    "OutboxItem",
    "PackEvent",
    "PackFinished",
    "PackStarted",
    "PackSummary",
    "PackedArticle",
]


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """What is kept of one article for reading offline."""

    article_id: ArticleId
    packed_at: datetime
    #: Everything is there that its reader needs.
    ready: bool
    #: Bytes of its texts and pictures.
    size: int
    #: Sentences: what could not be had.
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackStarted:
    """``total`` articles are meant, ``ready`` of them were packed before."""

    total: int
    ready: int


@dataclass(frozen=True, slots=True)
class ArticlePacked:
    """One article is done; ``used`` is what the pack holds so far, in bytes."""

    title: str
    packed: PackedArticle
    used: int
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class PackSummary:
    """How a pack came out; sizes in bytes."""

    total: int
    ready: int
    #: Packed with something missing.
    partly: int
    #: Not packed, since the limit was reached.
    left_out: int
    size: int
    #: There was no network; what was not there could not be had.
    offline: bool = False


@dataclass(frozen=True, slots=True)
class PackFinished:
    """The last event."""

    summary: PackSummary


PackEvent = PackStarted | ArticlePacked | PackFinished


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """Something to do once there is a network: ``open`` or ``save`` an address."""

    id: int
    kind: str
    url: str
    title: str
    article_id: ArticleId | None
    asked_at: datetime
