"""Dates as people write them, given ``now``: "2w", "yesterday", "2026-11", "P3D".

A moment is a period: half-open, in whole seconds since 1970. A calendar part lasts as long
as it says, a span back from now is an instant. Days are those of ``now``'s own time zone;
weeks start on Monday. Hours and weeks back are counted in seconds, months and years by
the calendar.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

__all__ = ["MOMENT_WORDS", "Period", "interval", "is_moment", "period"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOMENT_WORDS = (
    "today", "yesterday", *_WEEKDAYS,
    "thisweek", "lastweek", "thismonth", "lastmonth", "thisyear", "lastyear",
)  # fmt: skip

_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,6})(mo|[mhdwy])", re.ASCII)
_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.ASCII,
)
_SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


class Period(NamedTuple):
    """From ``start`` up to but not including ``end``; equal for an instant."""

    start: int
    end: int


def is_moment(text: str) -> bool:
    """True if *text* is a moment, whatever the time is."""
    # Any leap year's day will do: what can be read does not depend on it.
    return period(text, datetime(2024, 2, 29, 12, tzinfo=UTC)) is not None


def period(text: str, now: datetime) -> Period | None:
    """What *text* means at *now*; ``None`` if it is not a moment."""
    lowered = text.lower()
    if lowered in MOMENT_WORDS:
        first, last = _named_days(lowered, now.date())
        return Period(_midnight(first, now.tzinfo), _midnight(last, now.tzinfo))
    if span := _SPAN.fullmatch(lowered):
        count, unit = int(span[1]), span[2]
        months = {"mo": count, "y": 12 * count}.get(unit, 0)
        return _instant(now, months, 0 if months else count * _SECONDS.get(unit, 0))
    if parts := _DURATION.fullmatch(text.upper()):
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        rest = weeks * 604_800 + days * 86_400 + hours * 3_600 + minutes * 60 + seconds
        return _instant(now, 12 * years + months, rest)
    return _calendar(text.upper(), now.tzinfo)


def interval(operator: str, values: tuple[str, ...], now: datetime) -> tuple[int | None, int | None]:
    """The half-open interval that a date term asks for; ``None`` is an open end.

    The values must be moments. A range written backwards means the same range, and a
    bare span reaches from then to now (``date:2w``).
    """
    if operator == "..":
        ends = [period(value, now) for value in values if value]
        known = [end for end in ends if end is not None]
        low = min(end.start for end in known) if values[0] else None
        high = max(_after(end) for end in known) if values[1] else None
        return low, high
    asked = period(values[0], now)
    if asked is None:
        raise ValueError(f"not a moment: {values[0]}")
    start, end = asked
    return {
        "=": (start, None if start == end else end),
        "<": (None, start),
        "<=": (None, _after(asked)),
        ">": (_after(asked), None),
        ">=": (start, None),
    }[operator]


def _after(asked: Period) -> int:
    """The first second after a period; an instant is a second long."""
    return max(asked.end, asked.start + 1)


def _named_days(word: str, today: date) -> tuple[date, date]:
    """First day, and the day after the last, of a named period."""
    day = timedelta(days=1)
    if word in ("today", "yesterday"):
        first = today if word == "today" else today - day
        return first, first + day
    if word in _WEEKDAYS:
        first = today - day * ((today.weekday() - _WEEKDAYS.index(word)) % 7)
        return first, first + day
    if word.endswith("week"):
        first = today - day * (today.weekday() + (7 if word == "lastweek" else 0))
        return first, first + 7 * day
    if word.endswith("month"):
        first = _months_before(today.replace(day=1), 1 if word == "lastmonth" else 0)
        return first, _months_before(first, -1)
    year = today.year - (1 if word == "lastyear" else 0)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _calendar(text: str, zone: tzinfo | None) -> Period | None:
    """A year, month, day or minute."""
    parts = _CALENDAR.fullmatch(text)
    if parts is None:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in parts.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if hour is not None:
            start = int(datetime.combine(first, time(hour, minute or 0), zone).timestamp())
            return Period(start, start + 60)
        months = 1 if month else 12
        last = first + timedelta(days=1) if day else _months_before(first, -months)
        return Period(_midnight(first, zone), _midnight(last, zone))
    except (ValueError, OverflowError):
        return None  # no such day, or beyond what a calendar of ours can hold


def _instant(now: datetime, months: int, seconds: int) -> Period:
    """So many months and seconds before *now*; the beginning of time if there is no such."""
    try:
        day = _months_before(now.date(), months)
        moment = now if not months else datetime.combine(day, now.timetz())
        at = int(moment.timestamp()) - seconds
    except (ValueError, OverflowError):
        at = -62_135_596_800  # the first second of year 1
    return Period(at, at)


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _midnight(day: date, zone: tzinfo | None) -> int:
    """When *day* begins."""
    return int(datetime.combine(day, time(), zone).timestamp())
