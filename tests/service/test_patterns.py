"""Patterns through the library: complete for who waits, honest for who does not."""

import pytest

from tests.factories import make_prepared
from tests.service.opened import opened, run, titles
from tui.model.errors import QueryTooSlow
from tui.model.feed import FeedHealth, Subscription
from tui.model.ingest import IngestPlan
from tui.query import parse

SLOW = "/(a+)+$/"


async def filled(library, clock, texts):
    await library.subscribe([Subscription("https://example.org/feed", title="Feed")])
    (feed,) = [one for one in library.feeds() if one.feed_url == "https://example.org/feed"]
    entries = tuple(make_prepared(number, title=f"T{number}", text=text) for number, text in enumerate(texts))
    await library._memory.ingest([IngestPlan(feed.id, clock(), FeedHealth(checked_at=clock()), entries)])
    await library._memory.index_texts()


def test_a_pattern_finds_all_that_fits_for_who_waits(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await filled(library, clock, [f"colo{'u' * (number % 3)}r {number}" for number in range(300)])
            assert len(await titles(library, "feed:Feed /colou?r/")) == 200
            assert len(await titles(library, "feed:Feed -/colou?r/")) == 100
            assert len(await titles(library, "feed:Feed /colou?r/ /1$/ | title:/^T2$/")) == 21

    run(work)


def test_what_there_was_no_time_for_is_said_and_looked_for_next_time(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await filled(library, clock, [f"body {number}" for number in range(300)])
            for text in ("feed:Feed /body/", "feed:Feed -/nothing/"):
                selection = await library.select(parse(text), 0.0)
                assert (selection.count, selection.left) == (0, 300)
                selection = await library.select(parse(text))
                assert (selection.count, selection.left) == (300, 0)
                # Known by now, without any time.
                selection = await library.select(parse(text), 0.0)
                assert (selection.count, selection.left) == (300, 0)
                assert library.facets(selection).states["unread"] == 300

    run(work)


def test_a_changed_article_is_looked_into_again(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await filled(library, clock, ["old"])
            assert await titles(library, "feed:Feed /new/") == []
            (feed,) = [one for one in library.feeds() if one.title == "Feed"]
            again = make_prepared(0, title="T0", text="new", fingerprint=b"other", raw_hash=b"other")
            known = await library._memory.known_entries(feed.id)
            await library._memory.ingest(
                [
                    IngestPlan(
                        feed.id,
                        clock(),
                        FeedHealth(checked_at=clock()),
                        (),
                        ((known[again.guid].article_id, again),),
                    )
                ]
            )
            assert await titles(library, "feed:Feed /new/") == ["T0"]

    run(work)


def test_a_pattern_that_never_ends_is_an_error_in_words(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await filled(library, clock, ["fine", "a" * 5_000 + "!"])
            with pytest.raises(QueryTooSlow, match="too slow"):
                await library.select(parse(f"feed:Feed body:{SLOW}"))
            assert await titles(library, f"feed:Feed title:{SLOW}") == []
            assert await titles(library, f"feed:Feed fine body:{SLOW}") == []

    run(work)
