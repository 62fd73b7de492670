from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.fetching import Validators
from tui.net.caching import MAX_DELAY, fresh_until, freshness, http_date, out_of_turns, retry_at, validators

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def after(**span):
    return NOW + timedelta(**span)


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, after(minutes=10)),
        ({"cache-control": 'public, Max-Age = "600"'}, after(minutes=10)),
        ({"cache-control": "s-maxage=9, max-age=600"}, after(minutes=10)),
        ({"cache-control": "max-age=600", "age": "60"}, after(minutes=9)),
        ({"cache-control": "max-age=600", "age": "601"}, None),
        ({"cache-control": "max-age=600", "age": "old"}, after(minutes=10)),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=-5"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        # Only one header may not be used again without asking; the document may.
        ({"cache-control": 'no-cache="set-cookie", max-age=600'}, after(minutes=10)),
        ({"cache-control": "max-age=, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=600,no-store"}, None),
        ({"cache-control": "max-age=99999999999999"}, NOW + MAX_DELAY),
        ({"cache-control": "max-age=" + "9" * 5_000}, NOW + MAX_DELAY),
        ({"expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, after(minutes=10)),
        ({"expires": "Tue, 24 Nov 2026 11:10:00 GMT"}, None),
        ({"expires": "0"}, None),
        # The server's clock runs an hour ahead: what it means is ten minutes.
        (
            {"expires": "Tue, 24 Nov 2026 13:10:00 GMT", "date": "Tue, 24 Nov 2026 13:00:00 GMT"},
            after(minutes=10),
        ),
        ({"expires": "Tue, 24 Nov 2026 12:30:00 GMT", "cache-control": "max-age=60"}, after(minutes=1)),
        ({"retry-after": "300"}, after(minutes=5)),
        ({"retry-after": "300", "cache-control": "max-age=600"}, after(minutes=10)),
    ],
)
def test_freshness(headers, moment):
    assert fresh_until(headers, NOW) == moment


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        # A server that says nothing leaves what it said before; one that says "never" does not.
        ({}, None),
        ({"cache-control": "public"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=600", "age": "60"}, 600),
        ({"cache-control": "max-age=0"}, 0),
        ({"cache-control": "no-cache"}, 0),
        ({"cache-control": "no-store, max-age=600"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=" + "9" * 5_000}, 86_400),
        ({"expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, 600),
        ({"expires": "Tue, 24 Nov 2020 12:10:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": ""}, 0),
    ],
)
def test_how_long_such_answers_are_fresh(headers, seconds):
    assert freshness(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        # Reddit counts the seconds, GitHub names the moment.
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "241"}, after(seconds=241)),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(after(minutes=9).timestamp()))},
            after(minutes=9),
        ),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "30"}, after(seconds=30)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000001"}, NOW),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30", "retry-after": "60"}, after(minutes=1)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, None),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": "241"}, None),
    ],
)
def test_servers_that_count_requests_say_when_they_begin_anew(headers, moment):
    assert retry_at(headers, NOW) == moment


def test_out_of_turns():
    assert out_of_turns({"x-ratelimit-remaining": "0.00"}) and out_of_turns({"ratelimit-remaining": "0"})
    assert not any(out_of_turns({"x-ratelimit-remaining": text}) for text in ("", "10", "0.5", "none"))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("120", after(minutes=2)),
        (" 120 ", after(minutes=2)),
        ("0", NOW),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("99999999999", NOW + MAX_DELAY),
        ("Tue, 24 Nov 2026 12:02:00 GMT", after(minutes=2)),
        ("Tuesday, 24-Nov-26 12:02:00 GMT", after(minutes=2)),
        ("Tue Nov 24 12:02:00 2026", after(minutes=2)),
        ("Tue, 24 Nov 2020 12:02:00 GMT", NOW),
        ("Tue, 24 Nov 2099 12:02:00 GMT", NOW + MAX_DELAY),
        ("Tue, 99 Nov 2026 99:02:00 GMT", None),
    ],
)
def test_retry_after(text, moment):
    assert retry_at({"retry-after": text}, NOW) == moment


def test_retry_after_is_read_against_the_servers_clock():
    headers = {"retry-after": "Tue, 24 Nov 2020 12:02:00 GMT", "date": "Tue, 24 Nov 2020 12:00:00 GMT"}
    assert retry_at(headers, NOW) == after(minutes=2)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "cache-control",
                "expires",
                "age",
                "date",
                "retry-after",
                "x-ratelimit-remaining",
                "x-ratelimit-reset",
            ]
        ),
        st.text(),
    ),
)
def test_nothing_a_server_says_raises_or_keeps_us_away_for_long(headers):
    for moment in (fresh_until(headers, NOW), retry_at(headers, NOW)):
        assert moment is None or NOW <= moment <= NOW + MAX_DELAY
    assert freshness(headers, NOW) in (None, *range(86_401))


@settings(max_examples=50)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_dates_are_read_back(moment):
    moment = moment.replace(microsecond=0)
    assert http_date(format_datetime(moment, usegmt=True)) == moment


def test_validators_of_an_answer():
    headers = {"etag": 'W/"1"', "last-modified": "Tue"}
    assert validators(headers) == Validators('W/"1"', "Tue")
    assert validators({}) == Validators()
    assert validators({"etag": '"2"'}, Validators('"1"', "Mon")) == Validators('"2"', "Mon")
    assert validators({"etag": "x" * 5_000, "last-modified": "a\x1bb"}) == Validators()
