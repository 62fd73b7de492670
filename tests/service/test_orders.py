"""Orders that the store has to help with, while articles come, change and are marked."""

from datetime import timedelta

from tests.factories import NOW, make_prepared
from tests.service.opened import manual_free, opened, run, titles
from tui.model.feed import FeedHealth, Subscription
from tui.model.ingest import IngestPlan
from tui.query import parse


def plan(library, *new, changed=()):
    return IngestPlan(library.feeds()[0].id, NOW, FeedHealth(checked_at=NOW), tuple(new), tuple(changed))


def entry(number, title, text="", **facts):
    when = NOW - timedelta(hours=number)
    return make_prepared(number, title=title, text=text or title, published_at=when, **facts)


async def stocked(library, *entries):
    await manual_free(library)
    await library.subscribe([Subscription("https://example.org/feed")])
    await library._memory.ingest([plan(library, *entries)])
    await library._memory.index_texts()


def test_an_order_is_remembered_only_while_it_is_true(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await stocked(library, entry(1, "Beta"), entry(2, "Alpha"))
            assert await titles(library, "sort:title") == ["Alpha", "Beta"]
            selection = await library.select(parse("sort:title"))
            await library.set_status([int(selection.ids[0])], "read", True)
            assert await titles(library, "is:unread sort:title") == ["Beta"]
            # Another article arrives between them, and one gets another title.
            await library._memory.ingest([plan(library, entry(3, "Alphabet", updated_at=NOW))])
            assert await titles(library, "sort:title") == ["Alpha", "Alphabet", "Beta"]
            assert (await titles(library, "sort:updated"))[0] == "Alphabet"
            changed = ((int(selection.ids[0]), entry(2, "Omega", fingerprint=b"2")),)
            await library._memory.ingest([plan(library, changed=changed)])
            assert await titles(library, "sort:title") == ["Alphabet", "Beta", "Omega"]
            assert await titles(library, "sort:-title") == ["Omega", "Beta", "Alphabet"]

    run(work)


def test_relevance_hears_of_texts_as_they_come_into_the_index(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            quiet = [entry(number, f"Title {number}", "nothing of the kind") for number in range(10, 20)]
            await stocked(library, *quiet, entry(1, "A walk", "to the port" + " and back" * 30))
            assert await titles(library, "port sort:relevance") == ["A walk"]
            await library._memory.ingest([plan(library, entry(5, "The port"))])
            assert await titles(library, "port sort:relevance") == ["A walk"]
            await library._memory.index_texts()
            # By date it would be the other way round.
            assert await titles(library, "port") == ["A walk", "The port"]
            assert await titles(library, "port sort:relevance") == ["The port", "A walk"]
            assert await titles(library, "port sort:-relevance") == ["A walk", "The port"]
            assert await titles(library, "walk OR port sort:relevance limit:1") == ["A walk"]

    run(work)
