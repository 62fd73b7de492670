"""A request as libcurl is told of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import pycurl

from tui.model.fetching import FetchRequest
from tui.net.decoding import ACCEPTED
from tui.net.verdict import Hop

__all__ = ["Setup", "own_headers", "prepare"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for all requests of a client."""

    ca_file: str
    #: Names whose address is given instead of asked for, as ``CURLOPT_RESOLVE`` has it.
    resolve: Mapping[str, str]


def prepare(curl: pycurl.Curl, request: FetchRequest, hop: Hop, setup: Setup, seconds: float) -> None:
    """Make an easy handle ready for one hop; raises ``pycurl.error`` for an impossible proxy.

    Cookies, referrer, .netrc and redirects are off by libcurl's own default; HTTP/2 over TLS
    is on by it, and a second request to a host waits to see whether one connection will do.
    """
    address, proxy, set_ = hop.address, hop.proxy, curl.setopt
    set_(pycurl.URL, address.url)
    set_(pycurl.HTTPHEADER, [*_headers(request), *own_headers(request, hop)])
    set_(pycurl.USERAGENT, _one_line(request.user_agent))
    set_(pycurl.HEADERFUNCTION, hop.answer.on_header)
    set_(pycurl.WRITEFUNCTION, hop.answer.on_body)
    set_(pycurl.CONNECTTIMEOUT_MS, _milliseconds(min(request.connect_timeout, seconds)))
    set_(pycurl.TIMEOUT_MS, _milliseconds(seconds))
    set_(pycurl.NOSIGNAL, 1)
    # Always set, for libcurl would look into the environment by itself.
    set_(pycurl.PROXY, os.fsencode(proxy))
    set_(pycurl.NOPROXY, "")
    if not proxy:  # a proxy may well live on this machine; it was chosen by the user
        set_(pycurl.OPENSOCKETFUNCTION, hop.guard.open_socket)
    elif proxy.startswith("https:"):
        set_(pycurl.PROXY_CAINFO, os.fsencode(setup.ca_file))
    if address.scheme == "https":
        set_(pycurl.PIPEWAIT, 1)
        set_(pycurl.CAINFO, os.fsencode(setup.ca_file))
    _show_papers(curl, request, hop)
    if address.host in setup.resolve:
        set_(pycurl.RESOLVE, [f"{address.host}:{address.port}:{setup.resolve[address.host]}"])


def own_headers(request: FetchRequest, hop: Hop) -> list[bytes]:
    """What the user sends to this server and to no other."""
    if not hop.at_home:
        return []
    particulars = request.particulars
    pairs = list(particulars.headers)
    if particulars.authorization == "bearer":
        pairs.append(("Authorization", f"Bearer {particulars.secret}"))
    # libcurl takes "Name:" for a header to leave out, "Name;" for one without a value.
    lines = (f"{name}: {_one_line(value)}" if value.strip() else f"{name};" for name, value in pairs)
    return [_one_line(line).encode("latin-1", "ignore") for line in lines]


def _show_papers(curl: pycurl.Curl, request: FetchRequest, hop: Hop) -> None:
    """Name and password, cookies, and whether the server must prove who it is."""
    address, particulars, set_ = hop.address, request.particulars, curl.setopt
    user, password = address.user, address.password
    if hop.at_home and particulars.authorization == "basic":
        user, password = particulars.user, particulars.secret
    if (user or password) and not (hop.at_home and particulars.authorization == "bearer"):
        set_(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC)
        set_(pycurl.USERNAME, user.encode())
        set_(pycurl.PASSWORD, password.encode())
    if not hop.at_home:
        return
    if particulars.cookies_file:
        # libcurl sends those that are for this host, path and kind of connection, and writes none back.
        set_(pycurl.COOKIEFILE, os.fsencode(particulars.cookies_file))
    if particulars.insecure_tls:
        set_(pycurl.SSL_VERIFYPEER, 0)
        set_(pycurl.SSL_VERIFYHOST, 0)


def _headers(request: FetchRequest) -> list[bytes]:
    known = request.validators
    mine = {name.lower() for name, _ in request.particulars.headers}
    accept = "" if "accept" in mine else request.accept
    pairs = (
        ("Accept", accept),
        ("Accept-Encoding", ACCEPTED),
        ("If-None-Match", known.etag),
        ("If-Modified-Since", known.last_modified),
    )
    return [f"{name}: {_one_line(value)}".encode("latin-1", "ignore") for name, value in pairs if value]


def _one_line(text: str) -> str:
    """A stored value can never start a header of its own."""
    if text.isprintable():
        return text
    return "".join(character for character in text if character.isprintable())


def _milliseconds(seconds: float) -> int:
    return min(max(1, round(seconds * 1_000)), 2**31 - 1)  # 0 would mean no limit
