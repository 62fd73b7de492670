"""A small HTTP/1.1 server on loopback that misbehaves as told, for every room that fetches.

::

    with Server() as server:
        server.on("/feed", feed(b"<rss/>", etag='"1"'))
        server.on("/gone", answer(status=410))
        server.on("/slow", held(event, answer(b"late")))
        … fetch server.url("/feed") …
        assert server.seen[-1].headers["if-none-match"] == '"1"'

A *route* is a function that is given a :class:`Visit` and writes what it likes. Each
connection has a thread; ``server.wait_for(lambda: server.running == 4)`` waits without sleeping.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from tests.routes import (
    Route,
    Seen,
    Visit,
    answer,
    broken_chunks,
    chunked,
    drip,
    encoded_as,
    endless,
    feed,
    gzip_bomb,
    gzipped,
    held,
    huge_header,
    in_turn,
    raw,
    redirect,
    reset,
    silence,
    truncated,
)

__all__ = [
    "Route",
    "Seen",
    "Server",
    "Visit",
    "answer",
    "broken_chunks",
    "chunked",
    "drip",
    "encoded_as",
    "endless",
    "feed",
    "gzip_bomb",
    "gzipped",
    "held",
    "huge_header",
    "in_turn",
    "raw",
    "redirect",
    "reset",
    "silence",
    "truncated",
]


class Server:
    """Listens from construction to :meth:`close`; use it as a context manager."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.host, self.tls = host, tls
        self.seen: list[Seen] = []
        #: Requests being answered now, and the most there were: in all, and by Host header.
        self.running, self.peak = 0, 0
        self.running_by_host: Counter[str] = Counter()
        self.peak_by_host: Counter[str] = Counter()
        #: Connections accepted so far, and those open now.
        self.accepted, self.open = 0, 0
        self._routes: dict[str, Route] = {}
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._live: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, path: str = "/", host: str = "") -> str:
        """The address of ``path``; ``host`` may name the server differently."""
        shown = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self.tls else 'http'}://{shown}:{self.port}{path}"

    def on(self, path: str, route: Route) -> str:
        """Answer ``path`` (with or without its query) by ``route``; gives the address."""
        self._routes[path] = route
        return self.url(path)

    def wait_for(self, condition: Callable[[], bool], timeout: float = 10.0) -> bool:
        """Block until ``condition()`` holds; looked at whenever something happens here."""
        with self._changed:
            return self._changed.wait_for(condition, timeout)

    def requests(self, path: str) -> list[Seen]:
        """What was asked for ``path``, in order."""
        return [seen for seen in self.seen if seen.path == path]

    def close(self) -> None:
        """Stop listening, drop all connections, wait for the threads."""
        self._stop.set()
        with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1):
            pass  # wakes accept() on every system
        self._acceptor.join()
        self._listener.close()
        with self._changed:
            live = list(self._live)
        for connection in live:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._stop.is_set():
                connection.close()
                return
            with self._changed:
                self.accepted += 1
                self.open += 1
                self._live.add(connection)
                self._changed.notify_all()
            thread = threading.Thread(target=self._serve, args=(connection, self.accepted), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket, number: int) -> None:
        connection = plain
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(plain, server_side=True)
                with self._changed:
                    self._live = {connection if each is plain else each for each in self._live}
            self._converse(connection, number)
        except OSError:
            pass  # the visitor left, or would not shake hands: what tests are about
        finally:
            connection.close()
            plain.close()
            with self._changed:
                self._live.discard(connection)
                self._live.discard(plain)
                self.open -= 1
                self._changed.notify_all()

    def _converse(self, connection: socket.socket, number: int) -> None:
        pending = b""
        while not self._stop.is_set():
            while b"\r\n\r\n" not in pending:
                data = connection.recv(65_536)
                if not data:
                    return
                pending += data
            head, _, pending = pending.partition(b"\r\n\r\n")
            visit = Visit(_parse(head, number), self._stop, connection, pending)
            with self._counted(visit.request):
                path = visit.request.path
                route = self._routes.get(path) or self._routes.get(path.partition("?")[0])
                (route or answer(b"nothing here", status=404))(visit)
            if not visit.keep or visit.request.headers.get("connection", "").lower() == "close":
                return

    @contextlib.contextmanager
    def _counted(self, request: Seen) -> Iterator[None]:
        host = request.headers.get("host", "").rpartition(":")[0]
        with self._changed:
            self.seen.append(request)
            self.running += 1
            self.running_by_host[host] += 1
            self.peak = max(self.peak, self.running)
            self.peak_by_host[host] = max(self.peak_by_host[host], self.running_by_host[host])
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self.running -= 1
                self.running_by_host[host] -= 1
                self._changed.notify_all()


def _parse(head: bytes, number: int) -> Seen:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Seen(method, path, headers, time.monotonic(), number)
