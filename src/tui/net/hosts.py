"""Whose turn it is: few requests at a time to one host, a pause between them, many in all.

:class:`Turns` decides and knows no clock; :class:`Gate` lets tasks wait for it.
"""

import asyncio
import heapq
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from tui.model.fetching import HostManners

__all__ = ["Gate", "Turns"]

Ticket = TypeVar("Ticket", bound=Hashable)


class Turns(Generic[Ticket]):
    """A queue for each host; hosts are served in rotation, so a long queue delays no other.

    Args:
        total: how many may run at a time.
        manners: how many of one host may, and the pause between two; asked once for each host.
    """

    def __init__(self, total: int, manners: Callable[[str], HostManners]) -> None:
        self._total, self._manners = total, manners
        self._known: dict[str, HostManners] = {}
        self._hasty: set[Ticket] = set()
        self._waiting: dict[str, deque[Ticket]] = {}
        self._running: Counter[str] = Counter()
        self._count = 0
        #: Hosts that may start one now, in order.
        self._ready: dict[str, None] = {}
        #: Hosts that were visited a moment ago, and the same by time.
        self._rests_until: dict[str, float] = {}
        self._resting: list[tuple[float, str]] = []

    def ask(self, host: str, ticket: Ticket, *, hasty: bool = False) -> None:
        """Queue up; who is hasty goes before those who are not, and does not wait for the pause."""
        queue = self._waiting.setdefault(host, deque())
        if hasty:
            queue.insert(sum(one in self._hasty for one in queue), ticket)
            self._hasty.add(ticket)
        else:
            queue.append(ticket)
        self._consider(host)

    def withdraw(self, host: str, ticket: Ticket) -> None:
        """Leave the queue; nothing happens if ``ticket`` is no longer in it."""
        queue = self._waiting.get(host)
        if queue and ticket in queue:
            queue.remove(ticket)
            self._hasty.discard(ticket)
        self._consider(host)

    def finish(self, host: str) -> None:
        """One that was started is over."""
        self._count -= 1
        self._running[host] -= 1
        if not self._running[host]:
            del self._running[host]
        self._consider(host)

    def waiting(self) -> list[Ticket]:
        """All that have not been started."""
        return [ticket for queue in self._waiting.values() for ticket in queue]

    def start(self, now: float) -> list[tuple[str, Ticket]]:
        """Those whose turn it is at ``now``; each must be finished later."""
        while self._resting and self._resting[0][0] <= now:
            _, host = heapq.heappop(self._resting)
            self._rests_until.pop(host, None)
            self._consider(host)
        started: list[tuple[str, Ticket]] = []
        while self._ready and self._count < self._total:
            host = next(iter(self._ready))
            del self._ready[host]
            ticket = self._waiting[host].popleft()
            self._hasty.discard(ticket)
            started.append((host, ticket))
            self._count += 1
            self._running[host] += 1
            if (gap := self._of(host).gap) and host not in self._rests_until:
                self._rests_until[host] = now + gap
                heapq.heappush(self._resting, (now + gap, host))
            self._consider(host)
        return started

    @property
    def next_start(self) -> float | None:
        """When the next host has rested; ``None`` if none rests."""
        return self._resting[0][0] if self._resting else None

    def _consider(self, host: str) -> None:
        queue = self._waiting.get(host)
        if not queue:
            self._waiting.pop(host, None)
            self._ready.pop(host, None)
        elif self._running[host] < self._of(host).at_once and (
            queue[0] in self._hasty or host not in self._rests_until
        ):
            self._ready.setdefault(host)
        else:
            self._ready.pop(host, None)

    def _of(self, host: str) -> HostManners:
        if host not in self._known:
            self._known[host] = self._manners(host)
        return self._known[host]


class Gate:
    """Lets tasks of one event loop wait for their turn."""

    def __init__(self, turns: Turns[asyncio.Future[None]], clock: Callable[[], float]) -> None:
        self._turns, self._clock = turns, clock
        self._alarm: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, host: str, *, hasty: bool = False) -> AsyncIterator[None]:
        """Wait, then hold one of the host's places."""
        ticket = asyncio.get_running_loop().create_future()
        self._turns.ask(host, ticket, hasty=hasty)
        self._advance()
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.cancelled():
                self._turns.withdraw(host, ticket)
            else:  # the turn had come in the very moment of giving up
                self._turns.finish(host)
            self._advance()
            raise
        try:
            yield
        finally:
            self._turns.finish(host)
            self._advance()

    def close(self) -> None:
        """Cancel all who wait."""
        for ticket in self._turns.waiting():
            ticket.cancel()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _advance(self) -> None:
        while started := self._turns.start(self._clock()):
            for host, ticket in started:
                if ticket.done():  # given up, but its task has not run yet
                    self._turns.finish(host)
                else:
                    ticket.set_result(None)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        moment = self._turns.next_start
        if moment is not None:
            delay = max(0.0, moment - self._clock())
            self._alarm = asyncio.get_running_loop().call_later(delay, self._advance)
