"""Pictures end to end: a real site on loopback, a worker process, the store, and the screen's pixels."""

from contextlib import aclosing
from dataclasses import replace
from html import escape
from threading import Event

import pytest

from tests.factories import make_article
from tests.pictures.making import encoded, photo, quarters
from tests.routes import answer, endless, feed, held
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui.content import picture_urls
from tui.model.feed import Subscription
from tui.model.picture import TakenPicture
from tui.query import Query
from tui.store import pictures as store

PNG = {"Content-Type": "image/png"}


def document(*bodies: str, more: str = "") -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{at}</guid><title>T{at}</title><description>{escape(body)}</description>"
        f"{more}</item>"
        for at, body in enumerate(bodies)
    )
    return f"<rss version='2.0'><channel><title>Photos</title>{items}</channel></rss>".encode()


def reading(paths, clock, work, *bodies, more="", settings=SETTINGS):
    """A library with one feed; ``{}`` in a body is the server's address."""

    async def whole():
        with Server() as server:
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                base = server.url("")
                url = server.on(
                    "/feed",
                    feed(
                        document(
                            *(body.replace("{}", base) for body in bodies), more=more.replace("{}", base)
                        )
                    ),
                )
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                await work(library, server)

    run(whole)


async def ids(library):
    return sorted(int(one) for one in (await library.select(Query())).ids)


async def gathered(library, wanted, **options):
    async with aclosing(library.pictures.gather(wanted, **options)) as events:
        return [event async for event in events]


def test_pictures_are_fetched_once_kept_and_drawn(paths, clock):
    async def work(library, server):
        server.on("/a.png", answer(encoded(photo(300, 200)), headers=PNG))
        (number,) = await ids(library)
        urls = picture_urls((await library.open_article(number)).document)
        assert urls == (server.url("/a.png"),)
        assert not await library.pictures.known(urls)
        (event,) = await gathered(library, {number: urls})
        assert (event.article_id, event.picture.ready, event.picture.width) == (number, True, 300)
        # The second time it is there.
        (event,) = await gathered(library, {number: urls})
        assert event.picture.ready and len(server.requests("/a.png")) == 1
        known = await library.pictures.known(urls)
        assert known[urls[0]] == event.picture
        drawn = await library.pictures.draw(urls[0], "blocks", (12, 8))
        assert len(drawn.rows[0]) == 12 * 8 * drawn.depth
        assert await library.pictures.draw("https://example.org/not-there", "blocks", (12, 8)) is None
        # No cookies, no referrer.
        headers = server.requests("/a.png")[0].headers
        assert "referer" not in headers and "cookie" not in headers
        assert headers["accept"].startswith("image/")

    reading(paths, clock, work, "<p>Text <img src='{}/a.png' alt='x'>")


def test_whatever_else_is_there_ends_in_a_sentence(paths, clock):
    liars = {
        "/page.png": (answer(b"<html>No", headers=PNG), "web page"),
        "/gone.png": (answer(status=404), "not there any more"),
        "/shut.png": (answer(status=403), "nobody"),
        "/endless.png": (endless(), "larger than 10 MB"),
        "/pixel.gif": (answer(encoded(quarters(2, 2), "GIF")), "tracking pixel"),
        "/cut.png": (answer(encoded(photo())[:2000]), "cut off"),
    }

    async def work(library, server):
        for path, (route, _) in liars.items():
            server.on(path, route)
        (number,) = await ids(library)
        urls = [server.url(path) for path in liars]
        found = {event.picture.url: event.picture for event in await gathered(library, {number: urls})}
        for path, (_, words) in liars.items():
            assert words in found[server.url(path)].trouble, path
        # Not tried again at once, nor by another article; by key, and after a day.
        await gathered(library, {number: urls})
        assert len(server.requests("/gone.png")) == 1
        await gathered(library, {number: urls}, again=True)
        assert len(server.requests("/gone.png")) == 2
        clock.advance(days=2)
        await gathered(library, {number: urls})
        assert len(server.requests("/gone.png")) == 3

    reading(paths, clock, work, "x")


def test_a_picture_leads_into_the_own_network_only_where_its_feed_is(paths, clock):
    async def work(library, server):
        with Server() as inside:
            inside.on("/a.png", answer(encoded(quarters())))
            server.on("/a.png", answer(encoded(quarters())))
            (number,) = await ids(library)
            there, here = await gathered(library, {number: [inside.url("/a.png"), server.url("/a.png")]})
            assert {there.picture.ready, here.picture.ready} == {True, False}
            assert not inside.seen
            # No article at all: nothing of the user's own.
            (event,) = await gathered(library, {999: [server.url("/b.png")]})
            assert "private network" in event.picture.trouble

    reading(paths, clock, work, "x")


def test_a_limit_leaves_the_rest_out_and_says_so(paths, clock):
    async def work(library, server):
        for at in range(8):
            server.on(f"/{at}.jpg", answer(encoded(photo(300, 200), "JPEG")))
        first, second = await ids(library)
        urls = [server.url(f"/{at}.jpg") for at in range(8)]
        events = await gathered(library, {first: urls, second: urls[:1]}, most_bytes=1)
        assert len(events) == 9
        left = [event for event in events if "limit" in event.picture.trouble]
        assert 1 <= len(left) <= 8
        # They were not tried, so nothing bad is known of them.
        known = await library.pictures.known(urls)
        assert all(picture.ready for picture in known.values()) and len(known) == len(server.seen) - 1

    reading(paths, clock, work, "x", "y")


def test_who_stops_loses_nothing_that_was_told(paths, clock):
    async def work(library, server):
        gate = Event()
        server.on("/a.png", answer(encoded(quarters())))
        server.on("/b.png", held(gate, answer(encoded(quarters()))))
        (number,) = await ids(library)
        urls = [server.url("/a.png"), server.url("/b.png")]
        async with aclosing(library.pictures.gather({number: urls})) as events:
            assert (await anext(events)).picture.url == urls[0]
        gate.set()
        assert list(await library.pictures.known(urls)) == urls[:1]

    reading(paths, clock, work, "x")


def test_what_came_beside_the_text_leads(paths, clock):
    more = "<enclosure url='{}/1.jpg' type='image/jpeg' length='1'/><enclosure url='{}/1.mp3' type='audio/mpeg' length='1'/>"

    async def work(library, server):
        found = {
            (await library.open_article(number)).article.text: picture_urls(
                (await library.open_article(number)).document
            )
            for number in await ids(library)
        }
        assert found == {"Only words.": (server.url("/1.jpg"),), "": (server.url("/2.jpg"),)}

    reading(paths, clock, work, "Only words.", "<img src='{}/2.jpg'>", more=more)


@pytest.mark.parametrize(
    ("wish", "plain", "kept"), [("opened", True, True), ("kept", False, True), ("off", False, False)]
)
def test_whose_pictures_are_wanted(paths, clock, wish, plain, kept):
    async def work(library, server):
        assert library.pictures.wanted(make_article()) is plain
        assert library.pictures.wanted(make_article(starred=True)) is kept
        assert library.pictures.wanted(make_article(later=True)) is kept

    reading(paths, clock, work, "x", settings=replace(SETTINGS, pictures=wish))


def test_old_pictures_go_unless_something_kept_needs_them(paths, clock):
    async def work(library, server):
        for name in ("a", "b", "c"):
            server.on(f"/{name}.png", answer(encoded(quarters())))
        first, second = await ids(library)
        a, b, c = (server.url(f"/{name}.png") for name in ("a", "b", "c"))
        await gathered(library, {first: [a], second: [b]})
        await library.set_status([first], "starred", True)
        clock.advance(days=100)
        await library.pictures.looked_at(second, [b])
        assert await library.pictures.tidy() == ()
        clock.advance(days=100)
        # Fetching tidies by itself.
        await gathered(library, {second: [c]})
        assert set(await library.pictures.known([a, b, c])) == {a, c}

    reading(paths, clock, work, "x", "y")


def test_too_many_go_too(paths, clock):
    async def work(library, server):
        first, second = await ids(library)
        big = TakenPicture("", "image/png", 10, 10, bytes(600_000))
        for at, number in enumerate((first, second, second)):
            clock.advance(minutes=1)
            await library._memory.write(store.put, number, {f"https://example.org/{at}": big}, clock())
        await library.set_status([first], "later", True)
        assert len(await library.pictures.tidy(dry_run=True)) == 2
        assert len(await library.pictures.tidy()) == 2
        assert set(await library.pictures.known([f"https://example.org/{at}" for at in range(3)])) == {
            "https://example.org/0"
        }

    reading(paths, clock, work, "x", "y", settings=replace(SETTINGS, picture_megabytes=1))
