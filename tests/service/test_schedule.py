"""When a feed is visited next, and why then: a table of examples, and what must always hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_feed
from tui.model.feed import FeedHealth, Patience
from tui.model.fetching import FailureKind
from tui.service.habits import HABITS, habit_of, manners_of
from tui.service.schedule import (
    FASTEST,
    FIRST,
    LONGEST,
    LONGEST_CHOSEN,
    LONGEST_SKIP,
    PAUSE,
    SLOWEST,
    WINDOW,
    cadence,
    is_due,
    jitter,
    known_pace,
    next_visit,
    pace,
)
from tui.service.schedule_words import explained, span

URL = "https://example.org/feed.xml"
HOUR = timedelta(hours=1)
NIGHT = sum(1 << hour for hour in range(6))
WEEKEND = 1 << 5 | 1 << 6

patiences = st.builds(
    Patience,
    st.integers(-10, 10**12),
    st.integers(-10, 10**12),
    st.integers(0, 2**40),
    st.integers(0, 2**24 - 1),
    st.integers(0, 2**7 - 1),
)
moments = st.datetimes(datetime(2016, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
rates = st.none() | st.floats(0, 1e6)
chances = st.floats(0, 1, exclude_max=True)


def seconds(moment):
    return int(moment.timestamp())


@pytest.mark.parametrize(
    ("rate", "every"),
    [
        (None, FIRST),
        (0.0, SLOWEST),
        (0.05, SLOWEST),
        (1.0, timedelta(hours=9.6)),
        (5.0, timedelta(hours=1.92)),
        (20.0, timedelta(minutes=28.8)),
        (500.0, FASTEST),
    ],
)
def test_a_feed_is_looked_at_about_twice_for_each_article(rate, every):
    found = cadence(URL, Patience(), rate)
    assert abs(found.every - every) < timedelta(seconds=1) and found.decided_by == "pace"


@pytest.mark.parametrize(
    ("patience", "url", "chosen", "every", "whose"),
    [
        (Patience(server=3 * 3600), URL, None, 3 * HOUR, "server"),
        (Patience(publisher=3 * 3600), URL, None, 3 * HOUR, "publisher"),
        (Patience(server=600, publisher=600), URL, None, timedelta(hours=1.92), "pace"),
        (Patience(publisher=10**9), URL, None, LONGEST, "publisher"),
        # The user overrules the publisher, and the pace in both directions, but not the server.
        (Patience(publisher=3 * 3600), URL, HOUR, HOUR, "user"),
        (Patience(), URL, timedelta(days=7), timedelta(days=7), "user"),
        (Patience(), URL, timedelta(days=999), LONGEST_CHOSEN, "user"),
        (Patience(), URL, timedelta(seconds=1), PAUSE, "user"),
        (Patience(server=3 * 3600), URL, HOUR, 3 * HOUR, "server"),
        (Patience(), "https://old.reddit.com/r/x/.rss", timedelta(minutes=20), HOUR, "host"),
    ],
)
def test_who_decides(patience, url, chosen, every, whose):
    found = cadence(url, patience, 5.0, chosen)
    assert abs(found.every - every) < timedelta(seconds=1)
    assert found.decided_by == whose


@pytest.mark.parametrize(
    ("counted", "arriving", "rate"),
    [
        (None, (), 0.0),
        # Ten articles in two days, and that is all there ever was.
        ((10, seconds(NOW - timedelta(days=2))), (), 5.0),
        ((30, seconds(NOW - timedelta(days=30))), (), 1.0),
        # One of this hour is not twenty-four a day.
        ((1, seconds(NOW - HOUR)), (), 1.0),
        (None, (NOW - timedelta(days=4), NOW, None, NOW - timedelta(days=400)), 0.5),
        ((2, seconds(NOW - timedelta(days=2))), (NOW - timedelta(days=4), NOW), 1.0),
        # Dates to come prove nothing.
        (None, (NOW + timedelta(days=400),), 0.0),
    ],
)
def test_pace(counted, arriving, rate):
    assert pace(counted, arriving, NOW) == pytest.approx(rate)


def test_the_pace_is_unknown_before_the_first_article():
    assert known_pace(make_feed(), None, NOW) is None
    assert known_pace(make_feed(health=FeedHealth(changed_at=NOW)), None, NOW) == 0.0
    assert known_pace(make_feed(), (5, seconds(NOW - timedelta(days=5))), NOW) == 1.0


def after(patience, now=NOW, chance=0.0, rate=5.0, **more):
    return next_visit(cadence(URL, patience, rate), patience, now, chance, **more)


def test_hours_and_days_are_skipped():
    monday_evening = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert after(Patience(skip_hours=NIGHT), monday_evening) == datetime(2026, 11, 24, 6, tzinfo=UTC)
    friday = datetime(2026, 11, 27, 23, 0, tzinfo=UTC)
    assert after(Patience(skip_days=WEEKEND), friday) == datetime(2026, 11, 30, 0, tzinfo=UTC)
    both = Patience(skip_hours=NIGHT, skip_days=WEEKEND)
    assert after(both, friday) == datetime(2026, 11, 30, 6, tzinfo=UTC)
    # Not all at the stroke of the hour.
    assert datetime(2026, 11, 24, 6, tzinfo=UTC) < after(Patience(skip_hours=NIGHT), monday_evening, 0.5)
    # A week with a single hour in it is not meant.
    assert after(Patience(skip_hours=2**23 - 1, skip_days=63), NOW) - NOW < 2 * HOUR
    # The hours are of UTC, wherever the clock is read.
    there = monday_evening.astimezone(ZoneInfo("Asia/Tokyo"))
    assert after(Patience(skip_hours=NIGHT), there) == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_a_publisher_who_names_a_beat_is_visited_on_it():
    six = seconds(datetime(2000, 1, 1, 6, tzinfo=UTC))
    daily = Patience(publisher=86_400, update_base=six)
    assert after(daily, NOW) == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert after(daily, NOW, fresh_until=NOW + 20 * HOUR) == NOW + 20 * HOUR
    hourly = Patience(publisher=4 * 3600, update_base=six)
    assert after(hourly, datetime(2026, 11, 23, 6, 1, tzinfo=UTC)) == datetime(2026, 11, 23, 10, tzinfo=UTC)


@settings(max_examples=300, deadline=None)
@given(
    moments,
    patiences,
    rates,
    chances,
    st.none() | st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=4_000)),
)
def test_every_visit_is_later_but_not_too_late(now, patience, rate, chance, fresh, chosen):
    fresh_until = None if fresh is None else now + fresh
    rhythm = cadence(URL, patience, rate, chosen)
    moment = next_visit(rhythm, patience, now, chance, fresh_until)
    longest = LONGEST_CHOSEN if rhythm.decided_by == "user" else LONGEST + LONGEST_SKIP
    assert now + PAUSE <= moment <= now + longest
    if fresh is not None:
        assert moment >= now + min(fresh, LONGEST)
    health = FeedHealth(checked_at=now, next_check_at=moment)
    assert is_due(health, moment) and not is_due(health, now)


@settings(max_examples=200, deadline=None)
@given(moments, st.timedeltas(timedelta(days=-3_653), timedelta(days=3_653)), patiences, rates, chances)
def test_a_clock_that_jumps_makes_no_storm_and_leaves_nothing_stuck(now, jump, patience, rate, chance):
    """Whatever the clock does, a feed is visited at most once for each jump before its time."""
    rhythm = cadence(URL, patience, rate)
    health = FeedHealth(checked_at=now, next_check_at=next_visit(rhythm, patience, now, chance))
    other = now + jump
    if is_due(health, other):
        again = FeedHealth(checked_at=other, next_check_at=next_visit(rhythm, patience, other, chance))
        assert not is_due(again, other) and not is_due(again, other + PAUSE / 2)
        # Back to the true time: once more, and then by the schedule.
        if is_due(again, now):
            planned = next_visit(rhythm, patience, now, chance)
            assert not is_due(FeedHealth(checked_at=now, next_check_at=planned), now)
    else:
        assert is_due(health, other + LONGEST + LONGEST_SKIP)


@pytest.mark.parametrize("years", [-10, 10])
def test_ten_years_of_error_are_mended_at_once(years):
    wrong = NOW + timedelta(days=365 * years)
    health = FeedHealth(checked_at=wrong, next_check_at=after(Patience(), wrong))
    assert is_due(health, NOW)


def test_three_days_of_error_are_too():
    wrong = NOW + timedelta(days=3)
    assert is_due(FeedHealth(checked_at=wrong, next_check_at=wrong + HOUR), NOW)
    # A few minutes are the difference between two machines.
    near = NOW + timedelta(minutes=2)
    assert not is_due(FeedHealth(checked_at=near, next_check_at=near + HOUR), NOW)


def test_summer_time_changes_nothing():
    berlin = ZoneInfo("Europe/Berlin")
    for hour in range(48):
        now = (datetime(2026, 10, 24, tzinfo=UTC) + hour * HOUR).astimezone(berlin)
        assert after(Patience(), now).astimezone(UTC) - now.astimezone(UTC) == timedelta(days=0.4) / 5


def test_a_feed_that_is_gone_is_never_due():
    assert not is_due(FeedHealth(active=False), NOW)


def test_jitter_is_spread_and_the_same_every_time():
    chances = [jitter(number) for number in range(1_000)]
    assert chances == [jitter(number) for number in range(1_000)]
    assert all(0 <= chance < 1 for chance in chances)
    tenths = [sum(int(chance * 10) == tenth for chance in chances) for tenth in range(10)]
    assert min(tenths) > 60


def test_known_hosts_and_those_below_them():
    assert {habit.host for habit in HABITS} == {"reddit.com", "youtube.com", "github.com", "feedburner.com"}
    for host in ("www.reddit.com", "old.reddit.com", "reddit.com"):
        manners = manners_of(host, 2, 0.5)
        assert (manners.name, manners.at_once, manners.gap) == ("reddit.com", 1, 6.0)
    assert habit_of("notreddit.com") is None and habit_of("reddit.com.evil.example") is None
    plain = manners_of("example.org", 2, 0.5)
    assert (plain.name, plain.at_once, plain.gap) == ("example.org", 2, 0.5)
    # Who is more careful by his own settings stays so.
    assert manners_of("feeds.feedburner.com", 1, 3.0).gap == 3.0


def test_the_known_hosts_are_documented():
    page = (Path(__file__).parents[2] / "docs" / "refreshing.md").read_text(encoding="utf-8")
    for habit in HABITS:
        assert f"| {habit.host} | {habit.why.partition(';')[0]}" in page


@pytest.mark.parametrize(
    ("feed", "rate", "chosen", "words"),
    [
        (
            {"patience": Patience(server=1800)},
            5.0,
            None,
            "Checked every 2 hours, because it publishes about 5 articles a day and its server allows 30 minutes.",
        ),
        ({}, 0.3, None, "Checked every 12 hours, because it publishes about 2 articles a week."),
        ({}, 0.04, None, "Checked every 12 hours, because it publishes about 1 article a month."),
        ({}, 0.0, None, "Checked every 12 hours, because it has published nothing for a month."),
        ({}, None, None, "Checked every 1 hour, because it is not known yet how often it publishes."),
        (
            {"patience": Patience(skip_hours=NIGHT | 1 << 12 | 1 << 23)},
            0.0,
            None,
            "Checked every 12 hours, because it has published nothing for a month. Not between 00:00 and 06:00 UTC,"
            " between 12:00 and 13:00 UTC and between 23:00 and 24:00 UTC, as its publisher asks.",
        ),
        ({}, 5.0, 3 * HOUR, "Checked every 3 hours, because you want it so."),
        (
            {"patience": Patience(server=6 * 3600)},
            5.0,
            HOUR,
            "Checked every 6 hours, because its server asks for that, though it publishes about 5 articles a day.",
        ),
        (
            {"patience": Patience(publisher=86_400, skip_hours=0b11, skip_days=WEEKEND)},
            None,
            None,
            "Checked every 24 hours, because its publisher asks for that."
            " Not between 00:00 and 02:00 UTC nor on Saturday and Sunday, as its publisher asks.",
        ),
        (
            {"feed_url": "https://www.reddit.com/r/x/.rss"},
            99.0,
            None,
            "Checked every 1 hour, because reddit.com likes no more, though it publishes about 99 articles a day.",
        ),
        (
            {"health": FeedHealth(active=False)},
            5.0,
            None,
            "Not checked any more, because its server said that it is gone for good.",
        ),
        (
            {"health": FeedHealth(failures=3, error_kind=FailureKind.DNS, next_check_at=NOW + 2 * HOUR)},
            5.0,
            None,
            "Checked again in 2 hours, because the last 3 visits failed.",
        ),
    ],
)
def test_in_words(feed, rate, chosen, words):
    assert explained(make_feed(**feed), rate, NOW, chosen) == words


@settings(max_examples=100)
@given(patiences, rates, st.none() | st.timedeltas(HOUR, timedelta(days=99)))
def test_there_are_always_words(patience, rate, chosen):
    words = explained(make_feed(patience=patience), rate, NOW, chosen)
    assert words.startswith("Checked every ") and words.endswith(".") and words.isprintable()


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "1 second"),
        (timedelta(seconds=45), "45 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1.92), "2 hours"),
        (WINDOW, "30 days"),
    ],
)
def test_spans(length, words):
    assert span(length) == words


def test_a_feed_of_the_past_is_due_and_replaced_by_what_is_planned():
    feed = make_feed(health=FeedHealth(checked_at=NOW - 9 * HOUR, next_check_at=NOW - HOUR))
    assert is_due(feed.health, NOW)
    assert not is_due(replace(feed.health, checked_at=NOW, next_check_at=after(Patience())), NOW)
