"""The doorway between ``net`` and the rest: one request, three kinds of answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = [
    "NO_COST",
    "NO_PARTICULARS",
    "NO_VALIDATORS",
    "Cost",
    "FailureKind",
    "FetchFailed",
    "FetchRequest",
    "FetchResult",
    "Fetched",
    "HostManners",
    "NotModified",
    "Particulars",
    "Validators",
]


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as the server wrote them (RFC 9110, 8.8)."""

    etag: str = ""
    last_modified: str = ""


NO_VALIDATORS = Validators()


class FailureKind(StrEnum):
    """Why a feed could not be refreshed."""

    ADDRESS = "address"  # not an http(s) address, or one we refuse
    DNS = "dns"
    OFFLINE = "offline"  # no network at all
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    TOO_LARGE = "too-large"
    REDIRECTS = "redirects"
    UNAUTHORIZED = "unauthorized"  # 401, 403
    NOT_FOUND = "not-found"  # 404
    GONE = "gone"  # 410
    THROTTLED = "throttled"  # 429, 503 with Retry-After
    SERVER = "server"  # 5xx
    STATUS = "status"  # any other status
    NOT_A_FEED = "not-a-feed"  # HTML, empty or something else
    BROKEN = "broken"  # a feed, but nothing could be saved of it
    WORKER = "worker"  # the parser overran its limits
    STORE = "store"  # the store refused the write
    FILE = "file"  # a file on this machine that cannot be read
    COMMAND = "command"  # a command of the user's that did not write a feed


@dataclass(frozen=True, slots=True)
class HostManners:
    """How hosts that go by one name are visited."""

    #: Hosts of one name share their places and their pause.
    name: str
    #: Requests at a time.
    at_once: int
    #: Seconds between the starts of two requests.
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer took: requests with redirects, bytes as they came over the wire, seconds."""

    requests: int = 0
    size: int = 0
    seconds: float = 0.0


NO_COST = Cost()


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the requests for one feed have of their own.

    Headers, cookies, authorization and the TLS exception are for the server of the request's
    address; none of them goes along to another. What could let somebody in is in no ``repr``.
    """

    #: "" for our own.
    user_agent: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    #: "basic" with ``user`` and ``secret``, "bearer" with ``secret``, or "".
    authorization: str = ""
    user: str = ""
    secret: str = field(default="", repr=False)
    #: The whole path of a file of cookies that is there.
    cookies_file: str = ""
    #: The proxy's address with its password, "" for none; ``None`` as the environment says.
    proxy: str | None = field(default=None, repr=False)
    insecure_tls: bool = False


NO_PARTICULARS = Particulars()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One conditional GET. Sizes in bytes after decoding, times in seconds."""

    url: str
    validators: Validators = NO_VALIDATORS
    accept: str = "*/*"
    user_agent: str = "Broadsheet"
    max_bytes: int = 20_000_000
    connect_timeout: float = 10.0
    total_timeout: float = 30.0
    max_redirects: int = 5
    #: Loopback and private addresses are allowed on this request's first host only
    #: when the user typed such an address himself.
    allow_private: bool = False
    #: Somebody is waiting for it: it goes before others and without the pause between two.
    hasty: bool = False
    particulars: Particulars = NO_PARTICULARS


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete 2xx answer."""

    url: str  # as asked
    final_url: str  # after redirects
    #: The address after permanent redirects only (301, 308); equals ``url`` if none.
    permanent_url: str
    status: int
    body: bytes
    headers: Mapping[str, str]  # names in lower case
    validators: Validators
    #: Do not ask again before this (Cache-Control, Expires, Retry-After).
    fresh_until: datetime | None = None
    #: Seconds that such answers are fresh; 0 if they never are, ``None`` if the server is silent.
    freshness: int | None = None
    cost: Cost = field(default=NO_COST, compare=False)

    @property
    def content_type(self) -> str:
        """The Content-Type header, parameters included; "" if absent."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: nothing new; the validators to keep (RFC 9111, 4.3.4)."""

    url: str
    validators: Validators
    #: As in :class:`Fetched`; "" for the address asked for.
    permanent_url: str = ""
    fresh_until: datetime | None = None
    freshness: int | None = None
    cost: Cost = field(default=NO_COST, compare=False)


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No usable answer; ``sentence`` says to a person what happened and what to do."""

    url: str
    kind: FailureKind
    sentence: str
    status: int = 0
    retry_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cost: Cost = field(default=NO_COST, compare=False)


FetchResult = Fetched | NotModified | FetchFailed
