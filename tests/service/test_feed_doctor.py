"""The feed doctor against a real server: what it sees, and addresses that it mends or leaves."""

import ssl

import pytest
import trustme

from tests.factories import rss
from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui.model.errors import FeedError, StoreError
from tui.model.feed import Subscription
from tui.service.checkup import Trouble
from tui.service.library import Library

ONE = rss(("1", "a"), ("2", "b"))


async def subscribed(library, *urls):
    await manual_free(library)
    await library.subscribe([Subscription(url) for url in urls])
    await refreshed(library)


def test_a_move_is_offered_after_one_sighting_and_taken_at_once(paths, clock):
    async def work():
        with Server() as server:
            new = server.on("/new", feed(ONE))
            old = server.on("/old", redirect(new, 301))
            async with opened(paths, clock) as library:
                await subscribed(library, old)
                (one,) = await library.feed_doctor.examine()
                assert [said.kind for said in one.complaints] == [Trouble.MOVED]
                assert one.last.status == 200 and one.last.requests == 2 and one.last.size > len(ONE)
                assert [visit.status for visit in await library.feed_doctor.visits(one.feed.id)] == [200]
                assert await library.feed_doctor.move(one.feed, one.fix.new_url)
                assert [feed.feed_url for feed in library.feeds()] == [new]
                # What is known stays known: nothing arrives twice.
                summary, _ = await refreshed(library)
                assert (summary.new, summary.updated) == (0, 0)
                (one,) = await library.feed_doctor.examine()
                assert one.complaints == ()
                await library.undo()
                assert [feed.feed_url for feed in library.feeds()] == [old]

    run(work)


def test_an_address_that_answers_otherwise_is_not_taken(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(ONE))
            other = server.on("/other", feed(rss(("8", "x"))))
            page = server.on("/page", answer(b"<html><p>Hello", headers={"Content-Type": "text/html"}))
            gone = server.on("/gone", answer(status=404))
            same = server.on("/same", feed(ONE))
            async with opened(paths, clock) as library:
                await subscribed(library, url, same)
                before = library.feeds()
                one = next(feed for feed in before if feed.feed_url == url)
                for place, words in ((other, "another feed"), (page, "web page"), (gone, "stays as it is")):
                    with pytest.raises(FeedError, match=words):
                        await library.feed_doctor.move(one, place)
                with pytest.raises(StoreError, match="another feed of yours"):
                    await library.feed_doctor.move(one, same)
                assert library.feeds() == before

    run(work)


def test_a_feed_that_is_there_twice_and_one_that_fails(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(ONE))
            slash = server.on("/feed/", feed(ONE))
            gone = server.on("/gone", answer(status=404))
            async with opened(paths, clock) as library:
                await subscribed(library, url, slash, gone)
                found = {one.feed.feed_url: one for one in await library.feed_doctor.examine()}
                assert [said.kind for said in found[slash].complaints] == [Trouble.DUPLICATE]
                assert url in found[slash].complaints[0].sentence and not found[url].complaints
                assert [said.kind for said in found[gone].complaints] == [Trouble.FAILING]
                assert found[gone].last.status == 404

    run(work)


def test_https_is_taken_where_it_stays_https(paths, clock, tmp_path):
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    authority.issue_cert("127.0.0.1").configure_cert(context)

    async def work():
        environ = {"SSL_CERT_FILE": str(tmp_path / "trusted.pem")}
        library = await Library.open(SETTINGS, paths, clock=clock, environ=environ)
        try:
            with Server() as plain, Server(tls=context) as safe:
                url = plain.on("/feed", feed(ONE))
                back = safe.on("/back", redirect(url, 302))
                same = safe.on("/feed", feed(ONE))
                await subscribed(library, url)
                (one,) = library.feeds()
                with pytest.raises(FeedError, match="without encryption"):
                    await library.feed_doctor.move(one, back)
                assert library.feeds() == (one,)
                await library.feed_doctor.move(one, same)
                assert [feed.feed_url for feed in library.feeds()] == [same]
        finally:
            await library.close()

    run(work)


def test_a_password_in_the_new_address_is_shown_nowhere(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/old", feed(ONE))
            new = url.replace("//", "//ann:hunter2@").replace("/old", "/new")
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                (only,) = library.feeds()
                with pytest.raises(FeedError) as refused:
                    await library.feed_doctor.move(only, new)
                server.on("/new", feed(ONE))
                changes = await library.feed_doctor.move(only, new)
                assert "hunter2" not in f"{refused.value}{changes.label}"
                assert "ann" in changes.label

    run(work)
