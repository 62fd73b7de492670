"""Sixel: a picture as printable characters, six rows of pixels at a time.

The bytes are made of numbers that we counted ourselves; nothing of a publisher's is among them.
"""

import re
from functools import lru_cache

__all__ = ["sixel"]

#: Runs of one character that are worth counting.
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_BAND = 6


def sixel(palette: bytes, numbers: bytes, width: int) -> bytes:
    """A whole Sixel: *palette* in three bytes a color, *numbers* a byte a pixel, *width* pixels a row."""
    height = len(numbers) // width
    used = sorted(set(numbers))
    # No aspect of its own; what is not drawn stays as it is; its true size.
    made = [b"\x1bP0;1q", b'"1;1;%d;%d' % (width, height)]
    made += [_definition(number, palette[3 * number : 3 * number + 3]) for number in used]
    step = width * _BAND
    made.append(b"-".join(_band(numbers[at : at + step], width) for at in range(0, len(numbers), step)))
    return b"".join((*made, b"\x1b\\"))


def _definition(number: int, color: bytes) -> bytes:
    red, green, blue = (round(part * 100 / 255) for part in color)
    return b"#%d;2;%d;%d;%d" % (number, red, green, blue)


def _band(numbers: bytes, width: int) -> bytes:
    """Six rows: for each color the pixels of it as one character a column."""
    rows = [numbers[at : at + width] for at in range(0, len(numbers), width)]
    lines = []
    for number in sorted(set(numbers)):
        total = 0
        for bit, row in enumerate(rows):
            # A byte a pixel, so the sum of six rows is a byte a column: no byte overflows.
            total += int.from_bytes(row.translate(_only(number, 1 << bit)), "big")
        columns = total.to_bytes(width, "big").translate(_PRINTABLE)
        lines.append(b"#%d" % number + _RUN.sub(_counted, columns.rstrip(b"?")))
    return b"$".join(lines)


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d" % len(run[0]) + run[1]


@lru_cache(maxsize=256 * _BAND)
def _only(number: int, bit: int) -> bytes:
    """A table that makes *bit* of one color and nothing of the others."""
    table = bytearray(256)
    table[number] = bit
    return bytes(table)


_PRINTABLE = bytes((value & 63) + 63 for value in range(256))
