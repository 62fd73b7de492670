"""libcurl's multi interface, driven by the running event loop.

A selector loop tells libcurl about each socket as it becomes ready. The proactor loop of
Windows cannot watch foreign sockets, so there libcurl is asked in small steps instead.
"""

import asyncio
import socket
import threading
from typing import Protocol

import pycurl

__all__ = ["Driver", "PollingDriver", "SocketDriver", "driver_for"]

#: How long closing may take, in seconds.
_PATIENCE = 0.2
#: How often the polling driver looks, in seconds.
_STEP = 0.005


class Driver(Protocol):
    """Runs easy handles."""

    def run(self, curl: pycurl.Curl) -> asyncio.Future[int]:
        """Start; the future brings libcurl's code, 0 for success."""

    def drop(self, curl: pycurl.Curl) -> None:
        """Stop at once and close the connection; nothing happens if it is over."""

    def close(self) -> None:
        """Stop everything and close all connections."""


def driver_for(loop: asyncio.AbstractEventLoop, max_connections: int) -> Driver:
    """The driver that suits the loop."""
    if _watches_sockets(loop):
        return SocketDriver(loop, max_connections)
    return PollingDriver(loop, max_connections)


def _watches_sockets(loop: asyncio.AbstractEventLoop) -> bool:
    """Every loop has ``add_reader``; only trying tells whether it works."""
    mine, other = socket.socketpair()
    with mine, other:
        try:
            loop.add_reader(mine, lambda: None)
        except NotImplementedError:
            return False
        loop.remove_reader(mine)
        return True


class _Running:
    """The handles under way and the futures that wait for them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, max_connections: int) -> None:
        self.loop = loop
        self.multi = pycurl.CurlMulti()
        # Counts idle connections as well: the oldest idle one makes room.
        self.multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, max_connections)
        self.multi.setopt(pycurl.M_MAXCONNECTS, max_connections)
        self.futures: dict[pycurl.Curl, asyncio.Future[int]] = {}

    def add(self, curl: pycurl.Curl) -> asyncio.Future[int]:
        future: asyncio.Future[int] = self.loop.create_future()
        self.futures[curl] = future
        try:
            self.multi.add_handle(curl)
        except pycurl.error:
            self._settle(curl, pycurl.E_FAILED_INIT)
        return future

    def drop(self, curl: pycurl.Curl) -> None:
        if self.futures.pop(curl, None) is not None:
            self.multi.remove_handle(curl)

    def collect(self) -> None:
        """Hand out the results of all that are over."""
        left = 1
        while left:
            left, good, bad = self.multi.info_read()
            for curl in good:
                self._finish(curl, pycurl.E_OK)
            for curl, code, _ in bad:
                self._finish(curl, code)

    def fail_all(self) -> None:
        """Nobody may wait for ever on a multi handle that is itself broken."""
        for curl in list(self.futures):
            self._settle(curl, pycurl.E_FAILED_INIT)

    def close(self) -> None:
        for curl, future in list(self.futures.items()):
            self.drop(curl)
            if not self.loop.is_closed():
                future.cancel()
        self.multi.setopt(pycurl.M_SOCKETFUNCTION, lambda *_: None)
        self.multi.setopt(pycurl.M_TIMERFUNCTION, lambda *_: None)
        # libcurl looks names up in threads of its own and waits for them here, which with a dead
        # name server takes many seconds. Nobody should have to wait for that to quit.
        closer = threading.Thread(target=self.multi.close, daemon=True)
        closer.start()
        closer.join(_PATIENCE)

    def _finish(self, curl: pycurl.Curl, code: int) -> None:
        self.multi.remove_handle(curl)
        self._settle(curl, code)

    def _settle(self, curl: pycurl.Curl, code: int) -> None:
        future = self.futures.pop(curl, None)
        if future is not None and not future.done():
            future.set_result(code)


class SocketDriver:
    """For loops that can watch sockets."""

    def __init__(self, loop: asyncio.AbstractEventLoop, max_connections: int) -> None:
        self._loop = loop
        self._running = _Running(loop, max_connections)
        self._timer: asyncio.Handle | None = None
        self._watched: dict[int, int] = {}
        self._running.multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._running.multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)

    def run(self, curl: pycurl.Curl) -> asyncio.Future[int]:
        """Start; libcurl asks for a timer at once, and that begins the work."""
        return self._running.add(curl)

    def drop(self, curl: pycurl.Curl) -> None:
        """Stop at once."""
        self._running.drop(curl)

    def close(self) -> None:
        """Stop everything."""
        self._running.close()
        for descriptor in list(self._watched):
            self._unwatch(descriptor)
        self._on_timer(-1)

    def _on_socket(self, wanted: int, descriptor: int, _multi: object, _data: object) -> None:
        if wanted == pycurl.POLL_REMOVE or self._loop.is_closed():
            self._unwatch(descriptor)
            return
        before = self._watched.get(descriptor, 0)
        for flag, add, remove, event in (
            (pycurl.POLL_IN, self._loop.add_reader, self._loop.remove_reader, pycurl.CSELECT_IN),
            (pycurl.POLL_OUT, self._loop.add_writer, self._loop.remove_writer, pycurl.CSELECT_OUT),
        ):
            if wanted & flag and not before & flag:
                add(descriptor, self._act, descriptor, event)
            elif before & flag and not wanted & flag:
                remove(descriptor)
        self._watched[descriptor] = wanted

    def _unwatch(self, descriptor: int) -> None:
        before = self._watched.pop(descriptor, 0)
        if self._loop.is_closed():
            return
        if before & pycurl.POLL_IN:
            self._loop.remove_reader(descriptor)
        if before & pycurl.POLL_OUT:
            self._loop.remove_writer(descriptor)

    def _on_timer(self, milliseconds: int) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if milliseconds < 0 or self._loop.is_closed():
            return
        # Never act from within: libcurl is calling us.
        if milliseconds == 0:
            self._timer = self._loop.call_soon(self._on_time)
        else:
            self._timer = self._loop.call_later(milliseconds / 1_000, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self._act(pycurl.SOCKET_TIMEOUT, 0)

    def _act(self, descriptor: int, event: int) -> None:
        running = self._running
        try:
            _, under_way = running.multi.socket_action(descriptor, event)
        except pycurl.error:
            running.fail_all()
            return
        if under_way < len(running.futures):
            running.collect()


class PollingDriver:
    """For loops that cannot."""

    def __init__(self, loop: asyncio.AbstractEventLoop, max_connections: int) -> None:
        self._loop = loop
        self._running = _Running(loop, max_connections)
        self._timer: asyncio.TimerHandle | None = None

    def run(self, curl: pycurl.Curl) -> asyncio.Future[int]:
        """Start, and look after it until it is over."""
        future = self._running.add(curl)
        if self._timer is None:
            self._timer = self._loop.call_later(0, self._step)
        return future

    def drop(self, curl: pycurl.Curl) -> None:
        """Stop at once."""
        self._running.drop(curl)

    def close(self) -> None:
        """Stop everything."""
        self._running.close()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _step(self) -> None:
        self._timer = None
        try:
            self._running.multi.perform()
            self._running.collect()
        except pycurl.error:
            self._running.fail_all()
        if self._running.futures:
            self._timer = self._loop.call_later(_STEP, self._step)
