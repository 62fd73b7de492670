"""The dates that publishers write, in every shape that was ever seen.

ISO 8601 first, then RFC 822, then a repair of known slips, then dateutil, then feedparser's
collection (Greek, Hungarian, Korean …). Nothing here raises.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

__all__ = ["parse_date"]

#: The web is younger than the first, and nobody means the second.
FIRST_YEAR, LAST_YEAR = 1970, 2199
#: No date is longer; some parsers take their time over what is.
LONGEST = 100

#: Zone names that email.utils does not know, in hours.
ZONES = {
    "AT": -4, "AST": -4, "ADT": -3, "ET": -5, "CT": -6, "MT": -7, "PT": -8, "AKST": -9, "AKDT": -8,
    "HST": -10, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2,
    "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8,
    "AWST": 8, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3,
}  # fmt: skip
NAMED_ZONE = re.compile(r"(?<=[\d\s])([A-Z]{2,4})$")
RFC_ZONE = re.compile(r"\s*(?:UTC|GMT|UT|Etc/GMT|Etc/UTC)\s*(?=[+-]\d)|(?<=\s)Etc/(?=GMT|UTC)")
COLON_ZONE = re.compile(r"([+-]\d\d):(\d\d)$")
HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
#: Without it feedparser would fill in today's year, and so read a clock.
WHOLE_YEAR = re.compile(r"\d{4}")
#: 2020/12/31, 2020-01/10, 2003-012-31, 03-12-31; with the day of the week before it.
LOOSE_ISO = re.compile(
    r"(?:[A-Za-z]{3},\s*)?(\d{4}|\d\d)[-/]0?(\d\d?)[-/](\d\d?)(?:[T\s]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(.*))?$"
)
YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?$")
ISO_START = re.compile(r"\d{4}-\d\d-\d\d")
FRACTION = re.compile(r"(\.\d{6})\d+")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> datetime | None:
    """The moment that ``text`` names, in UTC; None if it names none that we believe."""
    text = " ".join(text[: LONGEST + 1].split())
    if not text or len(text) > LONGEST or not any(character.isdigit() for character in text):
        return None
    for reader in READERS:
        try:
            moment = reader(text)
            if moment is not None:
                return in_utc(moment)
        except (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError, ArithmeticError):
            # Each reader is somebody else's code meeting hostile text; the next one tries.
            continue
    return None


def in_utc(moment: datetime) -> datetime | None:
    """``moment`` as UTC in whole seconds, read as UTC if it is naive; None for absurd years."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def read_iso(text: str) -> datetime | None:
    """ISO 8601 and RFC 3339, and a bare year or month."""
    if bare := YEAR_MONTH.fullmatch(text):
        return datetime(int(bare[1]), int(bare[2] or 1), 1, tzinfo=UTC)
    if not ISO_START.match(text):
        return None
    return datetime.fromisoformat(FRACTION.sub(r"\1", text).replace("z", "Z"))


def read_rfc822(text: str) -> datetime | None:
    """RFC 822 with the names of zones that are in use."""
    if text[0].isdigit() and "-" in text[:6]:
        return None  # email.utils would take the parts of an ISO date for something else
    if HALF_DAY.search(text):
        return None  # and it would read the evening as the morning
    zone = NAMED_ZONE.search(text)
    hours = ZONES.get(zone[1]) if zone else None
    if zone and hours is not None:
        moment = parsedate_to_datetime(text[: zone.start()] + "+0000")
        return moment - timedelta(hours=hours)
    return parsedate_to_datetime(COLON_ZONE.sub(r"\1\2", RFC_ZONE.sub(" ", text)))


def read_loose_iso(text: str) -> datetime | None:
    """Year, month and day in order, whatever stands between them."""
    found = LOOSE_ISO.match(text)
    if found is None:
        return None
    year, month, day = (int(found[number]) for number in (1, 2, 3))
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    clock, zone = found[4] or "00:00", (found[5] or "").strip()
    hour, _, rest = clock.partition(":")
    moment = datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{hour:0>2}:{rest}")
    return moment.replace(tzinfo=zone_of(zone))


def zone_of(name: str) -> timezone:
    """The zone called ``name``; UTC if we do not know it."""
    if name.upper() in ("EDT", "EST", "CDT", "CST", "MDT", "MST", "PDT", "PST"):
        standard = {"E": -5, "C": -6, "M": -7, "P": -8}[name[0].upper()]
        return timezone(timedelta(hours=standard + (name[1].upper() == "D")))
    if name.upper() in ZONES:
        return timezone(timedelta(hours=ZONES[name.upper()]))
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", name)
    if offset is None:
        return UTC
    minutes = int(offset[2]) * 60 + int(offset[3])
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def read_dateutil(text: str) -> datetime | None:
    """Whatever dateutil makes of it, provided that it found a whole date."""
    import warnings

    from dateutil import parser

    zones = {name: int(hours * 3600) for name, hours in ZONES.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unknown zone names; we read those as UTC
        first = parser.parse(text, tzinfos=zones, default=datetime(1904, 2, 3, tzinfo=UTC))
        other = parser.parse(text, tzinfos=zones, default=datetime(1908, 5, 7, tzinfo=UTC))
    # Two defaults that differ in everything: what is equal was really in the text.
    return first if first == other else None


def read_feedparser(text: str) -> datetime | None:
    """The languages and dialects that feedparser has collected."""
    from feedparser.datetimes import _parse_date

    if ISO_START.match(text) or not WHOLE_YEAR.search(text):
        return None  # it would roll 99:99 over into next week
    parts = _parse_date(text)
    if not parts:
        return None
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)


READERS: tuple[Callable[[str], datetime | None], ...] = (
    read_iso,
    read_rfc822,
    read_loose_iso,
    read_dateutil,
    read_feedparser,
)
