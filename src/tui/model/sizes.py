"""How much room the store takes, and what for."""

from dataclasses import dataclass
from datetime import datetime

from tui.model.ids import FeedId

__all__ = ["FeedSize", "StoreSizes"]


@dataclass(frozen=True, slots=True)
class FeedSize:
    """The articles of one feed; bytes of their rows and texts, about."""

    feed_id: FeedId
    title: str
    articles: int
    unread: int
    size: int
    #: The publication of its oldest article.
    oldest: datetime | None
    #: It is not subscribed any more.
    left: bool = False


@dataclass(frozen=True, slots=True)
class StoreSizes:
    """All of it; each size in bytes."""

    #: The file, and how much of it holds nothing.
    file: int
    free: int
    #: What was written and is not in the file yet.
    log: int
    articles: int
    unread: int
    #: Rows and texts of articles.
    texts: int
    #: Texts from the articles' own pages.
    full_texts: int
    full_texts_size: int
    #: The index of words.
    words: int
    pictures: int
    pictures_size: int
    #: Removed articles that can be brought back, and backups.
    removed: int
    removed_size: int
    backups: int
    backups_size: int
    #: The largest first.
    feeds: tuple[FeedSize, ...] = ()

    @property
    def rest(self) -> int:
        """The file's other tables and its SQL indexes."""
        known = self.free + self.texts + self.full_texts_size + self.words + self.pictures_size
        return max(0, self.file - known)
