"""How one feed is fetched and how much of it is kept, where that differs from the settings for all.

It is a part of the feed's definition. No secret is: a password, the value of a secret header and
the password of a proxy are kept elsewhere, under the name in ``credentials``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from tui.model.definition import Definition

__all__ = [
    "AUTHORIZATIONS",
    "DIRECT",
    "LONGEST_INTERVAL",
    "MOST_HEADERS",
    "MOST_KEPT",
    "NO_SETTINGS",
    "SHORTEST_INTERVAL",
    "Authorization",
    "FeedSettings",
    "is_secret_header",
    "read_settings",
    "settings_for",
    "with_settings",
]

#: How a request says who sends it; "" for not at all.
Authorization = Literal["", "basic", "bearer"]
AUTHORIZATIONS: tuple[Authorization, ...] = get_args(Authorization)

#: In the place of a proxy's address: no proxy at all.
DIRECT = "direct"
#: The bounds of an interval between two visits.
SHORTEST_INTERVAL = timedelta(minutes=10)
LONGEST_INTERVAL = timedelta(days=30)
#: The most articles, or days of them, that a feed may be told to keep; that is, all.
MOST_KEPT = 1_000_000
MOST_HEADERS = 20

_LONGEST = 2_000
#: Parts of the names of headers whose values nobody else may see.
_TELLING = ("auth", "token", "key", "secret", "password", "session", "cookie", "credential", "signature")


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What the user wants of one feed. The first of each field leaves it to the settings for all."""

    #: The time between two visits.
    every: timedelta | None = None
    user_agent: str = ""
    #: Names and values, in the order they are sent. The value of a secret one is "".
    headers: tuple[tuple[str, str], ...] = ()
    #: A file of cookies as browsers and curl write it.
    cookies_file: str = ""
    authorization: Authorization = ""
    #: The name that goes with the password of ``basic``.
    user: str = ""
    #: Password or token go out even where nothing is encrypted.
    unencrypted: bool = False
    #: "" as for all, :data:`DIRECT`, or an address, without a password.
    proxy: str = ""
    #: The server need not prove who it is.
    insecure_tls: bool = False
    #: Articles to keep; 0 leaves it to the settings for all.
    keep_newest: int = 0
    #: Days that an article is kept; 0 leaves it to the settings for all.
    keep_days: int = 0
    #: The server (``https://news.example:8443``) that password, headers, cookies and the TLS
    #: exception are for. If the feed moves to another, they stay behind.
    server: str = ""
    #: The name under which the secrets are kept; "" while there are none.
    credentials: str = ""

    @property
    def secret_headers(self) -> tuple[str, ...]:
        """The names of the headers whose values are kept elsewhere."""
        return tuple(name for name, value in self.headers if not value)


NO_SETTINGS = FeedSettings()


def is_secret_header(name: str) -> bool:
    """Whether the value of a header is likely to let somebody in."""
    return any(part in name.lower() for part in _TELLING)


def settings_for(definitions: Iterable[Definition], feed_url: str) -> FeedSettings:
    """What is wanted of the feed at an address."""
    for one in definitions:
        if one.kind == "feed" and one.name == feed_url:
            return read_settings(one.body)
    return NO_SETTINGS


def read_settings(body: Mapping[str, Any]) -> FeedSettings:
    """The settings that a definition's body holds; what another program may have broken there is left out."""
    fetch, keep = _table(body, "fetch"), _table(body, "keep")
    minutes = min(_number(fetch.get("every")), _minutes(LONGEST_INTERVAL))
    kind = fetch.get("authorization")
    return FeedSettings(
        every=max(timedelta(minutes=minutes), SHORTEST_INTERVAL) if minutes else None,
        user_agent=_line(fetch.get("user_agent")),
        headers=_headers(fetch.get("headers")),
        cookies_file=_line(fetch.get("cookies_file")),
        authorization=kind if kind in AUTHORIZATIONS else "",
        user=_line(fetch.get("user")),
        unencrypted=fetch.get("unencrypted") is True,
        proxy=_line(fetch.get("proxy")),
        insecure_tls=fetch.get("insecure_tls") is True,
        keep_newest=_number(keep.get("newest")),
        keep_days=_number(keep.get("days")),
        server=_line(fetch.get("server")),
        credentials=_line(fetch.get("credentials")),
    )


def with_settings(body: Mapping[str, Any], settings: FeedSettings) -> dict[str, Any]:
    """A definition's body with the settings in it; what says nothing is left out, what is foreign stays."""
    fetch: dict[str, Any] = {
        "every": 0 if settings.every is None else _minutes(settings.every),
        "user_agent": settings.user_agent,
        "headers": [list(pair) for pair in settings.headers],
        "cookies_file": settings.cookies_file,
        "authorization": settings.authorization,
        "user": settings.user,
        "unencrypted": settings.unencrypted,
        "proxy": settings.proxy,
        "insecure_tls": settings.insecure_tls,
        "server": settings.server,
        "credentials": settings.credentials,
    }
    keep: dict[str, Any] = {"newest": settings.keep_newest, "days": settings.keep_days}
    tables = {"fetch": {**_table(body, "fetch"), **fetch}, "keep": {**_table(body, "keep"), **keep}}
    said = {name: {key: value for key, value in table.items() if value} for name, table in tables.items()}
    rest = {key: value for key, value in body.items() if key not in said}
    return {**rest, **{name: table for name, table in said.items() if table}}


def _table(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _line(written: object) -> str:
    if isinstance(written, str) and len(written) <= _LONGEST and written.isprintable():
        return written
    return ""


def _headers(written: object) -> tuple[tuple[str, str], ...]:
    found = written if isinstance(written, list) else []
    return tuple(
        (one[0], _line(one[1]))
        for one in found[:MOST_HEADERS]
        if isinstance(one, list) and len(one) == 2 and _line(one[0]) and _line(one[1]) == one[1]
    )


def _number(written: object) -> int:
    fits = isinstance(written, int) and not isinstance(written, bool) and 0 < written <= MOST_KEPT
    return written if fits and isinstance(written, int) else 0


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)
