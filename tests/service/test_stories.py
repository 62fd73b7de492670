"""Copies through the library: as one row, as one piece to read, and in another process."""

from dataclasses import replace

from tests.factories import NOW, make_prepared, rss
from tests.routes import feed
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.model.feed import FeedHealth, Subscription
from tui.model.ingest import IngestPlan
from tui.model.progress import Notice
from tui.model.rule import Rule, RuleAction
from tui.query import parse

RABAT = "Azerbaijan and Morocco hold the first round of political talks in Rabat"


def copy(number, **changes):
    facts = {"title": RABAT, "url": f"https://feed{number}.example/rabat", "text": "Talks."}
    return make_prepared(number, **{**facts, **changes})


async def with_feeds(library, count=3):
    """The ids of some feeds."""
    await manual_free(library)
    urls = [f"https://feed{number}.example/news.xml" for number in range(1, count + 1)]
    await library.subscribe([Subscription(url) for url in urls])
    found = {feed.feed_url: feed.id for feed in library.feeds()}
    return [found[url] for url in urls]


async def arrive(library, feed, *entries):
    plan = IngestPlan(feed, NOW, FeedHealth(checked_at=NOW), entries)
    (changes,) = await library._memory.ingest([plan])
    return changes.new[0].id


async def ids(library, text, **options):
    return [int(one) for one in (await library.select(parse(text), **options)).ids]


def test_a_list_is_folded_when_asked_and_counts_articles_all_the_same(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            one, two, three = await with_feeds(library)
            first = await arrive(library, one, copy(1))
            alone = await arrive(library, one, make_prepared(9, title="Gardeners lend seeds"))
            assert await ids(library, "is:duplicate") == []
            second, third = await arrive(library, two, copy(2)), await arrive(library, three, copy(3))
            plain = await library.select(parse("is:unread"))
            folded = await library.select(parse("is:unread"), fold=True)
            assert plain.ids.tolist() == [third, second, alone, first]
            assert folded.ids.tolist() == [alone, first]
            assert (folded.count, folded.position(third)) == (4, 1)
            assert sorted(folded.copies(first)) == [second, third]
            assert library.facets(folded) == library.facets(plain)
            assert [row.id for row in await library.stories.copies(third)] == [first, second, third]
            assert [row.id for row in await library.stories.copies(alone)] == [alone]

    run(work)


def test_what_is_read_in_one_feed_is_read_in_all_and_one_undo_takes_it_back(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            one, two = await with_feeds(library, 2)
            first, second = await arrive(library, one, copy(1)), await arrive(library, two, copy(2))
            changes = await library.set_status([second], "read", True)
            assert {number for status in changes.statuses for number in status.ids} == {first, second}
            assert await ids(library, "is:unread") == []
            await library.undo()
            assert await ids(library, "is:unread") == [second, first]
            await library.set_status([first], "starred", True)
            assert await ids(library, "is:starred") == [first]
            await library.set_status([first, second], "read", True)
            await library.set_status([first], "read", False)
            assert await ids(library, "is:unread") == [second, first]

    run(work)


def test_another_process_sees_the_story_at_once(paths, clock):
    async def work():
        async with opened(paths, clock) as library, opened(paths, clock) as other:
            one, two, three = await with_feeds(library)
            first = await arrive(library, one, copy(1))
            await other.catch_up()
            assert await ids(other, "copies:1") == [first]
            second = await arrive(library, two, copy(2))
            changes = await other.catch_up()
            assert {first, second} <= {entry.id for entry in (*changes.new, *changes.updated)}
            assert await ids(other, "copies:2") == [second, first] and await ids(other, "is:duplicate") == [
                second
            ]
            third = await arrive(other, three, copy(3))
            await library.catch_up()
            assert await ids(library, "is:duplicate") == [third, second]

    run(work)


def test_the_saved_index_knows_the_stories(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            one, two = await with_feeds(library, 2)
            first, second = await arrive(library, one, copy(1)), await arrive(library, two, copy(2))
            assert await ids(library, "is:duplicate") == [second]
        async with opened(paths, clock) as library:
            assert await ids(library, "is:duplicate") == [second]
            assert await ids(library, f"story:{first}") == [second, first]

    run(work)


def test_headings_by_story_lead_to_the_originals(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            one, two = await with_feeds(library, 2)
            first = await arrive(library, one, copy(1))
            alone = await arrive(library, one, make_prepared(9, title="Gardeners lend seeds"))
            second = await arrive(library, two, copy(2, title=f"{RABAT} - Wire"))
            selection = await library.select(parse("group:story"), fold=True)
            assert selection.ids.tolist() == [second, first, alone]
            assert selection.groups.keys == (str(first), "")
            assert library.group_unread(selection) == [2, 1]

    run(work)


def test_the_settings_say_whether_lists_are_folded_and_reading_goes_along(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            assert library.stories.folds and library.stories.along
        async with opened(paths, clock, replace(SETTINGS, stories=False)) as library:
            assert not library.stories.folds and not library.stories.along
        async with opened(paths, clock, replace(SETTINGS, read_copies=False)) as library:
            assert library.stories.folds and not library.stories.along

    run(work)


def test_what_was_there_before_is_looked_at_when_the_store_opens(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            one, two = await with_feeds(library, 2)
            plans = [
                IngestPlan(feed, NOW, FeedHealth(checked_at=NOW), (copy(number),), copies="later")
                for number, feed in enumerate((one, two), start=1)
            ]
            await library._memory.ingest(plans)
        async with opened(paths, clock) as library:
            await library._memory.look_for_copies()
            assert len(await ids(library, "copies:2")) == 2

    run(work)


def syndicated(name, title=RABAT):
    return rss((f"{name}-1", f"Talks, by {name}."), (f"{name}-2", "Other news."), title=name).replace(
        f"<title>Title {name}-1</title>".encode(), f"<title>{title}</title>".encode(), 1
    )


def test_rules_can_ask_for_copies_as_articles_arrive(paths, clock):
    async def work():
        with Server() as server:
            first = server.on("/first", feed(syndicated("First")))
            second = server.on("/second", feed(syndicated("Second", f"{RABAT} - Second")))
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.rules.save(
                    Rule("Again", "is:duplicate", (RuleAction("hide"), RuleAction("notify")))
                )
                await library.rules.save(Rule("Alone", "copies:1 title:title", (RuleAction("tag", "own"),)))
                await library.rules.save(Rule("Talks", "rabat", (RuleAction("tag", "talks"),)))
                await library.subscribe([Subscription(first)])
                summary, _ = await refreshed(library)
                assert (summary.new, summary.hidden, summary.notices) == (2, 0, ())
                await library.subscribe([Subscription(second)])
                summary, _ = await refreshed(library)
                assert (summary.new, summary.hidden) == (1, 1)
                assert summary.notices == (Notice("Again", f"{RABAT} - Second", "Second"),)
                assert await titles(library, "is:hidden") == [f"{RABAT} - Second"]
                assert await titles(library, "is:hidden rule:again #talks") == [f"{RABAT} - Second"]
                assert sorted(await titles(library, "#own")) == ["Title First-2", "Title Second-2"]
                # Tried on what is there, the same rules find the same.
                trial = await library.rules.test(library.rules.all())
                assert len(trial.ids) == 0

    run(work)
