"""What is found behind an address that somebody typed: feeds, previews of them, and how far the search is."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Candidate", "FoundFeed", "Inspection", "Looking"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that is said to be at an address; ``name`` tells it from the others of its site."""

    feed_url: str
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a worker saw in the bytes of one address: a feed, or a page that names some.

    Attributes:
        is_feed: it is a feed; the facts up to ``oldest`` are about it.
        title: what feed or page call themselves.
        newest_titles: of a feed, newest first.
        kind: its format, as people call it; and whether it is a podcast.
        language: as the publisher says it.
        entries: how many the document has.
        newest: when the newest of them appeared, in seconds since 1970; None if no dates are given.
        oldest: the same for the oldest.
        candidates: address and title of each feed that a page names, best first.
        well_known: addresses where a site often keeps its feed.
        leads_to: an address that stands behind the page and is known to have feeds, or is one.
    """

    is_feed: bool
    title: str = ""
    newest_titles: tuple[str, ...] = ()
    kind: str = ""
    language: str = ""
    entries: int = 0
    newest: float | None = None
    oldest: float | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    well_known: tuple[str, ...] = ()
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that could be subscribed to, or the problem why not.

    Attributes:
        feed_url: its address.
        title: what it calls itself, else what the page calls it.
        newest: its newest titles, newest first.
        problem: a sentence; "" when the feed can be read.
        name: what tells it from the others of its site, such as "Releases".
        kind: its format, such as "Atom 1.0".
        language: as the publisher says it.
        entries: how many it has now.
        newest_at: when the newest appeared.
        per_day: how many appear a day; None if nothing tells.
        known: it is subscribed already.
        is_page: it is no feed, but a page that might be read as one.
        is_locked: nobody knows what it is, for it asks for a password.
        same_as: the address of a feed that comes before and has the same articles; "" for none.
    """

    feed_url: str
    title: str = ""
    newest: tuple[str, ...] = ()
    problem: str = ""
    name: str = ""
    kind: str = ""
    language: str = ""
    entries: int = 0
    newest_at: datetime | None = None
    per_day: float | None = None
    known: bool = False
    is_page: bool = False
    is_locked: bool = False
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """How far a search is: what it does, and the feeds that are known to be there so far."""

    words: str
    found: tuple[FoundFeed, ...] = ()
