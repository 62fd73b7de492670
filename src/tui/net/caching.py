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

__all__ = ["MAX_DELAY", "fresh_until", "http_date", "retry_at", "validators"]

#: The longest we let a server keep us away.
MAX_DELAY = timedelta(days=1)

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]{1,15})', re.IGNORECASE)
_UNSTORED = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?=[\s,=]|$)", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,15}")
#: Longer validators are not worth sending back with every request.
_LONGEST_VALIDATOR = 1_000


def fresh_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The moment before which asking again is pointless; ``None`` if the server is silent."""
    moments = [moment for moment in (_fresh(headers, now), retry_at(headers, now)) if moment]
    return max(moments, default=None)


def _fresh(headers: Mapping[str, str], now: datetime) -> datetime | None:
    control = headers.get("cache-control", "")
    if _UNSTORED.search(control):
        return None
    found = _MAX_AGE.search(control)
    if found:
        lifetime = _seconds(found[1]) - _seconds(headers.get("age", ""))
    else:
        expires = http_date(headers.get("expires", ""))
        if expires is None:
            return None
        lifetime = expires - (http_date(headers.get("date", "")) or now)
    return now + min(lifetime, MAX_DELAY) if lifetime > timedelta() else None


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When Retry-After lets us come back; ``None`` if it is absent or cannot be read."""
    text = headers.get("retry-after", "").strip()
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
    return timedelta(seconds=min(int(text), 10**9)) if _SECONDS.fullmatch(text) else timedelta()


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
