"""Feeds, categories, subscribing and taking it back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.store.opened import entries, opened, url
from tui.model.changes import DefinitionChange, SubscriptionChange
from tui.model.definition import Definition
from tui.model.errors import NotFound, StoreError
from tui.model.feed import FeedEdits, FeedHealth, Subscription
from tui.model.fetching import NO_VALIDATORS, FailureKind, Validators
from tui.model.ingest import FeedFacts
from tui.store import categories, definitions, feeds, listing, meta, status


def paths(store):
    return [category.path for category in store.read(categories.categories)]


def test_a_subscription_becomes_a_feed(store):
    wish = Subscription(url(1), "My feed", "https://one.example/", "news/africa", ("daily", "daily"))
    changes = store.write(feeds.subscribe, [wish], NOW)
    (feed,) = store.feeds()
    assert changes.subscriptions == (SubscriptionChange(feed.id, True),)
    assert changes.feeds_changed and changes.label == "subscribe to My feed"
    assert (feed.feed_url, feed.title, feed.site_url) == (url(1), "My feed", "https://one.example/")
    assert (feed.category, feed.tags, feed.added_at) == ("news/africa", ("daily",), NOW)
    assert (feed.validators, feed.body_hash, feed.health) == (NO_VALIDATORS, b"", FeedHealth())
    assert paths(store) == ["news", "news/africa"]


def test_subscribing_again_changes_nothing(store):
    store.subscribe(1, title="First")
    before = store.read(meta.generation)
    changes = store.write(feeds.subscribe, [Subscription(url(1), "Second"), Subscription(url(1))], NOW)
    assert not changes and store.read(meta.generation) == before
    assert [feed.title for feed in store.feeds()] == ["First"]
    assert store.sql("SELECT count(*) FROM journal") == [(1,)]


def test_the_shown_title_is_the_users_else_the_publishers_else_the_host(store):
    (number,) = store.subscribe(1)
    assert store.feeds()[0].title == "feed1.example.org"
    store.ingest(number, facts=FeedFacts(title="The Publisher", site_url="https://p.example/", language="fr"))
    feed = store.feeds()[0]
    assert (feed.title, feed.publisher_title) == ("The Publisher", "The Publisher")
    assert (feed.site_url, feed.language) == ("https://p.example/", "fr")
    store.write(feeds.edit_feed, number, FeedEdits("Mine"), (), "", NOW)
    assert store.feeds()[0].title == "Mine"
    store.write(feeds.edit_feed, number, FeedEdits(""), (), "", NOW)
    assert store.feeds()[0].title == "The Publisher"


def test_feeds_come_by_title(store):
    store.write(feeds.subscribe, [Subscription(url(n), title) for n, title in enumerate("bAc")], NOW)
    assert [feed.title for feed in store.feeds()] == ["A", "b", "c"]


def test_unsubscribing_keeps_the_articles_and_undo_brings_them_back(store):
    kept, gone = store.subscribe(1, 2, category="old")
    store.ingest(kept, *entries([1]))
    changes = store.ingest(gone, *entries([2, 3]))
    ids = sorted(entry.id for entry in changes.new)
    before = store.entries()
    generation = store.read(meta.generation)

    left = store.write(feeds.unsubscribe, gone, NOW)
    assert (sorted(left.removed), left.subscriptions) == (ids, (SubscriptionChange(gone, False),))
    assert [feed.id for feed in store.feeds()] == [kept]
    assert [entry.feed_id for entry in store.entries()] == [kept]
    since = store.read(listing.entries_since, generation)
    assert (sorted(since.removed), since.updated) == (ids, ())

    back = store.write(status.undo, NOW)
    assert back.subscriptions == (SubscriptionChange(gone, True),)
    assert sorted(entry.id for entry in back.new) == ids and back.label == left.label
    assert store.entries() == before
    since = store.read(listing.entries_since, generation)
    assert (since.removed, sorted(entry.id for entry in since.updated)) == ((), ids)
    assert store.read(listing.entries_since, left.generation).removed == ()


def test_subscribing_anew_revives_a_feed(store):
    (number,) = store.subscribe(1, title="Old", category="a")
    ill = FeedHealth(checked_at=NOW, error="Gone.", error_kind=FailureKind.GONE, failures=3, active=False)
    changes = store.ingest(number, *entries([1]), health=ill, validators=Validators("e", "m"))
    store.write(feeds.unsubscribe, number, NOW)
    again = store.write(feeds.subscribe, [Subscription(url(1), "New", category="b")], NOW)
    assert [entry.id for entry in again.new] == [entry.id for entry in changes.new]
    (feed,) = store.feeds()
    assert (feed.id, feed.title, feed.category) == (number, "New", "b")
    assert feed.health.active and feed.health.error is None and feed.validators == Validators("e", "m")


def test_our_own_feeds_are_no_deed_to_undo(store):
    store.write(feeds.subscribe, [Subscription("broadsheet:manual")], NOW)
    assert store.write(status.undo, NOW) is None
    assert [feed.feed_url for feed in store.feeds()] == ["broadsheet:manual"]


def test_many_subscriptions_are_one_deed(store):
    store.subscribe(*range(5))
    assert store.write(status.undo, NOW).label == "subscribe to 5 feeds"
    assert store.feeds() == []
    assert len(store.write(status.redo, NOW).subscriptions) == 5
    assert len(store.feeds()) == 5


def test_a_feed_is_edited(store):
    (number,) = store.subscribe(1, category="old/deep")
    edits = FeedEdits(category="/new//place/", tags=("a", "b", "a"))
    changes = store.write(feeds.edit_feed, number, edits, (), "", NOW)
    assert changes.feeds_changed and changes.label == "edit feed1.example.org"
    (feed,) = store.feeds()
    assert (feed.category, feed.tags, feed.title) == ("new/place", ("a", "b"), "feed1.example.org")
    assert paths(store) == ["new", "new/place"]
    store.write(feeds.edit_feed, number, FeedEdits(category="", tags=()), (), "", NOW)
    assert (store.feeds()[0].category, store.feeds()[0].tags, paths(store)) == ("", (), [])


def test_an_edit_is_undone_and_done_again(store):
    (number,) = store.subscribe(1, category="old", tags=("t",))
    before = store.feeds()[0]
    hide = DefinitionChange(None, Definition("feed", before.feed_url, {"hidden": True}))
    store.write(feeds.edit_feed, number, FeedEdits("Mine", "new/deep", ("a",)), (hide,), "edit it", NOW)
    after = store.feeds()[0]
    assert (after.title, after.category, after.tags, after.hidden) == ("Mine", "new/deep", ("a",), True)
    assert paths(store) == ["new", "new/deep"]
    assert store.write(status.undo, NOW).label == "edit it"
    assert (store.feeds(), paths(store)) == ([before], ["old"])
    assert store.write(status.redo, NOW).feeds_changed
    assert store.feeds() == [after]
    store.write(feeds.edit_feed, number, FeedEdits(title=""), (), "", NOW)
    assert store.feeds()[0].title == "feed1.example.org"
    store.write(status.undo, NOW)
    assert store.feeds()[0].title == "Mine"


def test_an_edit_that_changes_nothing_is_no_deed(store):
    (number,) = store.subscribe(1, category="old", tags=("t",))
    edits = FeedEdits("", "/old/", ("t", "t"))
    assert not store.write(feeds.edit_feed, number, edits, (), "", NOW)
    assert store.write(status.undo, NOW).label.startswith("subscribe")


def test_a_feed_that_is_fetched_in_another_way_is_asked_for_anew(store):
    first, second = store.subscribe(1, 2)
    for feed in (first, second):
        store.ingest(feed, validators=Validators("e", "m"), body_hash=b"hash")
    past = {one.id: one for one in store.feeds()}
    said = Definition("feed", url(1), {"fetch": {"user_agent": "me"}, "keep": {"newest": 3}})
    store.write(feeds.edit_feed, first, FeedEdits(), (DefinitionChange(None, said),), "", NOW)
    now = {one.id: one for one in store.feeds()}
    assert (now[first].validators, now[first].body_hash) == (NO_VALIDATORS, b"")
    assert now[second] == past[second]
    store.ingest(first, validators=Validators("e", "m"), body_hash=b"hash")
    (stored,) = store.read(definitions.all_definitions)
    kept = replace(stored, body={**stored.body, "keep": {"newest": 4}})
    store.write(feeds.edit_feed, first, FeedEdits(), (DefinitionChange(stored, kept),), "", NOW)
    assert {one.id: one for one in store.feeds()}[first].validators == Validators("e", "m")
    store.write(status.undo, NOW)
    store.write(status.undo, NOW)
    assert {one.id: one for one in store.feeds()}[first].validators == NO_VALIDATORS


def test_a_new_address_forgets_what_the_old_server_said(store):
    first, _second = store.subscribe(1, 2)
    store.ingest(first, validators=Validators("e", "m"), body_hash=b"hash")
    store.write(feeds.move_feed, first, url(3), NOW)
    feed = next(feed for feed in store.feeds() if feed.id == first)
    assert (feed.feed_url, feed.title) == (url(3), "feed3.example.org")
    assert (feed.validators, feed.body_hash, feed.health.next_check_at) == (NO_VALIDATORS, b"", None)
    with pytest.raises(StoreError, match="another feed"):
        store.write(feeds.move_feed, first, url(2), NOW)


@pytest.mark.parametrize("change", [feeds.unsubscribe, feeds.edit_feed])
def test_a_feed_that_is_not_there(store, change):
    rest = (NOW,) if change is feeds.unsubscribe else (FeedEdits("x"), (), "", NOW)
    with pytest.raises(NotFound, match="no feed 7"):
        store.write(change, 7, *rest)


def test_a_category_is_renamed_with_all_below_it(store):
    for number, category in enumerate(("news", "news/africa", "newsroom", "")):
        store.write(feeds.subscribe, [Subscription(url(number), category=category)], NOW)
    store.write(feeds.rename_category, "news", "press/world", NOW)
    by_url = {feed.feed_url: feed.category for feed in store.feeds()}
    assert [by_url[url(n)] for n in range(4)] == ["press/world", "press/world/africa", "newsroom", ""]
    assert paths(store) == ["newsroom", "press", "press/world", "press/world/africa"]
    store.write(feeds.rename_category, "press/world", "newsroom", NOW)
    assert paths(store) == ["newsroom", "newsroom/africa"]
    store.write(feeds.rename_category, "newsroom", "", NOW)
    assert paths(store) == ["africa"]
    labels = [store.write(status.undo, NOW).label for _ in range(3)]
    assert labels == [f"rename the category {name}" for name in ("newsroom", "press/world", "news")]
    assert paths(store) == ["news", "news/africa", "newsroom"]
    assert {feed.feed_url: feed.category for feed in store.feeds()}[url(1)] == "news/africa"


def test_a_category_cannot_be_moved_into_itself_or_from_nowhere(store):
    store.subscribe(1, category="news")
    with pytest.raises(StoreError, match="into itself"):
        store.write(feeds.rename_category, "news", "news/old", NOW)
    with pytest.raises(NotFound, match="no category x"):
        store.write(feeds.rename_category, "x", "y", NOW)
    with pytest.raises(NotFound):
        store.write(feeds.rename_category, "", "y", NOW)
    assert paths(store) == ["news"]


def test_health_is_kept_to_the_second(path):
    health = FeedHealth(
        NOW, NOW - timedelta(days=1), NOW + timedelta(hours=1), "No answer.", FailureKind.TIMEOUT, 4, False
    )
    with opened(path) as store:
        first, second = store.subscribe(1, 2)
        before = store.read(meta.generation)
        assert store.write(feeds.record_checks, [(first, health, Validators("e", "m"))]) == before + 1
        store.write(feeds.record_checks, [(first, replace(health, failures=5), None)])
    with opened(path) as store:
        by_id = {feed.id: feed for feed in store.feeds()}
        assert by_id[first].health == replace(health, failures=5)
        assert by_id[first].validators == Validators("e", "m")
        assert by_id[second].health == FeedHealth()
