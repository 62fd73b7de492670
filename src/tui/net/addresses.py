"""Web addresses taken apart: what goes on the wire, what is secret, what may be shown.

The host is always ASCII, so it can be shown in a sentence as it is; name and password
are kept apart from the rest, so they cannot slip into one.
"""

import ipaddress
import re
import socket
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urljoin, urlsplit

__all__ = ["Address", "join", "parse"]

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_ENDS_IN_NUMBER = re.compile(r"(^|\.)([0-9]+|0x[0-9a-f]*)$")
#: Letters, marks, digits and the joiners that Persian and Indic names need (RFC 5891, 5892).
_LABEL = re.compile(r"[\w\u200c\u200d-]+")
_MAX_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address; ``target`` is path and query, percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str
    user: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """The address without name and password."""
        return f"{self.scheme}://{self._place}{self.target}"

    @property
    def full_url(self) -> str:
        """The address with name and password, to be stored but never shown."""
        if not self.has_credentials:
            return self.url
        secret = quote(self.user, safe="")
        if self.password:
            secret += ":" + quote(self.password, safe="")
        return f"{self.scheme}://{secret}@{self._place}{self.target}"

    @property
    def has_credentials(self) -> bool:
        """True if a name or password goes with the request."""
        return bool(self.user or self.password)

    @property
    def _place(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def trusts(self, other: "Address") -> bool:
        """True if the password for this address may be sent to ``other`` as well.

        That is the same server, or the same host when it only moves up to https.
        """
        if self.host != other.host:
            return False
        if self.scheme == other.scheme:
            return self.port == other.port
        return (self.scheme, self.port, other.scheme, other.port) == ("http", 80, "https", 443)


def parse(text: str) -> Address | None:
    """Take an address apart; ``None`` unless it is http or https with a usable host."""
    if len(text) > _MAX_LENGTH:
        return None
    try:
        text.encode()  # half a surrogate pair cannot go on the wire
        parts = urlsplit(text.strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:  # a port or bracket that is none, or a name that cannot be written in ASCII
        return None
    # Browsers take a backslash for a slash, others do not: two readings, two servers.
    if parts.scheme not in _PORTS or not host or port == 0 or "\\" in parts.netloc:
        return None
    target = _encoded(parts.path or "/")
    if parts.query:
        target += "?" + _encoded(parts.query)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isprintable():
        return None
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], target, user, password)


def join(base: Address, location: str) -> Address | None:
    """Where a Location header leads; ``None`` if not to the web.

    The name and password of ``base`` go along only where they may; those that the header
    itself brings are dropped, for no server should choose what we log in with.
    """
    try:
        found = parse(urljoin(base.url, _decoded_header(location.strip())))
    except ValueError:
        return None
    if found is None:
        return None
    if base.trusts(found):
        return replace(found, user=base.user, password=base.password)
    return replace(found, user="", password="")


def _decoded_header(text: str) -> str:
    """Headers were read as Latin-1; many servers write UTF-8 into Location."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _encoded(text: str) -> str:
    """Everything that may not stand in a request line, percent-encoded once."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]|", errors="replace")


def _ascii_host(host: str) -> str:
    """The host as it goes into DNS; "" if it cannot be one."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host)) if "%" not in host else ""
    host = unquote(host).lower().removesuffix(".")
    if not host.isascii():
        labels = unicodedata.normalize("NFKC", host).lower().replace("。", ".").split(".")
        host = ".".join(_ascii_label(label) for label in labels)
    if _ENDS_IN_NUMBER.search(host):
        return _ipv4(host)
    return host if len(host) <= 253 and _HOST.fullmatch(host) else ""


def _ascii_label(label: str) -> str:
    """One part of an international name in punycode (as browsers do: ß stays ß)."""
    if label.isascii():
        return label
    composed = unicodedata.normalize("NFC", label)
    if not _LABEL.fullmatch(composed):
        raise ValueError("a character that no host name has")
    return "xn--" + composed.encode("punycode").decode("ascii")


def _ipv4(host: str) -> str:
    """``127.1`` and ``0x7f000001`` are written out, so nothing hides behind spelling."""
    try:
        return str(ipaddress.IPv4Address(socket.inet_aton(host)))
    except OSError:
        return ""
