"""What the feed doctor counts, and the change of an address that it makes."""

from datetime import timedelta

import pytest

from tests.factories import NOW, make_prepared
from tests.store.opened import url
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import StoreError
from tui.model.feed import FeedHealth, Visit
from tui.model.fetching import Validators
from tui.store import checkups, definitions, feeds, status, visits

SECONDS = int(NOW.timestamp())


def dated(number, hours):
    return make_prepared(number, published_at=NOW - timedelta(hours=hours))


def test_the_latest_visit_of_each_feed(store):
    one, two, _never = store.subscribe(1, 2, 3)
    for number in range(visits.KEPT + 3):
        store.ingest(one, visit=Visit(NOW + timedelta(hours=number), 304, size=number))
    store.ingest(two, visit=Visit(NOW, 200))
    found = store.read(checkups.latest)
    assert {number: (visit.status, visit.size) for number, visit in found.items()} == {
        one: (304, visits.KEPT + 2),
        two: (200, 0),
    }
    store.write(feeds.unsubscribe, two, NOW)
    assert set(store.read(checkups.latest)) == {one}


def test_articles_a_day_end_with_today(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, dated(1, 0), dated(2, 5), dated(3, 23), dated(4, 24), dated(5, 71), dated(6, 200))
    assert store.read(checkups.per_day, SECONDS, 3) == {feed: [1, 1, 3]}


def test_what_was_marked_together_was_not_opened(store):
    one, two = store.subscribe(1, 2)
    store.ingest(one, *(dated(number, number) for number in range(6)))
    store.ingest(two, make_prepared(9))
    ids = [
        number for (number,) in store.sql("SELECT id FROM article WHERE feed_id = 1 ORDER BY sorted_at DESC")
    ]
    store.write(status.set_status, ids[:1], "read", True, "", NOW)
    store.write(status.set_status, ids[1:2], "read", True, "", NOW + timedelta(seconds=9))
    ids += [number for (number,) in store.sql("SELECT id FROM article WHERE feed_id = ?", two)]
    store.write(status.set_status, ids[2:], "read", True, "", NOW + timedelta(minutes=1))
    assert store.read(checkups.opened, SECONDS - 9 * 86_400) == {one: 2}
    # Only of what came since.
    assert store.read(checkups.opened, SECONDS - 1_800) == {one: 1}


def settled(store):
    (feed,) = store.feeds()
    (said,) = store.read(definitions.all_definitions)
    return feed.feed_url, said.name, feed.hidden


def test_an_address_is_changed_with_all_that_is_said_of_it_and_undone(store):
    (feed,) = store.subscribe(1)
    hidden = DefinitionChange(None, Definition("feed", url(1), {"hidden": True}))
    store.write(definitions.define, [hidden], "hide", NOW)
    store.ingest(
        feed,
        health=FeedHealth(error="No.", failures=9, next_check_at=NOW),
        validators=Validators('"1"'),
        body_hash=b"1",
    )
    changes = store.write(feeds.move_feed, feed, url(2), NOW)
    assert changes.feeds_changed and [one.after.name for one in changes.definitions] == [url(2)]
    assert settled(store) == (url(2), url(2), True)
    (moved,) = store.feeds()
    assert moved.health == FeedHealth() and moved.validators == Validators() and moved.body_hash == b""
    assert store.sql("SELECT host FROM feed") == [("feed2.example.org",)]
    undone = store.write(status.undo, NOW)
    assert undone.label == changes.label and undone.feeds_changed
    assert settled(store) == (url(1), url(1), True)
    # The deed before it knows the feed by its old address again.
    store.write(status.undo, NOW)
    assert not store.feeds()[0].hidden
    store.write(status.redo, NOW)
    store.write(status.redo, NOW)
    assert settled(store) == (url(2), url(2), True)


def test_an_address_is_nobody_elses(store):
    one, _two = store.subscribe(1, 2)
    before = store.sql("SELECT id, feed_url FROM feed")
    with pytest.raises(StoreError, match="another feed of yours"):
        store.write(feeds.move_feed, one, url(2), NOW)
    assert store.sql("SELECT id, feed_url FROM feed") == before
    (last,) = store.sql("SELECT label FROM journal ORDER BY id DESC LIMIT 1")
    assert last == ("subscribe to 2 feeds",)


def test_undo_leaves_alone_what_has_moved_on(store):
    (feed,) = store.subscribe(1)
    store.write(feeds.move_feed, feed, url(2), NOW)
    store.ingest(feed, feed_url=url(3))
    store.write(status.undo, NOW)
    assert store.feeds()[0].feed_url == url(3)
