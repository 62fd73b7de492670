"""What a worker does to a page without a feed: take its entries off, and make every word of them safe.

Runs only inside a worker process (and in tests), like :mod:`~tui.service.preparing`.
"""

from dataclasses import replace
from hashlib import blake2b

from tui.content.gathering import gather
from tui.feeds import date_in, distinct
from tui.model.clean import clean
from tui.model.entry import Entry
from tui.model.errors import FeedError
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed
from tui.model.page_feed import (
    NOTHING,
    PAGE_VERSION,
    GatheredPage,
    PageEntry,
    PageSelectors,
    PageTrial,
    TriedEntry,
    wanted,
)
from tui.service.preparing import prepare_entry

__all__ = ["prepare_page", "try_page"]

_SHOWN = 8


def prepare_page(
    page: bytes, content_type: str, url: str, selectors: PageSelectors, known: frozenset[bytes]
) -> PreparedFeed:
    """Turn a page into safe entries; those whose ``raw_hash`` is known are left out.

    Raises:
        FeedError: there is nothing on the page that the selectors name.
    """
    gathered = _gathered(page, content_type, url, selectors)
    order = wanted(selectors.date).order
    # Who an entry is depends on the others, so that is decided before any is left out.
    entries = distinct(
        Entry(
            guid="",
            url=one.url,
            title=one.title,
            title_is_html=False,
            author="",
            published_at=date_in(one.date, order),
            updated_at=None,
            summary="",
            content=one.html,
            base_url=gathered.base,
            language=gathered.language,
            terms=(),
            enclosures=(),
            raw_hash=_raw_hash(one, order),
        )
        for one in gathered.entries
    )
    entries = tuple(replace(one, guid=_guid(one, url)) for one in entries)
    fresh = [one for one in entries if one.raw_hash not in known]
    facts = FeedFacts(clean(gathered.title, 300), url, clean(gathered.language, 35), version=PAGE_VERSION)
    there = tuple(one.raw_hash for one in entries if one.raw_hash in known)
    prepared = tuple(_dated(prepare_entry(one, gathered.base)) for one in fresh)
    return PreparedFeed(facts, prepared, len(there), there)


def try_page(page: bytes, content_type: str, url: str, selectors: PageSelectors) -> PageTrial:
    """What selectors would find."""
    try:
        gathered = _gathered(page, content_type, url, selectors)
    except FeedError as error:
        return PageTrial(trouble=str(error))
    order = wanted(selectors.date).order
    tried = [
        TriedEntry(clean(one.title, 200), one.url, date_in(one.date, order), bool(one.html))
        for one in gathered.entries
    ]
    dated = [one for one in tried if one.published_at is not None]
    newest = sorted(
        dated, key=lambda one: one.published_at.timestamp() if one.published_at else 0, reverse=True
    )
    rest = [one for one in tried if one.published_at is None]
    return PageTrial(
        len(tried), len(dated), sum(one.has_body for one in tried), tuple([*newest, *rest][:_SHOWN])
    )


def _gathered(page: bytes, content_type: str, url: str, selectors: PageSelectors) -> GatheredPage:
    gathered = gather(page, content_type, url, selectors)
    if not gathered.trouble:
        return gathered
    if gathered.trouble[0].isupper():
        # It is no page at all.
        raise FeedError(gathered.trouble)
    raise FeedError(f"{NOTHING}: {gathered.trouble}.")


def _guid(entry: Entry, page_url: str) -> str:
    """Who an entry is, as seen from its page: it stays so when the page moves, or takes to https."""
    if entry.guid != entry.url:
        return entry.guid
    address = _without_scheme(entry.url)
    host = _without_scheme(page_url).partition("/")[0]
    return address.removeprefix(host) if address.startswith(f"{host}/") else address


def _dated(entry: PreparedEntry) -> PreparedEntry:
    """Another date is another entry: whoever corrects the selector wants it in those that he has."""
    if entry.published_at is None:
        return entry
    digest = blake2b(entry.fingerprint, digest_size=8)
    digest.update(entry.published_at.isoformat().encode())
    return replace(entry, fingerprint=digest.digest())


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _raw_hash(entry: PageEntry, order: str) -> bytes:
    digest = blake2b(digest_size=8)
    for part in (entry.title, entry.url, entry.date, entry.html, order):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return digest.digest()
