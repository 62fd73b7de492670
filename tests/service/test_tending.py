"""The daemon by a clock of the test's: when it fetches, when it rests, and what it does besides."""

import asyncio
import gc
import os
import sqlite3
import threading
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_feed, rss
from tests.pictures.making import encoded, photo
from tests.routes import answer, feed
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, run, titles
from tests.service.test_fulltext import page as ferry
from tui.config.paths import from_environment
from tui.model.errors import ConfigError
from tui.model.feed import FeedHealth, Subscription
from tui.model.full_text import TextChoice
from tui.query import Query
from tui.service.daemon import Daemon
from tui.service.library import Library
from tui.service.lifesign import AlreadyRuns, living, sign_of_life
from tui.service.schedule import NEWCOMER, next_due
from tui.service.tending import LONGEST_PAUSE, LOOK, PAUSE, SETTLE, Tender

YEARS = timedelta(days=3_653)


class Weather:
    """Whether there is a network."""

    def __init__(self):
        self.fine = True

    def __call__(self):
        return self.fine


class House:
    """A library that is tended by a clock of the test's, and a server that counts."""

    def __init__(self, library, tender, server, clock, weather):
        self.library, self.tender, self.server = library, tender, server
        self.clock, self.weather = clock, weather

    async def live(self, seconds, step=5.0):
        """So much time passes, with a look at every step."""
        for _ in range(round(seconds / step)):
            self.clock.advance(seconds=step)
            await self.tender.look(step)

    @property
    def visits(self):
        return len(self.server.seen)


@asynccontextmanager
async def tended(paths, clock, server, *urls, settings=SETTINGS):
    weather = Weather()
    library = await Library.open(settings, paths, clock=clock, environ={}, route=weather)
    try:
        await manual_free(library)
        await library.subscribe([Subscription(url) for url in urls])
        clock.advance(seconds=60)
        yield House(library, Tender(library, settings, clock), server, clock, weather)
    finally:
        await library.close()


def steady(server, path="/feed", **options):
    return server.on(path, feed(rss(("1", "text")), etag='"1"', **options))


@pytest.fixture
def server():
    with Server() as running:
        yield running


def test_a_feed_is_fetched_when_it_is_due_and_not_before(paths, clock, server):
    async def work():
        async with tended(paths, clock, server, steady(server)) as house:
            await house.tender.look(0.0)
            assert house.visits == 1 and await titles(house.library) == ["Title 1"]
            (one,) = house.library.feeds()
            planned = one.health.next_check_at
            await house.live((planned - clock()).total_seconds() - 10)
            assert house.visits == 1
            await house.live(20)
            assert house.visits == 2

    run(work)


def test_a_new_feed_is_left_to_whoever_added_it_for_a_moment():
    newcomer = make_feed(1, added_at=NOW)
    assert next_due([newcomer], NOW) == NOW + NEWCOMER
    assert next_due([newcomer], NOW + NEWCOMER) == NOW + NEWCOMER
    # A clock that was wrong when it was added leaves nobody waiting.
    assert next_due([newcomer], NOW - YEARS) == NOW - YEARS
    visited = FeedHealth(checked_at=NOW, next_check_at=NOW + timedelta(hours=2))
    assert next_due([replace(newcomer, health=visited)], NOW) == NOW + timedelta(hours=2)
    assert next_due([replace(newcomer, health=replace(visited, active=False))], NOW) is None
    assert next_due([], NOW) is None


def test_a_feed_that_another_process_adds_is_fetched_too(paths, clock, server):
    async def work():
        async with tended(paths, clock, server) as house, opened(paths, clock) as other:
            await house.live(10)
            await other.subscribe([Subscription(steady(server))])
            await house.live(NEWCOMER.total_seconds() + 10)
            assert house.visits == 1 and await titles(other) == ["Title 1"]

    run(work)


@pytest.mark.parametrize("leap", [YEARS, -YEARS, timedelta(hours=30), timedelta(hours=-30)])
def test_a_clock_that_jumps_costs_one_visit_and_no_storm(paths, clock, server, leap):
    async def work():
        urls = [steady(server, f"/{number}") for number in range(5)]
        async with tended(paths, clock, server, *urls) as house:
            await house.tender.look(0.0)
            assert house.visits == 5
            clock.now += leap
            await house.live(3_000)
            assert house.visits == 10
            clock.now -= leap
            await house.live(3_000)
            assert house.visits == 15

    run(work)


def test_after_a_sleep_the_network_has_a_moment_to_wake_up(paths, clock, server):
    async def work():
        async with tended(paths, clock, server, steady(server)) as house:
            await house.tender.look(0.0)
            house.weather.fine = False
            clock.advance(hours=20)
            await house.tender.look(1.0)
            house.weather.fine = True
            await house.live(SETTLE - 5)
            assert house.visits == 1
            await house.live(PAUSE)
            assert house.visits == 2

    run(work)


def test_without_a_network_it_is_quiet_and_what_waited_is_done_when_it_is_back(paths, clock, server, caplog):
    caplog.set_level("INFO", "tui")

    async def work():
        page = server.on("/page", answer(b"<title>A page</title><p>" + b"Text of a page. " * 60))
        async with tended(paths, clock, server, steady(server)) as house:
            house.weather.fine = False
            await house.library.packs.ask("save", page)
            await house.library.packs.ask("open", server.url("/link"))
            await house.live(3_600)
            assert house.visits == 0
            house.weather.fine = True
            await house.live(LOOK + PAUSE)
            assert sorted(seen.path for seen in server.seen) == ["/feed", "/page"]
            # A link wants somebody who reads it.
            assert [item.kind for item in await house.library.packs.asked()] == ["open"]
            assert "A page" in await titles(house.library, "is:later")

    run(work)
    said = [record.getMessage() for record in caplog.records]
    assert sum("There is no network" in one for one in said) == 1
    assert sum("The network is back" in one for one in said) == 1


def test_a_file_on_this_machine_needs_no_network(paths, clock, server, tmp_path):
    file = tmp_path / "notes.xml"
    file.write_bytes(rss(("1", "x")))

    async def work():
        async with tended(paths, clock, server, steady(server)) as house:
            house.weather.fine = False
            (found,) = await house.library.find_feeds(str(file))
            await house.library.subscribe([Subscription(found.feed_url)])
            await house.live(600)
            assert await titles(house.library) == ["Title 1"] and house.visits == 0

    run(work)


def test_feeds_that_stay_due_whatever_is_done_are_asked_less_and_less(paths, clock, server):
    async def work():
        async with tended(paths, clock, server, steady(server)) as house:
            with closing(sqlite3.connect(paths.store_file)) as plain, plain:
                # That a feed was visited cannot be written.
                plain.execute("CREATE TRIGGER no BEFORE UPDATE ON feed BEGIN SELECT RAISE(ABORT, 'no'); END")
            await house.live(4 * 3_600, step=10)
            least = 4 * 3_600 / LONGEST_PAUSE
            assert least <= house.visits <= least + 6

    run(work)


def test_what_cannot_be_written_is_said_once_a_day_and_lived_with(paths, clock, server, caplog):
    caplog.set_level("INFO", "tui")

    async def work():
        paths.data_dir.mkdir(parents=True)
        async with tended(paths, clock, server, steady(server)) as house:
            # A file in the place of a folder: no backup can be made, and all else goes on.
            paths.backup_dir.write_text("in the way")
            await house.live(600)
            clock.advance(hours=20)
            await house.live(600)
            assert house.visits == 2

    run(work)
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(said) == 2


def test_once_a_day_there_is_a_backup_and_old_things_go(paths, clock, server):
    async def work():
        settings = replace(SETTINGS, text_days=1)
        async with tended(paths, clock, server, steady(server), settings=settings) as house:
            await house.tender.look(0.0)
            assert [path.name for path in paths.backup_dir.iterdir()] == ["store-2026-11-23.sqlite3"]
            clock.advance(days=1)
            await house.live(60)
            assert len(list(paths.backup_dir.iterdir())) == 2

    run(work)


def test_once_a_day_what_need_not_be_kept_goes(paths, clock, server):
    async def work():
        settings = replace(SETTINGS, keep_days=1)
        async with tended(paths, clock, server, steady(server), settings=settings) as house:
            await house.tender.look(0.0)
            ids = [int(one) for one in (await house.library.select(Query())).ids]
            await house.library.set_status(ids, "read", True)
            clock.advance(days=2)
            await house.live(60)
            assert await titles(house.library) == []
            assert [file.articles for file in house.library.keeper.removed()] == [1]

    run(work)


DOCUMENT = """<rss version="2.0"><channel><title>A feed</title>
<item><guid>1</guid><title>The harbor</title><link>{page}</link><description>Ships.</description></item></channel></rss>"""


def test_texts_come_ahead_and_the_pictures_of_what_somebody_keeps(paths, clock, server):
    picture = server.on("/one.png", answer(encoded(photo(300, 300)), headers={"Content-Type": "image/png"}))
    figure = f'</h1><figure><img src="{picture}" width="300" height="300"></figure>'.encode()
    html = ferry("one", "two", "three").replace(b"</h1>", figure)
    page = server.on("/page", answer(html, headers={"Content-Type": "text/html"}))
    url = server.on("/feed", feed(DOCUMENT.format(page=page).encode()))

    async def work():
        async with tended(paths, clock, server, url) as house, opened(paths, clock) as other:
            (one,) = other.feeds()
            await other.texts.choose(one, TextChoice(when="always"), "fetch pages")
            await house.tender.look(0.0)
            assert len(server.requests("/page")) == 1 and not server.requests("/one.png")
            (found,) = (await other.select(Query())).ids
            (article,) = await other.articles([int(found)])
            assert [text.words > 50 for text in article.full] == [True]
            await other.set_status([int(found)], "starred", True)
            await house.live(20)
            assert len(server.requests("/one.png")) == 1
            assert (await other.pictures.known([picture]))[picture].ready

    run(work)


def test_one_daemon_a_store(tmp_path, clock):
    path = tmp_path / "daemon.lock"
    assert living(path) is None
    with sign_of_life(path, clock()):
        alive = living(path)
        assert alive is not None and alive.pid == os.getpid() and alive.since == clock()
        with pytest.raises(AlreadyRuns, match=f"process {os.getpid()}"), sign_of_life(path, clock()):
            raise AssertionError
        assert living(path) == alive
    assert living(path) is None and path.read_text() == ""
    with sign_of_life(path, clock()):
        assert living(path) is not None


def test_those_who_look_do_not_keep_a_daemon_from_beginning(tmp_path, clock):
    path = tmp_path / "daemon.lock"
    # A daemon that was killed has left its word behind: then they lock to find out.
    path.write_text('{"pid": 1, "since": "2026-11-23T14:00:00+00:00"}')
    done = threading.Event()

    def look():
        while not done.is_set():
            living(path)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(200):
            with sign_of_life(path, clock()):
                assert living(path) is not None
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_a_daemon_reads_its_settings_again_and_keeps_the_old_ones_if_they_are_wrong(
    paths, clock, server, caplog
):
    caplog.set_level("INFO", "tui")
    given = [replace(SETTINGS, user_agent="Second/2"), ConfigError("config.toml, line 1: no.")]

    def load():
        one = given.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    async def work():
        async with opened(paths, clock) as library:
            await library.subscribe([Subscription(steady(server))])
        clock.advance(hours=1)
        runs, looks = None, 0

        async def rest(seconds):
            nonlocal looks
            looks += 1
            clock.advance(seconds=43_200)
            if looks in (2, 4):
                runs.reload()
            if looks == 6:
                asyncio.current_task().cancel()
            await asyncio.sleep(0)

        settings = replace(SETTINGS, user_agent="First/1")
        runs = Daemon(
            settings, paths, load, clock=clock, environ={}, route=lambda: True, rest=rest, tick=43_200
        )
        with pytest.raises(asyncio.CancelledError):
            await runs.run()
        assert living(paths.lock_file) is None

    run(work)
    agents = [seen.headers["user-agent"] for seen in server.seen]
    assert agents[0] == "First/1" and agents[-1] == "Second/2" and len(set(agents)) == 2
    assert any("line 1: no." in record.getMessage() for record in caplog.records)


def test_a_store_that_is_replaced_under_its_feet_is_opened_again(tmp_path, paths, clock, server):
    backup = from_environment({"BROADSHEET_HOME": str(tmp_path / "other")})

    async def work():
        async with opened(backup, clock) as library:
            await library.subscribe([Subscription(steady(server))])
        clock.advance(hours=1)
        looks = 0

        async def rest(seconds):
            nonlocal looks
            looks += 1
            clock.advance(seconds=seconds)
            if looks == 2:
                backup.store_file.replace(paths.store_file)
            if server.seen or looks == 1_000:
                asyncio.current_task().cancel()
            await asyncio.sleep(0)

        runs = Daemon(
            SETTINGS, paths, lambda: SETTINGS, clock=clock, environ={}, route=lambda: True, rest=rest
        )
        with pytest.raises(asyncio.CancelledError):
            await runs.run()
        assert len(server.seen) == 1

    run(work)


@pytest.mark.slow
def test_days_leave_nothing_behind_in_memory(paths, clock, server):
    async def work():
        urls = [server.on(f"/{number}", feed(rss(("1", "x")))) for number in range(4)]
        async with tended(paths, clock, server, *urls) as house:
            counts = []
            for day in range(5):
                for number in range(4):
                    document = rss(*((f"{number}-{day}-{one}", "text " * 50) for one in range(20)))
                    server.on(f"/{number}", feed(document))
                await house.live(86_400, step=600)
                gc.collect()
                counts.append(len(gc.get_objects()))
            assert house.visits > 40
            server.seen.clear()
            # Four hundred articles came in the last four days; what is remembered of them is in the store.
            assert counts[-1] < counts[1] + 1_000

    run(work)
