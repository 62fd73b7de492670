"""What somebody types for a setting of a feed, read strictly: a value, or a sentence why it is none."""

import re
from datetime import timedelta
from urllib.parse import quote, unquote, urlsplit

from tui.model.errors import BroadsheetError
from tui.model.feed_settings import (
    AUTHORIZATIONS,
    DIRECT,
    LONGEST_INTERVAL,
    MOST_HEADERS,
    MOST_KEPT,
    SHORTEST_INTERVAL,
    Authorization,
)

__all__ = [
    "interval_words",
    "kept_words",
    "read_authorization",
    "read_header",
    "read_headers",
    "read_interval",
    "read_kept",
    "read_line",
    "read_proxy",
    "read_yes",
]

_UNITS = {
    "m": 1,
    "min": 1,
    "minute": 1,
    "h": 60,
    "hour": 60,
    "d": 1_440,
    "day": 1_440,
    "w": 10_080,
    "week": 10_080,
}
_INTERVAL = re.compile(r"(?:every\s+)?([0-9]{1,6})?\s*([a-z]*?)(?<=[a-z])?s?", re.IGNORECASE)
_KEPT = re.compile(r"([0-9][0-9,]{0,9})(?: *(?:days?|articles?))?")
#: RFC 9110, 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_LONGEST = 2_000
_PROXIES = ("http", "https", "socks5", "socks5h", "socks4", "socks4a")
_YES = {
    "yes": True,
    "true": True,
    "on": True,
    "1": True,
    "no": False,
    "false": False,
    "off": False,
    "0": False,
    "": False,
}

_BY_CURL = "it belongs to the connection and not to the feed"
#: Headers that cannot be set, and why.
_REFUSED = {
    "host": "it is made from the address",
    "content-length": "nothing is sent along with the request",
    "content-type": "nothing is sent along with the request",
    "accept-encoding": "it says what can be unpacked here",
    "authorization": "set auth and password instead: then it is kept secret",
    "cookie": "set a file of cookies instead",
    "user-agent": "there is a setting of its own for it",
    "if-none-match": "it is made from the last answer",
    "if-modified-since": "it is made from the last answer",
    "range": "a part of a feed is no feed",
    "proxy-authorization": "write the name into the proxy's address instead",
    **dict.fromkeys(
        ("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect",
         "proxy-connection", "http2-settings"),
        _BY_CURL,
    ),
}  # fmt: skip


def read_interval(text: str) -> timedelta | None:
    """``"6h"``, ``"90 minutes"``, ``"2 days"``; "" for no wish.

    Raises:
        BroadsheetError: it is no such time, or out of bounds.
    """
    if not text.strip():
        return None
    found = _INTERVAL.fullmatch(text.strip())
    unit = _UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        raise BroadsheetError("A time looks like 30m, 6h or 2d.")
    length = timedelta(minutes=int(found[1] or 1) * unit)
    if not SHORTEST_INTERVAL <= length <= LONGEST_INTERVAL:
        raise BroadsheetError("A feed can be checked every 10 minutes at most, and every 30 days at least.")
    return length


def interval_words(every: timedelta | None) -> str:
    """The same as it is typed, in the largest unit that is even: ``"6h"``, "" for no wish."""
    if every is None:
        return ""
    minutes = round(every.total_seconds() / 60)
    unit, size = next(
        (unit, size) for unit, size in (("d", 1_440), ("h", 60), ("m", 1)) if minutes % size == 0
    )
    return f"{minutes // size}{unit}"


def read_line(text: str, what: str) -> str:
    """One line of text that can go into a request.

    Raises:
        BroadsheetError: it has characters that nobody can see, or is too long.
    """
    line = text.strip()
    if not line.isprintable():
        raise BroadsheetError(f"{what} must be one line, without invisible characters.")
    if len(line) > _LONGEST:
        raise BroadsheetError(f"{what} is longer than {_LONGEST:,} characters.")
    return line


def read_header(name: str, value: str) -> tuple[str, str]:
    """A header with its value.

    Raises:
        BroadsheetError: there can be no such header, or it is not for users to set.
    """
    name = name.strip()
    if not _TOKEN.fullmatch(name):
        raise BroadsheetError("A header looks like “Name: value”; its name has letters, digits and dashes.")
    reason = _REFUSED.get(name.lower())
    if reason is not None:
        raise BroadsheetError(f"The header {name} cannot be set: {reason}.")
    value = read_line(value, f"The value of {name}")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise BroadsheetError(f"The value of {name} has characters that no header can carry.") from None
    return name, value


def read_headers(text: str) -> tuple[tuple[str, str], ...]:
    """Headers that stand in one line, between semicolons: ``"Accept-Language: de; X-Ask: yes"``.

    Raises:
        BroadsheetError: as :func:`read_header`; or one is there twice, or there are too many.
    """
    lines: list[str] = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        if _TOKEN.fullmatch(part.partition(":")[0].rstrip()) and ":" in part:
            lines.append(part)
        elif lines:  # a value may have semicolons of its own: "en;q=0.5"
            lines[-1] += f";{part}"
        else:
            raise BroadsheetError("A header looks like “Name: value”; several stand between semicolons.")
    found = [read_header(name, value) for name, _, value in (line.partition(":") for line in lines)]
    names = [name.lower() for name, _ in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise BroadsheetError(f"The header {twice} is there twice.")
    if len(found) > MOST_HEADERS:
        raise BroadsheetError(f"These are more than {MOST_HEADERS} headers.")
    return tuple(found)


def read_authorization(text: str) -> Authorization:
    """``basic``, ``bearer``, or none.

    Raises:
        BroadsheetError: it is another word.
    """
    word = text.strip().lower()
    if word in ("none", "no"):
        return ""
    for kind in AUTHORIZATIONS:
        if word == kind:
            return kind
    raise BroadsheetError("Authorization is basic (a name and a password), bearer (a token) or none.")


def read_proxy(text: str) -> tuple[str, str]:
    """A proxy's address without its password, and the password; or ``direct``, or "".

    Raises:
        BroadsheetError: it is no address of a proxy.
    """
    line = text.strip()
    if line.lower() in ("", DIRECT):
        return line.lower(), ""
    line = read_line(line, "A proxy's address")
    try:
        parts = urlsplit(line)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if not host or parts.scheme not in _PROXIES:
        raise BroadsheetError(
            "A proxy looks like http://proxy.example:3128 or socks5h://127.0.0.1:9050; “direct” means none."
        )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BroadsheetError("A proxy's address ends after its port.")
    place = f"[{host}]" if ":" in host else host
    name = f"{quote(unquote(parts.username), safe='')}@" if parts.username else ""
    return f"{parts.scheme}://{name}{place}{f':{port}' if port else ''}", unquote(parts.password or "")


def read_kept(text: str, what: str) -> int:
    """How many articles, or days, are kept: a number, ``all``, or 0 for "", which is as for all feeds.

    Raises:
        BroadsheetError: it is no such number.
    """
    word = text.strip().lower()
    if word in ("", "all"):
        return MOST_KEPT if word else 0
    found = _KEPT.fullmatch(word)
    if found is None or int(found[1].replace(",", "")) > MOST_KEPT:
        raise BroadsheetError(f"{what} is a whole number, at most {MOST_KEPT:,}, or all.")
    return int(found[1].replace(",", ""))


def kept_words(number: int) -> str:
    """The same as it is typed."""
    if number == MOST_KEPT:
        return "all"
    return str(number) if number else ""


def read_yes(text: str) -> bool:
    """``yes`` or ``no``.

    Raises:
        BroadsheetError: it is neither.
    """
    said = _YES.get(text.strip().lower())
    if said is None:
        raise BroadsheetError("This is either yes or no.")
    return said
