"""The doorways of downloads: what is asked of the network, what is kept in the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tui.model.fetching import NO_PARTICULARS, Particulars
from tui.model.ids import ArticleId

__all__ = ["Download", "DownloadHead", "DownloadRequest", "DownloadState", "Downloaded", "RangeRefused"]

DownloadState = Literal["waiting", "running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """A file, or what is still missing of it. Sizes in bytes, times in seconds."""

    url: str
    #: So much is here already.
    offset: int = 0
    #: A strong ETag or a Last-Modified of what is here (RFC 9110, 13.1.5); "" if none is known.
    validator: str = ""
    user_agent: str = "Broadsheet"
    max_bytes: int = 2_000_000_000
    connect_timeout: float = 10.0
    #: It may take as long as it wants, but not stand still for longer than this.
    stall_timeout: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False
    particulars: Particulars = NO_PARTICULARS


@dataclass(frozen=True, slots=True)
class DownloadHead:
    """What the server says before the first byte."""

    final_url: str
    #: Where the bytes that come belong: where we asked for them, or at the start.
    offset: int
    #: Of the whole file; 0 if the server does not say.
    size: int
    validator: str
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case


@dataclass(frozen=True, slots=True)
class Downloaded:
    """All bytes have come; ``size`` is what there are now."""

    head: DownloadHead
    size: int


@dataclass(frozen=True, slots=True)
class RangeRefused:
    """There is nothing more to have from that offset on; ``size`` of the file, 0 if not said."""

    size: int


@dataclass(frozen=True, slots=True)
class Download:
    """A row in the list of downloads."""

    id: int
    url: str
    article_id: ArticleId | None
    #: The title of its article; "" without one.
    title: str
    #: Where the file is or will be; "" until the server has told its name.
    path: str
    media_type: str
    #: In all (0: unknown) and here.
    size: int
    done: int
    state: DownloadState
    #: Why it failed, in words.
    trouble: str
    validator: str
    asked_at: datetime

    @property
    def unfinished(self) -> bool:
        """Whether there is something left to fetch."""
        return self.state != "done"
