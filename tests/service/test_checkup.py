"""What the doctor says of a feed, and which feeds are there twice: pure."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_feed, make_prepared, make_prepared_feed
from tui.model.feed import FeedHealth, Move, Visit
from tui.model.fetching import FailureKind
from tui.service.checkup import (
    DAYS,
    Counts,
    Order,
    Trouble,
    answer_words,
    checkups,
    ordered,
    safe_address,
    sparkline,
)
from tui.service.twins import address_key, is_same_feed, twins

OLD = NOW - timedelta(days=400)
WELL = FeedHealth(checked_at=NOW, changed_at=NOW)


def feed_of(number=1, **changes):
    return make_feed(number, **{"added_at": OLD, "health": WELL, "site_url": "", **changes})


def examined(*feeds, days=None, opened=None):
    return checkups(feeds, Counts({}, days or {}, opened or {}, {}), NOW)


def kinds(one):
    return [said.kind for said in one.complaints]


TROUBLES = [
    ({}, []),
    ({"health": replace(WELL, error="No.", error_kind=FailureKind.DNS, failures=3)}, [Trouble.FAILING]),
    ({"health": replace(WELL, error="No.", error_kind=FailureKind.OFFLINE)}, []),
    ({"health": replace(WELL, error="Gone.", active=False)}, [Trouble.GONE]),
    ({"health": replace(WELL, active=False)}, [Trouble.GONE]),
    ({"health": replace(WELL, changed_at=NOW - timedelta(days=181))}, [Trouble.SILENT]),
    ({"health": replace(WELL, changed_at=NOW - timedelta(days=180))}, []),
    ({"health": FeedHealth(checked_at=NOW)}, [Trouble.SILENT]),
    ({"health": FeedHealth(checked_at=NOW), "added_at": NOW}, []),
    ({"health": FeedHealth()}, []),
    ({"moved": Move("https://new.example.org/feed", 1)}, [Trouble.MOVED]),
    ({"problem": "It is no XML."}, [Trouble.DOCUMENT]),
    ({"feed_url": "http://example.org/f", "site_url": "https://example.org/"}, [Trouble.INSECURE]),
    (
        {
            "feed_url": "http://example.org/f",
            "site_url": "https://example.org/",
            "moved": Move("https://www.example.org/f", 1),
        },
        [Trouble.MOVED],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), TROUBLES)
def test_what_is_the_matter_is_found(changes, expected):
    (one,) = examined(feed_of(**changes))
    assert kinds(one) == expected
    assert one.is_grave == any(kind.is_grave for kind in expected)


def test_a_failure_says_how_often_and_a_move_where_to():
    (ill,) = examined(feed_of(health=replace(WELL, error="No such name.", failures=3)))
    assert ill.complaints[0].sentence == "No such name. (3 times in a row)"
    (moved,) = examined(feed_of(moved=Move("https://new.example.org/", 1)))
    assert moved.fix.new_url == "https://new.example.org/" and "seen once" in moved.fix.sentence
    (known,) = examined(feed_of(moved=Move("https://ann:hunter2@new.example.org/", 1)))
    assert "hunter2" in known.fix.new_url and "hunter2" not in known.fix.sentence


@pytest.mark.parametrize(
    ("new", "opened", "changes", "expected"),
    [
        (312, 1, {}, [Trouble.NOISY]),
        (312, 30, {}, []),
        (150, 3, {}, [Trouble.NOISY]),
        (150, 4, {}, []),
        (149, 0, {}, [Trouble.UNOPENED]),
        (14, 0, {}, []),
        (312, 0, {"hidden": True}, []),
        (312, 0, {"added_at": NOW - timedelta(days=3)}, []),
    ],
)
def test_what_is_too_much(new, opened, changes, expected):
    (one,) = examined(feed_of(**changes), days={1: [*[0] * (DAYS - 1), new]}, opened={1: opened})
    assert kinds(one) == expected and not one.is_grave


def test_the_noise_is_said_in_words():
    (one,) = examined(feed_of(), days={1: [312, *[0] * (DAYS - 1)]}, opened={1: 1})
    assert one.opened_words == "312 new in 30 days, you opened 1"
    assert one.complaints[0].sentence.startswith("312 new articles in 30 days, you opened 1.")
    assert one.schedule.startswith("Checked every ")


@pytest.mark.parametrize(
    ("feed_url", "site_url", "hosts", "expected"),
    [
        ("http://example.org/f?a=1", "https://www.example.org/", [], "https://example.org/f?a=1"),
        ("http://example.org:80/f", "", ["example.org"], "https://example.org/f"),
        ("http://example.org/f", "http://example.org/", [], ""),
        ("http://example.org/f", "https://elsewhere.net/", ["elsewhere.net"], ""),
        ("http://example.org:8080/f", "https://example.org/", [], ""),
        ("http://localhost/f", "https://localhost/", [], ""),
        ("http://192.168.1.4/f", "https://192.168.1.4/", [], ""),
        ("http://me:secret@example.org/f", "https://example.org/", [], ""),
        ("https://example.org/f", "https://example.org/", [], ""),
    ],
)
def test_encryption_is_offered_where_it_is_likely(feed_url, site_url, hosts, expected):
    assert safe_address(feed_of(feed_url=feed_url, site_url=site_url), frozenset(hosts)) == expected


@pytest.mark.parametrize("feed_url", ["file:///home/jane/notes.xml", "command:tides"])
def test_what_is_on_this_machine_is_offered_no_address_and_has_moved_nowhere(feed_url):
    site = "https://example.org/"
    assert safe_address(feed_of(feed_url=feed_url, site_url=site), frozenset({"", "example.org"})) == ""
    silent = feed_of(feed_url=feed_url, health=FeedHealth(checked_at=NOW, changed_at=OLD))
    never = feed_of(feed_url=feed_url, health=FeedHealth(checked_at=NOW), added_at=OLD)
    for feed, words in (
        (silent, "Nothing new for 400 days."),
        (never, "It has never brought anything; look into it."),
    ):
        (found,) = checkups([feed], Counts({}, {}, {}, {}), NOW)
        assert [(one.kind, one.sentence, one.new_url) for one in found.complaints] == [
            (Trouble.SILENT, words, "")
        ]


PLACES = st.tuples(
    st.sampled_from(["http://", "https://"]),
    st.sampled_from(["", "www."]),
    st.sampled_from(["example.org", "example.com"]),
    st.sampled_from(["", "/", "/feed", "/feed/"]),
    st.sampled_from(["", "?utm_source=rss", "?page=2", "?page=2&fbclid=x"]),
).map("".join)


# The first question imports what knows the parameters that track.
@settings(deadline=None)
@given(PLACES)
def test_a_key_is_the_same_for_all_that_means_one_address(place):
    scheme, _, rest = place.partition("://")
    other = "https" if scheme == "http" else "http"
    bare = rest.removeprefix("www.")
    assert address_key(f"{other}://www.{bare}") == address_key(place)
    assert address_key(f"{place}{'&' if '?' in place else '?'}utm_medium=feed") == address_key(place)


@settings(deadline=None)
@given(st.lists(PLACES, unique=True, max_size=12), st.data())
def test_of_feeds_that_are_one_exactly_one_is_kept(places, data):
    feeds = [feed_of(number, feed_url=place) for number, place in enumerate(places, 1)]
    feeds = data.draw(st.permutations(feeds))
    found = twins(feeds)
    keys = {address_key(place) for place in places}
    assert len(feeds) - len(found) == len(keys)
    assert all(kept.id not in found for kept in found.values())
    assert all(
        address_key(one.feed_url) == address_key(found[one.id].feed_url) for one in feeds if one.id in found
    )


def test_twins_by_site_and_title_and_by_where_they_lead():
    one = feed_of(1, publisher_title="News", site_url="https://example.org/")
    two = feed_of(2, publisher_title="news", site_url="http://www.example.org")
    other = feed_of(3, publisher_title="Sports", site_url="https://example.org/")
    assert twins([one, two, other]) == {2: one}
    ill = replace(one, health=replace(WELL, error="No.", failures=1))
    assert twins([ill, two]) == {1: two}
    leading = feed_of(4, moved=Move(other.feed_url, 2))
    assert twins([leading, other]) == {4: other}
    assert kinds(examined(leading, other)[0]) == [Trouble.DUPLICATE]
    assert twins([feed_of(5), feed_of(6)]) == {}


@pytest.mark.parametrize(
    ("known", "guids", "title", "expected"),
    [
        ({"a", "b"}, ["b", "z"], "", True),
        ({"a"}, ["z"], "News", False),
        (set(), ["z"], "News", True),
        ({"a"}, [], "News", True),
        ({"a"}, [], "Other", False),
        (set(), [], "", False),
    ],
)
def test_the_same_feed_has_an_entry_in_common(known, guids, title, expected):
    entries = [replace(make_prepared(), guid=guid) for guid in guids]
    answered = make_prepared_feed(*entries, title=title)
    assert is_same_feed(feed_of(publisher_title="News"), known, answered) == expected


@given(st.lists(st.integers(0, 500), max_size=40), st.booleans())
def test_a_sparkline_rises_with_its_numbers(counts, plain):
    bars = " ._-=+*#@" if plain else " ▁▂▃▄▅▆▇█"
    drawn = sparkline(counts, plain=plain)
    heights = [bars.index(one) for one in drawn]
    assert len(drawn) == len(counts)
    assert all((one == 0) == (height == 0) for one, height in zip(counts, heights, strict=True))
    assert sorted(heights) == [height for _, height in sorted(zip(counts, heights, strict=True))]
    assert not any(counts) or max(heights) == 8


def test_the_orders():
    silent = feed_of(1, health=replace(WELL, changed_at=NOW - timedelta(days=300)))
    loud, read, ill = feed_of(2), feed_of(3), feed_of(4, health=replace(WELL, error="No.", failures=1))
    days = {number: [*[0] * (DAYS - 1), count] for number, count in {2: 400, 3: 40, 4: 2}.items()}
    found = examined(silent, loud, read, ill, days=days, opened={2: 1, 3: 20, 4: 2})
    shown = {order: [one.feed.id for one in ordered(found, order)] for order in Order}
    assert shown == {
        Order.TROUBLE: [4, 1, 2, 3],
        Order.NOISE: [2, 3, 4, 1],
        Order.SILENCE: [1, 2, 3, 4],
        Order.OPENED: [2, 3, 4, 1],
    }
    assert [one.feed.id for one in ordered(found, ill_only=True)] == [4, 1, 2]


def test_an_answer_in_words():
    assert answer_words(Visit(NOW, 200, requests=1, size=12_400, milliseconds=312)) == "200 · 12 kB · 0.3 s"
    assert answer_words(Visit(NOW, 304, requests=1)).startswith("304, as before")
    assert answer_words(Visit(NOW, 200, size=12_400)) == "read · 12 kB · 0.0 s"
    assert answer_words(Visit(NOW, 304)).startswith("as before")
    assert answer_words(Visit(NOW, 0, FailureKind.FILE, "x")) == "not read"
    assert answer_words(Visit(NOW, 0, FailureKind.COMMAND, "x")) == "failed"
    assert answer_words(Visit(NOW)).startswith("no answer")
