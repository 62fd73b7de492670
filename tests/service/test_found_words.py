"""A found feed in words."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tui.model.finding import FoundFeed
from tui.service.found_words import facts_of, name_of, outcome_of, pace_words

URL = "https://example.org/feed"


@pytest.mark.parametrize(
    ("per_day", "words"),
    [
        (None, ""),
        (40.0, "about 40 a day"),
        (0.6, "about 1 a day"),
        (0.3, "about 2 a week"),
        (1 / 21, "about 1 a month"),
        (1 / 200, "about 2 a year"),
        (1 / 900, "hardly anything"),
    ],
)
def test_how_often_it_publishes(per_day, words):
    assert pace_words(per_day) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (9, "14 Nov"), (400, "Oct 2025"), (-40, "Jan 2027")],
)
def test_how_old_its_newest_is(days, words):
    feed = FoundFeed(URL, kind="Atom 1.0", entries=1, newest_at=NOW - timedelta(days=days), language="en")
    assert facts_of(feed, NOW) == ("Atom 1.0", f"newest {words}", "en")


def test_what_is_not_known_is_not_said():
    assert facts_of(FoundFeed(URL, entries=3), NOW) == ()
    assert facts_of(FoundFeed(URL), NOW) == ("no articles yet",)
    assert facts_of(FoundFeed(URL, kind="RSS 2.0", entries=3, same_as="x"), NOW) == (
        "RSS 2.0",
        "the same articles as one above",
    )
    assert facts_of(FoundFeed(URL, kind="asks for a password", is_locked=True), NOW) == (
        "asks for a password",
    )
    assert name_of(FoundFeed(URL)) == URL
    assert name_of(FoundFeed(URL, "Title", name="Releases")) == "Releases · Title"


def test_how_a_search_ended():
    sound, known, broken = FoundFeed(URL), FoundFeed(URL, known=True), FoundFeed(URL, problem="It broke.")
    assert outcome_of(()) == "No feed was found there. Is the address right?"
    assert outcome_of((broken, broken)) == "It broke."
    assert outcome_of((sound,)) == "Found 1 feed."
    assert outcome_of((known,)) == "Found 1 feed, subscribed already."
    assert outcome_of((sound, known, broken)) == (
        "Found 2 feeds, 1 of them subscribed already; 1 more could not be read."
    )
