"""What is let go of, and what never is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_full_text
from tests.service.opened import SETTINGS, opened, run, titles
from tests.service.test_fulltext import reading
from tui.content import words_and_minutes
from tui.model.pack import PackedArticle
from tui.store import full_texts, packs

AGED = replace(SETTINGS, text_days=10, pack_days=5, full_text="never")
KEPT = {
    "starred": lambda library, number: library.set_status([number], "starred", True),
    "later": lambda library, number: library.set_status([number], "later", True),
    "unread": lambda library, number: library.set_status([number], "read", False),
}


async def texts_of(library, number):
    (article,) = await library.articles([number])
    return article.full


async def aged(library, number, *, packed_days=None):
    """A read article with a text from twenty days ago."""
    text = replace(make_full_text("All of the gannets"), fetched_at=NOW - timedelta(days=20))
    await library._memory.write(full_texts.put, [(number, text)], words_and_minutes)
    await library.set_status([number], "read", True)
    if packed_days is not None:
        when = NOW - timedelta(days=packed_days)
        await library._memory.write(packs.put, PackedArticle(number, when, True, 1))


def test_an_old_text_of_a_read_article_goes_and_its_feeds_stays(paths, clock):
    async def work(server, library, ids):
        await aged(library, ids[0])
        would = await library.packs.tidier.tidy(dry_run=True)
        assert (would.packs, would.texts) == (0, 1) and would.size > 0
        assert await texts_of(library, ids[0])
        done = await library.packs.tidier.tidy()
        assert replace(done, changes=()) == would
        assert await texts_of(library, ids[0]) == () and await titles(library) == ["The ferry"]
        assert await titles(library, "gannets") == []
        assert not await library.packs.tidier.tidy()

    reading(paths, clock, work, settings=AGED)


@pytest.mark.parametrize("mark", KEPT)
def test_what_is_kept_keeps_its_text(paths, clock, mark):
    async def work(server, library, ids):
        await aged(library, ids[0], packed_days=20)
        await KEPT[mark](library, ids[0])
        assert not await library.packs.tidier.tidy()
        assert await texts_of(library, ids[0])

    reading(paths, clock, work, settings=AGED)


def test_a_fresh_pack_keeps_all_and_an_old_one_goes_first(paths, clock):
    async def work(server, library, ids):
        await aged(library, ids[0], packed_days=4)
        assert not await library.packs.tidier.tidy()
        assert await titles(library, "is:offline") == ["The ferry"]
        clock.advance(days=2)
        done = await library.packs.tidier.tidy()
        assert (done.packs, done.texts) == (1, 1)
        assert await titles(library, "is:offline") == []

    reading(paths, clock, work, settings=AGED)


def test_zero_days_mean_never(paths, clock):
    async def whole():
        async with opened(
            paths, clock, replace(SETTINGS, text_days=0, pack_days=0, picture_days=0)
        ) as library:
            assert not await library.packs.tidier.tidy()

    run(whole)
