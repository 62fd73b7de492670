"""Stories on a real store: found as articles arrive, kept true through whatever happens to them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_prepared
from tests.store.opened import opened
from tui.model.changes import StoryChange
from tui.model.feed import FeedHealth
from tui.model.ids import FeedId
from tui.model.ingest import IngestPlan
from tui.model.rule import Outcome, RuleAction, RuleHit
from tui.store import (
    articles,
    columns,
    feeds,
    first_page,
    ingest,
    listing,
    status,
    stories,
    story_writing,
)

RABAT = "Azerbaijan and Morocco hold the first round of political talks in Rabat"


def copy(number=1, **changes):
    """The same piece, as one feed or another has it."""
    facts = {"title": RABAT, "url": f"https://feed{number}.example/rabat", "text": "Talks."}
    return make_prepared(number, **{**facts, **changes})


def told(store, number):
    (article,) = store.read(articles.many, [number])
    return article.story, article.copies, article.duplicate


def arrived(store, feed, *new, **plan):
    changes = store.ingest(feed, *new, **plan)
    return changes.new[0].id, changes


def test_a_copy_joins_what_is_there(store):
    one, two, three = store.subscribe(1, 2, 3)
    first, changes = arrived(store, one, copy(1))
    assert changes.stories == () and told(store, first) == (0, 1, False)
    second, changes = arrived(store, two, copy(2))
    assert changes.stories == (StoryChange(first, (first, second)),)
    assert changes.new[0].story == first
    third, changes = arrived(
        store, three, copy(3, title="Other words", url="https://feed1.example/rabat#top")
    )
    assert changes.stories == (StoryChange(first, (first, second, third)),)
    assert [told(store, number) for number in (first, second, third)] == [
        (first, 3, False),
        (first, 3, True),
        (first, 3, True),
    ]
    assert store.read(stories.members, second) == [first, second, third]
    assert store.read(stories.copies_of, [second]) == [second, first, third]
    rows = store.read(listing.rows, [third, first])
    assert [(row.story, row.copies) for row in rows] == [(first, 3)] * 2
    assert [(row.story, row.copies) for row in first_page.newest(store.path, 9).rows] == [(first, 3)] * 3


def test_copies_of_one_refresh_find_each_other_and_the_last_plan_tells(store):
    one, two = store.subscribe(1, 2)
    health = FeedHealth(checked_at=NOW)
    plans = [
        IngestPlan(FeedId(feed), NOW, health, (copy(feed), make_prepared(50 + feed))) for feed in (one, two)
    ]
    first, second = store.write(ingest.apply_plans, plans)
    (change,) = second.stories
    assert first.stories == () and set(change.ids) == {first.new[0].id, second.new[0].id}
    assert [entry.story for entry in (*first.new, *second.new)] == [change.story, 0, change.story, 0]


def test_another_process_hears_of_it_by_the_articles(store):
    one, two = store.subscribe(1, 2)
    first, before = arrived(store, one, copy(1))
    second, _ = arrived(store, two, copy(2))
    missed = store.read(listing.entries_since, before.generation)
    assert {entry.id: entry.story for entry in missed.updated} == {first: first, second: first}
    found = store.read(columns.columns)
    assert list(zip(found.in_stories, found.stories, strict=True)) == [(first, first), (second, first)]


def test_whom_a_copy_names_as_its_source_is_the_original(store):
    wire, digest = store.subscribe(1, 2)
    first, _ = arrived(store, digest, copy(1, source="feed1.example.org"))
    later = NOW + timedelta(hours=1)
    second, changes = arrived(store, wire, copy(2, published_at=later), now=later)
    assert changes.stories == (StoryChange(first, (first, second), (second,)),)
    assert changes.new[0].named
    assert (told(store, first), told(store, second)) == ((first, 2, True), (first, 2, False))
    assert list(store.read(columns.columns).named) == [second]
    assert store.read(stories.members, first) == [second, first]


def test_a_changed_title_finds_its_copy(store):
    one, two = store.subscribe(1, 2)
    first, _ = arrived(store, one, copy(1, title="Talks"))
    second, changes = arrived(store, two, copy(2))
    assert changes.stories == ()
    revised = replace(copy(1), fingerprint=b"new")
    changes = store.ingest(one, changed=((first, revised),))
    assert changes.stories == (StoryChange(first, (first, second)),)
    assert {entry.id: entry.story for entry in changes.updated} == {first: first}


def test_two_stories_become_one(store):
    one, two, three, four, five = store.subscribe(1, 2, 3, 4, 5)
    url = "https://example.org/same"
    first, _ = arrived(store, one, copy(1))
    arrived(store, two, copy(2))
    third, _ = arrived(store, three, copy(3, title="", url=url))
    arrived(store, four, copy(4, title="", url=url))
    both, changes = arrived(store, five, copy(5, url=url))
    (change,) = changes.stories
    assert change.story == first and len(change.ids) == 5
    assert told(store, third) == (first, 5, True) and told(store, both)[1] == 5


def test_the_story_goes_on_without_its_original(store):
    one, two, three = store.subscribe(1, 2, 3)
    first, _ = arrived(store, one, copy(1))
    second, _ = arrived(store, two, copy(2))
    store.purge(first)
    assert told(store, second) == (0, 1, False)
    third, changes = arrived(store, three, copy(3))
    assert changes.stories == (StoryChange(first, (second, third)),)
    assert (told(store, second), told(store, third)) == ((first, 2, False), (first, 2, True))


def test_feeds_that_are_gone_do_not_count_until_they_come_back(store):
    one, two, three = store.subscribe(1, 2, 3)
    first, _ = arrived(store, one, copy(1))
    second, _ = arrived(store, two, copy(2))
    store.write(feeds.unsubscribe, one, NOW)
    assert told(store, second) == (0, 1, False)
    third, _ = arrived(store, three, copy(3))
    assert told(store, third) == (first, 2, True)
    store.write(status.undo, NOW)
    assert told(store, third) == (first, 3, True) and told(store, first) == (first, 3, False)


def test_the_texts_are_looked_at_where_titles_alone_speak(store):
    one, two = store.subscribe(1, 2)
    talks = "The ministers spoke of trade, energy and fishing in the harbor while reporters waited under umbrellas."
    seeds = "Gardeners lend seeds across borders, and libraries catalogue every packet before winter begins."
    arrived(store, one, copy(1, text=talks * 2))
    _, changes = arrived(store, two, copy(2, text=seeds * 2))
    assert changes.stories == ()


def test_what_was_read_elsewhere_arrives_read(store):
    one, two, three, four = store.subscribe(1, 2, 3, 4)
    first, _ = arrived(store, one, copy(1))
    second, changes = arrived(store, two, copy(2))
    assert not changes.new[0].read
    store.write(status.set_status, [first], "read", True, "", NOW)
    third, changes = arrived(store, three, copy(3))
    assert changes.new[0].read
    (article,) = store.read(articles.many, [third])
    assert article.read and article.read_at == NOW
    # Nobody has read the second, and the wish is a plan's own.
    assert not store.read(articles.many, [second])[0].read
    _, changes = arrived(store, four, copy(4), read_along=False)
    assert not changes.new[0].read


def test_what_a_rule_marked_read_in_one_feed_is_not_read_in_another(store):
    one, two = store.subscribe(1, 2)
    muted = Outcome(read=True, hits=(RuleHit(1, (RuleAction("read"),), "all of it"),))
    arrived(store, one, copy(1), outcomes={"urn:entry:1": muted})
    second, changes = arrived(store, two, copy(2))
    assert told(store, second)[1] == 2 and not changes.new[0].read


def test_what_is_kept_on_purpose_stays_alone(store):
    one, two = store.subscribe(1, 2)
    arrived(store, one, copy(1), copies="never")
    number, changes = arrived(store, two, copy(2))
    assert changes.stories == () and told(store, number) == (0, 1, False)
    assert not store.read(story_writing.waiting)


def test_what_came_while_nobody_wanted_stories_is_looked_at_later(store):
    one, two, three = store.subscribe(1, 2, 3)
    first, _ = arrived(store, one, copy(1), copies="later")
    second, changes = arrived(store, two, copy(2), make_prepared(9), copies="later")
    assert changes.stories == () and store.read(story_writing.waiting)
    found = []
    while store.read(story_writing.waiting):
        found += store.write(story_writing.catch_up, 1, NOW).stories
    assert found[-1].ids == (first, second) and told(store, first)[1] == 2
    third, _ = arrived(store, three, copy(3))
    assert told(store, third)[1] == 3


def test_looking_back_ends_where_no_copy_can_come_any_more(store):
    one, two = store.subscribe(1, 2)
    arrived(store, one, copy(1), copies="later")
    later = NOW + timedelta(days=40)
    second, _ = arrived(store, two, copy(2, published_at=NOW), copies="later", now=later)
    changes = store.write(story_writing.catch_up, 500, later)
    assert not changes.stories and not store.read(story_writing.waiting)
    assert store.sql("SELECT DISTINCT article_id FROM story_clue") == [(second,)]


def test_clues_are_let_go_of_a_month_later(store):
    (one,) = store.subscribe(1)
    arrived(store, one, copy(1))
    kept, _ = arrived(store, one, copy(2), now=NOW + timedelta(days=20))
    before = store.sql("SELECT count(*) FROM story_clue")[0][0]
    assert store.read(story_writing.stale, NOW)
    store.write(story_writing.forget_clues, 100, NOW + timedelta(days=29))
    assert store.sql("SELECT count(*) FROM story_clue") == [(before,)]
    assert not store.read(story_writing.stale, NOW + timedelta(days=29, hours=23))
    while store.read(story_writing.stale, NOW + timedelta(days=31)):
        store.write(story_writing.forget_clues, 2, NOW + timedelta(days=31))
    assert 0 < store.sql("SELECT count(*) FROM story_clue")[0][0] < before
    assert store.sql("SELECT DISTINCT article_id FROM story_clue") == [(kept,)]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_feed_that_repeats_itself_adds_one_copy(store, order):
    found = dict(zip((1, 2), store.subscribe(1, 2), strict=True))
    flood = [copy(number, url="https://feed1.example/rabat") for number in range(100, 400)]
    for one in order:
        store.ingest(found[one], *(flood if one == 2 else [copy(1)]))
    ((size,),) = store.sql("SELECT count(*) FROM story_member")
    assert size == 2
    ((clues,),) = store.sql("SELECT count(*) FROM story_clue")
    assert clues < 100


def test_a_store_of_before_is_looked_at_from_its_newest_article_down(path):
    with opened(path) as store:
        one, two = store.subscribe(1, 2)
        first, _ = arrived(store, one, copy(1), copies="never")
        second, _ = arrived(store, two, copy(2), copies="never")
        store.write(lambda connection: connection.execute("DROP TABLE story_member"))
        store.write(lambda connection: connection.execute("DROP TABLE story_clue"))
        store.write(lambda connection: connection.execute("PRAGMA user_version = 7"))
    with opened(path) as store:
        assert store.read(story_writing.waiting)
        store.write(story_writing.catch_up, 500, NOW)
        assert told(store, second) == (first, 2, True) and not store.read(story_writing.waiting)
