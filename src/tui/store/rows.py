"""Between SQL's values and ours: times, compressed texts, lists of ids."""

import json
import threading
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from tui.model.entry import Enclosure

__all__ = [
    "enclosures_in",
    "enclosures_out",
    "id_list",
    "moment",
    "moment_or_none",
    "pack",
    "pack_body",
    "seconds",
    "seconds_or_none",
    "unpack",
    "unpack_body",
    "unpack_text",
]

#: Level 3 takes an eighth longer for a twenty-fifth less.
_LEVEL = 1
#: Longer than any text we store: a lying header must not ask for all memory.
_LONGEST = 256_000_000
#: Bytes of the number before a packed body: the length of its text.
_LENGTH = 4
# A compressor serves one thread at a time; making one costs more than a short text. Its
# package is imported with the first: what only counts or lists never needs it.
_own = threading.local()


def seconds(when: datetime) -> int:
    """Whole seconds since 1970."""
    return int(when.timestamp())


def seconds_or_none(when: datetime | None) -> int | None:
    """The same, for a moment that may be missing."""
    return None if when is None else int(when.timestamp())


def moment(value: int) -> datetime:
    """An aware moment in UTC."""
    return datetime.fromtimestamp(value, UTC)


def moment_or_none(value: int | None) -> datetime | None:
    """The same, for a moment that may be missing."""
    return None if value is None else datetime.fromtimestamp(value, UTC)


def pack(text: str) -> bytes:
    """A text, compressed; nothing for nothing."""
    return _compressed(text.encode("utf-8", "replace")) if text else b""


def unpack(data: bytes) -> str:
    """What :func:`pack` was given."""
    return str(_decompressed(data), "utf-8") if data else ""


def _compressed(data: bytes) -> bytes:
    compressor = getattr(_own, "compressor", None)
    if compressor is None:
        import zstandard

        compressor = _own.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    packed: bytes = compressor.compress(data)
    return packed


def _decompressed(data: bytes) -> bytes:
    decompressor = getattr(_own, "decompressor", None)
    if decompressor is None:
        import zstandard

        decompressor = _own.decompressor = zstandard.ZstdDecompressor()
    unpacked: bytes = decompressor.decompress(data, max_output_size=_LONGEST)
    return unpacked


def pack_body(text: str, html: str) -> bytes:
    """Text and HTML of an article in one; apart they would take three quarters more room."""
    plain = text.encode("utf-8", "replace")
    return _compressed(len(plain).to_bytes(_LENGTH, "big") + plain + html.encode("utf-8", "replace"))


def unpack_body(data: bytes) -> tuple[str, str]:
    """Text and HTML as :func:`pack_body` was given them."""
    if not data:
        return "", ""
    whole = _decompressed(data)
    end = _LENGTH + int.from_bytes(whole[:_LENGTH], "big")
    return str(whole[_LENGTH:end], "utf-8"), str(whole[end:], "utf-8")


def unpack_text(data: bytes) -> str:
    """The text alone."""
    if not data:
        return ""
    whole = _decompressed(data)
    return str(whole[_LENGTH : _LENGTH + int.from_bytes(whole[:_LENGTH], "big")], "utf-8")


def id_list(ids: Iterable[int]) -> str:
    """Ids as one parameter for ``json_each``: any number of them, always the same statement."""
    return json.dumps([int(one) for one in ids], separators=(",", ":"))


def enclosures_out(enclosures: Sequence[Enclosure]) -> str:
    """Enclosures as the JSON that is stored.

    A row each, ending where nothing more is known; what is only related to one stands apart, in an
    object behind them, so that the rows can be counted.
    """
    if not enclosures:
        return "[]"
    rows: list[object] = [_trimmed(one) for one in enclosures if not one.relation]
    if beside := [
        [one.relation, one.url, one.media_type, one.length, one.duration, one.title]
        for one in enclosures
        if one.relation
    ]:
        rows.append({"related": beside})
    return json.dumps(rows, ensure_ascii=False)


def _trimmed(one: Enclosure) -> list[str | int]:
    row: list[str | int] = [
        one.url,
        one.media_type,
        one.length,
        one.duration,
        one.title,
        one.season,
        one.episode,
    ]
    while len(row) > 3 and not row[-1]:
        row.pop()
    return row


def enclosures_in(stored: str) -> tuple[Enclosure, ...]:
    """Enclosures from the stored JSON."""
    if stored == "[]":
        return ()
    rows = json.loads(stored)
    beside = rows.pop()["related"] if rows and isinstance(rows[-1], dict) else []
    related = [
        Enclosure(url, kind, length, duration, title, relation=relation)
        for relation, url, kind, length, duration, title in beside
    ]
    return (*(Enclosure(*fields) for fields in rows), *related)
