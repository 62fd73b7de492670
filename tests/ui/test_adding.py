"""Adding feeds: what is found is picked from, several at once; the search can be watched and stopped."""

import threading
from datetime import timedelta

import pytest

from tests.demo_store import demo_clock
from tests.routes import answer, feed, held
from tests.server import Server
from tests.ui.steps import press, ready, toasts
from tui.ui.screens.add_feed import AddFeed

SIZE = (80, 24)
LONG = "A title that is longer than any line here, so that it is cut where the dialog ends and not later"


def atom(title, *titles, language="en"):
    dates = [(demo_clock() - timedelta(weeks=week)).isoformat() for week in range(len(titles))]
    entries = "".join(
        f"<entry><id>{title}{date}</id><title>{name}</title><updated>{date}</updated><content>x</content></entry>"
        for name, date in zip(titles, dates, strict=True)
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><title>{title}</title>'
        f"<id>{title}</id>{entries}</feed>"
    ).encode()


def site(server, *paths):
    links = "".join(f'<link rel=alternate type=application/atom+xml href="{path}">' for path in paths)
    return server.on(
        "/site", answer(f"<title>x</title>{links}".encode(), headers={"Content-Type": "text/html"})
    )


def painted(screen):
    """The rows of the list as they stand there, without trailing blanks."""
    found = screen.query_one("#found")
    return [found.render_line(y).text.rstrip() for y in range(found.size.height)]


def said(screen, part="#outcome"):
    return screen.query_one(part).visual.plain


async def looked_up(pilot, url):
    await press(pilot, "a")
    screen = pilot.app.screen
    assert isinstance(screen, AddFeed)
    screen.query_one("#address").value = url
    await press(pilot, "enter")
    return screen


async def test_several_feeds_are_picked_and_subscribed_to_at_once(make_app):
    with Server() as server:
        releases = server.on("/releases", feed(atom("Releases", "Two [b]", "One", "Zero")))
        commits = server.on("/commits", feed(atom("Commits", language="de")))
        tags = server.on("/tags", feed(atom("Tags", LONG)))
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            screen = await looked_up(pilot, site(server, "/releases", "/commits", "/tags", "/gone"))
            assert said(screen) == "Found 3 feeds; 1 more could not be read."
            assert painted(screen) == [
                "▌✓ Releases",
                "▌  Atom 1.0 · about 1 a week · newest today · en",
                "   Commits",
                "   Atom 1.0 · no articles yet · de",
                "   Tags",
                "   Atom 1.0 · newest today · en",
            ]
            assert said(screen, "#preview") == f"{releases}\n· Two [b]\n· One\n· Zero"
            await press(pilot, "j")
            assert said(screen, "#preview") == f"{commits}\nIt has no articles yet."
            await press(pilot, "j", "space")
            assert said(screen, "#preview").startswith(f"{tags}\n· A title that is longer")
            assert max(map(len, said(screen, "#preview").splitlines())) < 76
            assert painted(screen)[4] == "▌✓ Tags"
            await press(pilot, "tab", *"code", "enter")
            added = {one.feed_url: one.category for one in app.library.feeds() if one.category == "code"}
            assert added == {releases: "code", tags: "code"}
            assert any("Subscribed to 2 feeds" in toast for toast in toasts(app))
            screen = await looked_up(pilot, server.url("/site"))
            assert painted(screen)[0].startswith("▌  Releases") and painted(screen)[0].endswith("already")
            assert said(screen).startswith("Found 3 feeds, 2 of them subscribed already; 1 more")
            assert [one.title for one in screen.list.chosen] == ["Commits"]
            # What is there already cannot be picked again.
            await press(pilot, "space", "asterisk", "asterisk")
            assert [one.title for one in screen.list.chosen] == ["Commits"]
            await press(pilot, "escape")
            assert app.screen is app.main


async def test_enter_in_the_list_takes_the_feed_under_the_cursor_where_none_is_picked(make_app):
    with Server() as server:
        server.on("/a", feed(atom("A", "x")))
        b = server.on("/b", feed(atom("B", "x")))
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            screen = await looked_up(pilot, site(server, "/a", "/b"))
            await press(pilot, "space")
            assert screen.list.chosen == ()
            await press(pilot, "j", "enter")
            assert app.screen is app.main
            assert [one.feed_url for one in app.library.feeds() if "127.0.0.1" in one.feed_url] == [b]


async def test_the_search_tells_how_far_it_is_and_esc_stops_it(make_app):
    with Server() as server:
        release = threading.Event()
        quick = server.on("/quick", feed(atom("Quick", "x")))
        server.on("/slow", held(release, feed(atom("Slow", "x"))))
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            await press(pilot, "a")
            screen = app.screen
            screen.query_one("#address").value = site(server, "/quick", "/slow")
            await pilot.press("enter")
            for _ in range(2_000):
                if screen.list.count:
                    break
                await pilot.pause(0.005)
            assert said(screen) == "Looking at 2 feeds, 1 done … Esc stops"
            await pilot.press("escape")
            await press(pilot)
            release.set()
            assert said(screen) == "Stopped looking." and app.screen is screen
            await press(pilot, "enter")
            assert [one.feed_url for one in app.library.feeds() if "127.0.0.1" in one.feed_url] == [quick]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("python news", "That is no address."),
        ("@somebody", "youtube.com/@somebody"),
        ("127.0.0.1:1", "127.0.0.1"),
    ],
)
async def test_what_leads_nowhere_is_said_and_can_be_mended(make_app, typed, words):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen = await looked_up(pilot, typed)
        assert words in said(screen) and screen.has_class("-empty") and screen.has_class("-looking")
        assert screen.query_one("#address").has_focus
        await press(pilot, "escape")
        assert app.screen is app.main


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 20), (30, 12), (20, 5)])
async def test_the_list_and_what_is_below_it_are_seen_at_any_size(make_app, size):
    with Server() as server:
        paths = [f"/{number}" for number in range(9)]
        for path in paths:
            server.on(path, feed(atom(f"Feed {path}", LONG, "x", "y", "z")))
        app = make_app()
        async with app.run_test(size=size) as pilot:
            await ready(pilot)
            screen = await looked_up(pilot, site(server, *paths))
            found = screen.query_one("#found")
            assert found.size.height % 2 == 0 and found.size.height >= 2
            assert all(len(line) <= size[0] for line in painted(screen))
            await press(pilot, "G")
            assert painted(screen)[-2].startswith("▌  Feed /8")
            if size[1] >= 20:
                assert screen.query_one("#tags").region.bottom <= size[1]


async def test_a_file_is_added_by_its_path(make_app, tmp_path):
    file = tmp_path / "notes [b].xml"
    file.write_bytes(atom("My notes", "Third", "Second"))
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        screen = await looked_up(pilot, str(tmp_path / "missing.xml"))
        assert said(screen).startswith("There is no file ") and "Enter makes" not in said(screen)
        screen.query_one("#address").value = str(file)
        await press(pilot, "enter")
        assert said(screen) == "Found 1 feed." and "Third" in said(screen, "#preview")
        await press(pilot, "ctrl+s")
        assert any("Subscribed to 1 feed · u undoes" in toast for toast in toasts(app))
        (feed,) = [one for one in app.main.library.feeds() if one.feed_url.startswith("file://")]
        assert feed.title == "My notes" and feed.health.changed_at is not None
