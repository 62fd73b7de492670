"""Whose turn it is: a few feeds of one host at a time, so that a slow host holds up nobody else."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import urlsplit

from tui.model.feed import Feed

__all__ = ["Rota"]


class Rota:
    """Hands out feeds, host by host in turn, at most ``per_host`` of one host at once."""

    def __init__(self, feeds: Iterable[Feed], per_host: int) -> None:
        self._per_host = per_host
        self._queues: dict[str, deque[Feed]] = {}
        for feed in feeds:
            self._queues.setdefault(_host(feed), deque()).append(feed)
        self._left = sum(map(len, self._queues.values()))
        #: Hosts that may be visited now, in turn, and the same as a set.
        self._ready = deque(self._queues)
        self._listed = set(self._queues)
        self._visited: Counter[str] = Counter()
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> Feed | None:
        """The next feed, as soon as its host may be visited; ``None`` when none is left."""
        while not self._ready:
            if not self._left:
                return None
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter
        host = self._ready.popleft()
        self._listed.discard(host)
        feed = self._queues[host].popleft()
        self._left -= 1
        self._visited[host] += 1
        self._list(host)
        if not self._left:
            self._wake(len(self._waiting))
        return feed

    def done(self, feed: Feed) -> None:
        """The visit to this feed's host is over; another may begin."""
        host = _host(feed)
        self._visited[host] -= 1
        self._list(host)

    def _list(self, host: str) -> None:
        if self._queues[host] and self._visited[host] < self._per_host and host not in self._listed:
            self._listed.add(host)
            self._ready.append(host)
            self._wake(1)

    def _wake(self, number: int) -> None:
        while number and self._waiting:
            waiter = self._waiting.popleft()
            # One that has been cancelled wakes nobody.
            if not waiter.done():
                waiter.set_result(None)
                number -= 1


def _host(feed: Feed) -> str:
    try:
        return urlsplit(feed.feed_url).hostname or ""
    except ValueError:
        return ""
