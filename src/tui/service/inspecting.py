"""What a worker does with an address somebody typed: is it a feed, or a page that names some?"""

from dataclasses import dataclass

from tui.content import head
from tui.feeds import discovery
from tui.model.clean import clean
from tui.model.errors import FeedError
from tui.model.ingest import PreparedEntry, PreparedFeed
from tui.service.preparing import prepare

__all__ = ["Inspection", "inspect"]

_SHOWN_TITLES = 5


@dataclass(frozen=True, slots=True)
class Inspection:
    """The answer of one address."""

    is_feed: bool
    title: str
    #: Newest titles first, of a feed.
    newest: tuple[str, ...] = ()
    #: Address and title of each feed that a page names, best first.
    candidates: tuple[tuple[str, str], ...] = ()
    #: Addresses where a site often keeps its feed.
    well_known: tuple[str, ...] = ()


def inspect(body: bytes, content_type: str, url: str) -> Inspection:
    """Look at the bytes behind an address."""
    try:
        feed = prepare(body, content_type, url, frozenset())
    except FeedError:
        return _page(body, content_type, url)
    return Inspection(True, feed.facts.title, _newest(feed))


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
        False, clean(page.title, 200), (), tuple(found.items()), tuple(discovery.well_known(url))
    )
