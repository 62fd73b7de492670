"""What is wanted of a feed, from the deed to the wire and back: a real library, a real server."""

import base64
import os
import ssl
from dataclasses import replace
from datetime import timedelta

import keyring
import pytest
import trustme

from tests.credentials import backends
from tests.factories import rss
from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui.model.errors import FeedError
from tui.model.feed import FeedEdits, Subscription
from tui.model.feed_settings import NO_SETTINGS, FeedSettings
from tui.model.full_text import TextChoice
from tui.query import Query
from tui.service.checkup import Trouble
from tui.service.feedbook import PASSWORD, PROXY, FeedChange, header_secret
from tui.service.library import Library

ONE = rss(("1", "a"))
SECRET = "correct horse battery"
BASIC = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()
LOGIN = FeedChange(settings=FeedSettings(authorization="basic", user="ann"), secrets={PASSWORD: SECRET})


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture(params=["file", "keyring"])
def place(request):
    """Where secrets are kept."""
    backends.KEPT.clear()
    before = keyring.get_keyring()
    if request.param == "keyring":
        keyring.set_keyring(backends.Memory())
    yield request.param
    keyring.set_keyring(before)


async def subscribed(library, *urls):
    await manual_free(library)
    await library.subscribe([Subscription(url) for url in urls])
    return library.feeds()


async def one(library, server, route=None):
    (only,) = await subscribed(library, server.on("/feed", route or feed(ONE, etag='"1"')))
    return only


def all_bytes(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_password_goes_out_and_is_nowhere_else(paths, clock, server, place, caplog):
    caplog.set_level(0)

    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            await library.feedbook.change(only, LOGIN)
            await refreshed(library)
            assert server.seen[-1].headers["authorization"] == BASIC
            settings = library.feedbook.settings(only.feed_url)
            assert (settings.server, bool(settings.credentials)) == (server.url("").rstrip("/"), True)
            assert await library.feedbook.kept(settings) == {PASSWORD}
            assert SECRET not in repr((settings, LOGIN, library.definitions("feed")))
            assert SECRET.encode() not in library.export_opml()
            await library.backup()
        async with opened(paths, clock) as library:  # the next start, or another process
            await refreshed(library)
            assert server.seen[-1].headers["authorization"] == BASIC
        kept = paths.data_dir / "credentials"
        there = all_bytes(kept)
        assert (SECRET.encode() in there) == (place == "file")
        for path in kept.iterdir():
            path.unlink()
        assert SECRET.encode() not in all_bytes(paths.data_dir.parent)

    run(work)
    assert SECRET not in caplog.text


def test_everything_else_goes_out_too(paths, clock, server, tmp_path):
    jar = tmp_path / "cookies.txt"
    jar.write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tabc\n")

    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            headers = (("X-Api-Key", ""), ("Accept-Language", "de"))
            settings = FeedSettings(
                user_agent="Reader/1",
                headers=headers,
                cookies_file=str(jar),
                authorization="bearer",
                every=timedelta(hours=6),
            )
            secrets = {PASSWORD: "t0ken", header_secret("X-Api-Key"): "k-1"}
            await library.feedbook.change(only, FeedChange(settings=settings, secrets=secrets))
            await refreshed(library)
            sent = server.seen[-1].headers
            assert (sent["user-agent"], sent["x-api-key"], sent["accept-language"], sent["cookie"]) == (
                "Reader/1", "k-1", "de", "session=abc",
            )  # fmt: skip
            assert sent["authorization"] == "Bearer t0ken"
            (after,) = library.feeds()
            assert after.health.next_check_at >= clock.now + timedelta(hours=6)
            said = await library.care.schedule(only.id)
            assert said == "Checked every 6 hours, because you want it so."
            (checkup,) = await library.feed_doctor.examine()
            assert checkup.schedule == said

    run(work)


def test_one_deed_for_all_and_undo_takes_it_back(paths, clock, server):
    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            change = FeedChange(
                FeedEdits("Mine", "News", ("x",)),
                hidden=True,
                settings=FeedSettings(keep_newest=50, keep_days=30),
                text=TextChoice("always"),
            )
            await library.feedbook.change(only, change)
            (after,) = library.feeds()
            assert (after.title, after.category, after.tags, after.hidden) == ("Mine", "News", ("x",), True)
            assert library.feedbook.settings(only.feed_url) == change.settings
            assert library.texts.choice(after).when == "always"
            assert (await library.undo()).label == f"edit {only.title}"
            assert library.feeds() == (only,)
            assert library.feedbook.settings(only.feed_url) is NO_SETTINGS
            await library.redo()
            assert library.feeds() == (after,)
            # Nothing new is no deed.
            assert not await library.feedbook.change(after, change)

    run(work)


def test_a_new_password_is_tried_at_once_and_whole(paths, clock, server):
    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            await library.feedbook.change(only, LOGIN)
            await refreshed(library)
            assert (await refreshed(library, force=False))[0].total == 0
            (after,) = library.feeds()
            await library.feedbook.change(after, FeedChange(secrets={PASSWORD: "another"}))
            summary, _ = await refreshed(library, force=False)
            assert summary.total == 1
            assert "if-none-match" not in server.seen[-1].headers
            assert server.seen[-1].headers["authorization"] != BASIC

    run(work)


def test_what_is_taken_away_is_forgotten(paths, clock, server, place):
    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            await library.feedbook.change(only, LOGIN)
            await library.feedbook.change(only, FeedChange(settings=FeedSettings(user_agent="me")))
            assert library.feedbook.settings(only.feed_url) == FeedSettings(user_agent="me")
            assert list((paths.data_dir / "credentials").iterdir()) == []
            assert backends.KEPT == {}
            await refreshed(library)
            assert "authorization" not in server.seen[-1].headers
            # Undo brings the wish back, and says that the password is not there.
            await library.undo()
            summary, _ = await refreshed(library)
            assert "Give it in its settings: F, then Ctrl+N" in summary.failed[0].sentence

    run(work)


def test_only_what_is_named_is_kept(paths, clock, server):
    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            await library.feedbook.change(only, LOGIN)
            settings = library.feedbook.settings(only.feed_url)
            more = replace(settings, headers=(("X-Key", ""),))
            change = FeedChange(settings=more, secrets={header_secret("X-Key"): "k", "else": "x"})
            await library.feedbook.change(only, change)
            kept = await library.feedbook.kept(library.feedbook.settings(only.feed_url))
            assert kept == {PASSWORD, header_secret("X-Key")}
            await library.feedbook.change(only, FeedChange(settings=replace(more, authorization="")))
            kept = await library.feedbook.kept(library.feedbook.settings(only.feed_url))
            assert kept == {header_secret("X-Key")}

    run(work)


def test_a_feed_that_moves_to_another_server_takes_no_password_along(paths, clock, server):
    async def work():
        with Server() as other:
            new = other.on("/feed", feed(ONE))
            async with opened(paths, clock) as library:
                only = await one(library, server, redirect(new, 301))
                await library.feedbook.change(only, LOGIN)
                for _ in range(2):
                    await refreshed(library)
                (after,) = library.feeds()
                assert after.feed_url == new
                summary, _ = await refreshed(library)
                assert "What lets us in is for 127.0.0.1" in summary.failed[0].sentence
                assert all("authorization" not in seen.headers for seen in other.seen)
                # Another wish does not change that, but the password given once more does.
                settings = library.feedbook.settings(new)
                await library.feedbook.change(after, FeedChange(settings=replace(settings, keep_days=3)))
                assert library.feedbook.settings(new).server == settings.server
                # Nor does one that is for the new server: the password was for the old one.
                headers = FeedChange(settings=replace(settings, headers=(("Accept-Language", "de"),)))
                await library.feedbook.change(after, headers)
                summary, _ = await refreshed(library)
                assert "is not kept on this computer" in summary.failed[0].sentence
                assert all("authorization" not in seen.headers for seen in other.seen)
                await library.undo()
                assert await library.feedbook.kept(library.feedbook.settings(new)) == {PASSWORD}
                change = FeedChange(secrets={PASSWORD: SECRET})
                await library.feedbook.change(library.feeds()[0], change)
                await refreshed(library)
                assert other.seen[-1].headers["authorization"] == BASIC

    run(work)


def test_the_sentences_when_it_cannot_be_asked(paths, clock, server, tmp_path):
    async def said(library, only, change):
        await library.feedbook.change(only, change)
        summary, _ = await refreshed(library)
        return summary.failed[0].sentence

    async def work():
        async with opened(paths, clock) as library:
            (only,) = await subscribed(library, "http://news.example/feed")
            assert "without encryption" in await said(library, only, LOGIN)
            missing = FeedSettings(cookies_file=str(tmp_path / "none.txt"))
            sentence = await said(library, only, FeedChange(settings=missing))
            assert "none.txt cannot be read: there is no such file. Export it once more" in sentence
            broken = tmp_path / "cookies.json"
            broken.write_text("[{}]")
            sentence = await said(library, only, FeedChange(settings=FeedSettings(cookies_file=str(broken))))
            assert "is not in the format of Netscape" in sentence
            assert server.seen == []

    run(work)


def test_without_encryption_if_the_user_says_so(paths, clock, server):
    """By way of a proxy, so that a name out on the web can be asked without leaving this machine."""
    server.on("http://news.example/feed", feed(ONE))

    async def work():
        async with opened(paths, clock) as library:
            (only,) = await subscribed(library, "http://news.example/feed")
            settings = replace(LOGIN.settings, unencrypted=True, proxy=f"http://me@127.0.0.1:{server.port}")
            change = FeedChange(settings=settings, secrets={**LOGIN.secrets, PROXY: "p:w"})
            await library.feedbook.change(only, change)
            await refreshed(library)
            sent = server.seen[-1].headers
            assert sent["authorization"] == BASIC
            assert sent["proxy-authorization"] == "Basic " + base64.b64encode(b"me:p:w").decode()
            assert b"p:w" not in all_bytes(paths.data_dir)[: paths.store_file.stat().st_size]

    run(work)


def test_a_server_that_need_not_prove_itself(paths, clock):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(made)

    async def work():
        with Server(tls=made) as strange:
            async with opened(paths, clock) as library:
                only = await one(library, strange)
                summary, _ = await refreshed(library)
                assert "could not prove that it is" in summary.failed[0].sentence
                await library.feedbook.change(only, FeedChange(settings=FeedSettings(insecure_tls=True)))
                summary, _ = await refreshed(library)
                assert (summary.new, summary.failed) == (1, ())
                assert library.feeds()[0].unproven
                (checkup,) = await library.feed_doctor.examine()
                assert [said.kind for said in checkup.complaints] == [Trouble.UNPROVEN]
                assert checkup.complaints[0].sentence.startswith("TLS not checked")

    run(work)


def test_pages_get_what_is_for_their_server_and_no_more(paths, clock, server):
    page = answer(b"<html><p>" + b"word " * 200 + b"</p></html>", headers={"Content-Type": "text/html"})

    async def work():
        with Server() as other:
            here, there = server.on("/page", page), other.on("/page", page)
            document = rss(("1", "a"), ("2", "b")).decode()
            for number, url in (("1", here), ("2", there)):
                document = document.replace(f"https://example.org/{number}", url)
            async with opened(paths, clock) as library:
                only = await one(library, server, feed(document.encode()))
                settings = replace(LOGIN.settings, user_agent="Reader/1")
                await library.feedbook.change(only, replace(LOGIN, settings=settings))
                await refreshed(library)
                selection = await library.select(Query())
                articles = await library.articles(selection.ids)
                assert sorted(article.url for article in articles) == sorted((here, there))
                for article in articles:
                    assert not (await library.texts.fetch(article.id)).text.trouble
                await library.save_page(here)  # the same page, but not of that feed
            (mine, nobodys), (foreign,) = server.requests("/page"), other.requests("/page")
            assert (mine.headers["user-agent"], mine.headers["authorization"]) == ("Reader/1", BASIC)
            assert foreign.headers["user-agent"] == "Reader/1"
            for seen in (foreign, nobodys):
                assert "authorization" not in seen.headers

    run(work)


def test_secrets_of_feeds_that_are_gone_are_swept(paths, clock, server):
    async def work():
        async with opened(paths, clock) as library:
            only = await one(library, server)
            await library.feedbook.change(only, LOGIN)
            (kept,) = (paths.data_dir / "credentials").iterdir()
            os.utime(kept, (0, 0))
            await library.unsubscribe(only.id)
            assert await library.feedbook.sweep() == 0
            clock.advance(days=31)
            assert await library.feedbook.sweep() == 1
            assert not kept.exists()

    run(work)


def test_a_start_without_secrets_makes_no_folder(paths, clock):
    async def work():
        library = await Library.open(SETTINGS, paths, clock=clock, environ={})
        assert await library.feedbook.sweep() == 0
        await library.close()
        assert not (paths.data_dir / "credentials").exists()

    run(work)


def test_a_feed_from_this_machine_has_no_password(paths, clock, tmp_path):
    document = tmp_path / "feed.xml"
    document.write_bytes(ONE)

    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            (found,) = await library.find_feeds(str(document))
            await library.subscribe([Subscription(found.feed_url)])
            (only,) = library.feeds()
            with pytest.raises(FeedError, match="not fetched from the web"):
                await library.feedbook.change(only, LOGIN)
            settings = FeedSettings(every=timedelta(hours=1), keep_newest=3)
            await library.feedbook.change(only, FeedChange(settings=settings))
            assert library.feedbook.settings(only.feed_url) == settings
            assert not (paths.data_dir / "credentials").exists()

    run(work)


def test_what_asks_for_a_password_can_be_subscribed_to(paths, clock, server):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            (found,) = await library.find_feeds(server.on("/locked", answer(status=401)))
            assert (found.is_locked, found.problem, found.kind) == (True, "", "asks for a password")
            (missing,) = await library.find_feeds(server.url("/none"))
            assert missing.problem and not missing.is_locked

    run(work)


def test_a_password_in_an_address_that_is_added_is_kept_elsewhere(paths, clock, server, place):
    async def work():
        url = server.on("/feed", feed(ONE))
        async with opened(paths, clock) as library:
            await manual_free(library)
            before = library.feeds()
            wishes = [Subscription(url.replace("127", f"ann:{SECRET.replace(' ', '%20')}@127"), "Mine")]
            done = await library.subscribe(wishes)
            (only,) = library.feeds()
            assert (only.feed_url, only.title) == (url, "Mine")
            assert [change.feed_id for change in done.subscriptions] == [only.id]
            await refreshed(library)
            assert server.seen[-1].headers["authorization"] == BASIC
            assert not await library.subscribe(wishes)
            assert (await library.undo()).label == "subscribe to Mine"
            assert library.feeds() == before
            await library.redo()
            await refreshed(library)
            assert server.seen[-1].headers["authorization"] == BASIC
        assert SECRET.encode() not in paths.store_file.read_bytes()

    run(work)


def test_passwords_in_a_list_of_feeds_are_kept_elsewhere_too(paths, clock, server):
    async def work():
        urls = [server.on(f"/{number}", feed(ONE)) for number in range(3)]
        lines = "".join(
            f'<outline type="rss" text="{number}" xmlUrl="{url.replace("127", f"ann:s3cret{number}@127", 1)}"/>'
            for number, url in enumerate(urls)
        )
        async with opened(paths, clock) as library:
            await manual_free(library)
            report = await library.import_opml(f'<opml version="2.0"><body>{lines}</body></opml>'.encode())
            assert (report.added, [one.feed_url for one in library.feeds()]) == (3, urls)
            await refreshed(library)
            sent = {seen.path: seen.headers["authorization"] for seen in server.seen}
            assert sent == {
                f"/{number}": "Basic " + base64.b64encode(f"ann:s3cret{number}".encode()).decode()
                for number in range(3)
            }
            assert (await library.undo()).label == "subscribe to 3 feeds"
            assert library.feeds() == ()
        assert b"s3cret" not in paths.store_file.read_bytes()

    run(work)
