"""Brotli and Zstandard, unpacked as they arrive, within the same bounds as gzip.

Their packages are imported with the first answer that is packed so.
"""

from collections.abc import Callable

__all__ = ["Brotli", "Zstandard"]

Count = Callable[[int, int], None]

#: Bytes of output after which Brotli hands over and the bound is looked at.
_STEP = 1_000_000
#: zstandard gives all that a piece of input holds at once, up to 128 KB for every four bytes: so
#: it is fed little by little.
_SLICE = 64
#: What RFC 9659 allows on the web.
_MOST_WINDOW = 1 << 23
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Brotli:
    """``br`` (RFC 7932). ``count(taken, given)`` raises when there is too much."""

    def __init__(self, count: Count, damaged: type[Exception]) -> None:
        import brotli

        self._count, self._damaged, self._broken = count, damaged, brotli.error
        self._stream = brotli.Decompressor()
        self._taken = 0

    def feed(self, data: bytes) -> bytes:
        """Unpack the next piece."""
        self._taken += len(data)
        stream, pieces, taken = self._stream, [], len(data)
        if stream.is_finished():
            return b""  # padding after the end
        try:
            while True:
                piece = stream.process(data, output_buffer_limit=_STEP)
                pieces.append(piece)
                self._count(taken, len(piece))
                data, taken = b"", 0
                if stream.can_accept_more_data() or stream.is_finished():
                    return b"".join(pieces)
        except self._broken as error:
            raise self._damaged from error

    def whole(self) -> bool:
        """True if the stream ended, or nothing was sent at all."""
        return bool(self._stream.is_finished()) or not self._taken


class Zstandard:
    """``zstd`` (RFC 8878), also several frames in a row."""

    def __init__(self, count: Count, damaged: type[Exception]) -> None:
        import zstandard

        self._count, self._damaged, self._broken = count, damaged, zstandard.ZstdError
        self._codec = zstandard.ZstdDecompressor(max_window_size=_MOST_WINDOW)
        self._stream = self._codec.decompressobj()
        self._taken = 0

    def feed(self, data: bytes) -> bytes:
        """Unpack the next piece."""
        self._taken += len(data)
        pieces: list[bytes] = []
        try:
            for start in range(0, len(data), _SLICE):
                part = data[start : start + _SLICE]
                self._count(len(part), 0)
                while part:
                    if self._stream.eof:
                        if not part.startswith(_ZSTD_MAGIC[: len(part)]):
                            break  # padding after the end
                        self._stream = self._codec.decompressobj()
                    piece = self._stream.decompress(part)
                    pieces.append(piece)
                    self._count(0, len(piece))
                    part = self._stream.unused_data if self._stream.eof else b""
        except self._broken as error:
            raise self._damaged from error
        return b"".join(pieces)

    def whole(self) -> bool:
        """True if the last frame ended, or nothing was sent at all."""
        return self._stream.eof or not self._taken
