"""What people say, and how the query language says it: offers for words that are no names."""

from dataclasses import dataclass
from datetime import date

__all__ = ["PHRASES", "Phrase", "moments", "numbers"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term that is offered to whoever types one of these words."""

    words: tuple[str, ...]
    insert: str
    help: str


#: In the order of the offers.
PHRASES = (
    Phrase(("last", "week", "newer", "past", "recent", "since", "after"), "newer:1w", "the last seven days"),
    Phrase(("today",), "date:today", "published today"),
    Phrase(("yesterday",), "date:yesterday", "published yesterday"),
    Phrase(("last", "day", "newer", "recent"), "newer:1d", "the last 24 hours"),
    Phrase(("longer", "minutes", "more", "long"), "minutes:>5", "longer than five minutes"),
    Phrase(("shorter", "minutes", "less", "short", "brief"), "minutes:<5", "shorter than five minutes"),
    Phrase(("month", "last", "newer", "past"), "newer:1mo", "the last month"),
    Phrase(("this", "week"), "date:thisweek", "since Monday"),
    Phrase(("last", "week"), "date:lastweek", "Monday to Sunday before this week"),
    Phrase(("older", "before", "old"), "older:1mo", "more than a month old"),
    Phrase(("audio", "podcast", "listen", "sound"), "has:audio", "with something to listen to"),
    Phrase(("video", "watch", "film"), "has:video", "with something to watch"),
    Phrase(("image", "picture", "photo"), "has:image", "with a picture attached"),
    Phrase(("enclosure", "attachment", "file", "download"), "has:enclosure", "with a file attached"),
    Phrase(("code", "program", "source"), "has:code", "with code"),
    Phrase(("table",), "has:table", "with a table"),
    Phrase(("tagged",), "has:tag", "with any tag"),
    Phrase(("untagged",), "-has:tag", "without any tag"),
    Phrase(("oldest", "sort", "order"), "sort:-date", "oldest first"),
    Phrase(("longest", "sort", "order"), "sort:words", "longest first"),
)  # fmt: skip

_BACK = (
    ("1d", "24 hours ago"), ("3d", "three days ago"), ("1w", "a week ago"), ("2w", "two weeks ago"),
    ("1mo", "a month ago"), ("3mo", "three months ago"), ("1y", "a year ago"),
)  # fmt: skip
_DAYS = (
    ("today", "since midnight"), ("yesterday", "the day before"), ("thisweek", "since Monday"),
    ("lastweek", "the week before this one"), ("thismonth", "since the first"),
    ("lastmonth", "the month before"),
    ("thisyear", "since January"), ("lastyear", "the year before"),
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RANGES = (("2w..1w", "from two weeks to one week ago"),)

_NUMBERS = {
    "minutes": ((">5", "longer than five"), ("<5", "shorter than five"), ("5..10", "five to ten")),
    "words": ((">1000", "long pieces"), ("<300", "short pieces"), ("300..1000", "neither")),
    "enclosures": ((">0", "some"), ("0", "none")),
    "feed.unread": ((">100", "feeds that pile up"), ("<10", "feeds that do not")),
    "feed.per-day": ((">10", "loud feeds"), ("<0.5", "quiet feeds"), ("1..5", "neither")),
    "limit": (("10", ""), ("20", ""), ("50", ""), ("100", "")),
}


def moments(field: str, today: date | None) -> tuple[tuple[str, str], ...]:
    """Moments worth offering behind *field*, with a few words on each."""
    if field in ("newer", "older"):
        return (*_BACK, *_DAYS)
    weekdays = tuple((name, "the last one") for name in _WEEKDAYS)
    return (*_DAYS[:4], *_calendar(today), *_BACK[:3], *_DAYS[4:], *weekdays, *_BACK[3:], *_RANGES)


def numbers(field: str) -> tuple[tuple[str, str], ...]:
    """Numbers and comparisons worth offering behind *field*."""
    return _NUMBERS.get(field, ())


def _calendar(today: date | None) -> tuple[tuple[str, str], ...]:
    """This month, the one before, and this year."""
    if today is None:
        return ()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return (
        (f"{today.year:04}-{today.month:02}", "this month"),
        (f"{year:04}-{month:02}", "the month before"),
        (f"{today.year:04}", "this year"),
    )
