"""How servers are treated from one refresh to the next, against a real one and by an injected clock."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import rss
from tests.routes import answer, feed, held, in_turn, redirect
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui import __version__
from tui.model.feed import Move, Subscription
from tui.model.fetching import FailureKind
from tui.service.schedule import LONGEST, LONGEST_SKIP
from tui.store import visits

ONE = rss(("1", "a"))
YEARS = timedelta(days=3_653)


async def due(library):
    """How many feeds a refresh by schedule visits."""
    summary, _ = await refreshed(library, force=False)
    return summary.total


async def subscribed(library, *urls):
    await manual_free(library)
    await library.subscribe([Subscription(url) for url in urls])


def by_url(library):
    return {one.feed_url: one for one in library.feeds()}


def wait_of(library, url, clock):
    return by_url(library)[url].health.next_check_at - clock()


def with_channel(extra):
    return ONE.replace(b"<description/>", extra, 1)


def test_the_schedule_is_kept_unless_forced(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(ONE))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                assert [await due(library), await due(library)] == [1, 0]
                clock.advance(hours=1)
                assert await due(library) == 0
                # It has published one article in a day: a look twice a day will do.
                clock.advance(hours=10)
                assert await due(library) == 1
                assert (await refreshed(library, force=True))[0].total == 1
                (mine,) = library.feeds()
                assert (await refreshed(library, mine.id, force=False))[0].total == 1

    run(work)


def test_a_moved_feed_keeps_its_new_address_when_it_was_seen_twice(paths, clock):
    async def work():
        with Server() as server:
            new = server.on("/new", feed(ONE, etag='"1"'))
            other = server.on("/other", feed(rss(("2", "b"))))
            old = server.on("/old", redirect(new, 301))
            temporary = server.on("/temporary", redirect(other, 307))
            async with opened(paths, clock) as library:
                await subscribed(library, old, temporary)
                await refreshed(library)
                assert set(by_url(library)) == {old, temporary}
                assert by_url(library)[old].moved == Move(new, 1)
            async with opened(paths, clock) as library:
                # The second time nothing is new: a 304 says where it comes from, too.
                await refreshed(library)
                assert server.requests("/new")[-1].headers["if-none-match"] == '"1"'
                assert set(by_url(library)) == {new, temporary}
                assert by_url(library)[new].moved == Move()
                seen = len(server.requests("/old"))
                await refreshed(library)
                assert len(server.requests("/old")) == seen
                assert len(server.requests("/temporary")) == 3

    run(work)


def test_a_redirect_that_was_a_mistake_moves_nothing(paths, clock):
    async def work():
        with Server() as server:
            portal = server.on("/portal", answer(b"<!doctype html><title>Log in</title>"))
            other = server.on("/other", feed(rss(("9", "x"))))
            routes = (redirect(portal, 301), redirect(other, 301), feed(ONE), redirect(other, 301))
            url = server.on("/feed", in_turn(*routes))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                for _ in routes:
                    await refreshed(library)
                assert list(by_url(library)) == [url]
                assert by_url(library)[url].moved == Move(other, 1)

    run(work)


def test_two_feeds_that_move_to_one_address_stay_two(paths, clock):
    async def work():
        with Server() as server:
            new = server.on("/new", feed(ONE))
            olds = [server.on(f"/old{number}", redirect(new, 308)) for number in range(2)]
            async with opened(paths, clock) as library:
                await subscribed(library, *olds)
                for _ in range(4):
                    await refreshed(library)
                assert len(library.feeds()) == 2 and new in by_url(library)
                (left,) = (one for url, one in by_url(library).items() if url != new)
                assert left.moved.url == new and left.moved.seen >= 2

    run(work)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_patience_gets_it_from_all_its_feeds(paths, clock, status):
    async def work():
        with Server() as busy, Server() as other:
            refusing = answer(status=status, headers={"Retry-After": "7200"})
            urls = [busy.on(f"/{number}", refusing) for number in range(12)]
            other.on("/calm", feed(ONE))
            calm = other.url("/calm", host="localhost")
            async with opened(paths, clock, replace(SETTINGS, per_host=1)) as library:
                await subscribed(library, *urls, calm)
                summary, _ = await refreshed(library)
                assert len(busy.seen) == 1 and summary.new == 1
                assert {one.kind for one in summary.failed} == {FailureKind.THROTTLED}
                assert len(summary.failed) == 12
                for url in urls:
                    health = by_url(library)[url].health
                    assert health.error and "2 hours" in health.error
                    assert timedelta(hours=2) <= health.next_check_at - clock() < timedelta(hours=3)
                # Only the one that was asked has failed.
                assert sorted(by_url(library)[url].health.failures for url in urls) == [0] * 11 + [1]
                # Not even by force, for it was said plainly; but whoever names a feed means it.
                await refreshed(library)
                assert len(busy.seen) == 1 and len(other.seen) == 2
                await refreshed(library, by_url(library)[urls[3]].id)
                assert len(busy.seen) == 2
                clock.advance(hours=4)
                for number in range(12):
                    busy.on(f"/{number}", feed(rss((str(number), "a"))))
                summary, _ = await refreshed(library, force=False)
                assert summary.new == 12 and not summary.failed
                assert all(by_url(library)[url].health.error is None for url in urls)

    run(work)


def test_what_a_publisher_asks_for_outlives_a_304_and_a_restart(paths, clock):
    wish = b"<ttl>1200</ttl><skipHours><hour>23</hour><hour>0</hour></skipHours>"

    async def work():
        with Server() as server:
            url = server.on("/feed", feed(with_channel(wish), etag='"1"'))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await refreshed(library)
                assert wait_of(library, url, clock) >= timedelta(hours=20)
            async with opened(paths, clock) as library:
                clock.advance(hours=1)
                await refreshed(library)
                assert server.seen[-1].headers["if-none-match"] == '"1"'
                assert wait_of(library, url, clock) >= timedelta(hours=20)
                patience = by_url(library)[url].patience
                assert (patience.publisher, patience.skip_hours) == (72_000, 1 | 1 << 23)
                # At two in the afternoon plus nine hours it would be past eleven: that is skipped.
                server.on("/feed", feed(with_channel(b"<ttl>560</ttl>" + wish[15:])))
                clock.now = clock.now.replace(hour=14, minute=5)
                await refreshed(library)
                due_at = by_url(library)[url].health.next_check_at
                assert (due_at.hour, due_at.day) == (1, clock().day + 1)

    run(work)


def test_a_server_that_allows_more_or_less_is_believed_within_a_day(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(ONE, etag='"1"', headers={"Cache-Control": "max-age=72000"}))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await refreshed(library)
                assert timedelta(hours=20) <= wait_of(library, url, clock) <= LONGEST
                # A 304 that says nothing leaves what was said; one that says "never" does not.
                server.on("/feed", feed(ONE, etag='"1"'))
                await refreshed(library)
                assert wait_of(library, url, clock) >= timedelta(hours=20)
                server.on("/feed", feed(ONE, etag='"1"', headers={"Cache-Control": "no-cache"}))
                await refreshed(library)
                assert wait_of(library, url, clock) < timedelta(hours=12)
                server.on("/feed", feed(ONE, etag='"1"', headers={"Cache-Control": "max-age=99999999"}))
                await refreshed(library)
                assert wait_of(library, url, clock) <= LONGEST

    run(work)


@pytest.mark.parametrize("jump", [YEARS, -YEARS, timedelta(days=2), -timedelta(days=2), timedelta(hours=1)])
def test_a_clock_that_jumps_and_comes_back(paths, clock, jump):
    async def work():
        with Server() as server:
            urls = [server.on(f"/{number}", feed(rss((str(number), "a")), etag='"1"')) for number in range(4)]
            async with opened(paths, clock) as library:
                await subscribed(library, *urls)
                assert await due(library) == 4
                clock.now += jump
                for _ in range(3):
                    await due(library)
                clock.now -= jump
                for _ in range(3):
                    await due(library)
                # At most once for each jump, and the schedule goes on.
                assert len(server.seen) <= 12
                clock.advance(days=4)
                before = len(server.seen)
                assert await due(library) == 4 and len(server.seen) == before + 4
                assert all(wait_of(library, url, clock) <= LONGEST + LONGEST_SKIP for url in urls)

    run(work)


def test_404_is_said_more_clearly_in_time_and_410_is_the_end(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", in_turn(*[answer(status=404)] * 6, answer(status=410)))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                waits = []
                for turn in range(6):
                    assert await due(library) == 1
                    health = by_url(library)[url].health
                    waits.append(health.next_check_at - clock())
                    assert ("times in a row" in health.error) == (turn >= 4)
                    clock.now = health.next_check_at
                assert waits == sorted(waits) and waits[-1] <= LONGEST
                assert await due(library) == 1
                clock.advance(days=400)
                assert await due(library) == 0 and (await refreshed(library))[0].total == 0
                assert "gone for good" in by_url(library)[url].health.error

    run(work)


def test_every_visit_is_in_the_log_of_its_feed(paths, clock):
    async def work():
        with Server() as server:
            routes = (feed(ONE, etag='"1"'), feed(ONE, etag='"1"'), answer(status=500), redirect("/there"))
            url = server.on("/feed", in_turn(*routes))
            server.on("/there", feed(rss(("1", "a"), ("2", "b"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                for _ in routes:
                    clock.advance(days=1)
                    await refreshed(library)
                (mine,) = library.feeds()
            with closing(sqlite3.connect(paths.store_file)) as plain:
                log = visits.visits_of(plain, mine.id)
            assert [(one.status, one.new, one.requests) for one in log] == [
                (200, 1, 2), (500, 0, 1), (304, 0, 1), (200, 1, 1),
            ]  # fmt: skip
            assert log[1].kind is FailureKind.SERVER and log[1].sentence
            assert all(one.size > 20 for one in log) and log[2].size < log[3].size

    run(work)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({}, f"Broadsheet/{__version__}"),
        ({"contact": "https://example.org/me"}, f"Broadsheet/{__version__} (+https://example.org/me)"),
        ({"user_agent": "Own/1"}, "Own/1"),
    ],
)
def test_servers_are_told_who_asks(paths, clock, settings, name):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(ONE))
            async with opened(paths, clock, replace(SETTINGS, **settings)) as library:
                await subscribed(library, url)
                await refreshed(library)
                assert server.seen[0].headers["user-agent"] == name

    run(work)


def test_one_host_has_two_requests_at_a_time_and_others_go_on(paths, clock):
    async def work():
        gate = threading.Event()
        with Server() as server, Server() as other:
            urls = [server.on(f"/{number}", held(gate, feed(rss((str(number), "a"))))) for number in range(6)]
            other.on("/calm", feed(rss(("calm", "a"))))
            async with opened(paths, clock) as library:
                await subscribed(library, *urls, other.url("/calm", host="localhost"))
                running = asyncio.create_task(refreshed(library))
                assert await asyncio.to_thread(server.wait_for, lambda: server.running == 2)
                assert await asyncio.to_thread(other.wait_for, lambda: bool(other.seen))
                gate.set()
                summary, _ = await running
                assert summary.new == 7 and server.peak == 2

    run(work)
