"""The log of each feed's last visits, and what else a visit leaves on its feed."""

from dataclasses import replace
from datetime import timedelta

from tests.factories import NOW, make_prepared
from tests.store.opened import entries
from tui.model.feed import FeedHealth, Move, Patience, Visit
from tui.model.fetching import FailureKind
from tui.model.ingest import FeedFacts
from tui.store import feeds, visits
from tui.store.visits import KEPT


def at(number):
    return NOW + timedelta(hours=number)


def test_the_newest_visits_are_kept_and_the_newest_stands_first(store):
    one, other = store.subscribe(1, 2)
    for number in range(KEPT + 7):
        store.ingest(one, visit=Visit(at(number), 304, requests=2, size=number, milliseconds=9))
    store.ingest(other, visit=Visit(at(0), 0, FailureKind.DNS, "No such name."))
    log = store.read(visits.visits_of, one)
    assert [visit.made_at for visit in log] == [at(number) for number in range(KEPT + 6, 6, -1)]
    assert log[0] == Visit(at(KEPT + 6), 304, None, "", 2, KEPT + 6, 9)
    assert store.read(visits.visits_of, other) == [Visit(at(0), 0, FailureKind.DNS, "No such name.")]
    assert store.sql("SELECT count(*) FROM visit") == [(KEPT + 1,)]
    assert store.read(visits.visits_of, 99) == []


def test_a_visit_counts_what_was_really_written(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(3)), visit=Visit(at(0), 200))
    # Another process was quicker with two of them, and one reads otherwise now.
    changed = replace(make_prepared(1), title="Again", fingerprint=b"other")
    store.ingest(feed, changed, *entries((2, 7)), visit=Visit(at(1), 200))
    assert [(one.new, one.updated) for one in store.read(visits.visits_of, feed)] == [(1, 1), (3, 0)]


def test_what_is_planned_without_a_visit_is_not_logged(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed)
    assert store.read(visits.visits_of, feed) == []
    assert store.sql("SELECT visits FROM feed WHERE id = ?", feed) == [(0,)]


def test_patience_and_moves_stay_until_something_else_is_said(store):
    (feed,) = store.subscribe(1)
    patience, moved = Patience(1800, 3600, 1_000, 0b11, 1 << 6), Move("https://new.example/feed", 1)
    facts = FeedFacts(version="rss20", problem="It was cut short.")
    store.ingest(feed, patience=patience, moved=moved, facts=facts)
    for plan in ({}, {"facts": None}):
        store.ingest(feed, **plan)
        (one,) = (one for one in store.feeds() if one.id == feed)
        assert (one.patience, one.moved) == (patience, moved)
        assert (one.version, one.problem) == ("rss20", "It was cut short.")
    store.ingest(feed, patience=Patience(), moved=Move(), facts=FeedFacts(version="atom10"))
    (one,) = (one for one in store.feeds() if one.id == feed)
    assert (one.patience, one.moved, one.version, one.problem) == (Patience(), Move(), "atom10", "")


def test_an_address_the_user_changes_is_judged_anew(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, patience=Patience(1800, 3600), moved=Move("https://new.example/feed", 1))
    store.write(feeds.move_feed, feed, "https://other.example/feed", NOW)
    (one,) = (one for one in store.feeds() if one.id == feed)
    assert one.moved == Move() and one.patience.server == 0


def test_the_log_goes_with_its_feed(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, visit=Visit(at(0), 200))
    store.write(lambda connection: connection.execute("DELETE FROM feed WHERE id = ?", (feed,)))
    assert store.sql("SELECT count(*) FROM visit") == [(0,)]


def test_paces_count_articles_by_their_dates(store):
    one, two = store.subscribe(1, 2)
    dates = [NOW - timedelta(days=days) for days in (0, 1, 5, 40)]
    for number, date in enumerate(dates):
        store.ingest(one, *entries((number,), published_at=date))
    store.ingest(two, *entries((1,), published_at=NOW - timedelta(days=400)))
    now, since = int(NOW.timestamp()), int((NOW - timedelta(days=30)).timestamp())
    oldest = int((NOW - timedelta(days=5)).timestamp())
    assert store.read(visits.paces, since, now) == {one: (3, oldest)}
    assert store.read(visits.paces, since, now, {two}) == {}
    assert store.read(visits.paces, 0, now, {two}) == {two: (1, int((NOW - timedelta(days=400)).timestamp()))}


def test_health_is_written_as_before(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, health=FeedHealth(checked_at=NOW, error="No.", error_kind=FailureKind.DNS, failures=2))
    (one,) = (one for one in store.feeds() if one.id == feed)
    assert (one.health.error, one.health.failures) == ("No.", 2)
