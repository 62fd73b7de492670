"""The catalog's sets and columns as bytes, and back.

Three blobs: ``head`` (JSON: what lies where, and a checksum), ``sets`` (roaring bitmaps
in their portable form, one behind the other) and ``columns`` (numbers of four bytes above
the smallest of their column, or of eight where that is not enough).
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

__all__ = ["AnyColumn", "Column", "PackedColumn", "pack", "unpack"]

_VERSION = 2

Column = NDArray[np.int64]
AnyColumn = NDArray[np.int64] | NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class PackedColumn:
    """A column as it was saved, not copied yet: a million numbers take eight megabytes."""

    base: int
    numbers: NDArray[np.uint32] | NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def into(self, place: AnyColumn) -> None:
        """Write the numbers into *place*, which is as long; :class:`ValueError` if they do not fit."""
        try:
            place[:] = self.numbers
            place += place.dtype.type(self.base)
        except OverflowError as error:
            raise ValueError("the saved index is damaged") from error


def pack(sets: Mapping[str, BitMap], columns: Mapping[str, AnyColumn], generation: int) -> dict[str, bytes]:
    """Named sets and columns as three blobs."""
    set_parts = [(name, ids.serialize()) for name, ids in sets.items()]
    column_parts = [(name, *_pack_column(column.astype(np.int64))) for name, column in columns.items()]
    set_bytes = b"".join(part for _, part in set_parts)
    column_bytes = b"".join(part for *_, part in column_parts)
    head = {
        "version": _VERSION,
        "generation": generation,
        "check": zlib.crc32(column_bytes, zlib.crc32(set_bytes)),
        "sets": [(name, len(part)) for name, part in set_parts],
        "columns": [(name, base, kind, len(part)) for name, base, kind, part in column_parts],
    }
    return {"head": json.dumps(head).encode(), "sets": set_bytes, "columns": column_bytes}


def unpack(blobs: Mapping[str, bytes], generation: int) -> tuple[dict[str, BitMap], dict[str, PackedColumn]]:
    """What was packed; :class:`ValueError` if it cannot be trusted."""
    try:
        head, set_bytes, column_bytes = json.loads(blobs["head"]), blobs["sets"], blobs["columns"]
        if (head["version"], head["generation"]) != (_VERSION, generation):
            raise ValueError("the saved index is of another version or another time")
        if head["check"] != zlib.crc32(column_bytes, zlib.crc32(set_bytes)):
            raise ValueError("the saved index is damaged")
        sets = {}
        view, at = memoryview(set_bytes), 0
        for name, length in head["sets"]:
            sets[name] = BitMap.deserialize(bytes(view[at : at + length]))
            at += length
        columns = {}
        view, at = memoryview(column_bytes), 0
        for name, base, kind, length in head["columns"]:
            columns[name] = PackedColumn(int(base), np.frombuffer(view[at : at + length], dtype=kind))
            at += length
    except (KeyError, TypeError) as error:
        raise ValueError(f"the saved index cannot be read: {error}") from error
    return sets, columns


def _pack_column(column: Column) -> tuple[int, str, bytes]:
    """What to add to every number, how they are written, and they."""
    if not len(column):
        return 0, "<u4", b""
    base = int(column.min())
    kind = "<u4" if int(column.max()) - base < 2**32 else "<i8"
    return base, kind, (column - base).astype(kind).tobytes()
