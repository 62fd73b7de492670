"""Rows and pages, and what the index is built and kept true from."""

from datetime import timedelta

from tests.factories import NOW, make_prepared
from tests.store.opened import entries
from tui.model.article import ArticleRow
from tui.store import articles, listing, meta, status


def filled(store, count=6):
    one, two = store.subscribe(1, 2, tags=("daily",))
    for number in range(count):
        feed = one if number % 2 else two
        entry = make_prepared(
            number, published_at=NOW - timedelta(hours=number % 4), terms=("b", "a")[: number % 3]
        )
        store.ingest(feed, entry)
    return one, two


def test_rows_keep_the_order_asked_for(store):
    one, _two = filled(store)
    store.write(status.add_tag, [2], "Äpfel", "", NOW)
    store.write(status.set_status, [2], "starred", True, "", NOW)
    rows = store.read(listing.rows, [5, 2, 99, 3, 2])
    assert [row.id for row in rows] == [5, 2, 3, 2]
    assert rows[1] == ArticleRow(
        2, one, "feed1.example.org", "Entry 1", "Jane Doe", "https://example.org/1",
        NOW - timedelta(hours=1), False, True, False, 4, 1, ("daily", "Äpfel"),
    )  # fmt: skip
    assert store.read(listing.rows, []) == []


def test_whole_articles_keep_the_order_asked_for(store):
    filled(store)
    assert [article.id for article in store.read(articles.many, [4, 99, 1])] == [4, 1]


def test_pages_follow_each_other_without_gap_or_overlap(store):
    filled(store, 11)
    store.write(status.set_status, [3, 4, 5], "read", True, "", NOW)
    order = store.sql("SELECT id FROM article ORDER BY sorted_at DESC, id DESC")
    unread = store.sql("SELECT id FROM article WHERE read = 0 ORDER BY sorted_at DESC, id DESC")
    for only_unread, expected in ((False, order), (True, unread)):
        seen, place = [], None
        while page := store.read(
            lambda c, place=place, only=only_unread: listing.newest(c, 4, after=place, unread=only)
        ):
            seen += page
            (last,) = store.read(listing.rows, page[-1:])
            place = (last.sorted_at, last.id)
        assert [(number,) for number in seen] == expected


def test_entries_since_tell_exactly_what_was_touched(store):
    filled(store)
    steps = [
        (lambda: store.write(status.set_status, [1], "read", True, "", NOW), {1}),
        (lambda: store.write(status.add_tag, [2, 3], "x", "", NOW), {2, 3}),
        (lambda: store.write(status.undo, NOW), {2, 3}),
        (lambda: store.ingest(1, *entries([77])), {7}),
    ]
    start = store.read(meta.generation)
    touched = set()
    for number, (step, expected) in enumerate(steps, start=1):
        step()
        touched |= expected
        latest = store.read(listing.entries_since, start + number - 1)
        assert {entry.id for entry in latest.updated} == expected
        every = store.read(listing.entries_since, start)
        assert {entry.id for entry in every.updated} == touched and every.generation == start + number
    assert not store.read(listing.entries_since, start + len(steps))
    everything = store.read(listing.entries_since, 0)
    assert list(everything.updated) == store.entries()
