"""Marks and tags, undo and redo, over restarts."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.changes import NO_CHANGES, StatusChange, TagChange
from tui.model.errors import Stopped, StoreError
from tui.store import articles, feeds, journal, listing, meta, status


@pytest.fixture
def ids(store):
    (feed,) = store.subscribe(1, tags=("daily",))
    return sorted(entry.id for entry in store.ingest(feed, *entries(range(5))).new)


def marks(store, ids):
    return [(row.read, row.starred, row.later, row.tags) for row in store.read(listing.rows, ids)]


def test_only_what_changes_is_told_and_kept(store, ids):
    first = store.write(status.set_status, ids[:2], "read", True, "", NOW)
    assert first.statuses == (StatusChange("read", True, (1, 2)),) and first.label == "mark 2 read"
    second = store.write(status.set_status, [*reversed(ids), 99], "read", True, "all of it", NOW)
    assert second.statuses == (StatusChange("read", True, (3, 4, 5)),) and second.label == "all of it"
    third = store.write(status.set_status, ids, "read", True, "", NOW)
    assert not third and third.generation == second.generation == store.read(meta.generation)
    undone = store.write(status.undo, NOW)
    assert undone.statuses == (StatusChange("read", False, (3, 4, 5)),) and undone.label == "all of it"
    assert [row.read for row in store.read(listing.rows, ids)] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("read", True, "mark 1 read"),
        ("starred", True, "star 1"),
        ("later", True, "keep 1 for later"),
        ("read", False, "mark 1 unread"),
        ("starred", False, "unstar 1"),
        ("later", False, "drop 1 from later"),
    ],
)
def test_each_mark_has_a_name(store, ids, name, value, label):
    if not value:
        store.write(status.set_status, ids[:1], name, True, "", NOW)
    assert store.write(status.set_status, ids[:1], name, value, "", NOW).label == label
    assert getattr(store.read(articles.get, ids[0]), name) is value


def test_tags_come_and_go(store, ids):
    added = store.write(status.add_tag, ids[:2], "  news/africa/ ", "", NOW)
    assert added.tags == (TagChange("news/africa", True, (1, 2)),) and added.label == "tag 2 #news/africa"
    assert store.read(status.tag_names) == ["daily", "news/africa"]
    again = store.write(status.add_tag, ids[1:3], "news/africa", "", NOW)
    assert again.tags == (TagChange("news/africa", True, (3,)),)
    gone = store.write(status.remove_tag, ids, "news/africa", "", NOW)
    assert gone.tags == (TagChange("news/africa", False, (1, 2, 3)),) and gone.label == "untag 3 #news/africa"
    assert store.read(status.tag_names) == ["daily"]
    assert not store.write(status.remove_tag, ids, "never seen", "", NOW)
    assert store.sql("SELECT name FROM tag ORDER BY name") == [("daily",), ("news/africa",)]


@pytest.mark.parametrize("tag", ["", "  ", "/", " / / "])
def test_a_tag_needs_a_name(store, ids, tag):
    with pytest.raises(StoreError, match="needs a name"):
        store.write(status.add_tag, ids, tag, "", NOW)


def test_a_tag_taken_away_comes_back_with_its_origin(store, ids):
    store.write(status.add_tag, ids[:1], "mine", "", NOW)
    before = store.sql("SELECT * FROM article_tag ORDER BY 1, 2")
    gone = store.write(status.remove_tag, ids, "daily", "", NOW)
    assert gone.tags == (TagChange("daily", False, (1, 2, 3, 4, 5), "feed"),)
    assert store.sql("SELECT count(*) FROM removed_tag") == [(5,)]
    assert store.write(status.undo, NOW).tags == (TagChange("daily", True, (1, 2, 3, 4, 5), "feed"),)
    assert store.sql("SELECT * FROM article_tag ORDER BY 1, 2") == before
    assert store.sql("SELECT count(*) FROM removed_tag") == [(0,)]


def test_tags_of_unsubscribed_feeds_are_not_offered(store, ids):
    store.write(feeds.unsubscribe, 1, NOW)
    assert store.read(status.tag_names) == []


def test_undo_and_redo_over_restarts(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        ids = sorted(entry.id for entry in store.ingest(feed, *entries(range(3))).new)
        store.write(status.set_status, ids[:1], "starred", True, "", NOW)
        store.write(status.add_tag, ids, "x", "", NOW)
        full = marks(store, ids)
    with opened(path) as store:
        assert store.write(status.undo, NOW).label == "tag 3 #x"
    with opened(path) as store:
        assert store.write(status.undo, NOW).label == "star 1"
        assert marks(store, ids) == [(False, False, False, ())] * 3
        assert store.write(status.undo, NOW).label.startswith("subscribe to")
        assert store.write(status.undo, NOW) is None
    with opened(path) as store:
        labels = [store.write(status.redo, NOW).label for _ in range(3)]
        assert labels[1:] == ["star 1", "tag 3 #x"] and store.write(status.redo, NOW) is None
        assert marks(store, ids) == full


def test_a_new_deed_cuts_off_what_could_be_redone(store, ids):
    store.write(status.set_status, ids[:1], "read", True, "", NOW)
    store.write(status.undo, NOW)
    # What changes nothing is no deed.
    assert not store.write(status.set_status, ids[:1], "read", False, "", NOW)
    assert store.write(status.redo, NOW).label == "mark 1 read"
    store.write(status.undo, NOW)
    store.write(status.set_status, ids[:1], "later", True, "", NOW)
    assert store.write(status.redo, NOW) is None


def test_the_journal_is_bounded(store, ids):
    def many(connection):
        for number in range(journal.LONGEST + 5):
            journal.record(connection, str(number), [StatusChange("read", True, (1,))], NOW)

    store.write(many)
    assert store.sql("SELECT count(*), min(label + 0) FROM journal WHERE label GLOB '[0-9]*'") == [
        (journal.LONGEST, 5)
    ]
    store.write(status.set_status, ids, "starred", True, "", NOW)
    assert store.sql("SELECT count(*) FROM journal") == [(journal.LONGEST,)]
    assert store.write(status.undo, NOW).label == "star 5"
    assert store.write(status.undo, NOW).label == str(journal.LONGEST + 4)


def test_undo_passes_over_articles_that_are_gone(store, ids):
    store.write(status.set_status, ids[:2], "read", True, "", NOW)
    store.purge(*ids[:1])
    assert store.write(status.undo, NOW).statuses == (StatusChange("read", False, (2,)),)
    store.write(status.redo, NOW)
    store.purge(*ids[1:2])
    changes = store.write(status.undo, NOW)
    assert changes.label == "mark 2 read" and not changes
    assert NO_CHANGES.statuses == changes.statuses


def test_a_deed_on_many_articles_takes_little_room(store):
    def record(connection):
        journal.record(connection, "all", [StatusChange("read", True, tuple(range(1, 300_001)))], NOW)
        return journal.last_done(connection)

    deed = store.write(record)
    assert deed.changes[0].ids == tuple(range(1, 300_001))
    assert store.sql("SELECT length(changes) < 2000 FROM journal WHERE label = 'all'") == [(1,)]


def test_several_changes_are_one_deed(store, ids):
    store.write(status.set_status, ids[:1], "read", True, "", NOW)
    before = marks(store, ids)
    wishes = (StatusChange("read", True, ()), TagChange("mine", True, ()), TagChange("daily", False, ()))
    done = store.write(status.change, ids[:3], wishes, "three things", NOW)
    assert done.statuses == (StatusChange("read", True, (2, 3)),)
    assert done.tags == (TagChange("mine", True, (1, 2, 3)), TagChange("daily", False, (1, 2, 3), "feed"))
    assert store.sql("SELECT count(*) FROM journal WHERE label = 'three things'") == [(1,)]
    store.close()
    with opened(store.path) as again:
        assert again.write(status.undo, NOW).label == "three things"
        assert marks(again, ids) == before
        assert again.sql("SELECT count(*) FROM removed_tag") == [(0,)]
        again.write(status.redo, NOW)
        assert marks(again, ids)[2] == (True, False, False, ("mine",))


def test_more_of_a_deed_is_undone_with_it_also_after_a_restart(path):
    wishes = [StatusChange("read", True, ()), TagChange("a", True, ()), TagChange("b", False, ())]
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        ids = sorted(entry.id for entry in store.ingest(feed, *entries(range(5))).new)
        before = marks(store, ids)
        first = store.write(status.change, ids[:2], wishes, "two", NOW)
        store.write(status.set_status, ids[4:], "starred", True, "star", NOW)
        store.write(status.undo, NOW)
        more = store.write(status.change, ids[2:4], wishes, "four", NOW, first.deed)
        assert first.deed == more.deed > 0
        # As with any new deed, what was undone is gone for good.
        assert store.write(status.redo, NOW) is None
        after = marks(store, ids)
        assert [read for read, *_ in after] == [True] * 4 + [False]
    with opened(path) as store:
        assert store.write(status.undo, NOW).label == "four"
        assert marks(store, ids) == before
        assert store.write(status.redo, NOW).label == "four"
        assert marks(store, ids) == after
        # What was undone is not gone on with: more of it is another deed.
        store.write(status.undo, NOW)
        assert store.write(status.change, ids[4:], wishes, "one", NOW, first.deed).deed
        assert store.write(status.undo, NOW).label == "one"
        assert marks(store, ids) == before


def test_changes_that_are_news_to_nobody_leave_no_trace(store, ids):
    wishes = (StatusChange("read", False, ()), TagChange("daily", True, ()))
    assert not store.write(status.change, ids, wishes, "nothing", NOW)
    assert store.sql("SELECT count(*) FROM journal WHERE label = 'nothing'") == [(0,)]


def test_deeds_are_joined_only_while_they_are_the_last(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(2)))
        for label, name in (("one", "starred"), ("two", "later"), ("three", "read")):
            store.write(status.set_status, [1], name, True, label, NOW)
        assert not store.write(status.join_deeds, ["one", "two"], "both", NOW)
        assert not store.write(
            status.join_deeds, ["nothing", "one", "two", "three"], "more than there are", NOW
        )
        assert store.write(status.join_deeds, ["two", "three"], "both", NOW)
        assert store.write(status.undo, NOW).label == "both"
        (row,) = store.read(listing.rows, [1])
        assert (row.starred, row.later, row.read) == (True, False, False)
        assert store.write(status.redo, NOW).label == "both"
        assert [store.write(status.undo, NOW).label for _ in range(2)] == ["both", "one"]


def test_undoing_an_unread_keeps_the_day_of_reading(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(1)))
        for days, value in ((0, True), (3, False)):
            store.write(status.set_status, [1], "read", value, "", NOW + timedelta(days=days))
        store.write(status.undo, NOW + timedelta(days=5))
        assert store.read(articles.get, 1).read_at == NOW.replace(microsecond=0)


def test_a_long_deed_says_how_far_it_is_and_stops_as_if_it_had_never_begun(store, monkeypatch):
    monkeypatch.setattr("tui.store.deeds._PART", 2)
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(5)))
    ids = [1, 2, 3, 4, 5]
    told = []

    def watch(done, total):
        told.append((done, total))
        return True

    wishes = [StatusChange("starred", True, ()), TagChange("mine", True, ())]
    changes = store.write(status.change, ids, wishes, "both", NOW, 0, False, watch)
    assert told[0] == (0, told[0][1]) and [done for done, _ in told] == sorted(done for done, _ in told)
    assert changes.statuses == (StatusChange("starred", True, tuple(ids)),)
    assert changes.tags == (TagChange("mine", True, tuple(ids)),)
    before = store.sql("SELECT * FROM article"), store.sql("SELECT * FROM article_tag")
    with pytest.raises(Stopped):
        store.write(status.undo, NOW, lambda done, _total: done < 4)
    assert (store.sql("SELECT * FROM article"), store.sql("SELECT * FROM article_tag")) == before
    assert store.write(status.redo, NOW) is None
    undone = store.write(status.undo, NOW, watch)
    assert undone.statuses == (StatusChange("starred", False, tuple(ids)),)
    assert store.sql("SELECT count(*) FROM article_tag") == [(0,)]
    with pytest.raises(Stopped):
        store.write(status.redo, NOW, lambda _done, _total: False)
    assert store.write(status.redo, NOW, watch).tags == changes.tags
