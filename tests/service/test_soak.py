"""Three days of a misbehaving server in a minute: everything arrives once, nobody is pestered, nothing stays stuck."""

import random
import sqlite3
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import rss
from tests.routes import (
    answer,
    broken_chunks,
    encoded_as,
    feed,
    gzipped,
    huge_header,
    raw,
    redirect,
    reset,
    truncated,
)
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.model.feed import Subscription
from tui.service.schedule import LONGEST, LONGEST_SKIP
from tui.store.visits import KEPT

DAYS, STEP, FEEDS = 3, timedelta(minutes=20), 16
IN_DOCUMENT = 12
YEARS = timedelta(days=3_653)


class Press:
    """Publishes by the clock, each feed at a pace of its own, and answers as badly as it likes."""

    def __init__(self, server, other, clock):
        self.clock, self.began = clock, clock()
        self.sound = False
        self.visits: Counter[int] = Counter()
        self.urls = []
        for number in range(FEEDS):
            house, host = (server, "") if number % 2 else (other, "localhost")
            house.on(f"/{number}", lambda visit, number=number: self.route(number)(visit))
            house.on(f"/{number}/moved", lambda visit, number=number: self.good(number)(visit))
            self.urls.append(house.url(f"/{number}", host=host))

    def newest(self, number):
        """The number of the last article: from one in eight hours to one in ten minutes."""
        passed = max(timedelta(), min(self.clock() - self.began, timedelta(days=DAYS + 9)))
        return int(passed / (timedelta(hours=8) / (1 + 3 * number)))

    def good(self, number):
        last = self.newest(number)
        entries = range(last, max(-1, last - IN_DOCUMENT), -1)
        document = rss(*((f"{number}-{entry}", f"Text {entry}") for entry in entries))
        return feed(document, etag=f'"{last}"', headers={"Cache-Control": "max-age=600"})

    def route(self, number):
        self.visits[number] += 1
        good = self.good(number)
        if self.sound:
            return good
        document = rss((f"{number}-{self.newest(number)}", "half a text"))
        # By feed and visit: which thread of the server comes first must not matter.
        chance = random.Random(1_000 * number + self.visits[number])
        patience = chance.choice(("60", "soon", "-1", "99999999", "Tue, 24 Nov 2099 12:00:00 GMT"))
        bad = (
            answer(status=500),
            answer(status=404),
            answer(status=429, headers={"Retry-After": patience}),
            answer(status=304),
            answer(b"<!doctype html><title>Down</title>"),
            answer(b""),
            truncated(document),
            broken_chunks(document),
            encoded_as("zstd", document),
            gzipped(document, cut=9),
            raw(b"\x00\x1b]52;c;\x07 nonsense"),
            reset(document[:80]),
            redirect(f"/{number}/moved", chance.choice((301, 302, 307, 308))),
            redirect(f"/{number}"),
            huge_header(200_000),
        )
        # Every third visit goes well.
        return good if chance.random() < 0.33 else chance.choice(bad)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_three_days_of_a_bad_network(paths, clock):
    async def work():
        with Server() as server, Server() as other:
            press = Press(server, other, clock)
            settings = replace(SETTINGS, per_host=4)
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url) for url in press.urls])
                threads = threading.active_count()
                for step in range(timedelta(days=DAYS) // STEP):
                    await refreshed(library, force=False)
                    # The clock goes wrong once a day, for two looks.
                    wrong = {30: YEARS, 100: -YEARS, 170: timedelta(hours=3)}.get(step)
                    if wrong is not None:
                        clock.now += wrong
                        await refreshed(library, force=False)
                        clock.now -= wrong
                    clock.now += STEP
                for one in library.feeds():
                    health = one.health
                    assert health.next_check_at - clock() <= LONGEST + LONGEST_SKIP
                    assert (health.error is None) == (health.error_kind is None)
                # Nobody is asked at every look, though two visits in three fail; nobody is forgotten.
                looks = timedelta(days=DAYS) // STEP
                assert max(press.visits.values()) < looks / 2 and min(press.visits.values()) >= 3
                # Servers recover, and so does every feed, by itself.
                press.sound = True
                for _ in range(3):
                    clock.now += LONGEST + timedelta(hours=1)
                    await refreshed(library, force=False)
                assert all(one.health.error is None and not one.health.failures for one in library.feeds())
                found = Counter(await titles(library))
                assert max(found.values()) == 1
                for number in range(FEEDS):
                    last = press.newest(number)
                    for entry in range(last, max(-1, last - IN_DOCUMENT), -1):
                        assert found[f"Title {number}-{entry}"] == 1
                assert threading.active_count() <= threads + 40
        with sqlite3.connect(paths.store_file) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            most_kept = plain.execute("SELECT max(n) FROM (SELECT count(*) AS n FROM visit GROUP BY feed_id)")
            assert most_kept.fetchone() == (KEPT,)
            half = "SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM article_content)"
            assert plain.execute(half).fetchone() == (0,)
        plain.close()

    run(work)
