"""The whole way: bytes, entries, plan, store, index, list, article."""

import asyncio
import sqlite3
import threading
from contextlib import aclosing
from dataclasses import replace

import pytest

from tests.factories import rss
from tests.routes import feed, held
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.model.errors import BroadsheetError, NotFound, OpmlError, StoreError
from tui.model.feed import FeedEdits, Subscription
from tui.model.progress import FeedDone, RefreshFinished, RefreshStarted
from tui.query import Query, parse
from tui.service.feedbook import FeedChange
from tui.service.library import Library
from tui.service.transfer import starter_set


def test_from_bytes_to_an_article(paths, clock):
    async def work():
        with Server() as server:
            body = rss(("1", "Hello &lt;em&gt;wide&lt;/em&gt; world"), ("2", "Bye"), title="Example Digest")
            url = server.on("/feed", feed(body))
            async with opened(paths, clock) as library:
                await manual_free(library)
                changes = await library.subscribe([Subscription(url, category="News/Africa", tags=("wire",))])
                assert changes.feeds_changed and [one.category for one in library.feeds()] == ["News/Africa"]
                assert library.categories() == ("News", "News/Africa")
                summary, events = await refreshed(library)
                assert (summary.total, summary.new, summary.failed) == (1, 2, ())
                assert isinstance(events[0], RefreshStarted) and isinstance(events[-1], RefreshFinished)
                done = next(event for event in events if isinstance(event, FeedDone))
                assert done.title == "Example Digest" and len(done.changes.new) == 2
                assert library.feeds()[0].title == "Example Digest"
                assert library.tags() == ("wire",)
                assert sorted(await titles(library)) == ["Title 1", "Title 2"]
                assert await titles(library, "wide") == ["Title 1"]
                assert await titles(library, "category:News wide #wire is:unread") == ["Title 1"]
                selection = await library.select(parse("wide"))
                opened_article = await library.open_article(selection.ids[0])
                assert opened_article.article.text.strip() == "Hello wide world"
                assert opened_article.article.url == "https://example.org/1"
                assert opened_article.document.blocks
                facets = library.facets(await library.select(Query()))
                assert facets.tags["wire"] == 2 and facets.states["unread"] == 2

    run(work)


def test_a_mark_is_in_the_index_at_once_and_undone_after_a_restart(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "a"), ("2", "b"), ("3", "c"))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                ids = [int(one) for one in (await library.select(Query())).ids]
                marked = await library.set_status(ids[:2], "read", True, "mark 2 read")
                assert marked.label == "mark 2 read" and len(await titles(library, "is:unread")) == 1
                await library.set_status(ids[:1], "starred", True)
                await library.add_tag(ids, "news/africa")
                assert library.tags() == ("news/africa",)
                assert len(await titles(library, "#news")) == 3
                await library.remove_tag(ids[:1], "news/africa")
                assert len(await titles(library, "#news")) == 2
            async with opened(paths, clock) as library:
                assert len(await titles(library, "#news")) == 2
                undone = await library.undo()
                assert undone is not None and len(await titles(library, "#news")) == 3
                await library.undo()
                assert library.tags() == () and await titles(library, "#news") == []
                await library.undo()
                assert await titles(library, "is:starred") == []
                await library.undo()
                assert len(await titles(library, "is:unread")) == 3
                again = await library.redo()
                assert again is not None and again.label == "mark 2 read"
                assert len(await titles(library, "is:unread")) == 1

    run(work)


def test_unsubscribing_and_undo_bring_everything_back(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "apple"), ("2", "pear"))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                ids = [int(one) for one in (await library.select(Query())).ids]
                await library.set_status(ids[:1], "starred", True)
                await library.unsubscribe(library.feeds()[0].id)
                assert (
                    library.feeds() == ()
                    and await titles(library) == []
                    and await titles(library, "apple") == []
                )
                await library.undo()
                assert len(library.feeds()) == 1 and len(await titles(library)) == 2
                assert len(await titles(library, "is:starred")) == 1 and await titles(library, "apple") == [
                    "Title 1"
                ]

    run(work)


def test_the_manual_is_there_at_first_start_and_stays_away_when_sent(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            assert [feed.feed_url for feed in library.feeds()] == ["broadsheet:manual"]
            assert len(await titles(library)) >= 3
            summary, _ = await refreshed(library)
            assert summary.total == 0
            await library.unsubscribe(library.feeds()[0].id)
        async with opened(paths, clock) as library:
            assert library.feeds() == () and await titles(library) == []

    run(work)


def test_the_manual_of_a_newer_version_replaces_the_old_one_if_it_is_wanted(paths, clock):
    def upgrade():
        """As if this Broadsheet brought another manual than the one in the store."""
        with sqlite3.connect(paths.store_file) as plain:
            plain.execute("UPDATE meta SET value = 'older' WHERE key = 'manual'")
            plain.execute("UPDATE article SET title = 'Old words', fingerprint = x'00' WHERE id % 2")
        plain.close()

    async def work():
        async with opened(paths, clock) as library:
            before = await titles(library)
        upgrade()
        async with opened(paths, clock) as library:
            assert await titles(library) == before
            await manual_free(library)
        upgrade()
        async with opened(paths, clock) as library:
            assert library.feeds() == () and await titles(library) == []

    run(work)


def test_the_validators_of_each_visit_are_used_by_the_next(paths, clock):
    async def work():
        with Server() as server:
            url = server.url("/feed")
            async with opened(paths, clock) as library:
                await library.subscribe([Subscription(url)])
                for turn in range(4):
                    server.on("/feed", feed(rss(("1", f"words {turn}")), etag=f'"{turn}"'))
                    await refreshed(library)
                sent = [one.headers.get("if-none-match") for one in server.requests("/feed")]
                assert sent == [None, '"0"', '"1"', '"2"']

    run(work)


def test_what_was_written_before_the_first_look_is_in_feeds_and_index(paths, clock):
    async def work():
        async with opened(paths, clock) as late, opened(paths, clock) as early:
            await manual_free(early)
            await early.subscribe([Subscription("https://a.example/feed", title="Theirs")])
            assert await titles(late) == []
            assert [one.title for one in late.feeds()] == ["Theirs"]
            assert late.generation == early.generation
            caught = await late.catch_up()
            assert caught is not None and caught.feeds_changed

    run(work)


def test_a_second_visit_is_conditional_and_changes_nothing(paths, clock):
    async def work():
        with Server() as server:
            etag = server.on("/etag", feed(rss(("1", "a")), etag='"1"'))
            same = server.on("/same", feed(rss(("1", "b"))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(etag), Subscription(same)])
                await refreshed(library)
                summary, events = await refreshed(library)
                assert (summary.unchanged, summary.new, summary.updated) == (2, 0, 0)
                assert all(event.not_modified for event in events if isinstance(event, FeedDone))
                assert server.requests("/etag")[1].headers["if-none-match"] == '"1"'
                assert len(await titles(library)) == 2

    run(work)


def test_an_entry_that_changes_keeps_its_marks(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "first words"), ("2", "b"))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                (number,) = (await library.select(parse("first"))).ids
                await library.set_status([int(number)], "starred", True)
                server.on("/feed", feed(rss(("0", "new one"), ("1", "second words"), ("2", "b"))))
                summary, _ = await refreshed(library)
                assert (summary.new, summary.updated) == (1, 1)
                assert await titles(library, "first") == []
                assert await titles(library, "second is:starred") == ["Title 1"]
                assert (await library.articles([int(number)]))[0].revision == 2
                assert len(await titles(library)) == 3

    run(work)


def test_a_refresh_that_is_closed_midway_loses_nothing(paths, clock):
    async def work():
        released = threading.Event()
        with Server() as server:
            urls = [server.on(f"/{number}", feed(rss((str(number), "a")))) for number in range(10)]
            for number in range(10, 20):
                urls.append(server.on(f"/{number}", held(released, feed(rss((str(number), "a"))))))
            settings = replace(SETTINGS, per_host=20, total_timeout=60.0)
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url) for url in urls])
                told = 0
                async with aclosing(library.refresh(force=True)) as stream:
                    async for event in stream:
                        if isinstance(event, FeedDone):
                            told += event.new
                            break
                stored = len(await titles(library))
                assert told == 1 and 1 <= stored <= 10
                released.set()
                summary, _ = await refreshed(library)
                assert summary.new == 20 - stored and len(await titles(library)) == 20
                assert len(asyncio.all_tasks()) == 1

    run(work)


def test_a_cancelled_refresh_ends_at_once(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", lambda visit: visit.wait_until_gone())
            async with opened(paths, clock, replace(SETTINGS, total_timeout=60.0)) as library:
                await library.subscribe([Subscription(url)])
                task = asyncio.create_task(refreshed(library))
                await asyncio.to_thread(server.wait_for, lambda: server.running == 1)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert await asyncio.to_thread(server.wait_for, lambda: server.running == 0)
                assert len(asyncio.all_tasks()) == 1

    run(work)


def test_two_libraries_on_one_store_see_each_other(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "a"), ("2", "b"))))
            async with opened(paths, clock) as mine, opened(paths, clock) as other:
                assert await titles(other) == await titles(mine) != []
                await manual_free(mine)
                caught = await other.catch_up()
                assert caught is not None and caught.removed
                assert other.feeds() == () and await titles(other) == []
                await other.subscribe([Subscription(url)])
                await refreshed(other)
                assert await titles(mine) == []
                caught = await mine.catch_up()
                assert caught is not None and caught.feeds_changed
                # They are told as what they are: the list above which they wait counts them.
                assert (len(caught.new), caught.updated) == (2, ())
                assert len(await titles(mine)) == 2 and await mine.catch_up() is None
                (first, *_) = (await mine.select(Query())).ids
                await other.set_status([int(first)], "read", True)
                # My own write finds that somebody else wrote before me.
                await mine.set_status([int(first)], "starred", True)
                assert len(await titles(mine, "is:read is:starred")) == 1
                assert await mine.catch_up() is not None
                assert await other.catch_up() is not None
                assert len(await titles(other, "is:read is:starred")) == 1

    run(work)


def test_the_index_is_saved_and_true_after_a_restart(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(*((str(number), "x") for number in range(50)))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                assert len(await titles(library)) == 50
            async with opened(paths, clock) as library:
                # Written without an index in memory: the saved one is behind now.
                ids = [one.id for one in await library.articles(range(1, 200)) if one.feed_title == "A feed"]
                await library.set_status(ids[:5], "read", True)
            async with opened(paths, clock) as library:
                assert len(await titles(library, "is:unread")) == 45
                assert len(await titles(library, "is:read")) == 5

    run(work)


def test_opml_in_and_out(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            wishes = [
                Subscription("https://a.example/feed", title="A & <B>", category="News/Africa"),
                Subscription("https://b.example/feed"),
            ]
            await library.subscribe(wishes)
            data = library.export_opml()
            report = await library.import_opml(data)
            assert (report.added, report.known, report.problems) == (0, 2, ())
            other = replace(paths, store_file=tmp_path / "other.sqlite3", backup_dir=tmp_path / "b")
            async with opened(other, clock) as fresh:
                await manual_free(fresh)
                assert (await fresh.import_opml(data)).added == 2
                assert {(one.feed_url, one.category) for one in fresh.feeds()} == {
                    (one.feed_url, one.category) for one in library.feeds()
                }
                with pytest.raises(OpmlError):
                    await fresh.import_opml(b"<html>no</html>")
                assert len(fresh.feeds()) == 2

    run(work)


def test_nothing_but_web_addresses_is_subscribed_to(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            before = library.feeds()
            for hostile in ("exec:ls", "file:///etc/passwd", "javascript:1", "", "http://", "https://a\nb/"):
                with pytest.raises(BroadsheetError):
                    await library.subscribe([Subscription("https://ok.example/"), Subscription(hostile)])
            assert library.feeds() == before
            assert starter_set()

    run(work)


def test_an_article_that_is_not_there(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            with pytest.raises(NotFound):
                await library.open_article(999_999)
            assert await library.rows([999_999]) == []

    run(work)


def test_a_feed_is_edited(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            await library.subscribe([Subscription("https://a.example/feed")])
            (feed,) = library.feeds()
            await library.feedbook.change(feed, FeedChange(FeedEdits("Mine", "Work/News", ("x",))))
            (edited,) = library.feeds()
            assert (edited.title, edited.category, edited.tags) == ("Mine", "Work/News", ("x",))

    run(work)


def test_the_library_needs_nothing_that_is_open_twice(paths, clock):
    async def work():
        library = await Library.open(SETTINGS, paths, clock=clock, environ={})
        await library.close()
        await library.close()
        with pytest.raises(StoreError):
            await library.rows([1])

    run(work)


def test_nothing_is_missed_of_another_who_writes_all_the_time(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(*((str(number), "x") for number in range(40)))))
            async with opened(paths, clock) as mine, opened(paths, clock) as other:
                await manual_free(mine)
                await other.subscribe([Subscription(url)])
                await refreshed(other)
                await titles(mine)
                ids = [int(one) for one in (await other.select(Query())).ids]
                done = asyncio.Event()

                async def watch():
                    while not done.is_set():
                        await mine.catch_up()

                watching = asyncio.create_task(watch())
                for number in ids:
                    await other.set_status([number], "read", True)
                    await other.set_status([number], "starred", True)
                done.set()
                await watching
                await mine.catch_up()
                assert len(await titles(mine, "is:read is:starred")) == len(ids) == 40
                assert mine.generation == other.generation

    run(work)


def test_a_deed_that_changes_nothing_does_not_hide_what_another_process_wrote(paths, clock):
    async def work():
        async with opened(paths, clock) as one, opened(paths, clock) as other:
            ids = [int(number) for number in (await one.select(Query())).ids]
            assert await other.select(Query())
            await one.set_status(ids[:1], "starred", True)
            # It is starred already, and the store's counter is just one ahead of what is known here.
            assert not await other.set_status(ids[:1], "starred", True)
            assert len(await titles(other, "is:starred")) == 1

    run(work)
