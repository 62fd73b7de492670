"""What a server says about coming back: when, and with which validators (RFC 9110, 9111).

Dates are read against the server's own Date header where there is one, so a wrong clock
on either side does not matter; every answer is bounded, so a typing error on a server does
not silence a feed for a year.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tui.model.fetching import Validators

__all__ = ["MAX_DELAY", "fresh_until", "freshness", "http_date", "out_of_turns", "retry_at", "validators"]

#: The longest we let a server keep us away.
MAX_DELAY = timedelta(days=1)

# ``s-maxage`` is for caches that many people share; ``no-cache="name"`` is about one header only.
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]*)', re.IGNORECASE)
_UNSTORED = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?=[\s,]|$)", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,15}")
_DIGITS = re.compile(r"[0-9]+")
#: Larger numbers of seconds are moments since 1970.
_EPOCH_FROM = 1_000_000_000
#: Longer validators are not worth sending back with every request.
_LONGEST_VALIDATOR = 1_000


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment before which asking again is pointless; ``None`` if the server is silent."""
    moments = [moment for moment in (_fresh(headers, now), retry_at(headers, now)) if moment]
    return max(moments, default=None)


def freshness(headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds that such an answer is fresh when it is new; 0 for never, ``None`` if nothing is said."""
    lifetime = _lifetime(headers, now)
    return None if lifetime is None else max(0, int(min(lifetime, MAX_DELAY).total_seconds()))


def _fresh(headers: Mapping[str, str], now: datetime) -> datetime | None:
    lifetime = _lifetime(headers, now)
    if lifetime is None:
        return None
    lifetime -= _seconds(headers.get("age", ""))
    return now + min(lifetime, MAX_DELAY) if lifetime > timedelta() else None


def _lifetime(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """RFC 9111, 4.2.1 for a private cache: what cannot be understood is stale (5.3)."""
    control = headers.get("cache-control", "")
    if _UNSTORED.search(control):
        return timedelta()
    if found := _MAX_AGE.search(control):
        return _seconds(found[1])
    if "expires" not in headers:
        return None
    expires = http_date(headers["expires"])
    return timedelta() if expires is None else expires - (http_date(headers.get("date", "")) or now)


def out_of_turns(headers: Mapping[str, str]) -> bool:
    """True if the server counts requests and has none left for us (GitHub, Reddit)."""
    left = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", "")).strip()
    return bool(re.fullmatch(r"0+(\.0*)?", left))


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When we may come back; ``None`` if nothing is said that can be read."""
    text = headers.get("retry-after", "").strip()
    if not text and out_of_turns(headers):
        text = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", "")).strip()
        if _SECONDS.fullmatch(text) and int(text) > _EPOCH_FROM:
            # GitHub gives the moment itself.
            text = str(max(0, int(text) - int((http_date(headers.get("date", "")) or now).timestamp())))
    if _SECONDS.fullmatch(text):
        delay = _seconds(text)
    else:
        moment = http_date(text)
        if moment is None:
            return None
        delay = moment - (http_date(headers.get("date", "")) or now)
    return now + min(max(delay, timedelta()), MAX_DELAY)


def _seconds(text: str) -> timedelta:
    text = text.strip()
    # Capped before it becomes a timedelta, which overflows.
    return timedelta(seconds=min(int(text[:16]), 10**9)) if _DIGITS.fullmatch(text) else timedelta()


def http_date(text: str) -> datetime | None:
    """An HTTP date in any of its three spellings; ``None`` for anything else."""
    if not text or len(text) > 100:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def validators(headers: Mapping[str, str], known: Validators | None = None) -> Validators:
    """The validators of an answer; where a 304 leaves one out, the ``known`` one stays."""
    etag, modified = _usable(headers.get("etag", "")), _usable(headers.get("last-modified", ""))
    if known is not None:
        etag, modified = etag or known.etag, modified or known.last_modified
    return Validators(etag, modified)


def _usable(text: str) -> str:
    return text if len(text) <= _LONGEST_VALIDATOR and text.isprintable() else ""
