"""Pictures on the screen: painted, fetched, hidden, and opened outside."""

import asyncio
import json
import stat
import sys
from dataclasses import replace
from html import escape
from threading import Event

import pytest
from rich.color import ColorType

from tests.demo_picture import CHART_URL, PHOTO_URL
from tests.demo_store import SETTINGS, demo_clock, demo_paths
from tests.pictures.making import encoded, quarters
from tests.routes import answer, feed, held
from tests.server import Server
from tests.ui.steps import WatchedApp, press, ready, settle, toasts
from tui.model.feed import Subscription
from tui.service.library import Library

SIZE = (120, 36)
PHOTO = ("4", "j", "enter")


def cells(app):
    """Every cell of the reader with a half block: text, colours."""
    reader = app.main.reader
    return [
        (segment.text, segment.style.color.triplet, segment.style.bgcolor.triplet)
        for y in range(reader.size.height)
        for segment in reader.render_line(y)
        if "▀" in segment.text
    ]


def words(app):
    return [line.text for line in app.main.reader.page_shown.lines]


async def test_a_kept_picture_is_painted_in_the_text(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        reader = app.main.reader
        box, chart = reader.pictures.boxes
        assert (box.url, chart.url) == (PHOTO_URL, CHART_URL)
        assert box.columns <= reader.size.width and box.rows <= reader.size.height * 0.66
        # As high as wide as the photo is, a cell being twice as high as wide.
        assert box.columns / (2 * box.rows) == pytest.approx(1200 / 760, rel=0.06)
        seen = cells(app)
        assert len(seen) > 300
        assert {
            segment.style.color.type
            for y in (12, 13)
            for segment in reader.render_line(y)
            if segment.text == "▀"
        } == {ColorType.TRUECOLOR}
        assert any("The mole at dusk" in line for line in words(app))
        assert not any("▨" in line for line in words(app))


async def test_every_line_is_as_wide_as_the_reader(make_app):
    app = make_app()
    for size in ((120, 36), (80, 24), (60, 24), (20, 8)):
        async with make_app().run_test(size=size) as pilot:
            app = await ready(pilot)
            await press(pilot, *PHOTO)
            reader = app.main.reader
            width = reader.scrollable_content_region.width
            for top in range(0, reader.max_scroll_y, 7):
                reader.scroll_to(y=top, animate=False, immediate=True)
                for y in range(reader.size.height):
                    assert reader.render_line(y).cell_length == width


async def test_i_hides_pictures_also_after_a_restart_and_shows_them_again(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        await press(pilot, "i")
        assert "▨ The harbour at dusk, seen from the train (1200×760)" in " ".join(words(app))
        assert not cells(app)
        assert any("not shown" in said for said in toasts(app))
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        assert not cells(app)
        await press(pilot, "i")
        assert cells(app)


async def test_hiding_and_showing_keeps_the_line_at_the_top(make_app):
    app = make_app()
    async with app.run_test(size=(100, 16)) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        reader = app.main.reader
        line = next(at for at, text in enumerate(words(app)) if text.startswith("The conductor has drawn"))
        reader.scroll_to(y=line, animate=False, immediate=True)
        for _ in range(3):
            await press(pilot, "i")
            assert words(app)[reader.scroll_offset.y].startswith("The conductor has drawn")


async def test_a_resize_paints_at_the_new_size(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        before = app.main.reader.pictures.boxes[0]
        await pilot.resize_terminal(70, 30)
        await settle(pilot)
        after = app.main.reader.pictures.boxes[0]
        assert after.columns != before.columns
        assert cells(app)
        assert app.main.reader.pictures.painted(app.main.reader.pictures.wanted_for(after))


async def test_another_theme_is_painted_on_its_own_page(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO, "G")
        app.theme = "paper"
        await settle(pilot)
        page = app.main.reader.background_colors[1].rich_color.triplet
        # The chart has nothing behind it but the page.
        assert any(page in (color, background) for _, color, background in cells(app))


@pytest.mark.parametrize(
    "change", [{"graphics": "off"}, {"ascii_marks": True}], ids=["graphics off", "plain marks"]
)
async def test_where_pictures_cannot_be_their_words_stand(make_app, change):
    app = make_app(replace(SETTINGS, **change))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        assert any("▨ The harbour at dusk" in line for line in words(app))
        await press(pilot, "i")
        assert any("ictures" in said for said in toasts(app))


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "linux"}], ids=["no color", "16 colors"]
)
async def test_without_enough_colors_words_stand(make_app, monkeypatch, env):
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        assert app.main.desk.pictures.possible is None
        assert any("▨ The harbour at dusk" in line for line in words(app))


def viewer(folder):
    """A command that notes how it was called, and what is in the file."""
    script = folder / "viewer.py"
    script.write_text(
        "import json, pathlib, sys\n"
        "data = pathlib.Path(sys.argv[-1]).read_bytes()\n"
        f"part = pathlib.Path({str(folder / 'part')!r})\n"
        "part.write_text(json.dumps([sys.argv[1:], data[:4].hex()]))\n"
        f"part.rename({str(folder / 'seen')!r})\n"
    )
    return sys.executable, str(script), "--show", "{file}"


async def seen_by_viewer(folder):
    for _ in range(400):
        if (folder / "seen").exists():
            return json.loads((folder / "seen").read_text())
        await asyncio.sleep(0.02)
    raise AssertionError("the viewer was not started")


async def test_I_gives_a_picture_to_the_viewer(make_app, tmp_path):
    app = make_app(replace(SETTINGS, picture_viewer=viewer(tmp_path)))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO, "I", "j", "k", "enter")
        (_, file), start = await seen_by_viewer(tmp_path)
    assert file.endswith("viewed/The harbour at dusk, seen from the train.jpg") and start.startswith("ffd8")
    folder = app.paths.cache_dir / "viewed"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


async def test_a_click_on_a_picture_opens_it(make_app, tmp_path):
    app = make_app(replace(SETTINGS, picture_viewer=viewer(tmp_path)))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, *PHOTO)
        box = app.main.reader.pictures.boxes[0]
        await pilot.click(app.main.reader, offset=(app.main.reader.margin + 3, box.line + 2))
        assert (await seen_by_viewer(tmp_path))[1].startswith("ffd8")


async def with_feed(home, url):
    library = await Library.open(SETTINGS, demo_paths(home))
    for one in library.feeds():
        await library.unsubscribe(one.id)
    await library.subscribe([Subscription(url)])
    async for _ in library.refresh(force=True):
        pass
    await library.close()


def item(number, body):
    return f"<item><guid isPermaLink='false'>{number}</guid><title>T{number}</title><description>{escape(body)}</description></item>"


@pytest.fixture
def site(tmp_path):
    """A feed of two articles, each with a picture, on a server that holds the first until told."""
    with Server() as server:
        gate = Event()
        bodies = [
            f"<p>Before.</p><img src='{server.url(f'/{name}.png')}' alt='Picture {name}'><p>After.</p>"
            for name in "ab"
        ]
        server.on("/a.png", held(gate, answer(encoded(quarters(400, 300)))))
        server.on("/b.png", answer(encoded(quarters(400, 300))))
        document = "".join(item(at, body) for at, body in enumerate(bodies))
        url = server.on(
            "/feed", feed(f"<rss version='2.0'><channel><title>F</title>{document}</channel></rss>".encode())
        )
        asyncio.run(with_feed(tmp_path, url))
        yield server, gate
        gate.set()


def asked(server, name):
    return len(server.requests(f"/{name}.png"))


def site_app(home, **change):
    return WatchedApp(replace(SETTINGS, **change), demo_paths(home), clock=demo_clock, background=False)


async def open_article(app, pilot, title):
    rows = [app.main.articles.window.row(index).title for index in range(2)]
    await press(pilot, "g", "l", "g", "g", *("j",) * rows.index(title))
    await pilot.press("enter")


async def test_opening_fetches_and_passing_does_not(site, tmp_path):
    server, gate = site
    app = site_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "j", "k", "j", "k")
        assert not asked(server, "a") and not asked(server, "b")
        assert any("▨ Picture" in line for line in words(app))
        await open_article(app, pilot, "T0")
        for _ in range(300):
            if any("loading" in line for line in words(app)):
                break
            await pilot.pause(0.02)
        assert "▨ Picture a loading …" in words(app)
        gate.set()
        await settle(pilot)
        assert cells(app)
        assert not any("Picture a" in line for line in words(app))
        assert (asked(server, "a"), asked(server, "b")) == (1, 0)
        # The second time it is here.
        await press(pilot, "escape", "enter")
        assert asked(server, "a") == 1


async def test_who_keeps_pictures_off_can_still_ask_for_them(site, tmp_path):
    server, gate = site
    gate.set()
    app = site_app(tmp_path, pictures="off")
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await open_article(app, pilot, "T1")
        await settle(pilot)
        assert not asked(server, "b")
        await press(pilot, "i")
        assert asked(server, "b") == 1
        assert cells(app)


async def test_what_cannot_be_had_says_so(site, tmp_path):
    server, _ = site
    server.on("/b.png", answer(b"<html>"))
    app = site_app(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await open_article(app, pilot, "T1")
        await settle(pilot)
        text = " ".join(words(app))
        assert "▨ Picture b" in text and "web page, not with a picture" in text
        assert "After." in text
        await press(pilot, "I")
        assert any("No picture of this article is here" in said for said in toasts(app))
