"""Whose turn it is: a few feeds of one host at a time, so that a slow host holds up nobody else.

Files are visited as if they were one host, and commands another.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable

from tui.model.feed import Feed
from tui.model.fetching import HostManners
from tui.service.sources import place_of

__all__ = ["Rota"]


class Rota:
    """Hands out feeds, host by host in turn, as many of one host at once as its manners allow."""

    def __init__(self, feeds: Iterable[Feed], manners: Callable[[str], HostManners]) -> None:
        self._manners: dict[str, HostManners] = {}
        self._queues: dict[str, deque[Feed]] = {}
        self._names: dict[str, str] = {}
        for feed in feeds:
            host = place_of(feed.feed_url)
            if host not in self._names:
                found = manners(host)
                self._names[host] = found.name
                self._manners.setdefault(found.name, found)
            self._queues.setdefault(self.name_of(feed), deque()).append(feed)
        self._left = sum(map(len, self._queues.values()))
        #: Hosts that may be visited now, in turn, and the same as a set.
        self._ready = deque(self._queues)
        self._listed = set(self._queues)
        self._visited: Counter[str] = Counter()
        self._waiting: deque[asyncio.Future[None]] = deque()

    def name_of(self, feed: Feed) -> str:
        """What the feed's host goes by; hosts of one name are visited as one."""
        return self._names[place_of(feed.feed_url)]

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
        host = self.name_of(feed)
        self._visited[host] -= 1
        self._list(host)

    def _list(self, host: str) -> None:
        free = self._visited[host] < self._manners[host].at_once
        if self._queues[host] and free and host not in self._listed:
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
