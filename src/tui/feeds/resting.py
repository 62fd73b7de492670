"""When a publisher wants no visits: ``<ttl>``, ``<skipHours>``, ``<skipDays>``, sy:update*."""

import re
from dataclasses import dataclass
from typing import Any

from tui.feeds.dates import parse_date

__all__ = ["Resting", "number", "resting"]

#: sy:updatePeriod in seconds.
PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
LONGEST_TTL = 31_536_000
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: feedparser keeps only the last of several hours, so the document is asked itself.
HOURS_BLOCK = re.compile(rb"<skipHours[^>]{0,99}>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
DAYS_BLOCK = re.compile(rb"<skipDays[^>]{0,99}>(.{0,2000}?)</skipDays", re.IGNORECASE | re.DOTALL)
HOUR = re.compile(rb"<hour[^>]{0,99}>\s*([0-9]{1,2})\s*</hour", re.IGNORECASE)
DAY = re.compile(rb"<day[^>]{0,99}>\s*([A-Za-z]{3,9})\s*</day", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resting:
    """What a document says of visits: ``ttl`` and ``base`` in seconds, ``hours`` and ``days`` in bits."""

    ttl: int = 0
    base: int = 0
    hours: int = 0
    days: int = 0


def resting(feed: dict[str, Any], data: bytes) -> Resting:
    """Read it from feedparser's dictionary of the feed, and from the document it was made of."""
    minutes = number(said(feed, "ttl"))
    hours = skipped_hours(data) if "skiphours" in feed else 0
    days = skipped_days(data) if "skipdays" in feed else 0
    if minutes:
        return Resting(min(minutes * 60, LONGEST_TTL), 0, hours, days)
    period = PERIODS.get(said(feed, "sy_updateperiod").lower(), 0)
    frequency = number(said(feed, "sy_updatefrequency")) or 1
    base = parse_date(said(feed, "sy_updatebase")) if period else None
    seconds = 0 if base is None else max(0, int(base.timestamp()))
    return Resting(period // min(frequency, period) if period else 0, seconds, hours, days)


def skipped_hours(data: bytes) -> int:
    """A bit for each hour; 24 is how old feeds write midnight. All of them would mean never: none."""
    found = HOURS_BLOCK.search(data)
    hours = {int(hour) % 24 for hour in HOUR.findall(found[1]) if int(hour) <= 24} if found else set()
    return 0 if len(hours) == 24 else sum(1 << hour for hour in hours)


def skipped_days(data: bytes) -> int:
    """A bit for each day from Monday on, named in full or by three letters; all of them mean none."""
    found = DAYS_BLOCK.search(data)
    named = [name.decode().lower() for name in DAY.findall(found[1])] if found else []
    days = {place for place, day in enumerate(DAYS) for name in named if name in (day, day[:3])}
    return 0 if len(days) == 7 else sum(1 << day for day in days)


def said(feed: dict[str, Any], name: str) -> str:
    """The string called ``name``; "" if there is none or it is something else."""
    value = dict.get(feed, name)
    return value.strip() if isinstance(value, str) else ""


def number(digits: str) -> int:
    """A count that somebody wrote; 0 if it is none."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else 0
