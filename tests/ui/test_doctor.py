"""The feed doctor on the screen: looked at, sorted, narrowed; feeds mended, hidden, left and undone."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_feed, rss
from tests.routes import feed, held, redirect
from tests.server import Server
from tests.ui.steps import key_event, press, ready, toasts
from tui.model.feed import Subscription, Visit
from tui.model.fetching import FailureKind
from tui.service.checkup import DAYS, Checkup, Complaint, Order, Trouble
from tui.ui.doctor.row import NARROW, checkup_lines, more_of
from tui.ui.doctor.screen import CheckupList, DoctorScreen
from tui.ui.marks import ASCII, UNICODE
from tui.ui.screens.edit_feed import EditFeed

SIZES = [(80, 24), (120, 36)]
ILL = "Broken Pipes"
MOVED = "Quiet Engineering"


def names(app):
    return [one.feed.title for one in app.screen.query_one(CheckupList).shown]


def said(app, name):
    return app.screen.query_one(name).visual.plain


def checkup(**changes):
    one = Checkup(make_feed(title="Harbor News"), None, (0,) * DAYS, 0, "Checked every 2 hours.", ())
    return replace(one, **changes)


def text(lines):
    return ["".join(part.text for part in line) for line in lines]


@pytest.mark.parametrize("size", SIZES)
async def test_the_worst_stand_first_with_all_that_is_known_below(make_app, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await press(pilot, "g", "d")
        assert isinstance(app.screen, DoctorScreen)
        assert names(app)[:2] == [ILL, MOVED] and len(names(app)) == 7
        assert said(app, "#doctor-title").startswith("Feed doctor  2 of 7 in trouble · the worst first")
        more = said(app, "#doctor-more").splitlines()
        assert more[0] == "https://demo.example.org/pipes.xml"
        assert "(404)" in more[1] and any(line.startswith("Checked ") for line in more)
        assert any("404 · 100 bytes" in line for line in more)
        await press(pilot, "j")
        more = said(app, "#doctor-more")
        assert "https://quiet.example.org/feed.xml (seen once)" in more.replace("\n", " ")
        assert "304, as before" in more
        await press(pilot, "t")
        assert names(app) == [ILL, MOVED] and "only with trouble" in said(app, "#doctor-title")
        await press(pilot, "t", "s")
        counts = [one.new for one in app.screen.query_one(CheckupList).shown]
        assert app.screen.order is Order.NOISE and counts == sorted(counts, reverse=True)
        await press(pilot, "s", "s", "s")
        assert app.screen.order is Order.TROUBLE and names(app)[0] == ILL
        await press(pilot, "escape")
        assert not isinstance(app.screen, DoctorScreen)


async def test_feeds_are_hidden_edited_left_and_brought_back(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await press(pilot, "g", "d", "j", "H")
        hidden = {one.title: one.hidden for one in app.main.library.feeds()}
        assert hidden[MOVED] and sum(hidden.values()) == 1
        assert "hidden" in text(app.screen.query_one(CheckupList).row_lines(1, 100))[0]
        await press(pilot, "u")
        assert not any(one.hidden for one in app.main.library.feeds())
        await press(pilot, "D")
        assert MOVED not in names(app) and MOVED not in {one.title for one in app.main.library.feeds()}
        await press(pilot, "u")
        assert MOVED in names(app) and any("Undone: unsubscribe" in toast for toast in toasts(app))
        await press(pilot, "U", "u", "g", "g", "F")
        assert isinstance(app.screen, EditFeed)
        await press(pilot, "escape")
        assert isinstance(app.screen, DoctorScreen)
        await press(pilot, "f")
        assert toasts(app)[-1] == "Nothing is known that would mend this feed."


async def test_a_moved_feed_is_mended_with_one_key_and_undone(make_app):
    app = make_app()
    with Server() as server:
        new = server.on("/new", feed(rss(("1", "a"))))
        old = server.on("/old", redirect(new, 301))
        async with app.run_test(size=(120, 36)) as pilot:
            await ready(pilot)
            library = app.main.library
            for one in library.feeds():
                await library.unsubscribe(one.id)
            await library.subscribe([Subscription(old)])
            await press(pilot, "g", "d", "r")
            (one,) = app.screen.query_one(CheckupList).shown
            assert [complaint.kind for complaint in one.complaints] == [Trouble.MOVED]
            assert one.last.requests == 2
            await press(pilot, "f")
            assert [one.feed_url for one in library.feeds()] == [new]
            assert any(f"is fetched from {new} now · u undoes" in toast for toast in toasts(app))
            await press(pilot, "u")
            assert [one.feed_url for one in library.feeds()] == [old]
            # What does not answer is not taken.
            await press(pilot, "r")
            server.on("/new", feed(rss(("9", "z"))))
            await press(pilot, "f")
            assert "another feed" in toasts(app)[-1]
            assert [one.feed_url for one in library.feeds()] == [old]


async def test_a_refresh_goes_on_when_the_doctor_is_left(make_app):
    app, go_on = make_app(), threading.Event()
    with Server() as server:
        url = server.on("/slow", held(go_on, feed(rss(("1", "a")))))
        async with app.run_test(size=(120, 36)) as pilot:
            await ready(pilot)
            library = app.main.library
            for one in library.feeds():
                await library.unsubscribe(one.id)
            await library.subscribe([Subscription(url)])
            await press(pilot, "g", "d")
            for key in ("r", "escape"):
                app.post_message(key_event(key))
            while isinstance(app.screen, DoctorScreen) or not server.requests("/slow"):
                await pilot.pause(0.01)
            go_on.set()
            await press(pilot)
            assert library.feeds()[0].publisher_title == "A feed"


def test_a_row_keeps_to_its_width_and_marks():
    ill = Complaint(Trouble.FAILING, "No such name \x1b[2J here.")
    one = checkup(days=(*[0] * (DAYS - 3), 1, 4, 8), opened=1, complaints=(ill,))
    for width in (40, 76, 116):
        wide, plain = (text(checkup_lines(one, NOW, width, marks)) for marks in (UNICODE, ASCII))
        assert all(len(line) == width for line in (*wide, *plain))
        bars, plain_bars = ("▁▄█", ".=@") if width >= NARROW else ("", "")
        assert wide[0].startswith("! Harbor News ") and wide[0].endswith(f"{bars}    13 new     1 opened")
        assert plain[0].endswith(f"{plain_bars}    13 new     1 opened")
        assert "\x1b" not in wide[1] and plain[1].isascii()
    well = text(checkup_lines(checkup(last=Visit(NOW, 304, requests=1, size=400)), NOW, 76, UNICODE))
    assert well[1].strip() == "well · 304, as before · 400 bytes · 0.0 s · now"
    assert text(checkup_lines(checkup(), NOW, 76, UNICODE))[1].strip() == "not visited yet"


def test_what_stands_below_fits():
    move = Complaint(Trouble.MOVED, "It has moved to https://new.example.org/.", "https://new.example.org/")
    one = checkup(complaints=(move,))
    visits = [Visit(NOW - timedelta(hours=number), 200, new=number) for number in range(9)]
    visits[0] = Visit(NOW, 0, FailureKind.DNS, "No such name.")
    for width, height in ((30, 3), (70, 7), (110, 40)):
        lines = more_of(one, visits, NOW, (width, height), UNICODE).plain.splitlines()
        assert len(lines) <= height and all(len(line) <= width for line in lines)
    assert "f takes that address" in lines[1] and lines[2] == "Checked every 2 hours."
    assert lines[3].endswith("no answer · 0 bytes · 0.0 s · No such name.") and lines[4].endswith("1 new")
    assert len(lines) == 12
