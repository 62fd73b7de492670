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
from tui.model.ids import SafeHtml
from tui.model.ingest import FeedFacts, PreparedEntry, PreparedFeed

__all__ = ["HEADER", "dump", "load", "pack_feed", "size_of", "unpack_feed"]

#: Bytes of the length that goes before each frame.
HEADER = 4

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_FACTS = attrgetter("title", "site_url", "language", "ttl", "version", "problem")
_TEXTS = attrgetter("guid", "url", "title", "author", "html", "text", "language")
_REST = attrgetter(
    "words", "minutes", "terms", "comments_url", "source", "image_url", "raw_hash", "fingerprint"
)


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"a frame may hold plain values only, not {module_name}.{global_name}")


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
    return _FACTS(feed.facts), tuple(map(_pack_entry, feed.entries)), feed.known


def unpack_feed(record: tuple[Any, ...]) -> PreparedFeed:
    """The prepared feed that :func:`pack_feed` took apart."""
    facts, entries, known = record
    return PreparedFeed(FeedFacts(*facts), tuple(map(_unpack_entry, entries)), known)


def _pack_entry(entry: PreparedEntry) -> tuple[Any, ...]:
    return (
        _TEXTS(entry),
        _ticks(entry.published_at),
        _ticks(entry.updated_at),
        _REST(entry),
        tuple((one.url, one.media_type, one.length) for one in entry.enclosures),
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


def _ticks(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _TICK


def _moment(ticks: int | None) -> datetime | None:
    return None if ticks is None else _EPOCH + ticks * _TICK
