"""The only HTTP: one request in, one of three answers out, no exception for any network fault."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

import certifi
import pycurl

from tui.model.downloading import Downloaded, DownloadRequest, RangeRefused
from tui.model.fetching import NO_COST, Cost, FetchFailed, FetchRequest, FetchResult, HostManners
from tui.net import downloading, sentences
from tui.net.addresses import parse
from tui.net.answer import Answer
from tui.net.driver import Driver, driver_for
from tui.net.flow import Flow, Sink
from tui.net.guard import Guard, is_public
from tui.net.hosts import Gate, Turns
from tui.net.proxies import proxy_for
from tui.net.redirects import Trail
from tui.net.request import Setup, prepare
from tui.net.route import route_exists
from tui.net.verdict import Hop, failed, judge

__all__ = ["Client"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Journey:
    """One event loop's share of a client: its queue and its connections."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, gate: Gate, max_connections: int, idle: float
    ) -> None:
        self.loop, self._gate = loop, gate
        self._max_connections, self._idle = max_connections, idle
        self._drivers: dict[bool, Driver] = {}
        self._busy = 0
        self._farewell: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, host: str, *, private: bool, hasty: bool) -> AsyncIterator[Driver]:
        """Wait for the host's turn; gives the driver to use.

        Connections into private networks are kept apart, so that a request which may not
        go there can never be handed one that is open already.
        """
        async with self._gate.turn(host, hasty=hasty):
            if self._farewell is not None:
                self._farewell.cancel()
                self._farewell = None
            self._busy += 1
            try:
                if private not in self._drivers:
                    self._drivers[private] = driver_for(self.loop, self._max_connections)
                yield self._drivers[private]
            finally:
                self._busy -= 1
                if not self._busy and not self.loop.is_closed():
                    self._farewell = self.loop.call_later(self._idle, self._hang_up)

    def close(self) -> None:
        """End everything."""
        if not self.loop.is_closed():
            self._gate.close()
        if self._farewell is not None:
            self._farewell.cancel()
        self._hang_up()

    def _hang_up(self) -> None:
        """Close all connections; new ones are opened when needed."""
        for driver in self._drivers.values():
            driver.close()
        self._drivers.clear()


class Client:
    """Fetches with bounds on everything; use it as an async context manager or call :meth:`aclose`.

    Args:
        max_connections: requests (and open connections) at a time in all.
        per_host: requests at a time to one host.
        gap: seconds between the starts of two requests to one host.
        manners: how a host is visited, in place of the two above.
        idle: seconds after the last request until open connections are closed.
        environ: where proxies and ``SSL_CERT_FILE`` are looked up; empty means neither.
        clock: the time, for freshness and Retry-After.
        resolve: host to numeric address, instead of DNS.
        online: says whether there is a network at all, asked after a failure.
    """

    def __init__(
        self,
        *,
        max_connections: int = 32,
        per_host: int = 2,
        gap: float = 0.0,
        manners: Callable[[str], HostManners] | None = None,
        idle: float = 30.0,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = _utc_now,
        resolve: Mapping[str, str] | None = None,
        online: Callable[[], bool] = route_exists,
    ) -> None:
        self._max_connections, self._idle = max_connections, idle
        self._manners = manners or (lambda host: HostManners(host, per_host, gap))
        self._environ = dict(environ or {})
        self._clock, self._online = clock, online
        ca_file = self._environ.get("SSL_CERT_FILE") or certifi.where()
        self._setup = Setup(ca_file, dict(resolve or {}))
        self._journey: _Journey | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Cancel what is under way and close all connections."""
        self._closed = True
        if self._journey is not None:
            self._journey.close()
            self._journey = None

    async def fetch(self, request: FetchRequest) -> FetchResult:
        """One conditional GET with its redirects; raises nothing but ``CancelledError``."""
        journey = self._on_this_loop()
        first = parse(request.url)
        if first is None:
            return failed(request, sentences.bad_address(), Answer(0))
        trail = Trail(first, request.max_redirects)
        left, spent = request.total_timeout, NO_COST
        while True:
            hop = self._hop(request, trail)
            host = hop.address.host
            if not _may_visit(hop):
                return replace(failed(request, sentences.not_asked(host, host), Answer(0)), cost=spent)
            name, private = self._manners(host).name, hop.guard.allow_private
            turn = journey.turn(name, private=private, hasty=request.hasty)
            async with turn as driver:
                started = journey.loop.time()
                await self._exchange(driver, hop, request, left)
                took = journey.loop.time() - started
            left -= took
            spent = Cost(spent.requests + 1, spent.size + hop.size, spent.seconds + took)
            if not (hop.answered and trail.follows(hop.answer.status, hop.answer.headers)):
                return replace(judge(request, trail, hop, self._clock(), self._online), cost=spent)
            problem = trail.step(hop.answer.status, hop.answer.headers["location"])
            if problem is not None:
                return replace(failed(request, problem, hop.answer), cost=spent)

    async def download(self, request: DownloadRequest, sink: Sink) -> Downloaded | RangeRefused | FetchFailed:
        """One file to *sink*, with its redirects; as long as it takes, and never whole in memory.

        Raises:
            OSError: the sink could not take it.
        """
        journey, asked = self._on_this_loop(), downloading.as_fetch(request)
        first = parse(request.url)
        if first is None:
            return failed(asked, sentences.bad_address(), Answer(0))
        trail = Trail(first, request.max_redirects)
        while True:
            flow = Flow(request, sink, trail.address.url)
            hop = self._hop(asked, trail, flow.answer)
            if not _may_visit(hop):
                return failed(asked, sentences.not_asked(hop.address.host, hop.address.host), Answer(0))
            name, private = self._manners(hop.address.host).name, hop.guard.allow_private
            async with journey.turn(name, private=private, hasty=True) as driver:
                await self._stream(driver, hop, request, flow)
            if not (hop.answered and trail.follows(hop.answer.status, hop.answer.headers)):
                return downloading.judge(request, hop, flow, self._clock(), self._online)
            problem = trail.step(hop.answer.status, hop.answer.headers["location"])
            if problem is not None:
                return failed(asked, problem, hop.answer)

    async def _stream(self, driver: Driver, hop: Hop, request: DownloadRequest, flow: Flow) -> None:
        """Run one hop whose body goes to the sink."""
        with closing(hop.guard), closing(pycurl.Curl()) as curl:
            prepare(curl, downloading.as_fetch(request), hop, self._setup, request.connect_timeout)
            downloading.loosen(curl, request, hop)
            flow.resume = partial(curl.pause, pycurl.PAUSE_CONT)
            writing = asyncio.create_task(flow.drain())
            running = driver.run(curl)
            try:
                both: set[asyncio.Future[Any]] = {running, writing}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    hop.code = running.result()
            finally:
                driver.drop(curl)
                # What has come belongs to the file, also when nobody waits for the rest.
                flow.close(whole=running.done() and not hop.code)
                await writing
            hop.connected = curl.getinfo(pycurl.REQUEST_SIZE) > 0
            hop.proxy_status = int(curl.getinfo(pycurl.HTTP_CONNECTCODE))

    def _on_this_loop(self) -> _Journey:
        if self._closed:
            raise RuntimeError("this client was closed")
        loop = asyncio.get_running_loop()
        if self._journey is None or self._journey.loop is not loop:
            if self._journey is not None:
                self._journey.close()  # its loop is over, and so are its connections
            turns: Turns[asyncio.Future[None]] = Turns(self._max_connections, self._manners)
            self._journey = _Journey(loop, Gate(turns, loop.time), self._max_connections, self._idle)
        return self._journey

    def _hop(self, request: FetchRequest, trail: Trail, answer: Answer | None = None) -> Hop:
        address = trail.address
        guard = Guard(allow_private=request.allow_private and address.host == trail.first.host)
        answer = answer or Answer(request.max_bytes)
        own = request.particulars.proxy
        proxy = proxy_for(address, self._environ) if own is None else own
        return Hop(address, answer, guard, trail.at_home, proxy)

    async def _exchange(self, driver: Driver, hop: Hop, request: FetchRequest, seconds: float) -> None:
        """Run one hop; what came of it is in ``hop``."""
        with closing(hop.guard), closing(pycurl.Curl()) as curl:
            try:
                prepare(curl, request, hop, self._setup, seconds)
                hop.code = await driver.run(curl)
            except pycurl.error as error:  # an option was refused: the proxy's address makes no sense
                hop.code = int(error.args[0])
            finally:
                driver.drop(curl)
            hop.proxy_status = int(curl.getinfo(pycurl.HTTP_CONNECTCODE))
            hop.size = int(curl.getinfo(pycurl.SIZE_DOWNLOAD_T)) + int(curl.getinfo(pycurl.HEADER_SIZE))
            hop.connected = curl.getinfo(pycurl.REQUEST_SIZE) > 0 and hop.proxy_status < 300
        slow = hop.connected or request.connect_timeout > seconds
        hop.seconds = request.total_timeout if slow else request.connect_timeout
        if not hop.code:
            hop.answer.finish()


def _may_visit(hop: Hop) -> bool:
    """Behind a proxy the guard sees no connection, so what is plainly inside is refused here."""
    if not hop.proxy or hop.guard.allow_private:
        return True
    host = hop.address.host
    if ":" in host or host.rpartition(".")[2].isdecimal():
        return is_public(host)
    return host != "localhost" and not host.endswith(".localhost")
