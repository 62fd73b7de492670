"""A look at the store's files from outside, before SQLite opens them.

Only what SQLite itself would pass over in silence or report too late: a file of no bytes
(for SQLite a good, empty store), a file that ends too early, a journal that is garbage.
Formats: https://sqlite.org/fileformat2.html, sections 1.3 and 4.1.
"""

import struct
from pathlib import Path

__all__ = ["journal_is_garbage", "wal_of", "what_is_wrong"]

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_WAL_HEADER = 32
_WAL_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_WAL_FORMAT = 3_007_000
_MASK = 0xFFFFFFFF


def wal_of(path: Path) -> Path:
    """The write-ahead log beside a store."""
    return path.with_name(f"{path.name}-wal")


def what_is_wrong(path: Path) -> str:
    """What is wrong with an existing store file; "" if nothing shows."""
    size = path.stat().st_size
    if size == 0:
        return "it holds no bytes"
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header.startswith(_MAGIC):
        return "it is no SQLite file"
    if size < _HEADER:
        return "it ends too early"
    # With a journal beside it the file may rightly be shorter than its first page says.
    if not _has_bytes(wal_of(path)) and size < _promised_size(header):
        return "it ends too early"
    return ""


def journal_is_garbage(path: Path) -> bool:
    """True if there is a write-ahead log that SQLite will not take for one."""
    wal = wal_of(path)
    if not _has_bytes(wal):
        return False
    with wal.open("rb") as file:
        header = file.read(_WAL_HEADER)
    if len(header) < _WAL_HEADER:
        return True
    magic, version = struct.unpack_from(">II", header)
    order = _WAL_MAGIC.get(magic)
    if order is None or version != _WAL_FORMAT:
        return True
    return _checksum(order, header[:24]) != struct.unpack_from(">II", header, 24)


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _promised_size(header: bytes) -> int:
    page_size = struct.unpack_from(">H", header, 16)[0]
    changes, pages = struct.unpack_from(">I", header, 24)[0], struct.unpack_from(">I", header, 28)[0]
    # The count of pages holds only if the same program wrote both numbers.
    if struct.unpack_from(">I", header, 92)[0] != changes:
        return 0
    return int(pages) * (65_536 if page_size == 1 else int(page_size))


def _checksum(order: str, data: bytes) -> tuple[int, int]:
    first = second = 0
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
