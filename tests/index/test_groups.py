"""Headings against grouping by hand: every article where it belongs, in the list's order, counted once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.world import answers_to, catalog_of
from tests.query.strategies import NOW, articles, feeds, queries
from tui.index import Catalog, random_unread, select, unread_counts
from tui.query import Query, Subject, parse
from tui.query.words import fold, path_key

ZONES = (
    UTC, timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Sao_Paulo"),
    ZoneInfo("Pacific/Apia"),
)  # fmt: skip


def sections(selection):
    """Each heading's key with the ids below it."""
    groups = selection.groups
    bounds = groups.bounds.tolist()
    assert bounds[0] == 0
    assert bounds[-1] == len(selection.ids)
    assert len(groups.keys) == len(groups.names) == len(bounds) - 1
    ids = selection.ids.tolist()
    return [
        (key, ids[start:end]) for key, start, end in zip(groups.keys, bounds[:-1], bounds[1:], strict=True)
    ]


def keys_of(kind, feed, subject, zone, found):
    """The headings that an article stands under."""
    if kind == "day":
        return [datetime.fromtimestamp(subject.sorted_at, zone).date().isoformat()]
    if kind == "story":
        return [original_of(subject, found)]
    return [str(feed)] if kind == "feed" else [path_key(tag) for tag in subject.tags] or [""]


def original_of(subject, found):
    """The id of the first of its story, if it has copies."""
    same = [(one.sorted_at, one.id) for _, one in found if subject.story and one.story == subject.story]
    return str(min(same)[1]) if same else ""


@pytest.mark.parametrize("kind", ["day", "feed", "tag", "story"])
@settings(max_examples=100, deadline=None)
@given(articles(), queries, st.sampled_from(ZONES))
def test_every_article_stands_where_it_belongs(kind, found, query, zone):
    now = NOW.astimezone(zone)
    catalog = catalog_of(found)
    answers = answers_to(query, found)
    plain = select(replace(query, group=""), catalog, answers, now)
    selection = select(replace(query, group=kind), catalog, answers, now)
    assert plain.groups is None
    facts = {subject.id: (feed, subject) for feed, subject in found}

    expected = {}
    for number in plain.ids.tolist():
        for key in keys_of(kind, *facts[number], zone, found):
            # In the order of the list without headings.
            expected.setdefault(key, []).append(number)
    told = sections(selection)
    assert dict(told) == expected
    assert len(told) == len(expected)
    assert (selection.count, selection.bitmap) == (plain.count, plain.bitmap)
    assert [key for key, _ in told] == sorted_keys(kind, expected, query)

    states = [sum(number in catalog.unread for number in ids) for _, ids in told]
    assert unread_counts(selection.ids, selection.groups, catalog) == states
    for number in facts:
        place = selection.position(number)
        assert (place is not None) == (number in plain)
        if place is not None:
            assert selection.ids.tolist().index(number) == place


def sorted_keys(kind, keys, query):
    turned = next(
        (key.reverse for key in query.sort if key.name == {"day": "date", "feed": "feed"}.get(kind)), False
    )
    if kind == "day":
        return sorted(keys, reverse=not turned)
    if kind == "feed":
        titles = {str(feed.id): (fold(feed.title), int(feed.id)) for feed in feeds()}
        return sorted(keys, key=titles.get, reverse=turned)
    if kind == "story":
        return sorted(keys, key=lambda key: not key)
    return sorted(keys, key=lambda key: (not key, key.split("/")))


@pytest.mark.parametrize("zone", ZONES, ids=str)
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**9), 4 * 10**9), min_size=1, max_size=9), st.sampled_from(("", "sort:feed")))
def test_a_day_is_the_one_on_the_calendar_of_the_zone(zone, moments, sort):
    found = [(1, Subject(id=number, sorted_at=at)) for number, at in enumerate(moments, start=1)]
    told = sections(select(parse(f"group:day {sort}"), catalog_of(found), {}, NOW.astimezone(zone)))
    for key, ids in told:
        for number in ids:
            there = datetime.fromtimestamp(moments[number - 1], zone)
            begins = datetime.combine(there.date(), time(), zone).timestamp()
            # Where clocks went back over midnight, an hour is of two days: that of its first time.
            assert key == there.date().isoformat() or begins > moments[number - 1]


def at(*moments):
    return [
        (1, Subject(id=number, sorted_at=int(datetime.fromisoformat(moment).timestamp())))
        for number, moment in enumerate(moments, start=1)
    ]


@pytest.mark.parametrize(
    ("zone", "moments", "days"),
    [
        # The clocks go back at three in the night, and an hour comes twice.
        (UTC, ["2026-11-20T23:59:59+00:00", "2026-11-21T00:00:00+00:00"], ["2026-11-21", "2026-11-20"]),
        (ZONES[1], ["2026-11-20T03:29:59+00:00", "2026-11-20T03:30:00+00:00"], ["2026-11-20", "2026-11-19"]),
        ("Europe/Berlin", ["2026-10-24T21:59:59+00:00", "2026-10-24T22:00:00+00:00", "2026-10-25T22:59:59+00:00",
                           "2026-10-25T23:00:00+00:00"], ["2026-10-26", "2026-10-25", "2026-10-25", "2026-10-24"]),
        # This day began at one in the morning.
        ("America/Sao_Paulo", ["2018-11-04T02:59:59+00:00", "2018-11-04T03:00:00+00:00"], ["2018-11-04", "2018-11-03"]),
        # This island left out the 30th.
        ("Pacific/Apia", ["2011-12-30T09:59:59+00:00", "2011-12-30T10:00:00+00:00"], ["2011-12-31", "2011-12-29"]),
    ],
)  # fmt: skip
def test_days_are_local_days(zone, moments, days):
    catalog = catalog_of(at(*moments))
    named = ZoneInfo(zone) if isinstance(zone, str) else zone
    told = sections(select(parse("group:day"), catalog, {}, NOW.astimezone(named)))
    assert [key for key, ids in told for _ in ids] == days


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Berlin")])
def test_dates_that_no_calendar_holds_have_a_day_too(zone):
    found = [
        (1, Subject(id=number, sorted_at=moment))
        for number, moment in enumerate((-(10**12), -1, 0, 10**9, 10**12), start=1)
    ]
    for text in ("group:day", "group:day sort:-date", "group:day sort:feed"):
        told = sections(select(parse(text), catalog_of(found), {}, NOW.astimezone(zone)))
        assert sorted(number for _, ids in told for number in ids) == [1, 2, 3, 4, 5]


def test_feeds_of_one_title_are_two_and_a_stranger_is_one():
    found = [(feed, Subject(id=number)) for number, feed in enumerate((3, 1, 9, 9, 2, 3), start=1)]
    selection = select(parse("group:feed"), catalog_of(found), {}, NOW)
    assert sections(selection) == [("9", [4, 3]), ("2", [5]), ("1", [2]), ("3", [6, 1])]
    assert selection.groups.names == ("", "Café", "Kernel Notes", "kernel notes")


def test_an_article_stands_under_each_of_its_tags_and_counts_once():
    tags = (("b", "a/b"), ("a", "b"), (), ("A b",))
    found = [(1, Subject(id=number, tags=one)) for number, one in enumerate(tags, start=1)]
    selection = select(parse("group:tag"), catalog_of(found), {}, NOW)
    assert sections(selection) == [("a", [2]), ("a/b", [1]), ("a b", [4]), ("b", [2, 1]), ("", [3])]
    assert (selection.count, len(selection.ids)) == (4, 6)


def test_a_limit_cuts_the_list_before_it_is_grouped():
    found = [(number % 2 + 1, Subject(id=number, sorted_at=number)) for number in range(1, 7)]
    assert sections(select(parse("group:feed limit:3"), catalog_of(found), {}, NOW)) == [
        ("2", [5]), ("1", [6, 4]),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["day", "feed", "tag"])
def test_an_empty_list_has_no_headings(kind):
    selection = select(Query(group=kind), Catalog(), {}, NOW)
    assert sections(selection) == []
    assert unread_counts(selection.ids, selection.groups, Catalog()) == []


@given(articles(), st.floats(0, 1, exclude_max=True), st.integers(0, 300))
def test_a_random_unread_is_unread_and_another_one(found, chance, but):
    catalog = catalog_of(found)
    selection = select(parse("group:tag"), catalog, {}, NOW)
    there = {subject.id for _, subject in found if not subject.read and subject.id != but}
    place = random_unread(selection, catalog, chance, but)
    assert (place is None) == (not there)
    if place is not None:
        assert int(selection.ids[place]) in there


def test_every_unread_article_can_be_met_by_chance():
    found = [(1, Subject(id=number, read=number > 5)) for number in range(1, 9)]
    catalog = catalog_of(found)
    selection = select(parse(""), catalog, {}, NOW)
    met = {int(selection.ids[random_unread(selection, catalog, step / 20, but=2)]) for step in range(20)}
    assert met == {1, 3, 4, 5}
