from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_feed, make_fetched, make_prepared, make_prepared_feed
from tui.model.feed import FeedHealth, Move, Patience, Visit
from tui.model.fetching import Cost, FailureKind, FetchFailed, NotModified, Validators
from tui.model.ids import ArticleId
from tui.model.ingest import KnownEntry
from tui.service.planner import (
    STUBBORN,
    Circumstances,
    plan_changed,
    plan_failure,
    plan_put_off,
    plan_unchanged,
)
from tui.service.schedule import FIRST, LONGEST, PAUSE, is_due

HASH = b"h" * 16


def planned(prepared, known=None, feed=None, answer=None, **more):
    feed = feed or make_feed()
    around = Circumstances(NOW, **more)
    return plan_changed(feed, answer or make_fetched(feed.feed_url), prepared, known or {}, HASH, around)


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
        plan_unchanged(feed, NotModified(feed.feed_url, Validators('"a"')), HERE),
    ):
        health = plan.health
        assert (health.error, health.error_kind, health.failures, health.active) == (None, None, 0, True)
        assert health.checked_at == NOW


def test_unchanged_keeps_everything_but_the_validators():
    feed = make_feed(health=FeedHealth(changed_at=NOW - timedelta(days=3)))
    plan = plan_unchanged(feed, NotModified(feed.feed_url, Validators('"b"', "then")), HERE)
    assert plan.validators == Validators('"b"', "then")
    assert plan.facts is None and plan.body_hash is None and not plan.new
    assert plan.health.changed_at == NOW - timedelta(days=3)


NEW = "https://new.example/feed"
HERE = Circumstances(NOW)


def redirected(feed, kind, place=NEW, **more):
    """The plan of a visit that ends elsewhere: with news, without, or with the same bytes."""
    around = Circumstances(NOW, **more)
    if kind == "304":
        return plan_unchanged(feed, NotModified(feed.feed_url, Validators(), place), around)
    answer = make_fetched(feed.feed_url, permanent_url=place, final_url=place)
    if kind == "same":
        return plan_unchanged(feed, answer, around)
    return plan_changed(feed, answer, make_prepared_feed(), {}, HASH, around)


@pytest.mark.parametrize("kind", ["200", "304", "same"])
def test_a_permanent_redirect_is_believed_when_it_is_seen_twice(kind):
    feed = make_feed()
    first = redirected(feed, kind)
    assert (first.feed_url, first.moved) == (None, Move(NEW, 1))
    second = redirected(replace(feed, moved=first.moved), kind)
    assert (second.feed_url, second.moved) == (NEW, Move())


@pytest.mark.parametrize("kind", ["200", "304", "same"])
def test_another_place_or_none_begins_the_count_anew(kind):
    feed = make_feed(moved=Move(NEW, 1))
    other = redirected(feed, kind, "https://other.example/feed")
    assert (other.feed_url, other.moved) == (None, Move("https://other.example/feed", 1))
    back = redirected(feed, kind, feed.feed_url)
    assert (back.feed_url, back.moved) == (None, Move())
    assert redirected(make_feed(), kind, feed.feed_url).moved is None


def test_a_place_that_is_taken_is_remembered_but_not_moved_to():
    plan = redirected(make_feed(moved=Move(NEW, 1)), "200", taken=True)
    assert (plan.feed_url, plan.moved) == (None, Move(NEW, 2))


def test_nobody_is_moved_from_https_to_http():
    plan = redirected(make_feed(moved=Move("http://new.example/feed", 1)), "304", "http://new.example/feed")
    assert (plan.feed_url, plan.moved) == (None, Move())
    plain = make_feed(feed_url="http://example.org/feed", moved=Move(NEW, 1))
    assert redirected(plain, "304").feed_url == NEW


def test_a_temporary_redirect_does_not_move_a_feed():
    feed = make_feed(moved=Move(NEW, 1))
    answer = make_fetched(feed.feed_url, final_url="https://tmp.example/feed")
    plan = planned(make_prepared_feed(), feed=feed, answer=answer)
    assert (plan.feed_url, plan.moved) == (None, Move())


def test_a_failure_says_nothing_about_moving():
    plan = plan_failure(make_feed(moved=Move(NEW, 1)), failed(FailureKind.TIMEOUT), HERE)
    assert (plan.feed_url, plan.moved) == (None, None)


def wait_after(plan):
    return plan.health.next_check_at - NOW


def test_the_next_visit_honours_the_server_and_the_publisher_within_a_day():
    def wait(ttl=0, **answer):
        answer = make_fetched(make_feed().feed_url, **answer)
        return wait_after(planned(make_prepared_feed(ttl=ttl), answer=answer))

    def about(span):
        return pytest.approx(span.total_seconds(), rel=0.1)

    assert wait().total_seconds() == about(FIRST) and wait() >= FIRST
    assert wait(ttl=7200).total_seconds() == about(timedelta(hours=2)) and wait(ttl=7200) >= timedelta(
        hours=2
    )
    assert wait(fresh_until=NOW + timedelta(hours=2)) == timedelta(hours=2)
    assert wait(freshness=7200).total_seconds() == about(timedelta(hours=2))
    assert wait(ttl=10**12) == LONGEST
    assert wait(fresh_until=NOW + timedelta(days=400)) == LONGEST
    assert wait(ttl=-5, fresh_until=NOW - timedelta(days=3)) == wait()


def test_what_was_asked_for_holds_while_nothing_changes():
    """A 304 repeats neither what the document says nor, often, what the server said."""
    feed = make_feed(patience=Patience(server=7200, publisher=3 * 3600))
    silent = plan_unchanged(feed, NotModified(feed.feed_url, Validators()), HERE)
    assert silent.patience is None and wait_after(silent) >= timedelta(hours=3)
    asking = plan_unchanged(feed, NotModified(feed.feed_url, Validators(), freshness=4 * 3600), HERE)
    assert asking.patience == replace(feed.patience, server=4 * 3600)
    assert wait_after(asking) >= timedelta(hours=4)
    never = plan_unchanged(feed, NotModified(feed.feed_url, Validators(), freshness=0), HERE)
    assert never.patience == replace(feed.patience, server=0)
    # A whole answer stands for itself.
    whole = plan_unchanged(feed, make_fetched(feed.feed_url), HERE)
    assert whole.patience == replace(feed.patience, server=0)


def test_a_new_document_says_anew_what_its_publisher_wants():
    facts = {"ttl": 3600, "update_base": 7, "skip_hours": 3, "skip_days": 1}
    plan = planned(make_prepared_feed(**facts), answer=make_fetched(make_feed().feed_url, freshness=600))
    assert plan.patience == Patience(600, 3600, 7, 3, 1)
    assert planned(make_prepared_feed(), feed=make_feed(patience=plan.patience)).patience == Patience()


def test_what_ended_too_soon_is_asked_for_again():
    answer = make_fetched(make_feed().feed_url, validators=Validators('"1"'))
    assert planned(make_prepared_feed(), answer=answer).validators == Validators('"1"')
    plan = planned(make_prepared_feed(make_prepared(1), whole=False), answer=answer)
    assert (plan.validators, plan.body_hash, len(plan.new)) == (Validators(), b"", 1)


def test_every_visit_is_noted_for_the_log():
    cost = Cost(2, 4_000, 0.25)
    feed = make_feed()
    answer = make_fetched(feed.feed_url, cost=cost)
    assert planned(make_prepared_feed(), answer=answer).visit == Visit(NOW, 200, None, "", 2, 4_000, 250)
    unchanged = plan_unchanged(feed, NotModified(feed.feed_url, Validators(), cost=cost), HERE)
    assert unchanged.visit == Visit(NOW, 304, None, "", 2, 4_000, 250)
    broken = plan_failure(feed, failed(FailureKind.SERVER, status=502, cost=cost), HERE)
    assert broken.visit == Visit(NOW, 502, FailureKind.SERVER, "It did not work.", 2, 4_000, 250)


def test_a_feed_that_was_not_visited_is_only_put_off():
    feed = make_feed(health=FeedHealth(checked_at=NOW - timedelta(days=1), failures=3))
    plan = plan_put_off(feed, failed(FailureKind.THROTTLED, retry_at=NOW + timedelta(hours=2)), HERE)
    assert plan.visit is None and plan.health.failures == 3
    assert plan.health.checked_at == feed.health.checked_at
    assert plan.health.error_kind is FailureKind.THROTTLED and wait_after(plan) >= timedelta(hours=2)


def test_404_many_times_says_so():
    feed, sentences = make_feed(), []
    for _ in range(STUBBORN + 1):
        plan = plan_failure(feed, failed(FailureKind.NOT_FOUND, status=404), HERE)
        sentences.append(plan.health.error)
        assert plan.health.active
        feed = replace(feed, health=plan.health)
    assert sentences[:-2] == ["It did not work."] * (STUBBORN - 1)
    assert "5 times in a row" in sentences[-2] and "6 times in a row" in sentences[-1]
    assert sentences[-1].endswith("or unsubscribe.")


def test_where_404_passes_by_itself_it_is_not_made_much_of():
    feed = make_feed(
        feed_url="https://www.youtube.com/feeds/videos.xml?channel_id=UC1", health=FeedHealth(failures=40)
    )
    plan = plan_failure(feed, failed(FailureKind.NOT_FOUND, status=404), HERE)
    assert plan.health.error == "It did not work." and plan.health.failures == 41


def test_gone_is_the_end_until_asked_for():
    plan = plan_failure(make_feed(), failed(FailureKind.GONE, status=410), HERE)
    assert plan.health.active is False and plan.health.next_check_at is None
    assert plan.health.error == "It did not work."
    assert not is_due(plan.health, NOW + timedelta(days=999))


def test_a_failure_keeps_what_there_was():
    feed = make_feed(health=FeedHealth(changed_at=NOW))
    plan = plan_failure(feed, failed(FailureKind.SERVER), HERE)
    assert plan.validators is None and plan.body_hash is None and plan.facts is None
    assert plan.health.changed_at == NOW and plan.health.failures == 1


def test_the_pause_doubles_up_to_a_day():
    feed, waits = make_feed(), []
    for _ in range(12):
        plan = plan_failure(feed, failed(FailureKind.CONNECT), HERE)
        waits.append(plan.health.next_check_at - NOW)
        feed = replace(feed, health=plan.health)
    whole = [int(wait / PAUSE) for wait in waits[:3]]
    assert whole == [1, 2, 4]
    assert waits == sorted(waits) and waits[-1] == LONGEST
    assert feed.health.failures == 12


def test_retry_after_is_honoured_within_a_day():
    def wait(**span):
        plan = plan_failure(
            make_feed(), failed(FailureKind.THROTTLED, retry_at=NOW + timedelta(**span)), HERE
        )
        return plan.health.next_check_at - NOW

    assert wait(hours=3) == timedelta(hours=3)
    assert wait(days=30) == LONGEST
    assert PAUSE <= wait(seconds=1) < 2 * PAUSE


def test_no_network_is_not_the_feeds_fault():
    feed = make_feed(health=FeedHealth(failures=2))
    plan = plan_failure(feed, failed(FailureKind.OFFLINE), HERE)
    assert plan.health.failures == 2 and plan.health.next_check_at - NOW < PAUSE
    assert plan.health.error


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FailureKind),
    st.integers(0, 10_000),
    st.integers(1, 10**6),
    st.none() | st.integers(-(10**9), 10**9),
)
def test_every_failure_is_visited_again_within_a_day_or_is_gone(kind, failures, number, retry):
    feed = make_feed(number, health=FeedHealth(failures=failures))
    retry_at = None if retry is None else NOW + timedelta(seconds=retry)
    health = plan_failure(feed, failed(kind, retry_at=retry_at), HERE).health
    if kind is FailureKind.GONE:
        assert not health.active
    else:
        assert health.next_check_at is not None
        assert timedelta() < health.next_check_at - NOW <= LONGEST
        assert is_due(health, health.next_check_at)
