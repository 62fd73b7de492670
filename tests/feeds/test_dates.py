from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09"),
        ("2024-05-06T07:08:09.123456789z", "2024-05-06T07:08:09"),
        ("2024-05-06T07:08:09+09:30", "2024-05-05T21:38:09"),
        ("2024-05-06 07:08", "2024-05-06T07:08:00"),
        ("2024-05-06", "2024-05-06T00:00:00"),
        ("2024-05", "2024-05-01T00:00:00"),
        ("2024", "2024-01-01T00:00:00"),
        ("2024/05-06 07:08:09", "2024-05-06T07:08:09"),
        ("24-05-06", "2024-05-06T00:00:00"),
        ("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09"),
        ("Mon, 06 May 2024 07:08:09 -01:30", "2024-05-06T08:38:09"),
        ("Mon, 06 May 2024 07:08:09 GMT+0200", "2024-05-06T05:08:09"),
        ("Mon, 06 May 2024 07:08:09 CEST", "2024-05-06T05:08:09"),
        ("Mon, 06 May 2024 07:08:09 XYZ", "2024-05-06T07:08:09"),
        ("2024/05/08 07:08:09 AEST", "2024-05-07T21:08:09"),
        ("2024/05/08 07:08:09 -02:30", "2024-05-08T09:38:09"),
        ("Wed, 2024/05/08 07:08:09 EDT", "2024-05-08T11:08:09"),
        ("6 May 99 07:08:09 +0000", "1999-05-06T07:08:09"),
        ("Mon May  6 07:08:09 2024", "2024-05-06T07:08:09"),
        ("May 6, 2024, 7:08 PM", "2024-05-06T19:08:00"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00"),
        ("  2024-05-06\n", "2024-05-06T00:00:00"),
    ],
)
def test_dates_of_the_wild(text: str, expected: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


NO_DATES = ["", " ", "yesterday", "10", "12:00", "Jan 5", "1e9", "0001-01-01", "9999-12-31T23:59:59Z"]
NO_DATES += ["31 Dec 1901 00:00 GMT", "0000-00-00T00:00:00Z", "Mon, 99 May 2024 07:08:09 GMT"]
NO_DATES += ["2024-05-06T99:99:99Z", "2024-02-30", "1" * 5_000, "2024-" * 5_000]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


DIGITS = st.text(st.sampled_from("0123456789-/:.+TZ, JanFebMonGMT\u0660年\x00"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), DIGITS))
def test_never_raises_and_never_strays(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or (moment.tzinfo is UTC and 1970 <= moment.year < 2200 and moment.microsecond == 0)


@settings(max_examples=100)
@given(st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)))
def test_iso_and_rfc_agree(naive: datetime) -> None:
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.strftime("%d %b %Y %H:%M:%S +0000").lstrip("0")) == moment
