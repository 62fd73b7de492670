"""A flood of new documents is taken a few at a time, so that keys get their turn in between."""

from typing import Any

from tests.factories import rss
from tests.routes import feed
from tests.server import Server
from tests.service.opened import opened, refreshed, run
from tui.model.feed import Subscription
from tui.service.workers import WorkerPool


class Watched(WorkerPool):
    """The real pool, which knows how many documents were in it at most."""

    most = now = 0

    async def prepare(self, *args: Any) -> Any:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await super().prepare(*args)
        finally:
            self.now -= 1


def test_a_refresh_hands_no_more_documents_to_the_workers_than_keep_them_busy(paths, clock):
    async def work():
        with Server() as server:
            urls = [server.on(f"/{number}", feed(rss((str(number), "news")))) for number in range(30)]
            async with opened(paths, clock) as library:
                library._workers = library.sources._workers = workers = Watched(2)
                await library.subscribe([Subscription(url) for url in urls])
                summary, _ = await refreshed(library, gently=True)
                assert summary.new == 30
                assert 2 <= workers.most <= workers.size + 1

    run(work)
