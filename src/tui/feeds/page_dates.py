"""The dates that stand on pages: in figures of any order, with names of months, inside a sentence."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from tui.feeds.dates import in_utc, parse_date
from tui.model.month_names import MONTH_WORD, MONTHS
from tui.model.page_feed import DateOrder

__all__ = ["date_in"]

_LONGEST = 300
_CLOCK = r"(?:\D{1,4}?(\d{1,2})[:.h](\d\d)(?::\d\d)?(?:\s?([ap])\.?m\b)?)?"
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?")
_FIGURES = re.compile(
    rf"(?<!\d)(\d{{1,4}})([./-])\s?(\d{{1,2}})\2\s?(\d{{1,4}})(?!\d){_CLOCK}", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?[\s-]+(?:de\s+|of\s+|d')?({MONTH_WORD})\b"
    rf"\.?,?[\s-]+(?:de\s+|del\s+)?(\d{{4}})(?!\d){_CLOCK}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({MONTH_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d){_CLOCK}", re.IGNORECASE
)
_EAST = re.compile(rf"(\d{{4}})\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?(\d{{1,2}})\s?[日일]{_CLOCK}")
_SECONDS = re.compile(r"\d{10}|\d{13}")
#: Pages of the years that figures of two digits mean.
_PIVOT = 70


@lru_cache(maxsize=4096)
def date_in(text: str, order: DateOrder = "") -> datetime | None:
    """The moment that a text on a page names, in UTC; ``None`` if it names none.

    Args:
        text: a date, or a sentence with one in it.
        order: how day, month and year follow each other in figures; "" to tell from the figures.
    """
    text = " ".join(text[: _LONGEST + 1].split())
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    try:
        known = _east(text) or _figures(text, order) or _named(text) or parse_date(text)
        return known or _seconds(text) or _iso(text)
    except (ValueError, OverflowError):
        return None


def _figures(text: str, order: DateOrder) -> datetime | None:
    found = _FIGURES.search(text)
    if found is None or (len(found[1]) == 4 and found[2] == "-"):
        # ISO has its own reader, which knows of zones.
        return None
    first, second, third = (int(found[number]) for number in (1, 3, 4))
    if len(found[1]) == 3 or len(found[4]) in (1, 3):
        return None
    if len(found[1]) == 4:
        return _moment(first, second, third, found[5], found[6], found[7])
    if order == "ymd":
        return _moment(first, second, third, found[5], found[6], found[7])
    month_first = order == "mdy" or (not order and found[2] == "/" and first <= 12)
    day, month = (second, first) if month_first else (first, second)
    if month > 12 >= day:
        day, month = month, day
    return _moment(third, month, day, found[5], found[6], found[7])


def _named(text: str) -> datetime | None:
    if parse_date(text) is not None:
        # With a zone, most likely.
        return None
    if found := _DAY_FIRST.search(text):
        return _moment(int(found[3]), _month(found[2]), int(found[1]), *found.group(4, 5, 6))
    if found := _MONTH_FIRST.search(text):
        return _moment(int(found[3]), _month(found[1]), int(found[2]), *found.group(4, 5, 6))
    return None


def _month(name: str) -> int:
    """The number of a month; 0 for what matches a name but is not one, such as one with a long ``ſ``."""
    return MONTHS.get(name.casefold(), 0)


def _east(text: str) -> datetime | None:
    found = _EAST.search(text)
    return found and _moment(int(found[1]), int(found[2]), int(found[3]), *found.group(4, 5, 6))


def _seconds(text: str) -> datetime | None:
    if _SECONDS.fullmatch(text) is None:
        return None
    return in_utc(datetime.fromtimestamp(int(text[:10]), UTC))


def _iso(text: str) -> datetime | None:
    found = _ISO.search(text)
    return parse_date(found[0]) if found else None


def _moment(
    year: int, month: int, day: int, hour: str | None, minute: str | None, half: str | None
) -> datetime | None:
    if year < 100:
        year += 2000 if year < _PIVOT else 1900
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    if hours > 23 or int(minute or 0) > 59:
        hours, minute = 0, "0"
    return in_utc(datetime(year, month, day, hours, int(minute or 0), tzinfo=UTC))
