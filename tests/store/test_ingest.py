"""What refreshed feeds bring: new and changed articles, and what stays the user's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOW, make_prepared
from tests.store.opened import entries, url
from tui.model.entry import Enclosure
from tui.model.errors import NotFound
from tui.model.feed import FeedHealth
from tui.model.fetching import Validators
from tui.model.ids import ArticleId, SafeHtml
from tui.model.ingest import FeedFacts, IngestPlan, KnownEntry
from tui.model.rule import Outcome
from tui.query import parse
from tui.store import articles, feeds, ingest, leaves, listing, meta, status


def found(store, query):
    """Article ids by the full-text index."""
    return sorted(store.read(leaves.answer, parse(query).expr, NOW))


def rich(number=1):
    return make_prepared(
        number,
        title="Café <b>& more</b>",
        author="Ōe Kenzaburō",
        published_at=NOW - timedelta(days=3, seconds=7),
        updated_at=NOW - timedelta(days=1),
        html=SafeHtml("<p>Ein schöner Tag — 北京 😀.</p>"),
        text="Ein schöner Tag — 北京 😀.\nZweite Zeile",
        words=8,
        minutes=2,
        language="de-AT",
        terms=("Zebra", "apple", "Mango"),
        enclosures=(Enclosure("https://x.example/a.mp3", "audio/mpeg", 5), Enclosure("https://x.example/b")),
        comments_url="https://x.example/comments",
        source="The Wire",
        image_url="https://x.example/i.png",
    )


def test_an_article_comes_back_as_it_went_in(store):
    (feed,) = store.subscribe(1, title="Feed", tags=("daily", "best"))
    entry = rich()
    changes = store.ingest(feed, entry)
    (new,) = changes.new
    article = store.read(articles.get, new.id)
    for name in ("title", "author", "url", "published_at", "updated_at", "html", "text", "words", "minutes",
                 "language", "terms", "enclosures", "comments_url", "source"):  # fmt: skip
        assert getattr(article, name) == getattr(entry, name), name
    assert (article.feed_id, article.feed_title, article.tags) == (feed, "Feed", ("best", "daily"))
    assert (article.first_seen_at, article.sorted_at) == (NOW, entry.published_at)
    assert (article.read, article.starred, article.later, article.revision) == (False, False, False, 1)
    assert changes.new == tuple(store.read(listing.entries_of, [new.id]))
    assert store.sql("SELECT image_url FROM article_content") == [("https://x.example/i.png",)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, NOW),
        (NOW + timedelta(days=400), NOW),
        (NOW - timedelta(days=1), NOW - timedelta(days=1)),
        (datetime(1901, 2, 3, tzinfo=UTC), datetime(1901, 2, 3, tzinfo=UTC)),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), NOW),
        (datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_place_in_the_list_is_publication_but_never_the_future(store, published, expected):
    (feed,) = store.subscribe(1)
    (entry,) = store.ingest(feed, make_prepared(1, published_at=published)).new
    (row,) = store.read(listing.rows, [entry.id])
    assert row.sorted_at == expected and entry.sorted_at == int(expected.timestamp())
    assert store.read(articles.get, entry.id).published_at == published


def test_of_one_moment_the_first_in_the_document_is_the_newest(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1, 2, 3], published_at=None))
    newest = store.read(listing.newest, 10)
    assert [row.title for row in store.read(listing.rows, newest)] == ["Entry 1", "Entry 2", "Entry 3"]


def test_what_is_known_of_a_feed(store):
    feed, other = store.subscribe(1, 2)
    first, second = store.ingest(feed, *entries([1, 2])).new
    store.ingest(other, *entries([1]))
    store.purge(first.id)
    known = store.read(ingest.known_entries, feed)
    buried, kept = make_prepared(1), make_prepared(2)
    titles = {row.title: row.id for row in store.read(listing.rows, [second.id])}
    assert known == {
        buried.guid: KnownEntry(None, buried.raw_hash, buried.fingerprint),
        kept.guid: KnownEntry(titles["Entry 2"], kept.raw_hash, kept.fingerprint),
    }


def test_a_guid_twice_in_a_document_is_one_article(store):
    (feed,) = store.subscribe(1)
    changes = store.ingest(feed, make_prepared(1, title="First"), make_prepared(1, title="Second"))
    assert [row.title for row in store.read(listing.rows, [one.id for one in changes.new])] == ["First"]
    assert store.sql("SELECT count(*) FROM article") == [(1,)]


def test_guids_belong_to_their_feed(store):
    one, two = store.subscribe(1, 2)
    first, second = store.ingest(one, *entries([1])).new, store.ingest(two, *entries([1])).new
    assert first[0].id != second[0].id
    # A plan cannot touch what is another feed's, whatever ids it names.
    changed = make_prepared(1, title="Taken over", fingerprint=b"other")
    assert not store.ingest(two, changed=((first[0].id, changed),)).updated
    assert store.read(articles.get, first[0].id).title == "Entry 1"


def test_a_change_in_place_keeps_what_is_the_users(store):
    (feed,) = store.subscribe(1, tags=("daily", "weekly"))
    (entry,) = store.ingest(feed, make_prepared(1, text="before", terms=("old",))).new
    store.index_all()
    for mark in ("read", "starred", "later"):
        store.write(status.set_status, [entry.id], mark, True, "", NOW)
    store.write(status.add_tag, [entry.id], "mine", "", NOW)
    store.write(status.remove_tag, [entry.id], "daily", "", NOW)
    later = NOW + timedelta(hours=1)
    new = replace(
        rich(),
        guid="urn:entry:1",
        published_at=NOW + timedelta(days=9),
        updated_at=None,
        text="after",
        fingerprint=b"2",
    )
    changes = store.ingest(feed, now=later, changed=((entry.id, new),))
    article = store.read(articles.get, entry.id)
    assert (article.title, article.text, article.terms, article.revision) == (
        new.title,
        "after",
        new.terms,
        2,
    )
    assert (article.read, article.starred, article.later) == (True, True, True)
    assert article.tags == ("mine", "weekly")
    assert (article.first_seen_at, article.sorted_at, article.updated_at) == (NOW, NOW, later)
    assert changes.updated == tuple(store.read(listing.entries_of, [entry.id])) and not changes.new
    assert found(store, "before") == []
    store.index_all()
    assert (found(store, "before"), found(store, "after"), found(store, "cafe")) == ([], [1], [1])


def test_a_date_that_vanishes_does_not_move_the_article(store):
    (feed,) = store.subscribe(1)
    published = NOW - timedelta(days=2)
    (entry,) = store.ingest(feed, make_prepared(1, published_at=published)).new
    changed = make_prepared(1, published_at=None, fingerprint=b"other", updated_at=NOW)
    store.ingest(feed, changed=((entry.id, changed),))
    article = store.read(articles.get, entry.id)
    assert (article.published_at, article.sorted_at, article.updated_at) == (published, published, NOW)


def test_a_tag_that_was_taken_away_is_not_put_back(store):
    (feed,) = store.subscribe(1, tags=("daily",))
    (entry,) = store.ingest(feed, make_prepared(1)).new
    store.write(status.remove_tag, [entry.id], "daily", "", NOW)
    store.ingest(feed, changed=((entry.id, make_prepared(1, fingerprint=b"2")),))
    assert store.read(articles.get, entry.id).tags == ()
    # Who puts it there himself has it again.
    store.write(status.add_tag, [entry.id], "daily", "", NOW)
    assert store.sql("SELECT origin FROM article_tag") == [("user",)]
    assert store.sql("SELECT count(*) FROM removed_tag") == [(0,)]


def test_two_refreshes_at_once_double_nothing(store):
    """Both planned from the same knowledge; the second finds the work done."""
    (feed,) = store.subscribe(1)
    plan = IngestPlan(feed, NOW, FeedHealth(), new=tuple(entries([1, 2])))
    first, second = store.write(ingest.apply_plans, [plan, plan])
    assert (len(first.new), bool(second.new or second.updated)) == (2, False)
    again = store.ingest(feed, make_prepared(1), make_prepared(2, title="Newer", fingerprint=b"newer"))
    assert not again.new and [entry.id for entry in again.updated] == [first.new[1].id]
    assert store.read(articles.get, first.new[1].id).title == "Newer"
    assert store.sql("SELECT count(*) FROM article") == [(2,)]


def test_a_change_that_is_stored_already_is_none(store):
    (feed,) = store.subscribe(1)
    (entry,) = store.ingest(feed, make_prepared(1)).new
    changes = store.ingest(feed, changed=((entry.id, make_prepared(1)), (ArticleId(99), make_prepared(2))))
    assert not changes.updated and store.read(articles.get, entry.id).revision == 1


def test_a_plan_for_a_feed_that_has_gone_changes_nothing(store):
    gone, kept = store.subscribe(1, 2)
    store.write(feeds.unsubscribe, gone, NOW)
    plans = [
        IngestPlan(number, NOW, FeedHealth(checked_at=NOW), new=tuple(entries([1])))
        for number in (gone, kept)
    ]
    changes = store.write(ingest.apply_plans, plans)
    assert (len(changes[0].new), len(changes[1].new)) == (0, 1)
    assert store.sql("SELECT checked_at FROM feed WHERE id = ?", gone) == [(None,)]


def test_a_visit_writes_what_it_learned(store):
    (feed,) = store.subscribe(1)
    health = FeedHealth(NOW, NOW, NOW + timedelta(hours=1))
    facts = FeedFacts(title="T", site_url="https://s.example/", language="en")
    changes = store.ingest(
        feed, health=health, facts=facts, validators=Validators("e", "m"), body_hash=b"hash", feed_url=url(9)
    )
    (stored,) = store.feeds()
    assert changes.feeds_changed and stored.health == health and stored.feed_url == url(9)
    assert (stored.validators, stored.body_hash) == (Validators("e", "m"), b"hash")
    changes = store.ingest(feed, facts=facts)
    (stored,) = store.feeds()
    assert not changes.feeds_changed and (stored.validators, stored.body_hash) == (
        Validators("e", "m"),
        b"hash",
    )
    # A document that has lost its title does not take it away.
    store.ingest(feed, facts=FeedFacts())
    assert store.feeds()[0].title == "T"


def test_a_feed_cannot_move_onto_another(store):
    first, second, third = store.subscribe(1, 2, 3)
    store.write(feeds.unsubscribe, third, NOW)
    for there in (2, 3):
        assert not store.ingest(first, feed_url=url(there)).feeds_changed
    assert sorted(feed.feed_url for feed in store.feeds()) == [url(1), url(2)]
    both = [IngestPlan(one, NOW, FeedHealth(), feed_url=url(4)) for one in (first, second)]
    assert [changes.feeds_changed for changes in store.write(ingest.apply_plans, both)] == [True, False]
    assert sorted(feed.feed_url for feed in store.feeds()) == [url(2), url(4)]


def test_all_plans_of_a_batch_are_one_generation(store):
    one, two = store.subscribe(1, 2)
    before = store.read(meta.generation)
    plans = [IngestPlan(number, NOW, FeedHealth(), new=tuple(entries([number]))) for number in (one, two)]
    changes = store.write(ingest.apply_plans, plans)
    assert {change.generation for change in changes} == {before + 1} == {store.read(meta.generation)}
    assert store.write(ingest.apply_plans, []) == [] and store.read(meta.generation) == before + 1


def test_words_are_found_once_they_are_indexed(store):
    (feed,) = store.subscribe(1)
    new = store.ingest(feed, make_prepared(1, title="Crème brûlée", text="北京大学 is large")).new
    generation = store.read(meta.generation)
    assert found(store, "creme") == []
    assert store.write(ingest.index_text, 10) == 1 and store.write(ingest.index_text, 10) == 0
    assert store.read(meta.generation) == generation
    for query in ("creme", "BRÛLÉE", "北京", "大学", "lar*", '"brulee"', "title:creme", "body:large"):
        assert found(store, query) == [new[0].id], query
    for query in ("body:creme", "title:large", "京北", "larg"):
        assert found(store, query) == [], query


def test_the_newest_are_indexed_first(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(5)))
    assert store.write(ingest.index_text, 2) == 2
    assert found(store, "entry") == [4, 5]


def test_a_deleted_article_does_not_come_back_and_its_number_neither(store):
    (feed,) = store.subscribe(1, tags=("x",))
    first, second = store.ingest(feed, *entries([1, 2])).new
    store.index_all()
    gone = store.purge(max(first.id, second.id), ArticleId(99))
    assert gone.removed == (max(first.id, second.id),)
    with pytest.raises(NotFound, match="no article 2"):
        store.read(articles.get, ArticleId(2))
    assert found(store, "entry") == [1]
    changes = store.ingest(feed, *entries([1, 2, 3]))
    assert [entry.id for entry in changes.new] == [3]
    since = store.read(listing.entries_since, gone.generation - 1)
    assert (since.removed, [entry.id for entry in since.updated]) == ((2,), [3])
    assert store.purge(ArticleId(2)).removed == ()


def test_a_rule_may_take_off_a_tag_that_the_feed_has_no_more(store):
    """The feed's tags were another's to change while its document was on the way."""
    (feed,) = store.subscribe(1)
    entry = make_prepared(guid="a")
    changes = store.ingest(feed, entry, outcomes={"a": Outcome(untags=("noise",))})
    (arrived,) = changes.new
    assert arrived.tags == ()
