"""Packs end to end: a real site on loopback, packed, cut off, and read whole after a restart."""

from contextlib import aclosing
from dataclasses import replace
from html import escape
from threading import Event

import pytest

from tests.pictures.making import encoded, photo
from tests.routes import answer, feed, held
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tests.service.test_fulltext import HTML, page
from tui.content import picture_urls
from tui.model.feed import Subscription
from tui.model.pack import ArticlePacked, PackFinished, PackStarted
from tui.query import parse
from tui.service.library import Library

PNG = {"Content-Type": "image/png"}
PLENTY = 50_000_000
FULL = replace(SETTINGS, full_text="always")
TEASER = 'Only the beginning … <a href="{url}">Read more</a>'


def document(base, *names):
    """A feed of teasers with a picture each, newest first."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>{name}</title><link>{base}/{name}</link>"
        f"<pubDate>Mon, 23 Nov 2026 {20 - at:02}:00:00 GMT</pubDate><description>"
        + escape(f'<p><img src="{base}/{name}.png" alt="{name}" width="64" height="48"></p>')
        + escape(TEASER.format(url=f"{base}/{name}"))
        + "</description></item>"
        for at, name in enumerate(names)
    )
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def site(server, *names):
    """The pages and pictures behind the feed."""
    for name in names:
        picture = f"<figure><img src='/{name}.png' alt='{name}' width=640 height=480></figure>"
        body = page(name, "tide", title=name).replace(b"<p>Tide", f"{picture}<p>Tide".encode())
        server.on(f"/{name}", answer(body, headers=HTML))
        server.on(f"/{name}.png", answer(encoded(photo(64, 48)), headers=PNG))
    server.on("/feed", feed(document(server.url(""), *names)))


async def begun(library, server, *names):
    await manual_free(library)
    site(server, *names)
    await library.subscribe([Subscription(server.url("/feed"))])
    await refreshed(library)
    return [int(one) for one in (await library.select(parse(""))).ids]


async def packed(library, ids, **options):
    said = {"images": True, "most_bytes": PLENTY, **options}
    async with aclosing(library.packs.pack(ids, **said)) as stream:
        return [event async for event in stream]


def summary(events):
    assert isinstance(events[0], PackStarted) and isinstance(events[-1], PackFinished)
    return events[-1].summary


def test_packed_cut_off_restarted_and_read_whole(paths, clock):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, "heron", "gannet", "petrel")
                events = await packed(library, ids)
                done = summary(events)
                assert (done.total, done.ready, done.partly, done.left_out) == (3, 3, 0, 0)
                told = [event for event in events if isinstance(event, ArticlePacked)]
                assert {event.title for event in told} == {"heron", "gannet", "petrel"}
                assert done.size == max(event.used for event in told) == (await library.packs.total())[2]
        # The site is gone, and so is the network.
        library = await Library.open(FULL, paths, clock=clock, environ={}, route=lambda: False)
        assert await library.network.look()
        assert await titles(library, "is:offline") == ["heron", "gannet", "petrel"]
        for number, name in zip(ids, ("heron", "gannet", "petrel"), strict=True):
            article = await library.pictures.placed(await library.open_article(number))
            assert article.step == "extracted" and not article.due and name.capitalize() in article.text
            known = await library.pictures.known(picture_urls(article.document))
            assert known and all(one.ready for one in known.values())
            assert await library.pictures.data(next(iter(known)))
        await library.close()

    run(whole)


def test_what_was_stopped_goes_on_where_it_was(paths, clock):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, *"abcdefgh")
                gate = Event()
                server.on("/h", held(gate, answer(page("h", title="h"), headers=HTML)))
                async with aclosing(library.packs.pack(ids, images=True, most_bytes=PLENTY)) as stream:
                    async for event in stream:
                        if isinstance(event, ArticlePacked):
                            break
                gate.set()
                first = len([number for number in (await library.packs.packed(ids)).values() if number.ready])
                assert first >= 1
                visited = len(server.requests("/a"))
                events = await packed(library, ids)
                assert events[0] == PackStarted(8, first)
                assert summary(events).ready == 8 and len(server.requests("/a")) == visited == 1
                again = await packed(library, ids)
                assert len(again) == 2 and summary(again) == replace(summary(events), ready=8)

    run(whole)


def test_what_could_not_be_had_is_said(paths, clock):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, "heron", "gannet", "petrel")
                server.on("/gannet", answer(b"no", status=403, headers=HTML))
                server.on("/petrel.png", answer(b"no", status=404))
                done = summary(await packed(library, ids))
                assert (done.ready, done.partly) == (1, 2)
                kept = await library.packs.packed(ids)
                assert kept[ids[0]].missing == ()
                (said,) = kept[ids[1]].missing
                assert "without a login" in said
                (said,) = kept[ids[2]].missing
                assert said.startswith("1 picture: ")
                assert await titles(library, "is:offline") == ["heron"]
                # Looked for once more, on request only.
                site(server, "heron", "gannet", "petrel")
                assert summary(await packed(library, ids)).ready == 1
                assert summary(await packed(library, ids, again=True)).ready == 3

    run(whole)


def test_the_limit_is_kept_and_what_is_left_out_is_counted(paths, clock):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, *(f"n{number}" for number in range(12)))
                whole = summary(await packed(library, ids[:1])).size
                done = summary(await packed(library, ids, most_bytes=whole * 3))
                assert done.left_out > 0 and done.ready + done.partly + done.left_out == 12
                # No more than what was under way when the limit was reached.
                assert done.size < whole * 3 + 4 * whole
                # The first of the list, whole or in part.
                begun_with = {f"n{number}" for number in range(done.ready + done.partly)}
                assert len(titles_ready := await titles(library, "is:offline")) == done.ready
                assert set(titles_ready) <= begun_with

    run(whole)


def test_without_pictures_and_packed_no_longer(paths, clock):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, "heron", "gannet")
                assert summary(await packed(library, ids, images=False)).ready == 2
                assert not server.requests("/heron.png")
                changes = await library.packs.forget(ids[:1])
                assert [entry.id for entry in changes.updated] == ids[:1]
                assert await titles(library, "is:offline") == ["gannet"]

    run(whole)


@pytest.mark.parametrize("stay", [True, False])
def test_without_a_network_nothing_is_asked_and_nothing_is_lost(paths, clock, stay):
    async def whole():
        with Server() as server:
            async with opened(paths, clock, FULL) as library:
                ids = await begun(library, server, "heron")
                await packed(library, ids)
            site(server, "heron")
            library = await Library.open(FULL, paths, clock=clock, environ={}, route=lambda: stay)
            library.network.stay_offline = stay
            asked = len(server.requests("/feed"))
            if stay:
                await refreshed(library)
            assert len(server.requests("/feed")) == asked
            assert await library.network.look()
            again = summary(await packed(library, ids))
            assert (again.ready, again.offline) == (1, True)
            assert await titles(library, "is:offline") == ["heron"]
            await library.close()

    run(whole)
