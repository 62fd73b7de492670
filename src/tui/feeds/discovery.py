"""From the links in a page's head to the feeds it offers, best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from tui.feeds.addresses import web_address

__all__ = ["Candidate", "Link", "candidates", "well_known"]

MAX_CANDIDATES = 50
#: Media types that are feeds, and what we call them.
KINDS = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS",
    "application/x.atom+xml": "Atom",
    "application/x-atom+xml": "Atom",
}
#: Media types that may be one; taken when the address or title speaks for it.
VAGUE = frozenset({"application/json", "application/xml", "text/xml"})
FEED_WORDS = ("feed", "rss", "atom", "rdf")
#: Nobody subscribes to the comments first.
COMMENT_WORDS = ("comment", "kommentar", "comentario", "commentaire")
#: Where feeds lie when no page names them.
PLACES = ("feed", "feed/", "rss", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feed.json", "index.rss")


class Link(Protocol):
    """A ``<link>`` as the page's head has it."""

    @property
    def rel(self) -> str:
        """Its relations, separated by white space."""

    @property
    def type(self) -> str:
        """Its media type."""

    @property
    def href(self) -> str:
        """Its address, absolute or relative to the page."""

    @property
    def title(self) -> str:
        """What the page calls it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page offers; ``kind`` is "RSS", "Atom", "JSON Feed" or "" if unknown."""

    feed_url: str
    title: str
    kind: str


def candidates(head_links: Iterable[Link], page_url: str) -> tuple[Candidate, ...]:
    """The feeds among ``head_links``, in the page's order with feeds of comments last."""
    found: dict[str, Candidate] = {}
    for link in head_links:
        candidate = candidate_of(link, page_url)
        if candidate is not None and len(found) < MAX_CANDIDATES:
            found.setdefault(candidate.feed_url, candidate)
    return tuple(sorted(found.values(), key=is_about_comments))


def candidate_of(link: Link, page_url: str) -> Candidate | None:
    """The feed that ``link`` names, None if it names none."""
    relations = link.rel.lower().split()
    media_type = link.type.partition(";")[0].strip().lower()
    address = web_address(page_url, link.href)
    if not address or "stylesheet" in relations:
        return None
    named = "feed" in relations
    if "alternate" not in relations and not named:
        return None
    kind = KINDS.get(media_type, "")
    if not kind and media_type in VAGUE and speaks_of_feeds(link, address):
        kind = "JSON Feed" if media_type == "application/json" else "RSS"
    if not kind and not (named and not media_type):
        return None
    return Candidate(address, " ".join(link.title.split()), kind)


def speaks_of_feeds(link: Link, address: str) -> bool:
    """True if title or path hold a word for feeds."""
    words = f"{link.title} {urlsplit(address).path}".lower()
    return any(word in words for word in FEED_WORDS)


def is_about_comments(candidate: Candidate) -> bool:
    """True for a feed of comments."""
    words = f"{candidate.title} {urlsplit(candidate.feed_url).path}".lower()
    return any(word in words for word in COMMENT_WORDS)


def well_known(page_url: str) -> tuple[str, ...]:
    """Addresses worth trying when a page names no feed: beside it, then at the root."""
    if not web_address("", page_url):
        return ()
    beside = page_url if urlsplit(page_url).path.endswith("/") else urljoin(page_url, "./")
    places = [urljoin(base, place) for base in (beside, urljoin(page_url, "/")) for place in PLACES]
    return tuple(dict.fromkeys(place for place in places if place != page_url))
