"""What goes by itself and by hand, that it does not come back by mistake, and that it can come back."""

from contextlib import aclosing
from dataclasses import replace

import pytest

from tests.factories import make_full_text, rss
from tests.routes import feed
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.content import words_and_minutes
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import NotFound
from tui.model.feed import Subscription
from tui.model.feed_settings import FeedSettings, with_settings
from tui.model.note import Note
from tui.model.reading import ReadingPlace
from tui.model.retention import CleanFinished, CleanStep, CleanWish
from tui.query import Query
from tui.service.keeper import Keeper
from tui.store import full_texts, maintenance, notes, purging
from tui.store.durability import is_durable

BY_SETTINGS = CleanWish()
AGED = replace(SETTINGS, keep_days=30)
ITEMS = (("1", "gannets"), ("2", "herons"), ("3", "terns"), ("4", "puffins"))


async def cleaned(keeper: Keeper, wish: CleanWish = BY_SETTINGS, **options) -> CleanFinished:
    async with aclosing(keeper.clean(await keeper.plan(wish), **options)) as events:
        return [event async for event in events][-1]


async def restored(keeper: Keeper) -> CleanFinished:
    async with aclosing(keeper.restore()) as events:
        return [event async for event in events][-1]


async def filled(library, server, *items, path="/feed"):
    """A feed with items; their ids in the order of the items."""
    url = server.on(path, feed(rss(*items)))
    await library.subscribe([Subscription(url)])
    await refreshed(library)
    rows = await library.rows((await library.select(Query())).ids)
    by_title = {row.title: row.id for row in rows}
    return [by_title[f"Title {guid}"] for guid, _text in items]


def keeping(paths, clock, work, settings=AGED):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                await work(server, library, await filled(library, server, *ITEMS))

    run(whole)


def test_nothing_goes_by_default(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        clock.advance(days=20_000)
        assert (await cleaned(library.keeper)).done == 0
        assert len(await titles(library)) == 4

    keeping(paths, clock, work, SETTINGS)


def test_old_read_articles_go_from_everywhere_and_the_others_stay(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids[:3], "read", True)
        await library.add_tag(ids[1:2], "birds")
        await library.set_status(ids[2:3], "starred", True)
        clock.advance(days=31)
        plan = await library.keeper.plan(CleanWish())
        (share,) = plan.shares
        assert (plan.articles, share.articles, share.title) == (1, 1, "A feed") and plan.size > 0
        assert (await cleaned(library.keeper)).done == 1
        assert sorted(await titles(library)) == ["Title 2", "Title 3", "Title 4"]
        assert await titles(library, "gannets") == []
        assert await library._database.write(maintenance.check) == ()
        assert (await cleaned(library.keeper)).done == 0

    keeping(paths, clock, work)


def test_age_counts_from_reading_where_that_was_later(paths, clock):
    async def work(server, library, ids):
        clock.advance(days=40)
        await library.set_status(ids, "read", True)
        assert (await cleaned(library.keeper)).done == 0
        clock.advance(days=31)
        assert (await cleaned(library.keeper)).done == 4

    keeping(paths, clock, work)


def test_unread_articles_go_where_the_settings_do_not_keep_them(paths, clock):
    async def work(server, library, ids):
        clock.advance(days=31)
        assert (await cleaned(library.keeper)).done == 4

    keeping(paths, clock, work, replace(AGED, keep_unread=False))


def test_a_feed_may_keep_more_or_less_than_the_others(paths, clock):
    async def work(server, library, ids):
        (own,) = library.feeds()
        other = await filled(library, server, ("8", "a"), ("9", "b"), path="/other")
        for limits, left in (
            (FeedSettings(keep_days=1_000_000), 4),
            (FeedSettings(keep_newest=1, keep_days=1_000_000), 1),
        ):
            body = with_settings({}, limits)
            old = next(iter(library.definitions("feed")), None)
            new = Definition("feed", own.feed_url, body) if old is None else replace(old, body=body)
            await library.define([DefinitionChange(old, new)], "keep")
            await library.set_status([*ids, *other], "read", True)
            clock.advance(days=31)
            await cleaned(library.keeper)
            assert len(await titles(library, f'feed-url:"{own.feed_url}"')) == left
        assert await titles(library, "feed-url:other") == []

    keeping(paths, clock, work)


def test_what_its_feed_still_lists_does_not_come_back_as_new(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        clock.advance(days=31)
        await cleaned(library.keeper)
        server.on("/feed", feed(rss(*ITEMS, ("5", "skuas"))))
        summary, _ = await refreshed(library)
        assert (summary.new, await titles(library)) == (1, ["Title 5"])
        # Even if its publisher changes it.
        server.on("/feed", feed(rss(("1", "gannets, corrected"), *ITEMS[1:], ("5", "skuas"))))
        assert (await refreshed(library))[0].new == 0
        assert len(await tombstones(library)) == 4

    keeping(paths, clock, work)


def test_what_is_listed_no_longer_is_forgotten_after_a_while(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        clock.advance(days=31)
        await cleaned(library.keeper)
        clock.advance(days=29)
        # Two are listed yet, so they count as seen now.
        server.on("/feed", feed(rss(*ITEMS[:2], ("5", "skuas"))))
        await refreshed(library)
        assert len(await tombstones(library)) == 4
        clock.advance(days=2)
        server.on("/feed", feed(rss(*ITEMS[:2], ("6", "auks"))))
        await refreshed(library)
        assert await tombstones(library) == ["urn:1", "urn:2"]
        # A document that lacks them for a day is not enough.
        server.on("/feed", feed(rss(("7", "owls"))))
        await refreshed(library)
        assert await tombstones(library) == ["urn:1", "urn:2"]
        server.on("/feed", feed(rss(*ITEMS)))
        assert (await refreshed(library))[0].new == 2
        assert sorted(await titles(library)) == [f"Title {number}" for number in (3, 4, 5, 6, 7)]

    keeping(paths, clock, work)


def test_a_document_that_breaks_off_makes_nothing_forgotten(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        clock.advance(days=31)
        await cleaned(library.keeper)
        clock.advance(days=60)
        server.on(
            "/feed",
            feed(rss(("9", "owls"), ("8", "kites")).partition(b"<item><guid isPermaLink='false'>urn:8")[0]),
        )
        await refreshed(library)
        assert len(await tombstones(library)) == 4

    keeping(paths, clock, work)


async def tombstones(library):
    rows = await library._database.read(
        lambda connection: connection.execute("SELECT guid FROM tombstone ORDER BY guid").fetchall()
    )
    return [guid for (guid,) in rows]


def test_what_was_removed_comes_back_as_it_was(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        await library.add_tag(ids[:1], "birds")
        text = replace(make_full_text("All of the cormorants"), fetched_at=clock())
        await library._memory.write(full_texts.put, [(ids[1], text)], words_and_minutes)
        await library._memory.write(notes.set_note, ids[3], Note("Ask about the razorbills.", clock()))
        await library.places.keep(ids[2], ReadingPlace(3, 5, 40))
        before = await library.articles(ids), await library.rows(ids)
        clock.advance(days=31)
        assert (
            await cleaned(
                library.keeper, CleanWish(articles=frozenset(ids), also=frozenset({"tagged", "noted"}))
            )
        ).done == 4
        assert await titles(library) == [] and library.tags() == ()
        (file,) = library.keeper.removed()
        assert (file.articles, file.made_at) == (4, clock())
        # Nothing else has them once that file is deleted.
        assert is_durable(purging.bring_back)
        finished = await restored(library.keeper)
        assert (finished.done, finished.spared) == (4, 0)
        assert (await library.articles(ids), await library.rows(ids)) == before
        assert library.tags() == ("birds",) and await titles(library, "#birds") == ["Title 1"]
        assert await titles(library, "cormorants") == ["Title 2"]
        assert await titles(library, "note:razorbills") == ["Title 4"]
        assert await library.places.find(ids[2]) == ReadingPlace(3, 5, 40)
        assert await tombstones(library) == [] and library.keeper.removed() == []
        assert await library._database.write(maintenance.check) == ()
        with pytest.raises(NotFound):
            await restored(library.keeper)

    keeping(paths, clock, work)


def test_what_has_come_again_meanwhile_is_not_doubled(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        wish = CleanWish(articles=frozenset(ids))
        await cleaned(library.keeper, wish)
        await library._database.write(
            lambda connection: connection.execute("DELETE FROM tombstone WHERE guid < 'urn:3'") and None
        )
        server.on("/feed", feed(rss(*ITEMS, ("5", "skuas"))))
        assert (await refreshed(library))[0].new == 3
        finished = await restored(library.keeper)
        assert (finished.done, finished.spared) == (2, 2)
        assert sorted(await titles(library)) == [f"Title {number}" for number in range(1, 6)]

    keeping(paths, clock, work)


def test_what_has_no_feed_in_the_store_stays_in_its_file(paths, clock):
    def forget(connection):
        connection.execute("UPDATE feed SET feed_url = 'https://gone.example/' WHERE feed_url LIKE '%/feed'")
        connection.execute("UPDATE article SET feed_id = (SELECT min(id) FROM feed)")
        connection.execute("DELETE FROM tombstone")
        connection.execute("DELETE FROM visit")
        connection.execute("DELETE FROM feed WHERE feed_url = 'https://gone.example/'")

    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        await cleaned(library.keeper, CleanWish(articles=frozenset(ids)))
        await library._database.write(forget)
        with pytest.raises(NotFound, match="4 removed articles are of feeds that are not here"):
            await restored(library.keeper)
        assert [file.articles for file in library.keeper.removed()] == [4]
        await library.subscribe([Subscription(server.url("/feed"))])
        assert (await restored(library.keeper)).done == 4
        assert library.keeper.removed() == []

    keeping(paths, clock, work)


def test_copies_are_kept_for_as_long_as_is_said(paths, clock):
    async def work(server, library, ids):
        await library.set_status(ids, "read", True)
        await cleaned(library.keeper, CleanWish(articles=frozenset(ids[:1])))
        await cleaned(library.keeper, CleanWish(articles=frozenset(ids[1:2])), for_good=True)
        assert [file.articles for file in library.keeper.removed()] == [1]
        clock.advance(days=29)
        assert library.keeper.let_go() == 0
        clock.advance(days=2)
        assert library.keeper.let_go() == 1 and library.keeper.removed() == []

    keeping(paths, clock, work)


def test_whoever_stops_keeps_the_rest(paths, clock, monkeypatch):
    async def work(server, library, ids):
        monkeypatch.setattr("tui.service.keeper._FIRST", 1)
        await library.set_status(ids, "read", True)
        plan = await library.keeper.plan(CleanWish(articles=frozenset(ids)))
        async with aclosing(library.keeper.clean(plan)) as events:
            async for event in events:
                if isinstance(event, CleanStep):
                    break
        assert len(await titles(library)) == 3
        assert (await restored(library.keeper)).done == 1

    keeping(paths, clock, work)


def test_the_articles_of_a_feed_that_was_left_go_when_it_is_said(paths, clock):
    async def work(server, library, ids):
        (own,) = library.feeds()
        await library.set_status(ids[:1], "starred", True)
        await library.unsubscribe(own.id)
        clock.advance(days=99)
        assert (await library.keeper.plan(CleanWish())).articles == 0
        clock.advance(days=2)
        (share,) = (await library.keeper.plan(CleanWish())).shares
        assert (share.articles, share.left, share.title) == (3, True, "A feed")
        assert (await cleaned(library.keeper)).done == 3
        # They can be brought back, though no list has them while the feed is not subscribed.
        finished = await restored(library.keeper)
        assert (finished.done, finished.spared, await titles(library)) == (3, 0, [])
        assert (await cleaned(library.keeper)).done == 3
        # Whoever subscribes again gets what the feed lists; what was starred never went.
        await library.subscribe([Subscription(own.feed_url)])
        server.on("/feed", feed(rss(*ITEMS, ("5", "skuas"))))
        assert (await refreshed(library))[0].new == 4
        assert await titles(library, "is:starred") == ["Title 1"]

    keeping(paths, clock, work, replace(AGED, keep_days=0, unsubscribed_days=100))


def test_a_clean_a_day_whoever_does_it(paths, clock, monkeypatch):
    async def work(server, library, ids):
        # Over several pages of a walk.
        monkeypatch.setattr("tui.store.retention.PAGE", 3)
        async with opened(paths, clock, AGED) as other:
            assert await library.keeper.is_due()
            assert not await other.keeper.is_due()
            clock.advance(days=31)
            assert await other.keeper.is_due()
            await library.set_status(ids, "read", True)
            clock.advance(days=31)
            assert await library.select(Query())
            async with aclosing(other.keeper.daily()) as stream:
                changes = [one async for one in stream]
            assert {number for one in changes for number in one.removed} == set(ids)
            assert [file.articles for file in other.keeper.removed()] == [4]
            # The other process hears of it.
            caught = await library.catch_up()
            assert set(caught.removed) == set(ids) and await titles(library) == []

    keeping(paths, clock, work)
