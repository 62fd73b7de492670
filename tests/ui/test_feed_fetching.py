"""How a feed is fetched and kept, by keys alone: what is typed, what is said of it, what goes out."""

import base64
import ssl
from datetime import timedelta

import pytest
import trustme
from textual.widgets import Input, Static

from tests.factories import rss
from tests.routes import answer, feed
from tests.server import Server
from tests.ui.steps import press, ready, toasts
from tests.ui.test_full_text import WHOLE, open_app, site
from tui.model.feed_settings import NO_SETTINGS, FeedSettings
from tui.service.feedbook import PASSWORD, FeedChange
from tui.store import feeds
from tui.ui.screens.edit_feed import EditFeed
from tui.ui.screens.feed_fetching import FeedFetching

__all__ = ["open_app", "site"]

SECRET = "s3cret"
BASIC = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()


def wrong(app, name):
    said = app.screen.query_one(f"#wrong-{name}", Static)
    return str(said.content) if said.display else ""


def settings(app):
    (one,) = app.main.library.feeds()
    return app.main.library.feedbook.settings(one.feed_url)


async def moved(app, url):
    """The only feed is at another address now, as after a permanent redirect."""
    (one,) = app.main.library.feeds()
    changes = await app.main.library._memory.write(feeds.move_feed, one.id, url, app.main.clock())
    app.main.changed(changes)


@pytest.fixture
async def fetching(open_app, site):
    """The dialog, opened by way of the editor."""
    app = await open_app(("/ferry", WHOLE))

    async def go(pilot):
        await ready(pilot)
        await press(pilot, "F")
        assert isinstance(app.screen, EditFeed)
        await press(pilot, "ctrl+n")
        assert isinstance(app.screen, FeedFetching)

    return app, go


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_several_lines_are_one_deed(fetching, site, size):
    app, go = fetching
    async with app.run_test(size=size) as pilot:
        await go(pilot)
        await press(pilot, *"6h", "down", *"50", "down", *"30 days", "down", *"Reader/1", "enter")
        assert app.screen is app.main
        assert settings(app) == FeedSettings(timedelta(hours=6), "Reader/1", keep_newest=50, keep_days=30)
        # It was fetched so at once.
        assert site.requests("/feed")[-1].headers["user-agent"] == "Reader/1"
        assert any("Changed how Harbour news is fetched · u undoes" in said for said in toasts(app))
        await press(pilot, "u")
        assert settings(app) is NO_SETTINGS
        # By its own key, with what is set in the lines.
        await press(pilot, "U", ",", "F")
        assert app.screen.query_one("#every", Input).value == "6h"
        assert "every 6 hours, because you want it so" in str(
            app.screen.query_one(".schedule", Static).content
        )


async def test_a_line_says_below_it_what_is_wrong_while_it_is_typed(fetching, site):
    app, go = fetching
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot)
        before = len(site.seen)
        await press(pilot, *"1m")
        assert "every 10 minutes at most" in wrong(app, "every")
        await press(pilot, "backspace", *"0m")
        assert wrong(app, "every") == ""
        app.screen.query_one("#headers", Input).focus()
        await press(pilot, *"Host: [/] x")
        assert "made from the address" in wrong(app, "headers")
        # What is wrong is not saved, and the cursor goes there.
        app.screen.query_one("#proxy", Input).focus()
        await press(pilot, *"nowhere", "enter")
        assert isinstance(app.screen, FeedFetching)
        assert app.screen.focused.id == "headers"
        assert "A proxy looks like" in wrong(app, "proxy")
        await press(pilot, "escape")
        assert (app.screen, settings(app)) == (app.main, NO_SETTINGS)
        assert len(site.seen) == before


async def test_a_password_is_never_seen_again(fetching, site, tmp_path):
    app, go = fetching
    shots = []
    async with app.run_test(size=(100, 30)) as pilot:
        await go(pilot)
        app.screen.query_one("#auth").focus()
        assert not app.screen.query_one("#line-password").display
        await press(pilot, "right", "down", *"ann", "enter")
        assert wrong(app, "password") == "Give the password."
        assert app.screen.focused.id == "password"
        await press(pilot, *SECRET)
        shots.append(app.export_screenshot())
        await press(pilot, "enter")
        shots.append(app.export_screenshot())
        assert site.requests("/feed")[-1].headers["authorization"] == BASIC
        await press(pilot, ",", "F")
        assert app.screen.query_one("#password", Input).value == ""
        assert app.screen.query_one("#password", Input).placeholder.startswith("kept")
        assert app.screen.query_one("#user", Input).value == "ann"
        shots.append(app.export_screenshot())
        # Saved as it is, nothing changes; another way to log in wants its own secret.
        await press(pilot, "enter")
        assert (app.screen, settings(app).user) == (app.main, "ann")
        await press(pilot, ",", "F")
        app.screen.query_one("#auth").focus()
        await press(pilot, "right", "enter")
        assert wrong(app, "password") == "Give the token."
        await press(pilot, *"t0ken", "enter")
        assert site.requests("/feed")[-1].headers["authorization"] == "Bearer t0ken"
        # Taken away, it is gone.
        await press(pilot, ",", "F")
        app.screen.query_one("#auth").focus()
        await press(pilot, "left", "left", "enter")
        assert settings(app) == NO_SETTINGS
        assert "authorization" not in site.requests("/feed")[-1].headers
    assert not any(SECRET in shot for shot in shots)
    assert not any(SECRET in said or "t0ken" in said for said in toasts(app))
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


async def test_secret_headers_and_the_proxy_s_password_are_masked(fetching, site):
    app, go = fetching
    async with app.run_test(size=(100, 30)) as pilot:
        await go(pilot)
        app.screen.query_one("#headers", Input).value = f"X-Api-Key: {SECRET}; X-Lang: de"
        app.screen.query_one("#proxy", Input).value = f"http://me:{SECRET}@127.0.0.1:{site.port}"
        site.on(site.url("/feed"), feed(rss(("1", "a"))))
        await press(pilot, "enter")
        sent = site.seen[-1].headers
        assert (sent["x-api-key"], sent["x-lang"]) == (SECRET, "de")
        assert sent["proxy-authorization"] == "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
        await press(pilot, ",", "F")
        assert app.screen.query_one("#headers", Input).value == "X-Api-Key: ••••; X-Lang: de"
        assert app.screen.query_one("#proxy", Input).value == f"http://me:••••@127.0.0.1:{site.port}"
        app.screen.query_one("#headers", Input).value = "X-Api-Key: ••••; X-Lang: fr"
        await press(pilot, "enter")
        sent = site.seen[-1].headers
        assert (sent["x-api-key"], sent["x-lang"]) == (SECRET, "fr")


async def test_401_leads_to_the_line_for_the_password(open_app, site):
    app = await open_app(("/ferry", WHOLE))
    site.on("/feed", answer(status=401))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await press(pilot, "r")
        (one,) = app.main.library.feeds()
        assert "Give them in the feed's settings: F, then Ctrl+N" in one.health.error


async def test_what_has_stayed_with_another_server_is_said(open_app, site):
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        library = app.main.library
        (one,) = library.feeds()
        login = FeedChange(settings=FeedSettings(authorization="bearer"), secrets={PASSWORD: SECRET})
        await library.feedbook.change(one, login)
        await moved(app, "http://127.0.0.1:1/feed")
        await press(pilot, ",", "F")
        said = " ".join(str(one.content) for one in app.screen.query("Static.trouble").results(Static))
        assert "are for http://127.0.0.1" in said and "give them anew" in said


async def test_a_server_that_need_not_prove_itself_is_marked_in_the_list(open_app, site):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(made)
    app = await open_app(("/ferry", WHOLE))
    with Server(tls=made) as strange:
        strange.on("/feed", feed(rss(("1", "a"))))
        async with app.run_test(size=(120, 36)) as pilot:
            await ready(pilot)
            library = app.main.library
            await moved(app, strange.url("/feed"))
            await press(pilot, "R")
            assert "could not prove" in library.feeds()[0].health.error
            await press(pilot, ",", "F")
            app.screen.query_one("#tls").focus()
            await press(pilot, "space")
            assert wrong(app, "tls").startswith("Anybody on the way")
            await press(pilot, "enter")
            assert library.feeds()[0].health.error is None
            feed_list = app.main.feed_list
            (place,) = (place for place, row in enumerate(feed_list.rows) if row.feed is not None)
            shown = "".join(mark.text for mark in feed_list.row_lines(place, 40)[0])
            assert "TLS!" in shown
            await press(pilot, "F")
            hints = " ".join(str(one.content) for one in app.screen.query("Static.hint").results(Static))
            assert "! TLS not checked" in hints


async def test_the_edit_of_title_and_category_is_undone(open_app, site):
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        (before,) = app.main.library.feeds()
        await press(pilot, "F", "end", *" two", "down", *"Press", "down", *"x", "enter")
        (after,) = app.main.library.feeds()
        assert (after.title, after.category, after.tags) == ("Harbour news two", "Press", ("x",))
        assert any("Changed Harbour news · u undoes" in said for said in toasts(app))
        await press(pilot, "u")
        assert app.main.library.feeds() == (before,)
        # To look and leave by Enter is no deed.
        await press(pilot, "F", "enter", "U")
        assert app.main.library.feeds() == (after,)


async def test_a_feed_that_asks_for_a_password_is_added_and_asks_for_it(open_app, site):
    def locked(visit):
        mine = visit.request.headers.get("authorization") == BASIC
        (feed(rss(("9", "a"))) if mine else answer(status=401))(visit)

    app = await open_app(("/ferry", WHOLE))
    url = site.on("/locked", locked)
    async with app.run_test(size=(100, 34)) as pilot:
        await ready(pilot)
        await press(pilot, "a")
        app.screen.query_one("#address", Input).value = url
        await press(pilot, "enter")
        assert "Name and password are asked for next." in app.screen.query_one("#preview").visual.plain
        await press(pilot, "enter")
        assert isinstance(app.screen, FeedFetching)
        app.screen.query_one("#auth").focus()
        await press(pilot, "right", "down", *"ann", "down", *SECRET, "enter")
        (added,) = (one for one in app.main.library.feeds() if one.feed_url == url)
        assert (added.title, added.health.error) == ("A feed", None)
