"""Amounts of bytes as people write and read them."""

import re

__all__ = ["amount_words", "read_amount"]

#: Decimal units, as on the labels of disks.
_UNITS = {"": 1, "b": 1, "k": 1_000, "kb": 1_000, "m": 10**6, "mb": 10**6, "g": 10**9, "gb": 10**9}
_WRITTEN = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,3})?)\s*([a-zA-Z]{0,2})\s*")


def read_amount(text: str) -> int:
    """``200MB``, ``1.5 GB`` or ``900k`` as bytes.

    Raises:
        ValueError: it is no such amount, or nothing.
    """
    found = _WRITTEN.fullmatch(text)
    unit = _UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        raise ValueError("an amount looks like 200MB or 1.5GB")
    amount = round(float(found[1].replace(",", ".")) * unit)
    if amount <= 0:
        raise ValueError("an amount of nothing is too little")
    return amount


def amount_words(amount: int) -> str:
    """``830 bytes``, ``12 kB``, ``3.4 MB``, ``120 MB``."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 1_000)):
        if amount >= size:
            many = amount / size
            return f"{many:.1f} {unit}" if many < 9.95 and unit != "kB" else f"{many:,.0f} {unit}"
    return "1 byte" if amount == 1 else f"{amount} bytes"
