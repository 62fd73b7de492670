"""Dates as they stand on pages."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds import date_in
from tui.model.month_names import MONTHS, looks_like_date


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("12 March 2026", "", "2026-03-12 00:00"),
        ("Posted on March 3rd, 2026 at 4:15 pm by Jane", "", "2026-03-03 16:15"),
        ("Sept. 5, 2024", "", "2024-09-05 00:00"),
        ("3. März 2026", "", "2026-03-03 00:00"),
        ("le 1er août 2025 à 14h30", "", "2025-08-01 14:30"),
        ("12 de octubre de 2025", "", "2025-10-12 00:00"),
        ("12 августа 2024 г.", "", "2024-08-12 00:00"),
        ("2026年3月4日", "", "2026-03-04 00:00"),
        ("03/04/2026", "", "2026-03-04 00:00"),
        ("03/04/2026", "dmy", "2026-04-03 00:00"),
        ("03/04/2026", "mdy", "2026-03-04 00:00"),
        ("25/03/2026", "", "2026-03-25 00:00"),
        ("03/25/2026", "dmy", "2026-03-25 00:00"),
        ("1.2.26", "", "2026-02-01 00:00"),
        ("26/02/01", "ymd", "2026-02-01 00:00"),
        ("2026/2/1 08:05", "", "2026-02-01 08:05"),
        ("12-03-2026", "", "2026-03-12 00:00"),
        ("2026-02-01T10:00:00+02:00", "", "2026-02-01 08:00"),
        ("Updated 2026-02-01 by Jane", "", "2026-02-01 00:00"),
        ("Mon, 02 Nov 2026 08:00:00 GMT", "", "2026-11-02 08:00"),
        ("1767225600", "", "2026-01-01 00:00"),
        ("1767225600000", "", "2026-01-01 00:00"),
        # Letters that match others when case does not count.
        ("Auguſt 12, 2026", "", "2026-08-12 00:00"),
    ],
)
def test_a_date_is_read(text, order, moment):
    found = date_in(text, order)
    assert found is not None and f"{found:%Y-%m-%d %H:%M}" == moment and found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 hours ago",
        "12 march",
        "Version 1.2.3",
        "10.0.0.1",
        "99/99/2026",
        "aprıl 12, 2026 x",
        "x" * 400,
    ],
)
def test_what_names_no_day_of_a_year_is_no_date(text):
    assert date_in(text) is None


@given(st.text(max_size=350) | st.from_regex(r"[\d/.\- :]{1,40}"), st.sampled_from(["", "dmy", "mdy", "ymd"]))
def test_nothing_is_ever_raised(text, order):
    found = date_in(text, order)
    assert found is None or 1970 <= found.year <= 2199


@given(st.dates(datetime(1970, 1, 1).date(), datetime(2069, 12, 31).date()), st.sampled_from("./"))
def test_figures_are_read_in_the_order_that_is_said(day, mark):
    for order, parts in {"dmy": "%d{0}%m{0}%Y", "mdy": "%m{0}%d{0}%Y", "ymd": "%Y{0}%m{0}%d"}.items():
        text = day.strftime(parts.format(mark))
        found = date_in(f"on {text}, by Jane", order)
        assert found is not None and found.date() == day
        assert looks_like_date(text)


@given(st.dates(datetime(1970, 1, 2).date(), datetime(2069, 12, 31).date()), st.sampled_from(sorted(MONTHS)))
def test_months_are_known_by_name(day, name):
    day = day.replace(day=min(day.day, 28), month=MONTHS[name])
    for text in (f"{day.day} {name} {day.year}", f"{day.day}. {name.title()} {day.year}"):
        found = date_in(f"Veröffentlicht: {text}")
        assert found is not None and found.date() == day, text
        assert looks_like_date(text)
