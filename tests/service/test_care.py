"""The doctor, backups, stores that can only be read, and the very first screen."""

import asyncio
import sqlite3
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_feed, rss
from tests.routes import feed
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.config.session import Session
from tui.model.errors import StoreError
from tui.model.feed import FeedHealth, Subscription
from tui.model.fetching import FailureKind
from tui.query import Query
from tui.service.doctoring import feed_findings
from tui.service.start import first_screen


def test_a_healthy_store_is_said_to_be_sound(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            (finding,) = await library.doctor()
            assert finding.well and finding.subject == "store"

    run(work)


def test_a_lost_text_index_is_found_and_mended(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "needle"), ("2", "hay"))))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                with sqlite3.connect(paths.store_file) as plain:
                    plain.execute("INSERT INTO article_text (article_text) VALUES ('delete-all')")
                plain.close()
                assert await titles(library, "needle") == []
                findings = await library.doctor()
                assert any(not one.well and "full-text" in one.sentence for one in findings)
                mended = await library.doctor(repair=True)
                assert all(one.well for one in mended) and len(mended) > 1
                assert await titles(library, "needle") == ["Title 1"]
                assert [one.well for one in await library.doctor()] == [True]

    run(work)


def test_feeds_that_are_ill_are_named():
    gone = FeedHealth(error="It is gone.", error_kind=FailureKind.GONE, failures=1, active=False)
    failing = FeedHealth(error="No answer.", error_kind=FailureKind.TIMEOUT, failures=7)
    silent = FeedHealth(changed_at=NOW - timedelta(days=400))
    well = FeedHealth(changed_at=NOW - timedelta(days=4))
    feeds = [
        make_feed(1, health=gone),
        make_feed(2, health=failing),
        make_feed(3, health=silent),
        make_feed(4, health=well),
        make_feed(5),
        make_feed(6, health=silent, feed_url="broadsheet:manual"),
    ]
    found = feed_findings(feeds, NOW)
    assert [(one.feed_id, one.well) for one in found] == [(1, False), (2, False), (3, False)]
    assert "by name" in found[0].sentence
    assert found[1].sentence == "No answer. (7 times in a row)"
    assert "400 days" in found[2].sentence


def test_one_backup_a_day_and_only_so_many(paths, clock):
    async def work():
        async with opened(paths, clock, replace(SETTINGS, backups=2)) as library:
            for _ in range(4):
                await library.backup()
                await library.backup()
                clock.advance(days=1)
            assert len(list(paths.backup_dir.glob("*.sqlite3"))) == 2
        other = replace(paths, backup_dir=paths.backup_dir / "none")
        async with opened(other, clock, replace(SETTINGS, backups=0)) as library:
            await library.backup()
            assert not other.backup_dir.exists() or not list(other.backup_dir.glob("*.sqlite3"))

    run(work)


def test_a_store_of_a_newer_version_can_be_read_and_nothing_else(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            before = await titles(library)
        with sqlite3.connect(paths.store_file) as plain:
            plain.execute("PRAGMA user_version = 9999")
        plain.close()
        async with opened(paths, clock) as library:
            assert library.read_only and library.notices
            assert await titles(library) == before
            (first, *_) = (await library.select(Query())).ids
            assert (await library.open_article(int(first))).document.blocks
            with pytest.raises(StoreError):
                await library.set_status([int(first)], "read", True)
            with pytest.raises(StoreError):
                async with aclosing(library.refresh(force=True)) as events:
                    async for _ in events:
                        pass
            assert (await library.doctor(repair=True))[0].well

    run(work)


def test_a_damaged_store_is_replaced_by_its_backup_and_said(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await library.subscribe([Subscription("https://a.example/feed", title="Kept")])
            await library.backup()
        paths.store_file.write_bytes(b"This is no store at all. " * 400)
        async with opened(paths, clock) as library:
            assert library.notices and not library.read_only
            assert "Kept" in [one.title for one in library.feeds()]
            assert await titles(library)
        assert list(paths.data_dir.glob("*corrupt*"))

    run(work)


def test_the_first_screen_shows_what_is_true_or_nothing(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            ids = tuple(int(one) for one in (await library.select(Query())).ids)
            return ids, library.generation

    ids, generation = asyncio.run(work())
    page = first_screen(paths, Session(first_page=ids, generation=generation))
    assert page is not None and [row.id for row in page.rows] == list(ids)
    assert first_screen(paths, Session()) is None

    async def mark():
        async with opened(paths, clock) as library:
            await library.set_status(ids[:1], "read", True)

    asyncio.run(mark())
    assert first_screen(paths, Session(first_page=ids, generation=generation)) is None


def test_what_a_killed_refresh_left_out_of_the_text_index_is_made_good(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            before = await titles(library, "manual OR broadsheet")
            assert before
        with sqlite3.connect(paths.store_file) as plain:
            plain.execute("INSERT INTO article_text (article_text) VALUES ('delete-all')")
            plain.execute("INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article")
        plain.close()
        async with opened(paths, clock) as library:
            await library._chore
            assert await titles(library, "manual OR broadsheet") == before

    run(work)
