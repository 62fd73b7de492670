"""The language between us and a worker process: plain values, framed by their length.

A worker has read what publishers wrote, so its answers are not trusted either: the
reading side builds tuples, texts, bytes and numbers, and refuses anything that would
have to import a name.
"""

import io
import pickle
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, NoReturn

from tui.model.entry import Enclosure
from tui.model.extraction import ExtractedPage, KnownFacts, PageFacts, SiteRule
from tui.model.finding import Inspection
from tui.model.ids import SafeHtml
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed
from tui.model.page_feed import PageSelectors, PageTrial, TriedEntry

__all__ = [
    "HEADER",
    "dump",
    "load",
    "pack_feed",
    "pack_inspection",
    "pack_known",
    "pack_page",
    "pack_rule",
    "pack_selectors",
    "pack_trial",
    "size_of",
    "unpack_feed",
    "unpack_inspection",
    "unpack_known",
    "unpack_page",
    "unpack_rule",
    "unpack_trial",
]

#: Bytes of the length that goes before each frame.
HEADER = 4

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_FACTS = attrgetter(
    *("title", "site_url", "language", "ttl", "update_base", "skip_hours", "skip_days"),
    *("version", "problem", "whole"),
)
_TEXTS = attrgetter("guid", "url", "title", "author", "html", "text", "language")
_REST = attrgetter(
    "words", "minutes", "terms", "comments_url", "source", "image_url", "raw_hash", "fingerprint"
)


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"a frame may hold plain values only, not {module_name}.{global_name}")


_ENCLOSURE = attrgetter("url", "media_type", "length", "duration", "title", "season", "episode", "relation")
_INSPECTION = attrgetter(
    *("is_feed", "title", "newest_titles", "kind", "language", "entries", "newest", "oldest"),
    *("candidates", "well_known", "leads_to"),
)
_SELECTORS = attrgetter("item", "title", "link", "date", "body")
_PAGE = attrgetter("html", "text", "words", "minutes", "trouble", "next_url")
_PAGE_FACTS = attrgetter(
    "title", "author", "site", "source", "language", "canonical_url", "image_url", "terms"
)


def dump(value: object) -> bytes:
    """A value of plain parts as one frame, length included."""
    data = pickle.dumps(value, 5)
    return len(data).to_bytes(HEADER, "big") + data


def size_of(header: bytes) -> int:
    """How many bytes follow this header."""
    return int.from_bytes(header, "big")


def load(data: bytes) -> Any:
    """The value of a frame without its header.

    Raises:
        pickle.UnpicklingError: the frame holds more than plain values.
    """
    return _PlainUnpickler(io.BytesIO(data)).load()


def pack_feed(feed: PreparedFeed) -> tuple[Any, ...]:
    """A prepared feed as nested tuples."""
    return _FACTS(feed.facts), tuple(map(_pack_entry, feed.entries)), feed.known, feed.known_hashes


def unpack_feed(record: tuple[Any, ...]) -> PreparedFeed:
    """The prepared feed that :func:`pack_feed` took apart."""
    facts, entries, known, hashes = record
    return PreparedFeed(FeedFacts(*facts), tuple(map(_unpack_entry, entries)), known, tuple(hashes))


def _pack_entry(entry: PreparedEntry) -> tuple[Any, ...]:
    return (
        _TEXTS(entry),
        _ticks(entry.published_at),
        _ticks(entry.updated_at),
        _REST(entry),
        tuple(map(_ENCLOSURE, entry.enclosures)),
    )


def _unpack_entry(record: tuple[Any, ...]) -> PreparedEntry:
    texts, published, updated, rest, enclosures = record
    guid, url, title, author, html, text, language = texts
    words, minutes, terms, comments_url, source, image_url, raw_hash, fingerprint = rest
    return PreparedEntry(
        guid=guid,
        url=url,
        title=title,
        author=author,
        published_at=_moment(published),
        updated_at=_moment(updated),
        html=SafeHtml(html),
        text=text,
        words=words,
        minutes=minutes,
        language=language,
        terms=terms,
        enclosures=tuple(Enclosure(*one) for one in enclosures),
        comments_url=comments_url,
        source=source,
        image_url=image_url,
        raw_hash=raw_hash,
        fingerprint=fingerprint,
    )


def pack_inspection(seen: Inspection) -> tuple[Any, ...]:
    """What was seen behind an address, as a tuple."""
    return _INSPECTION(seen)


def unpack_inspection(record: tuple[Any, ...]) -> Inspection:
    """What :func:`pack_inspection` took apart."""
    return Inspection(*record)


def pack_known(known: KnownFacts) -> tuple[Any, ...]:
    """What the feed has said already, as a tuple."""
    return known.title, known.author, known.feed_title, known.language, _ticks(known.published_at)


def unpack_known(record: tuple[Any, ...]) -> KnownFacts:
    """What :func:`pack_known` took apart."""
    title, author, feed_title, language, published = record
    return KnownFacts(title, author, feed_title, language, _moment(published))


def pack_rule(rule: SiteRule) -> tuple[Any, ...]:
    """The rule for a site as a tuple."""
    return rule.sites, rule.keep, rule.drop, rule.next_page, rule.rewrite


def unpack_rule(record: tuple[Any, ...]) -> SiteRule:
    """The rule that :func:`pack_rule` took apart."""
    return SiteRule(*record)


def pack_page(page: ExtractedPage) -> tuple[Any, ...]:
    """What was found on a page, as nested tuples."""
    facts = page.facts
    return _PAGE(page), _PAGE_FACTS(facts), _ticks(facts.published_at)


def unpack_page(record: tuple[Any, ...]) -> ExtractedPage:
    """What :func:`pack_page` took apart."""
    page, facts, published = record
    html, text, words, minutes, trouble, next_url = page
    title, author, site, source, language, canonical_url, image_url, terms = facts
    return ExtractedPage(
        SafeHtml(html),
        text,
        words,
        minutes,
        PageFacts(
            title=title,
            author=author,
            site=site,
            source=source,
            language=language,
            published_at=_moment(published),
            canonical_url=canonical_url,
            image_url=image_url,
            terms=terms,
        ),
        trouble,
        next_url,
    )


def pack_selectors(selectors: PageSelectors) -> tuple[str, ...]:
    """The selectors of a page, in the order of their fields."""
    return _SELECTORS(selectors)


def pack_trial(trial: PageTrial) -> tuple[Any, ...]:
    """What selectors found on a page, as nested tuples."""
    shown = tuple((one.title, one.url, _ticks(one.published_at), one.has_body) for one in trial.newest)
    return trial.count, trial.dated, trial.texts, shown, trial.trouble


def unpack_trial(record: tuple[Any, ...]) -> PageTrial:
    """What :func:`pack_trial` took apart."""
    count, dated, texts, shown, trouble = record
    newest = tuple(TriedEntry(title, url, _moment(ticks), has_body) for title, url, ticks, has_body in shown)
    return PageTrial(count, dated, texts, newest, trouble)


def _ticks(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _TICK


def _moment(ticks: int | None) -> datetime | None:
    return None if ticks is None else _EPOCH + ticks * _TICK
