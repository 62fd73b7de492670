"""What a publisher says of visits: ttl, skipHours, skipDays and the syndication module."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.documents import URL, atom, entry, item, items, rss
from tui.feeds import parse
from tui.feeds.resting import DAYS

NIGHT = "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in (0, 1, 23)) + "</skipHours>"
WEEKEND = "<skipDays><day>Saturday</day><day> sunday </day></skipDays>"
DAILY = "<sy:updatePeriod>daily</sy:updatePeriod>"


def read(channel, known=frozenset(), entries=1):
    return parse(
        rss(items(range(entries)), channel), content_type="application/rss+xml", url=URL, known=known
    )


@pytest.mark.parametrize(
    ("channel", "hours", "days"),
    [
        ("", 0, 0),
        (NIGHT, 1 | 2 | 1 << 23, 0),
        (WEEKEND, 0, 1 << 5 | 1 << 6),
        (NIGHT + WEEKEND, 1 | 2 | 1 << 23, 1 << 5 | 1 << 6),
        # Old feeds count from 1 to 24.
        ("<skipHours><hour>24</hour></skipHours>", 1, 0),
        ("<skipHours><hour>25</hour><hour>-1</hour><hour>noon</hour><hour/></skipHours>", 0, 0),
        ("<skipDays><day>Mon</day><day>Caturday</day></skipDays>", 0, 1),
        ("<skipHours/><skipDays></skipDays>", 0, 0),
        # Never at all is not meant.
        ("<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>", 0, 0),
        ("<skipDays>" + "".join(f"<day>{day}</day>" for day in DAYS) + "</skipDays>", 0, 0),
    ],
)
def test_hours_and_days_to_be_skipped(channel, hours, days):
    feed = read(channel)
    assert (feed.skip_hours, feed.skip_days) == (hours, days)
    assert len(feed.entries) == 1


def test_they_are_read_however_many_entries_are_known():
    first = read(NIGHT + WEEKEND, entries=20)
    again = read(NIGHT + WEEKEND, frozenset(one.raw_hash for one in first.entries), entries=20)
    assert again.known == 20
    assert (again.skip_hours, again.skip_days) == (first.skip_hours, first.skip_days) != (0, 0)


def test_what_an_entry_writes_about_it_is_not_meant():
    text = f"<![CDATA[Write {NIGHT}{WEEKEND} into your channel.]]>"
    feed = parse(rss(item(1, f"<content:encoded>{text}</content:encoded>")), content_type="", url=URL)
    assert (feed.skip_hours, feed.skip_days) == (0, 0)


@pytest.mark.parametrize(
    ("channel", "ttl", "base"),
    [
        (DAILY, 86_400, None),
        (DAILY + "<sy:updateFrequency>4</sy:updateFrequency>", 21_600, None),
        (DAILY + "<sy:updateFrequency>often</sy:updateFrequency>", 86_400, None),
        (DAILY + "<sy:updateFrequency>0</sy:updateFrequency>", 86_400, None),
        (DAILY + "<sy:updateFrequency>9999999999</sy:updateFrequency>", 1, None),
        (DAILY + "<sy:updateBase>2000-01-01T06:00+00:00</sy:updateBase>", 86_400, datetime(2000, 1, 1, 6)),
        (DAILY + "<sy:updateBase>yesterday</sy:updateBase>", 86_400, None),
        ("<sy:updateBase>2000-01-01T06:00+00:00</sy:updateBase>", 0, None),
        ("<sy:updatePeriod>fortnightly</sy:updatePeriod>", 0, None),
        # What is said in minutes is said more plainly.
        (DAILY + "<ttl>90</ttl>", 5_400, None),
        ("<ttl>99999999999</ttl>", 31_536_000, None),
        ("<ttl>-5</ttl>", 0, None),
    ],
)
def test_periods(channel, ttl, base):
    feed = read(channel)
    assert feed.ttl == ttl
    assert feed.update_base == (0 if base is None else int(base.replace(tzinfo=UTC).timestamp()))


def test_atom_may_have_the_syndication_module_too():
    body = atom(entry(1), DAILY).replace(
        b"<feed ", b'<feed xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    )
    assert parse(body, content_type="", url=URL).ttl == 86_400


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs", "Cc"])), st.text("0123456789")
)
def test_nothing_written_there_raises_or_gives_more_than_a_day_of_hours(day, hour):
    channel = f"<skipDays><day>{day}</day></skipDays><skipHours><hour>{hour}</hour></skipHours>"
    feed = read(channel)
    assert 0 <= feed.skip_hours < 1 << 24 and 0 <= feed.skip_days < 1 << 7
