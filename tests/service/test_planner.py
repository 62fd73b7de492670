from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_feed, make_fetched, make_prepared, make_prepared_feed
from tui.model.feed import FeedHealth
from tui.model.fetching import FailureKind, FetchFailed, NotModified, Validators
from tui.model.ids import ArticleId
from tui.model.ingest import KnownEntry
from tui.service.planner import LONGEST, PAUSE, is_due, plan_changed, plan_failure, plan_unchanged

HASH = b"h" * 16


def planned(prepared, known=None, feed=None, answer=None, **more):
    feed = feed or make_feed()
    return plan_changed(feed, answer or make_fetched(feed.feed_url), prepared, known or {}, HASH, NOW, **more)


def failed(kind, **more):
    return FetchFailed("https://example.org/feed1.xml", kind, "It did not work.", **more)


def test_unknown_entries_are_new_and_known_ones_nothing():
    one, two = make_prepared(1), make_prepared(2)
    known = {one.guid: KnownEntry(ArticleId(7), one.raw_hash, one.fingerprint)}
    plan = planned(make_prepared_feed(one, two), known)
    assert plan.new == (two,) and plan.changed == ()
    assert plan.body_hash == HASH and plan.facts is not None and plan.health.changed_at == NOW


def test_an_entry_that_reads_otherwise_is_changed_in_place():
    before = KnownEntry(ArticleId(7), b"old", b"old")
    plan = planned(make_prepared_feed(make_prepared(1)), {"urn:entry:1": before})
    assert plan.changed == ((7, make_prepared(1)),) and plan.new == ()


def test_other_bytes_that_read_the_same_change_nothing():
    one = make_prepared(1)
    plan = planned(make_prepared_feed(one), {one.guid: KnownEntry(ArticleId(7), b"other", one.fingerprint)})
    assert plan.new == () and plan.changed == () and plan.health.changed_at is None


def test_a_tombstone_does_not_come_back():
    plan = planned(make_prepared_feed(make_prepared(1)), {"urn:entry:1": KnownEntry(None, b"x", b"y")})
    assert plan.new == () and plan.changed == ()


def test_of_two_entries_with_one_guid_the_first_counts():
    first, second = make_prepared(1), make_prepared(1, title="Again", fingerprint=b"other")
    assert planned(make_prepared_feed(first, second)).new == (first,)
    known = {first.guid: KnownEntry(ArticleId(7), b"x", b"y")}
    assert planned(make_prepared_feed(first, second), known).changed == ((7, first),)


def test_success_forgets_the_failures():
    feed = make_feed(health=FeedHealth(error="No.", error_kind=FailureKind.DNS, failures=9, active=False))
    for plan in (
        planned(make_prepared_feed(), feed=feed),
        plan_unchanged(feed, NotModified(feed.feed_url, Validators('"a"')), NOW),
    ):
        health = plan.health
        assert (health.error, health.error_kind, health.failures, health.active) == (None, None, 0, True)
        assert health.checked_at == NOW


def test_unchanged_keeps_everything_but_the_validators():
    feed = make_feed(health=FeedHealth(changed_at=NOW - timedelta(days=3)))
    plan = plan_unchanged(feed, NotModified(feed.feed_url, Validators('"b"', "then")), NOW)
    assert plan.validators == Validators('"b"', "then")
    assert plan.facts is None and plan.body_hash is None and not plan.new
    assert plan.health.changed_at == NOW - timedelta(days=3)


def test_a_permanent_redirect_moves_the_feed_unless_the_place_is_taken():
    feed = make_feed()
    answer = make_fetched(
        feed.feed_url, permanent_url="https://new.example/feed", final_url="https://new.example/feed"
    )
    assert planned(make_prepared_feed(), answer=answer).feed_url == "https://new.example/feed"
    assert planned(make_prepared_feed(), answer=answer, taken=True).feed_url is None


def test_a_temporary_redirect_does_not():
    feed = make_feed()
    answer = make_fetched(feed.feed_url, final_url="https://tmp.example/feed")
    assert planned(make_prepared_feed(), answer=answer).feed_url is None


def test_the_next_visit_honours_the_server_and_the_publisher_within_a_day():
    def wait(ttl=0, **answer):
        plan = planned(make_prepared_feed(ttl=ttl), answer=make_fetched(make_feed().feed_url, **answer))
        return plan.health.next_check_at - NOW

    assert wait() == PAUSE
    assert wait(ttl=3600) == timedelta(hours=1)
    assert wait(fresh_until=NOW + timedelta(hours=2)) == timedelta(hours=2)
    assert wait(ttl=10**12) == LONGEST
    assert wait(fresh_until=NOW + timedelta(days=400)) == LONGEST
    assert wait(ttl=-5, fresh_until=NOW - timedelta(days=3)) == PAUSE


def test_gone_is_the_end_until_asked_for():
    plan = plan_failure(make_feed(), failed(FailureKind.GONE, status=410), NOW)
    assert plan.health.active is False and plan.health.next_check_at is None
    assert plan.health.error == "It did not work."
    assert not is_due(plan.health, NOW + timedelta(days=999))


def test_a_failure_keeps_what_there_was():
    feed = make_feed(health=FeedHealth(changed_at=NOW))
    plan = plan_failure(feed, failed(FailureKind.SERVER), NOW)
    assert plan.validators is None and plan.body_hash is None and plan.facts is None
    assert plan.health.changed_at == NOW and plan.health.failures == 1


def test_the_pause_doubles_up_to_a_day():
    feed, waits = make_feed(), []
    for _ in range(12):
        plan = plan_failure(feed, failed(FailureKind.CONNECT), NOW)
        waits.append(plan.health.next_check_at - NOW)
        feed = replace(feed, health=plan.health)
    assert waits[:3] == [PAUSE, 2 * PAUSE, 4 * PAUSE]
    assert waits == sorted(waits) and waits[-1] == LONGEST
    assert feed.health.failures == 12


def test_retry_after_is_honoured_within_a_day():
    def wait(**span):
        plan = plan_failure(make_feed(), failed(FailureKind.THROTTLED, retry_at=NOW + timedelta(**span)), NOW)
        return plan.health.next_check_at - NOW

    assert wait(hours=3) == timedelta(hours=3)
    assert wait(days=30) == LONGEST
    assert wait(seconds=1) == PAUSE


def test_no_network_is_not_the_feeds_fault():
    feed = make_feed(health=FeedHealth(failures=2))
    plan = plan_failure(feed, failed(FailureKind.OFFLINE), NOW)
    assert plan.health.failures == 2 and plan.health.next_check_at - NOW < PAUSE
    assert plan.health.error


@pytest.mark.parametrize("years", [-10, 10])
def test_a_wrong_clock_leaves_no_feed_stuck(years):
    wrong = NOW + timedelta(days=365 * years)
    health = plan_unchanged(make_feed(), NotModified("u", Validators()), wrong).health
    assert is_due(health, NOW)
    assert not is_due(plan_unchanged(make_feed(), NotModified("u", Validators()), NOW).health, NOW)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FailureKind),
    st.integers(0, 10_000),
    st.floats(0, 1),
    st.none() | st.integers(-(10**9), 10**9),
)
def test_every_failure_is_visited_again_within_a_day_or_is_gone(kind, failures, jitter, retry):
    feed = make_feed(health=FeedHealth(failures=failures))
    retry_at = None if retry is None else NOW + timedelta(seconds=retry)
    health = plan_failure(feed, failed(kind, retry_at=retry_at), NOW, jitter).health
    if kind is FailureKind.GONE:
        assert not health.active
    else:
        assert health.next_check_at is not None
        assert timedelta() < health.next_check_at - NOW <= LONGEST
        assert is_due(health, health.next_check_at)
