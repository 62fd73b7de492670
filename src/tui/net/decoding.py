"""Bodies unpacked as they arrive, within bounds, and known to be whole.

libcurl could unpack them too, but it takes a gzip stream without its end for a complete
one (seen with 8.23), and a feed that lacks its end must never be stored; nor is it built with
every coding everywhere.
"""

import zlib
from typing import Protocol

from tui.net.newer_codings import Brotli, Zstandard

__all__ = ["ACCEPTED", "Damaged", "Decoder", "TooLarge", "Unreadable", "decoder"]

#: What we ask servers for.
ACCEPTED = "gzip, deflate, br, zstd"

#: No feed shrinks to less than a two-hundredth; looked at from the second megabyte on.
_MAX_RATIO = 200
_RATIO_FROM = 1_000_000

_READABLE = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
#: Real codings that we did not ask for. Other words in Content-Encoding ("utf-8", "none")
#: are mistakes and mean nothing.
_FOREIGN = frozenset({"compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm"})


class TooLarge(Exception):
    """More came out than is allowed."""


class Damaged(Exception):
    """The bytes are not in the coding they are said to be in."""


class Unreadable(Exception):
    """A coding that we cannot read and did not ask for."""


class Decoder(Protocol):
    """Takes the bytes of the wire, gives those of the document."""

    def feed(self, data: bytes) -> bytes:
        """What ``data`` unpacks to; raises :class:`TooLarge` or :class:`Damaged`."""

    def whole(self) -> bool:
        """True if the stream has reached its end."""


def decoder(content_encoding: str, max_bytes: int) -> Decoder:
    """The decoder for a Content-Encoding header; raises :class:`Unreadable`."""
    codings = [word.strip().lower() for word in content_encoding.split(",")]
    known = [word for word in codings if word in _READABLE]
    if len(known) > 1 or any(word in _FOREIGN for word in codings):
        raise Unreadable(content_encoding)
    if not known:
        return Plain(max_bytes)
    if known[0] == "br":
        return Brotli(Bounds(max_bytes).count, Damaged)
    if known[0] == "zstd":
        return Zstandard(Bounds(max_bytes).count, Damaged)
    return Packed(known[0] == "deflate", max_bytes)


class Bounds:
    """Counts what came and what it unpacked to."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = self._given = 0

    def count(self, taken: int, given: int) -> None:
        """So much more of both; raises :class:`TooLarge`."""
        self._taken += taken
        self._given += given
        if self._given > self._most:
            raise TooLarge
        if self._given > _RATIO_FROM and self._given > _MAX_RATIO * self._taken:
            raise TooLarge

    @property
    def room(self) -> int:
        """How much more may come out."""
        return self._most - self._given


class Plain:
    """Bytes that are what they are."""

    def __init__(self, max_bytes: int) -> None:
        self._left = max_bytes

    def feed(self, data: bytes) -> bytes:
        """The same bytes, counted."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return data

    def whole(self) -> bool:
        """Always: libcurl has compared the length."""
        return True


class Packed:
    """gzip (also several streams in a row) and deflate (with or without its zlib header)."""

    def __init__(self, deflate: bool, max_bytes: int) -> None:
        self._deflate, self._bounds = deflate, Bounds(max_bytes)
        self._taken = 0
        self._start = b""
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes) -> bytes:
        """Unpack the next piece, never further than the bound."""
        self._taken += len(data)
        self._bounds.count(len(data), 0)
        if self._stream is None:
            data = self._start + data
            if len(data) < 2:
                self._start = data
                return b""
            self._stream = zlib.decompressobj(self._window(data))
        pieces: list[bytes] = []
        try:
            while data:
                piece = self._stream.decompress(data, self._bounds.room + 1)
                pieces.append(piece)
                self._bounds.count(0, len(piece))
                data = self._next_stream()
        except zlib.error as error:
            raise Damaged from error
        return b"".join(pieces)

    def whole(self) -> bool:
        """True if the last stream ended, or nothing was sent at all."""
        return self._stream.eof if self._stream is not None else not self._taken

    def _window(self, data: bytes) -> int:
        if not self._deflate:
            return 31
        zlib_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return 15 if zlib_header else -15

    def _next_stream(self) -> bytes:
        """What is left for another gzip stream; anything else after the end is padding."""
        assert self._stream is not None
        rest = self._stream.unused_data if self._stream.eof else b""
        if self._deflate or not rest.startswith(b"\x1f"):
            return b""
        self._stream = zlib.decompressobj(31)
        return rest
