from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tui.query.moments import interval, is_moment, period

BERLIN = ZoneInfo("Europe/Berlin")
#: A Tuesday, two days after which nothing special happens.
NOW = datetime(2026, 11, 24, 15, 30, 20, tzinfo=BERLIN)


def at(text, now=NOW):
    found = period(text, now)
    if found is None:
        return None
    return tuple(datetime.fromtimestamp(second, now.tzinfo).strftime("%Y-%m-%d %H:%M") for second in found)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-11-24 00:00", "2026-11-25 00:00"),
        ("Yesterday", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("tuesday", "2026-11-24 00:00", "2026-11-25 00:00"),
        ("monday", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("wednesday", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("thisweek", "2026-11-23 00:00", "2026-11-30 00:00"),
        ("lastweek", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("thismonth", "2026-11-01 00:00", "2026-12-01 00:00"),
        ("lastmonth", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("thisyear", "2026-01-01 00:00", "2027-01-01 00:00"),
        ("lastyear", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("2025", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("2026-12", "2026-12-01 00:00", "2027-01-01 00:00"),
        ("2024-02-29", "2024-02-29 00:00", "2024-03-01 00:00"),
        ("2026-11-23T14:05", "2026-11-23 14:05", "2026-11-23 14:06"),
        ("30m", "2026-11-24 15:00", "2026-11-24 15:00"),
        ("6h", "2026-11-24 09:30", "2026-11-24 09:30"),
        ("2d", "2026-11-22 15:30", "2026-11-22 15:30"),
        ("3w", "2026-11-03 15:30", "2026-11-03 15:30"),
        ("6mo", "2026-05-24 15:30", "2026-05-24 15:30"),
        ("9mo", "2026-02-24 15:30", "2026-02-24 15:30"),
        ("1y", "2025-11-24 15:30", "2025-11-24 15:30"),
        ("0y", "2026-11-24 15:30", "2026-11-24 15:30"),
        ("P3D", "2026-11-21 15:30", "2026-11-21 15:30"),
        ("pt5h", "2026-11-24 10:30", "2026-11-24 10:30"),
        ("P1Y2M1W", "2025-09-17 15:30", "2025-09-17 15:30"),
    ],
)
def test_what_moments_mean(text, start, end):
    assert at(text) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "now", "2d ago", "26", "2026-1", "2026-11-31", "2026-00", "0000", "9999", "9999-12-31", "P", "PT", "P3",
             "2026-11-23T25:00", "2026T10:00", "５d", "1x", "-2d", "12345678d"],
)  # fmt: skip
def test_what_is_no_moment(text):
    assert not is_moment(text)
    assert period(text, NOW) is None


def test_days_are_local_and_may_be_longer_or_shorter():
    utc = NOW.astimezone(UTC)
    assert period("today", NOW).start == period("today", utc).start - 3_600
    spring = period("2026-03-29", NOW)
    autumn = period("2026-10-25", NOW)
    assert (spring.end - spring.start, autumn.end - autumn.start) == (23 * 3_600, 25 * 3_600)


def test_a_month_back_from_the_last_is_the_last():
    assert at("1mo", NOW.replace(month=3, day=31))[0] == "2026-02-28 15:30"


def test_too_long_ago_is_the_beginning():
    for text in ("999999d", "999999y", "P99999Y", "999999mo", "999999w"):
        assert period(text, NOW).start <= period("2000", NOW).start


def test_intervals():
    day = period("2026-11-20", NOW)
    ago = period("2d", NOW).start
    asks = [
        ("=", ("2026-11-20",), (day.start, day.end)),
        ("=", ("2d",), (ago, None)),
        ("<", ("2026-11-20",), (None, day.start)),
        ("<=", ("2026-11-20",), (None, day.end)),
        (">", ("2026-11-20",), (day.end, None)),
        (">=", ("2026-11-20",), (day.start, None)),
        ("<=", ("2d",), (None, ago + 1)),
        (">", ("2d",), (ago + 1, None)),
        ("..", ("2026-11-20", ""), (day.start, None)),
        ("..", ("", "2026-11-20"), (None, day.end)),
        ("..", ("2026-11-20", "2d"), (day.start, ago + 1)),
        ("..", ("2d", "2026-11-20"), (day.start, ago + 1)),
        ("..", ("1w", "2w"), (ago - 12 * 86_400, ago - 5 * 86_400 + 1)),
    ]
    for operator, values, expected in asks:
        assert interval(operator, values, NOW) == expected, (operator, values)
    with pytest.raises(ValueError, match="not a moment"):
        interval("=", ("soon",), NOW)


def test_only_now_decides():
    later = NOW + timedelta(days=400)
    assert period("2025", later) == period("2025", NOW)
    assert period("today", later) != period("today", NOW)
