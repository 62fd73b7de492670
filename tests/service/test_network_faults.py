"""What a network can do to a feed: each leaves its sentence there, stores nothing by halves, harms no other.

``test_faults`` has the faults of a server's answers; here are those of the way to it, and of size.
"""

import ssl
import tracemalloc
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme

from tests.factories import NOW, rss
from tests.routes import answer, chunked, endless, feed, gzip_bomb, gzipped, raw, redirect, silence
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, refreshed, run, titles
from tests.socks import Socks
from tui.model.feed import Subscription
from tui.model.fetching import NO_VALIDATORS, FailureKind
from tui.service.library import Library

GOOD = rss(("good", "text"))
#: Patient with a busy machine.
QUICK = replace(SETTINGS, total_timeout=20.0, per_host=16)


@asynccontextmanager
async def subscribed(paths, clock, *urls, environ=None, settings=QUICK):
    library = await Library.open(settings, paths, clock=clock, environ=environ or {})
    try:
        await manual_free(library)
        await library.subscribe([Subscription(url) for url in urls])
        yield library
    finally:
        await library.close()


def by_url(library):
    return {one.feed_url: one for one in library.feeds()}


def unharmed(one):
    """Nothing of a broken answer is on the feed but the sentence about it."""
    return one.validators == NO_VALIDATORS and one.body_hash == b"" and one.health.changed_at is None


def tls(authority, *names, **dates):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **dates).configure_cert(made)
    return made


def test_certificates_that_prove_nothing(paths, clock, tmp_path):
    trusted, stranger = trustme.CA(), trustme.CA()
    listed = tmp_path / "trusted.pem"
    trusted.cert_pem.write_to_path(listed)
    past = {"not_before": NOW - timedelta(days=9_000), "not_after": NOW - timedelta(days=8_000)}
    contexts = {
        "self-signed": tls(stranger, "127.0.0.1"),
        "expired": tls(trusted, "127.0.0.1", **past),
        "other-name": tls(trusted, "other.example"),
        "sound": tls(trusted, "127.0.0.1"),
    }

    async def work():
        servers = {name: Server(tls=context) for name, context in contexts.items()}
        try:
            urls = {name: server.on("/feed", feed(rss((name, "text")))) for name, server in servers.items()}
            urls["plain"] = servers["sound"].url("/feed").replace("https:", "http:")
            with Server() as plain:
                urls["no-tls"] = plain.on("/feed", feed(GOOD)).replace("http:", "https:")
                environ = {"SSL_CERT_FILE": str(listed)}
                async with subscribed(paths, clock, *urls.values(), environ=environ) as library:
                    summary, _ = await refreshed(library)
                    assert summary.new == 1 and await titles(library) == ["Title sound"]
                    for name in ("self-signed", "expired", "other-name"):
                        one = by_url(library)[urls[name]]
                        assert one.health.error_kind is FailureKind.TLS, name
                        assert "127.0.0.1" in one.health.error and unharmed(one)
                    for name in ("plain", "no-tls"):
                        assert by_url(library)[urls[name]].health.error and unharmed(
                            by_url(library)[urls[name]]
                        )
                    # Nothing was said to those who could not prove who they are.
                    assert not any(servers[name].seen for name in ("self-signed", "expired", "other-name"))
        finally:
            for server in servers.values():
                server.close()

    run(work)


def test_ipv6_and_names_of_other_scripts(paths, clock):
    async def work():
        with Server(host="::1") as six, Server() as plain:
            url = six.on("/feed", feed(rss(("six", "text"))))
            good = plain.on("/feed", feed(GOOD))
            # A name in the user's own network, and one that no name server knows.
            strange = "http://bücher.invalid/feed", "http://例え.invalid/feed"
            async with subscribed(paths, clock, url, good, *strange) as library:
                summary, _ = await refreshed(library)
                assert sorted(await titles(library)) == ["Title good", "Title six"]
                assert len(summary.failed) == 2
                for name, ascii_name in zip(
                    strange, ("xn--bcher-kva.invalid", "xn--r8jz45g.invalid"), strict=True
                ):
                    error = by_url(library)[name].health.error
                    # Whom it could not find is said as the name server knows it: nothing to be taken in by.
                    assert ascii_name in error and "bücher" not in error

    run(work)


def test_no_network_at_all(paths, clock, monkeypatch):
    monkeypatch.setattr("tui.net.route.route_exists", lambda: False)

    async def work():
        urls = [f"http://feeds{number}.invalid/feed" for number in range(3)]
        async with subscribed(paths, clock, *urls) as library:
            summary, _ = await refreshed(library)
            assert {one.kind for one in summary.failed} == {FailureKind.OFFLINE}
            for one in library.feeds():
                assert "no network" in one.health.error and one.health.failures == 0
                assert one.health.next_check_at - clock() <= timedelta(minutes=2)

    run(work)


PROXIES = {
    "dead": ("http://127.0.0.1:1", {FailureKind.CONNECT}, "proxy"),
    "nonsense": ("nonsense://x", {FailureKind.CONNECT}, "proxy"),
    "nobody": ("socks5h://127.0.0.1:1", {FailureKind.CONNECT}, "proxy"),
}


@pytest.mark.parametrize("name", PROXIES)
def test_proxies_that_lead_nowhere(paths, clock, name, monkeypatch):
    monkeypatch.setattr("tui.net.route.route_exists", lambda: True)
    proxy, kinds, word = PROXIES[name]

    async def work():
        with Server() as server:
            good = server.on("/feed", feed(GOOD))
            environ = {"all_proxy": proxy, "no_proxy": "127.0.0.1"}
            far = "http://feeds.example/feed", "https://feeds.example/feed"
            async with subscribed(paths, clock, *far, good, environ=environ) as library:
                summary, _ = await refreshed(library)
                assert summary.new == 1 and len(summary.failed) == 2
                for url in far:
                    one = by_url(library)[url]
                    assert one.health.error_kind in kinds and word in one.health.error and unharmed(one)

    run(work)


def test_a_proxy_that_refuses_and_one_that_works(paths, clock, monkeypatch):
    monkeypatch.setattr("tui.net.route.route_exists", lambda: True)

    async def work():
        with Server() as proxy:
            proxy.on("feeds.example:443", answer(b"no", status=403))
            proxy.on("http://feeds.example/a", feed(rss(("a", "text"))))
            environ = {"all_proxy": proxy.url()}
            urls = "https://feeds.example/feed", "http://feeds.example/a"
            async with subscribed(paths, clock, *urls, environ=environ) as library:
                await refreshed(library)
                assert await titles(library) == ["Title a"]
                assert "proxy" in by_url(library)[urls[0]].health.error
                assert by_url(library)[urls[1]].health.error is None

    run(work)


def test_socks_looks_names_up_at_the_far_end(paths, clock):
    async def work():
        with Server() as server, Socks(server.port) as socks:
            server.on("/feed", feed(rss(("far", "text"))))
            url = "http://feeds.example/feed"
            async with subscribed(paths, clock, url, environ={"all_proxy": socks.url}) as library:
                await refreshed(library)
                assert await titles(library) == ["Title far"]
                assert socks.asked == [("feeds.example", 80)]

    run(work)


def length_of(body, length):
    """An answer that says it is longer or shorter than it is."""
    head = f'HTTP/1.1 200 Said by the test\r\nContent-Type: application/rss+xml\r\nETag: "1"\r\nContent-Length: {length}\r\n\r\n'
    return raw(head.encode() + body)


def test_lengths_that_lie(paths, clock):
    two = rss(("1", "a"), ("2", "b"))

    async def work():
        with Server() as server:
            longer = server.on("/longer", length_of(two, len(two) + 99))
            shorter = server.on("/shorter", length_of(two, two.index(b"Title 2")))
            good = server.on("/good", feed(GOOD))
            async with subscribed(paths, clock, longer, shorter, good) as library:
                await refreshed(library)
                one = by_url(library)[longer]
                assert one.health.error_kind is FailureKind.TRUNCATED and unharmed(one)
                # The other has whole entries, but it is not the whole feed, so nothing says that it is.
                assert sorted(await titles(library)) == ["Title 1", "Title good"]
                one = by_url(library)[shorter]
                assert (one.validators, one.body_hash) == (NO_VALIDATORS, b"") and "breaks off" in one.problem
                server.on("/shorter", feed(two, etag='"1"'))
                summary, _ = await refreshed(library)
                assert "if-none-match" not in server.requests("/shorter")[-1].headers
                assert summary.new == 1 and by_url(library)[shorter].problem == ""
                await refreshed(library)
                assert server.requests("/shorter")[-1].headers["if-none-match"] == '"1"'

    run(work)


CHARSETS = {
    "utf-8 that is latin-1": ("utf-8", "latin-1"),
    "latin-1 that is utf-8": ("latin-1", "utf-8"),
    "a charset nobody has": ("klingon", "utf-8"),
    "utf-16 that is utf-8": ("utf-16", "utf-8"),
    "ascii that is utf-16": ("us-ascii", "utf-16"),
}


def test_charsets_that_lie(paths, clock):
    async def work():
        with Server() as server:
            text = (
                GOOD.decode().replace("<?xml version='1.0' encoding='utf-8'?>", "").replace("good", "Grüße")
            )
            for number, (said, meant) in enumerate(CHARSETS.values()):
                body = text.replace("urn:Grüße", f"urn:{number}").encode(meant)
                headers = {"Content-Type": f"application/rss+xml; charset={said}"}
                server.on(f"/{number}", answer(body, headers=headers))
            urls = [server.url(f"/{number}") for number in range(len(CHARSETS))]
            async with subscribed(paths, clock, *urls) as library:
                summary, _ = await refreshed(library)
                assert not summary.failed
                assert await titles(library) == ["Title Grüße"] * len(CHARSETS)

    run(work)


def test_too_much_of_everything_stays_small_and_holds_up_nobody(paths, clock):
    big = answer(b"", headers={"Content-Length": "300000000"})
    routes = {
        "announced": big,
        "endless": endless(),
        "bomb": gzip_bomb(300_000_000),
        "chunked": chunked(*[b"x" * 1_000_000] * 40),
        "silent": silence(),
        "packed": gzipped(b"<rss>" + b" " * 30_000_000),
    }

    async def work():
        with Server() as server:
            urls = {server.on(f"/{name}", route): name for name, route in routes.items()}
            loop = [server.on(f"/loop{number}", redirect(f"/loop{(number + 1) % 3}")) for number in range(3)]
            good = [server.on(f"/good{number}", feed(rss((str(number), "text")))) for number in range(8)]
            settings = replace(QUICK, total_timeout=10.0)
            async with subscribed(paths, clock, *urls, *loop, *good, settings=settings) as library:
                tracemalloc.start()
                try:
                    summary, _ = await refreshed(library)
                    _, peak = tracemalloc.get_traced_memory()
                finally:
                    tracemalloc.stop()
                assert summary.new == 8 and len(summary.failed) == len(urls) + len(loop)
                assert peak < 120_000_000
                kinds = {name: by_url(library)[url].health.error_kind for url, name in urls.items()}
                assert kinds.pop("silent") is FailureKind.TIMEOUT
                assert set(kinds.values()) == {FailureKind.TOO_LARGE}, kinds
                assert {by_url(library)[url].health.error_kind for url in loop} == {FailureKind.REDIRECTS}
                assert all(unharmed(by_url(library)[url]) for url in (*urls, *loop))

    run(work)
