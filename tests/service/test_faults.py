"""Each way a feed can fail leaves a sentence on that feed, and the others go on."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import rss
from tests.routes import (
    answer,
    broken_chunks,
    drip,
    encoded_as,
    endless,
    feed,
    gzip_bomb,
    gzipped,
    huge_header,
    raw,
    redirect,
    reset,
    silence,
    truncated,
)
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.model.feed import Subscription
from tui.model.fetching import FailureKind
from tui.model.progress import FeedFailed

GOOD = rss(("1", "good"))
#: Patient with a busy machine, impatient with a server that does nothing.
QUICK = replace(SETTINGS, total_timeout=4.0, max_feed_megabytes=1)

FAULTS = {
    "gone": (answer(status=410), {FailureKind.GONE}),
    "missing": (answer(status=404), {FailureKind.NOT_FOUND}),
    "forbidden": (answer(status=403), {FailureKind.UNAUTHORIZED}),
    "throttled": (answer(status=429, headers={"Retry-After": "3600"}), {FailureKind.THROTTLED}),
    "busy": (
        answer(status=503, headers={"Retry-After": "soon"}),
        {FailureKind.THROTTLED, FailureKind.SERVER},
    ),
    "teapot": (answer(status=418), {FailureKind.STATUS}),
    "server": (answer(status=500), {FailureKind.SERVER}),
    "silence": (silence(), {FailureKind.TIMEOUT}),
    "drip": (drip(GOOD * 9, pause=0.2), {FailureKind.TIMEOUT}),
    "endless": (endless(), {FailureKind.TOO_LARGE}),
    "bomb": (gzip_bomb(50_000_000), {FailureKind.TOO_LARGE}),
    "short": (truncated(GOOD), {FailureKind.TRUNCATED}),
    "short-gzip": (gzipped(GOOD, cut=10), {FailureKind.TRUNCATED}),
    "chunks": (broken_chunks(GOOD), {FailureKind.TRUNCATED, FailureKind.CONNECT}),
    "coding": (encoded_as("compress", GOOD), {FailureKind.STATUS}),
    "reset": (reset(GOOD[:50]), {FailureKind.TRUNCATED, FailureKind.CONNECT}),
    "header": (huge_header(), set(FailureKind)),
    "garbage": (raw(b"\x00\xffnot http at all\r\n\r\n"), set(FailureKind)),
    "web-page": (answer(b"<!doctype html><title>Hi</title><p>page"), {FailureKind.NOT_A_FEED}),
    "empty": (answer(b""), {FailureKind.NOT_A_FEED}),
    "noise": (answer(bytes(range(256)) * 20), {FailureKind.NOT_A_FEED, FailureKind.BROKEN}),
}


def test_every_fault_is_a_sentence_on_its_feed_and_the_others_go_on(paths, clock):
    async def work():
        with Server() as server, Server() as crowded:
            # Who asks for patience is left alone by all feeds, so these two have a host of their own.
            patient = {name: crowded.on(f"/{name}", FAULTS[name][0]) for name in ("throttled", "busy")}
            faulty = {
                server.on(f"/{name}", route): name
                for name, (route, _) in FAULTS.items()
                if name not in patient
            }
            faulty |= {crowded.url(f"/{name}", host="localhost"): name for name in patient}
            loop = server.url("/loop")
            server.on("/loop", redirect(loop))
            faulty[loop] = "loop"
            faulty["http://127.0.0.1:1/refused"] = "refused"
            faulty["http://no-such-host.invalid/"] = "dns"
            good = [server.on(f"/good{number}", feed(rss((str(number), "good")))) for number in range(5)]
            settings = replace(QUICK, per_host=40, max_connections=40)
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url) for url in (*faulty, *good)])
                summary, _ = await refreshed(library)
                by_url = {one.feed_url: one for one in library.feeds()}
                assert summary.total == len(faulty) + len(good) and summary.new == len(good)
                assert {by_url_of(by_url, one) for one in summary.failed} == set(faulty)
                for url, name in faulty.items():
                    health = by_url[url].health
                    assert health.error and health.error.endswith((".", "?", "!")), (name, health.error)
                    assert health.error_kind in FAULTS.get(name, (None, set(FailureKind)))[1], (name, health)
                    assert by_url[url].body_hash == b"" and "\x1b" not in health.error
                for url in good:
                    assert by_url[url].health.error is None
                gone = by_url[server.url("/gone")].health
                assert not gone.active and gone.next_check_at is None
                until = by_url[crowded.url("/throttled", host="localhost")].health.next_check_at
                assert until is not None and until - clock() >= timedelta(hours=1)
                assert len(await titles(library)) == len(good)
            async with opened(paths, clock, settings) as library:
                kept = {one.feed_url: one.health.error for one in library.feeds()}
                assert all(kept[url] for url in faulty)
                # Gone for good: left alone, until asked for by name.
                before = len(server.requests("/gone"))
                server.on("/gone", feed(GOOD))
                gone_id = next(one.id for one in library.feeds() if one.feed_url == server.url("/gone"))
                summary, _ = await refreshed(library, gone_id)
                assert len(server.requests("/gone")) == before + 1 and summary.new == 1

    run(work)


def by_url_of(by_url, failed):
    return next(url for url, one in by_url.items() if one.id == failed.feed_id)


def test_a_broken_answer_leaves_the_old_articles_and_validators(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "a")), etag='"1"'))
            async with opened(paths, clock, QUICK) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                before = library.feeds()[0]
                for route in (
                    truncated(rss(("1", "a"), ("2", "b"))),
                    answer(b"<html>down"),
                    answer(status=500),
                ):
                    server.on("/feed", route)
                    summary, _ = await refreshed(library)
                    assert len(summary.failed) == 1
                after = library.feeds()[0]
                assert (after.validators, after.body_hash) == (before.validators, before.body_hash)
                assert after.health.failures == 3 and await titles(library) == ["Title 1"]
                server.on("/feed", feed(rss(("1", "a"), ("2", "b")), etag='"2"'))
                summary, _ = await refreshed(library)
                assert summary.new == 1 and library.feeds()[0].health.error is None

    run(work)


def test_a_store_that_is_locked_for_a_while_loses_nothing(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "a"))))
            async with opened(paths, clock, QUICK) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                thief = sqlite3.connect(paths.store_file, isolation_level=None)
                thief.execute("BEGIN IMMEDIATE")
                refresh = asyncio.create_task(refreshed(library))
                assert await asyncio.to_thread(server.wait_for, lambda: bool(server.seen))
                assert not refresh.done()
                thief.execute("ROLLBACK")
                thief.close()
                summary, _ = await refresh
                assert summary.new == 1 and await titles(library) == ["Title 1"]

    run(work)


def test_what_the_store_refuses_fails_that_feed_only(paths, clock):
    async def work():
        with Server() as server:
            urls = [server.on(f"/{number}", feed(rss((str(number), "a")))) for number in range(6)]
            async with opened(paths, clock, QUICK) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url) for url in urls])
                with sqlite3.connect(paths.store_file) as plain:
                    plain.execute(
                        "CREATE TRIGGER never BEFORE INSERT ON article WHEN new.title = 'Title 3'"
                        " BEGIN SELECT RAISE(ABORT, 'not this one'); END"
                    )
                plain.close()
                summary, events = await refreshed(library)
                (failed,) = (event for event in events if isinstance(event, FeedFailed))
                assert failed.kind is FailureKind.STORE and failed.sentence
                assert summary.new == 5 and len(await titles(library)) == 5
                with sqlite3.connect(paths.store_file) as plain:
                    plain.execute("DROP TRIGGER never")
                plain.close()
                summary, _ = await refreshed(library)
                assert summary.new == 1 and len(await titles(library)) == 6

    run(work)


@pytest.mark.parametrize("per_host", [1, 3])
def test_no_host_is_crowded(paths, clock, per_host):
    async def work():
        with Server() as server:
            urls = [server.on(f"/{number}", feed(rss((str(number), "a")))) for number in range(12)]
            async with opened(paths, clock, replace(QUICK, per_host=per_host)) as library:
                await library.subscribe([Subscription(url) for url in urls])
                summary, _ = await refreshed(library)
                assert summary.new == 12 and server.peak <= per_host

    run(work)


def test_a_slow_host_holds_up_nobody_else(paths, clock):
    async def work():
        with Server() as slow, Server() as quick:
            for number in range(10):
                slow.on(f"/{number}", silence())
            waiting = [slow.url(f"/{number}", host="localhost") for number in range(10)]
            urls = [quick.on(f"/{number}", feed(rss((f"q{number}", "a")))) for number in range(10)]
            settings = replace(QUICK, max_connections=4, total_timeout=60.0)
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url) for url in (*waiting, *urls)])
                refresh = asyncio.create_task(refreshed(library))
                assert await asyncio.to_thread(quick.wait_for, lambda: len(quick.seen) == 10)
                assert len(slow.seen) <= 2 and not refresh.done()
                refresh.cancel()
                await asyncio.gather(refresh, return_exceptions=True)

    run(work)
