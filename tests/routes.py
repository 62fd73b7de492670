"""Ways to answer, from correct to hostile: what a :class:`tests.server.Server` is told to do."""

import contextlib
import gzip
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; header names in lower case, ``at`` in monotonic seconds."""

    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    connection: int


@dataclass(slots=True)
class Visit:
    """A request being answered: what a route works with."""

    request: Seen
    stop: threading.Event
    _socket: socket.socket
    #: What had already come after the request's head.
    rest: bytes = b""
    keep: bool = True

    def send(self, data: bytes) -> None:
        """Write ``data``; raises ``OSError`` when the visitor has gone."""
        self._socket.sendall(data)

    def head(self, status: int, headers: Mapping[str, str] = NONE) -> None:
        """Write a status line and headers."""
        lines = [
            f"HTTP/1.1 {status} Said by the test",
            *(f"{name}: {value}" for name, value in headers.items()),
            "",
            "",
        ]
        self.send("\r\n".join(lines).encode("latin-1"))

    def receive(self) -> bytes:
        """What the visitor sent beyond its request; b"" when it has gone."""
        rest, self.rest = self.rest, b""
        return rest or self._socket.recv(65_536)

    def wait_until_gone(self) -> None:
        """Hold the connection open until the visitor closes it or the server stops."""
        self.keep = False
        with contextlib.suppress(OSError):
            while self._socket.recv(65_536):
                pass

    def reset(self) -> None:
        """Drop the connection so that the visitor sees a reset."""
        self.keep = False
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Route = Callable[[Visit], None]


def answer(body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] = NONE) -> Route:
    """``body`` with its length, as it should be."""

    def route(visit: Visit) -> None:
        sent = dict(headers)
        if status not in (204, 304):
            sent = {"Content-Length": str(len(body)), **sent}
        visit.head(status, sent)
        if visit.request.method != "HEAD" and status not in (204, 304):
            visit.send(body)

    return route


def feed(body: bytes, *, etag: str = "", last_modified: str = "", headers: Mapping[str, str] = NONE) -> Route:
    """``body`` with validators; 304 to a visitor who already has it."""
    sent = dict(headers)
    if etag:
        sent["ETag"] = etag
    if last_modified:
        sent["Last-Modified"] = last_modified

    def unchanged(asked: Mapping[str, str]) -> bool:
        if "if-none-match" in asked:
            return bool(etag) and etag.removeprefix("W/") in asked["if-none-match"]
        since = asked.get("if-modified-since", "")
        return bool(since and last_modified) and (
            parsedate_to_datetime(last_modified) <= parsedate_to_datetime(since)
        )

    def route(visit: Visit) -> None:
        if unchanged(visit.request.headers):
            answer(status=304, headers=sent)(visit)
        else:
            answer(body, headers={"Content-Type": "application/rss+xml", **sent})(visit)

    return route


def redirect(to: str, status: int = 302) -> Route:
    """Sends the visitor to ``to``."""
    return answer(b"moved", status=status, headers={"Location": to})


def in_turn(*routes: Route) -> Route:
    """The first visit gets the first route, and so on; the last one stays."""
    left = list(routes)
    return lambda visit: (left.pop(0) if len(left) > 1 else left[0])(visit)


def held(event: threading.Event, then: Route) -> Route:
    """Nothing until ``event`` is set (or the server stops), then ``then``."""

    def route(visit: Visit) -> None:
        while not event.wait(0.02) and not visit.stop.is_set():
            pass
        then(visit)

    return route


def silence() -> Route:
    """Never a byte; the connection stays open until the visitor goes."""
    return Visit.wait_until_gone


def drip(body: bytes, pause: float = 0.02, headers: Mapping[str, str] = NONE) -> Route:
    """One byte every ``pause`` seconds."""

    def route(visit: Visit) -> None:
        visit.head(200, {"Content-Length": str(len(body)), **dict(headers)})
        for byte in body:
            visit.send(bytes([byte]))
            if visit.stop.wait(pause):
                return

    return route


def endless(block: bytes = b"x" * 65_536) -> Route:
    """A body without end."""

    def route(visit: Visit) -> None:
        visit.keep = False
        visit.head(200)
        while not visit.stop.is_set():
            visit.send(block)

    return route


def truncated(body: bytes, missing: int = 10) -> Route:
    """Promises ``missing`` bytes more than are sent."""

    def route(visit: Visit) -> None:
        visit.keep = False
        visit.head(200, {"Content-Length": str(len(body) + missing)})
        visit.send(body)

    return route


def chunked(*parts: bytes, end: bool = True, headers: Mapping[str, str] = NONE) -> Route:
    """A chunked body; without ``end`` the last chunk is missing."""

    def route(visit: Visit) -> None:
        visit.keep = end
        visit.head(200, {"Transfer-Encoding": "chunked", **dict(headers)})
        for part in parts:
            visit.send(b"%x\r\n%s\r\n" % (len(part), part))
        if end:
            visit.send(b"0\r\n\r\n")

    return route


def broken_chunks(body: bytes = b"<rss/>") -> Route:
    """A chunk whose size is no number."""

    def route(visit: Visit) -> None:
        visit.keep = False
        visit.head(200, {"Transfer-Encoding": "chunked"})
        visit.send(b"%x\r\n%s\r\nzz\r\n" % (len(body), body))

    return route


def encoded_as(coding: str, body: bytes) -> Route:
    """``body`` as it is, said to be in ``coding``."""
    return answer(body, headers={"Content-Encoding": coding})


def gzipped(body: bytes, cut: int = 0) -> Route:
    """``body`` compressed; the last ``cut`` bytes of the stream are missing and not announced."""
    packed = gzip.compress(body)
    return encoded_as("gzip", packed[: len(packed) - cut])


def gzip_bomb(size: int = 200_000_000) -> Route:
    """Zeros, a thousand to one."""
    block = gzip.compress(bytes(1_000_000))

    def route(visit: Visit) -> None:
        visit.keep = False
        visit.head(200, {"Content-Encoding": "gzip"})
        for _ in range(size // 1_000_000):
            visit.send(block)

    return route


def raw(data: bytes) -> Route:
    """These bytes and no others, then the connection is closed."""

    def route(visit: Visit) -> None:
        visit.keep = False
        visit.send(data)

    return route


def reset(body: bytes = b"", length: int = 1_000) -> Route:
    """``body`` of a promised ``length``, then a reset; no answer at all without ``body``."""

    def route(visit: Visit) -> None:
        if body:
            visit.head(200, {"Content-Length": str(length)})
            visit.send(body)
        visit.reset()

    return route


def huge_header(size: int = 1_000_000) -> Route:
    """One header of ``size`` bytes."""
    return answer(b"<rss/>", headers={"X-Huge": "x" * size})
