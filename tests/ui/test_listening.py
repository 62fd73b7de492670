"""``e`` and the list of downloads."""

import sys
import threading
from dataclasses import replace

import pytest

from tests.demo_store import SETTINGS
from tests.routes import Visit
from tests.server import Server, answer, held, in_turn
from tests.ui.steps import press, ready, toasts
from tui.model.feed import Subscription
from tui.ui.files.downloads import DownloadsScreen
from tui.ui.files.enclosures import EnclosuresDialog

SIZE = (120, 36)
MP3 = {"Content-Type": "audio/mpeg"}
TITLE = "[/] [@click=app.quit]Episode[/] 1"
BODY = b"x" * 1_000_000


def feed(base: str) -> bytes:
    return f"""<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Radio</title>
    <item><guid>1</guid><title>{TITLE}</title><itunes:duration>48:00</itunes:duration>
    <enclosure url="{base}/one.mp3" type="audio/mpeg" length="1000000"/>
    <enclosure url="{base}/notes%5B/%5D.pdf" type="application/pdf" length="0"/></item>
    </channel></rss>""".encode()


@pytest.fixture
def server():
    with Server() as running:
        running.on("/radio", answer(feed(running.url(""))))
        running.on("/one.mp3", answer(BODY, headers=MP3))
        yield running


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "podcasts"


@pytest.fixture
def app(make_app, folder, tmp_path):
    program = f"import sys, pathlib; pathlib.Path({str(tmp_path / 'played')!r}).write_text(sys.argv[2])"
    return make_app(replace(SETTINGS, download_folder=str(folder), player=(sys.executable, "-c", program)))


async def tuned(pilot, server):
    """The podcast's article under the cursor."""
    app = await ready(pilot)
    await app.library.subscribe([Subscription(server.url("/radio"))])
    app.main.desk.refreshing.refresh_all()
    await press(pilot)
    await press(pilot, "slash", *"feed:radio", "enter")
    return app


def lines(widget):
    return [
        "".join(segment.text for segment in widget.render_line(y)).strip(" ▌")
        for y in range(widget.size.height)
    ]


async def until(pilot, condition):
    for _ in range(400):
        if condition():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come about")


async def test_what_comes_with_an_article(app, server):
    async with app.run_test(size=SIZE) as pilot:
        await tuned(pilot, server)
        await press(pilot, "e")
        assert isinstance(app.screen, EnclosuresDialog)
        assert app.screen.query_one("#enclosures-of").visual.plain == TITLE
        shown = lines(app.screen.lines)
        assert shown[0] == "one.mp3"
        assert shown[1] == "Audio, MP3 · 48 min · 1.0 MB"
        assert shown[3] == "].pdf"
        assert shown[4] == "File, PDF"
        await press(pilot, "y")
        assert app.clipboard == server.url("/one.mp3")
        await press(pilot, "escape", "slash", *"x", "escape", "1")


CAST = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Cast</title>
<item><guid>1</guid><title>Low water</title><podcast:season>2</podcast:season><podcast:episode>7</podcast:episode>
<enclosure url="{0}/ep.mp3" type="audio/mpeg" length="1000000"/>
<podcast:transcript url="{0}/ep.vtt" type="text/vtt" language="en"/></item></channel></rss>"""
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Jane>The bar is [b]dry[/].\n"


async def test_a_transcript_belongs_to_its_episode_and_is_read_in_the_reader(make_app, server, tmp_path):
    opened, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf %s "$*" > {opened}\n')
    script.chmod(0o755)
    app = make_app(replace(SETTINGS, browser=(str(script),), player=("false",)))
    url = server.on("/cast", answer(CAST.format(server.url("")).encode()))
    server.on("/ep.vtt", answer(VTT, headers={"Content-Type": "text/vtt"}))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.library.subscribe([Subscription(url)])
        app.main.desk.refreshing.refresh_all()
        await press(pilot)
        await press(pilot, "slash", *"feed:cast", "enter", "e")
        shown = lines(app.screen.lines)
        assert shown[:2] == ["ep.mp3", "Audio, MP3 · season 2, episode 7 · 1.0 MB"]
        assert shown[3:5] == ["Transcript", "WebVTT · en · ep.vtt"]
        await press(pilot, "j", "o")
        await until(pilot, lambda: opened.exists() and opened.read_text())
        assert opened.read_text().endswith("/ep.vtt")
        await press(pilot, "enter")
        assert app.screen is app.main
        said = "\n".join(line.text for line in app.main.reader.page_shown.lines)
        assert "Transcript" in said and "0:00 Jane: The bar is [b]dry[/]." in said
        # It was fetched as what the feed names, not as what the user has typed.
        assert app.main.desk.trail.preview is not None and app.main.desk.reading.article.title == "Low water"
        await press(pilot, "escape")
        assert app.main.desk.trail.preview is None


async def test_nothing_comes_with_most(app):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "e")
        assert toasts(app)[-1] == "Nothing comes with this article."
        assert app.screen is app.main


async def test_playing_what_is_elsewhere_and_what_is_here(app, server, folder, tmp_path):
    played = tmp_path / "played"
    async with app.run_test(size=SIZE) as pilot:
        await tuned(pilot, server)
        await press(pilot, "e", "enter")
        await until(pilot, lambda: played.exists() and played.read_text())
        assert played.read_text() == server.url("/one.mp3")
        assert not server.requests("/one.mp3")
        await press(pilot, "d")
        assert (folder / "one.mp3").read_bytes() == BODY
        assert toasts(app)[-1].startswith("Downloaded one.mp3 into ")
        await until(pilot, lambda: "here, 1.0 MB" in lines(app.screen.lines)[1])
        played.unlink()
        # Without a network: from the disk.
        server.close()
        await press(pilot, "p")
        await until(pilot, lambda: played.exists() and played.read_text())
        assert played.read_text() == str(folder / "one.mp3")
        await press(pilot, "d")
        assert toasts(app)[-1] == "one.mp3 is here already."


async def test_progress_stop_and_going_on(app, server, folder):
    gate = threading.Event()

    def half(visit: Visit) -> None:
        visit.head(200, {**MP3, "Content-Length": str(len(BODY)), "ETag": '"1"'})
        visit.send(BODY[:400_000])
        held(gate, lambda _: None)(visit)
        visit.keep = False

    def rest(visit: Visit) -> None:
        assert visit.request.headers["range"] == "bytes=400000-"
        head = {
            **MP3,
            "Content-Length": "600000",
            "Content-Range": "bytes 400000-999999/1000000",
            "ETag": '"1"',
        }
        visit.head(206, head)
        visit.send(BODY[400_000:])

    server.on("/one.mp3", in_turn(half, rest))
    async with app.run_test(size=SIZE) as pilot:
        await tuned(pilot, server)
        await press(pilot, "e")
        await pilot.press("d")
        await until(pilot, lambda: "40 % of 1.0 MB" in lines(app.screen.lines)[1])
        assert "one.mp3 400 kB of 1.0 MB" in app.main.status.work
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DownloadsScreen) and app.screen.lines.count)
        assert lines(app.screen.lines)[0].endswith("40 % of 1.0 MB")
        await pilot.press("s")
        await press(pilot)
        gate.set()
        await until(pilot, lambda: "stopped at 400 kB of 1.0 MB" in lines(app.screen.lines)[0])
        assert not app.main.desk.jobs.running
        assert (folder / "one.mp3.part").stat().st_size == 400_000
        await press(pilot, "r")
        await until(pilot, lambda: "here, 1.0 MB" in lines(app.screen.lines)[0])
        assert (folder / "one.mp3").read_bytes() == BODY
        assert TITLE in lines(app.screen.lines)[1]
        await press(pilot, "y")
        assert app.clipboard == str(folder / "one.mp3")
        await press(pilot, "D")
        assert toasts(app)[-1] == "Off the list; the file stays."
        await until(pilot, lambda: not app.screen.lines.count)
        assert app.screen.query_one("#downloads-empty").display
        await press(pilot, "escape")
    assert (folder / "one.mp3").exists()


async def test_escape_stops_the_newest_and_failures_are_said(app, server, folder):
    gate = threading.Event()
    server.on("/one.mp3", in_turn(answer(status=404), held(gate, answer(BODY, headers=MP3))))
    async with app.run_test(size=SIZE) as pilot:
        await tuned(pilot, server)
        await press(pilot, "e", "d")
        assert toasts(app)[-1] == "one.mp3: 127.0.0.1 has no such file (404): it may have been taken away."
        await until(pilot, lambda: "has no such file" in lines(app.screen.lines)[1])
        await pilot.press("d")
        await until(pilot, lambda: app.main.desk.jobs.running)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main
        await pilot.press("escape")
        await press(pilot)
        assert "Stopped; what has come is kept." in toasts(app)
        gate.set()
        await press(pilot, "g", "D")
        assert isinstance(app.screen, DownloadsScreen)
        await press(pilot, "escape")
    assert not folder.exists() or not list(folder.glob("*.mp3"))
