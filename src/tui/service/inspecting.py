"""What a worker does with an address somebody typed: is it a feed, or a page that names some?"""

from tui.content import head
from tui.feeds import discovery
from tui.feeds.addresses import web_address
from tui.feeds.sites import lead_of, signs_in
from tui.model.clean import clean
from tui.model.errors import FeedError
from tui.model.finding import Inspection
from tui.model.ingest import PreparedEntry, PreparedFeed
from tui.service.preparing import prepare

__all__ = ["inspect"]

_SHOWN_TITLES = 5
_FAMILIES = (("rss", "RSS"), ("atom", "Atom"), ("json", "JSON Feed"))
_KINDS = {"rdf": "RSS 1.0", "rss": "RSS", "atom": "Atom", "cdf": "CDF"}


def inspect(body: bytes, content_type: str, url: str) -> Inspection:
    """Look at the bytes behind an address."""
    try:
        feed = prepare(body, content_type, url, frozenset())
    except FeedError:
        return _page(body, content_type, url)
    moments = [moment for entry in feed.entries if (moment := _date(entry))]
    return Inspection(
        True,
        feed.facts.title,
        _newest(feed),
        _kind(feed),
        feed.facts.language,
        len(feed.entries),
        max(moments, default=None),
        min(moments, default=None),
    )


def kind_of(version: str) -> str:
    """A format as people call it: ``rss20`` is "RSS 2.0"."""
    if version in _KINDS:
        return _KINDS[version]
    for start, name in _FAMILIES:
        if digits := version.removeprefix(start)[:3].rstrip("nu") if version.startswith(start) else "":
            return f"{name} {digits[0]}.{digits[1:]}"
    return version


def _kind(feed: PreparedFeed) -> str:
    """Its format, and whether most of its entries are something to listen to."""
    played = sum(
        any(one.media_type.startswith(("audio/", "video/")) for one in entry.enclosures)
        for entry in feed.entries
    )
    kind = kind_of(feed.facts.version)
    return f"podcast, {kind}" if played * 2 > len(feed.entries) else kind


def _newest(feed: PreparedFeed) -> tuple[str, ...]:
    """Titles by date; those without one last, as the document has them."""
    dated = [entry for entry in feed.entries if _date(entry)]
    dated.sort(key=_date, reverse=True)
    rest = [entry for entry in feed.entries if not _date(entry)]
    return tuple(entry.title for entry in (*dated, *rest)[:_SHOWN_TITLES])


def _date(entry: PreparedEntry) -> float:
    moment = entry.published_at or entry.updated_at
    return 0.0 if moment is None else moment.timestamp()


def _page(body: bytes, content_type: str, url: str) -> Inspection:
    page = head.scan(body, content_type, url)
    base = page.base or url
    found = {one.feed_url: clean(one.title, 200) for one in discovery.candidates(page.links, base)}
    return Inspection(
        False,
        clean(page.title, 200),
        candidates=tuple(found.items()),
        well_known=tuple(discovery.well_known(url)),
        leads_to=_behind(body, page, url),
    )


def _behind(body: bytes, page: head.PageHead, url: str) -> str:
    """What the page is one face of: what it gives away, or what it says is its true address."""
    if sign := signs_in(body, url):
        return sign
    canonical = next((link.href for link in page.links if "canonical" in link.rel.split()), "")
    address = web_address(page.base or url, canonical) if canonical else ""
    return address if address and address != url and lead_of(address) is not None else ""
