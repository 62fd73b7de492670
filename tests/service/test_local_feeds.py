"""Feeds of this machine: files that the user names, and nothing else on any way."""

import os
import socket
from datetime import timedelta

import pytest

from tests.factories import rss
from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.config.settings import Settings
from tui.model.errors import BroadsheetError
from tui.model.feed import Subscription
from tui.model.fetching import FailureKind
from tui.model.origin import file_url

ONE, TWO = rss(("1", "a"), title="Notes"), rss(("1", "a"), ("2", "b"), title="Notes")


async def named(library, typed):
    """Subscribe to what somebody types."""
    await manual_free(library)
    (found,) = await library.find_feeds(typed)
    assert not found.problem, found.problem
    await library.subscribe([Subscription(found.feed_url)])
    return found


def only(library):
    (one,) = library.feeds()
    return one


def test_a_file_is_subscribed_to_read_and_left_alone_while_it_is_as_it_was(paths, clock, tmp_path):
    file = tmp_path / "my notes.xml"
    file.write_bytes(ONE)

    async def work():
        async with opened(paths, clock) as library:
            found = await named(library, str(file))
            assert (found.feed_url, found.title, found.newest) == (file_url(str(file)), "Notes", ("Title 1",))
            assert only(library).title == "my notes.xml"
            summary, _ = await refreshed(library)
            assert (summary.new, summary.failed) == (1, ()) and only(library).title == "Notes"
            # By size and time alone: what is changed behind their back is not noticed, until they say so.
            state = file.stat()
            file.write_bytes(ONE.replace(b"Title 1", b"Title 9"))
            os.utime(file, ns=(state.st_mtime_ns, state.st_mtime_ns))
            assert (await refreshed(library))[0].unchanged == 1
            os.utime(file, ns=(1, 1))
            assert (await refreshed(library))[0].updated == 1
            file.write_bytes(ONE)
            assert (await refreshed(library))[0].updated == 1
            os.utime(file, ns=(2, 2))
            assert (await refreshed(library))[0].unchanged == 1
            file.write_bytes(TWO)
            assert (await refreshed(library))[0].new == 1
            assert sorted(await titles(library)) == ["Title 1", "Title 2"]
            schedule = await library.care.schedule(only(library).id)
            assert schedule == "Checked every 15 minutes, because a look at a file costs nothing."
            (checkup,) = await library.feed_doctor.examine()
            assert not checkup.complaints

    run(work)


def test_a_file_is_looked_at_without_any_network(paths, clock, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(ONE)

    async def work():
        async with opened(paths, clock) as library:
            await named(library, f"file://{file}")
            assert library.care.due_here() == [only(library).id]
            library.network.stay_offline = True
            assert (await refreshed(library))[0].new == 1
            assert library.care.due_here() == []
            clock.advance(minutes=20)
            assert library.care.due_here() == [only(library).id]

    run(work)


def test_a_file_that_is_gone_fails_in_words_and_its_articles_stay(paths, clock, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(ONE)

    async def work():
        async with opened(paths, clock) as library:
            await named(library, str(file))
            await refreshed(library)
            file.unlink()
            (failure,) = (await refreshed(library))[0].failed
            assert failure.kind is FailureKind.FILE
            assert failure.sentence == f"There is no file {file}. Put it back, or unsubscribe."
            assert await titles(library) == ["Title 1"]
            # A look costs nothing, so however often it failed it is never waited for longer.
            for _ in range(6):
                await refreshed(library)
            assert only(library).health.next_check_at - clock() == timedelta(minutes=10)
            file.write_bytes(b"no feed at all")
            (failure,) = (await refreshed(library))[0].failed
            assert failure.sentence.startswith("The document is not a feed")
            file.write_bytes(TWO)
            assert (await refreshed(library))[0].new == 1 and only(library).health.error is None

    run(work)


def odd_places(folder):
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/dev/zero")
    (folder / "made up").symlink_to("/proc/self/environ")
    (folder / "round").symlink_to(folder / "round")
    (folder / "large.xml").write_bytes(b" " * 1_000_001)
    (folder / "page.html").write_bytes(b"<html><p>x")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "socket"))
    server.close()
    return {
        "pipe": "no ordinary file",
        "socket": "no ordinary file",
        "link": "no ordinary file",
        "made up": "no ordinary file",
        "round": "cannot be read",
        "large.xml": "larger than 1.0 MB",
        "page.html": "no feed",
        "missing.xml": "There is no file",
        "": "is a folder",
    }


def test_what_is_no_ordinary_file_is_never_opened(paths, clock, tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    settings = Settings(max_feed_megabytes=1)

    async def work():
        async with opened(paths, clock, settings) as library:
            for name, words in odd_places(folder).items():
                (found,) = await library.find_feeds(f"{folder}/{name}")
                assert words in found.problem, (name, found.problem)
                with pytest.raises(BroadsheetError, match="Not a web address"):
                    await library.subscribe([Subscription(found.feed_url)])
            for typed in ("/dev/stdin", "/dev/tty", "/proc/version", "/sys/kernel/notes", "/a\0b"):
                (found,) = await library.find_feeds(typed)
                assert found.problem, typed

    run(work)


def test_no_list_no_page_and_no_server_leads_to_a_file_or_a_command(paths, clock, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(ONE)
    here = file_url(str(file))
    settings = Settings(
        connect_timeout=2.0, total_timeout=5.0, commands={"x": ("touch", str(tmp_path / "ran"))}
    )

    async def work():
        with Server() as server:
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                # Subscribing without having named it.
                for url in (here, "command:x"):
                    with pytest.raises(BroadsheetError, match="Not a web address"):
                        await library.subscribe([Subscription(url)])
                # A list of feeds.
                outlines = "".join(
                    f'<outline text="x" type="rss" xmlUrl="{url}"/>'
                    for url in (here, "command:x", f"feed:{here}", "FILE:///etc/passwd", "|touch x")
                )
                report = await library.import_opml(f"<opml><body>{outlines}</body></opml>".encode())
                assert report.added == 0 and report.problems
                # A page that names it.
                html = "".join(
                    f"<link rel=alternate type=application/rss+xml href='{url}'>"
                    for url in (here, "command:x")
                )
                page = server.on("/", answer(html.encode(), headers={"Content-Type": "text/html"}))
                assert all(one.problem and one.feed_url == page for one in await library.find_feeds(page))
                # Servers that send us there, for now and for good.
                for status in (301, 302, 308):
                    moved = server.on(f"/moved{status}", redirect(here, status))
                    (found,) = await library.find_feeds(moved)
                    assert found.problem
                    await library.subscribe([Subscription(moved)])
                    for _ in range(3):
                        await refreshed(library)
                assert all(one.feed_url.startswith("http") for one in library.feeds())
                # The doctor's new address.
                one = library.feeds()[0]
                with pytest.raises(BroadsheetError):
                    await library.feed_doctor.move(one, here)

    run(work)
    assert not (tmp_path / "ran").exists()


def test_what_a_file_links_to_is_the_web_or_nothing(paths, clock, tmp_path):
    file = tmp_path / "feed.xml"
    body = (
        "<p><a href='other.html'>a</a><a href='file:///etc/passwd'>b</a><a href='//localhost/x'>c</a>"
        "<img src='picture.png'><a href='https://example.org/'>d</a></p>"
    )
    file.write_text(
        "<rss version='2.0' xml:base='file:///etc/'><channel><title>N</title><item><guid>1</guid>"
        "<title>T</title><link>notes/one.html</link><enclosure url='sound.mp3' type='audio/mpeg'/>"
        f"<description><![CDATA[{body}]]></description></item></channel></rss>"
    )

    async def work():
        async with opened(paths, clock) as library:
            await named(library, str(file))
            await refreshed(library)
            from tui.query import parse

            selection = await library.select(parse("T"))
            (article,) = await library.articles(selection.ids)
            assert article.url == "" and article.enclosures == ()
            assert "file:" not in article.html and "passwd" not in article.html
            assert "other.html" not in article.html and "picture.png" not in article.html
            assert 'href="https://example.org/"' in article.html

    run(work)


def test_files_are_left_out_of_a_list_for_others(paths, clock, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(ONE)

    async def work():
        async with opened(paths, clock, SETTINGS) as library:
            await named(library, str(file))
            with Server() as server:
                web = server.on("/feed", feed(ONE))
                await library.subscribe([Subscription(web)])
                data = library.export_opml()
            assert web.encode() in data and b"file:" not in data

    run(work)
