"""What the index is built from says the same as the entries that keep it true."""

from tests.factories import NOW
from tests.store.opened import entries
from tui.model.columns import IndexColumns
from tui.store import columns, feeds, status


def filled(store):
    one, two = store.subscribe(1, 2, tags=("daily",))
    store.ingest(one, *entries(range(6)))
    store.ingest(two, *entries(range(10, 13), published_at=None))
    return one, two


def said(found):
    """All that the columns mean, in no order."""
    facts = zip(found.ids, found.feeds, found.sorted_at, found.first_seen_at, strict=True)
    meant = set(found.ids)
    marks = {name: meant & set(getattr(found, name)) for name in ("unread", "starred", "later")}
    tags = {name: meant & set(ids) for name, ids in found.tags.items()}
    return set(facts), marks, {name: ids for name, ids in tags.items() if ids}


def test_columns_are_the_entries(store, monkeypatch):
    # More than one part, the last of them not full.
    monkeypatch.setattr(columns, "_PART", 4)
    one, _two = filled(store)
    store.write(status.add_tag, [1, 4, 9], "b/c", "", NOW)
    store.write(status.remove_tag, [2, 3, 9], "daily", "", NOW)
    store.write(status.set_status, [1, 2], "later", True, "", NOW)
    store.write(status.set_status, [3], "starred", True, "", NOW)
    store.write(status.set_status, [2, 3, 8], "read", True, "", NOW)
    found = store.read(columns.columns)
    assert list(found.ids) == list(range(1, 10))
    assert said(found) == said(IndexColumns.of(store.entries()))
    assert set(found.later) == {1, 2} and set(found.starred) == {3}
    assert set(found.unread) == {1, 4, 5, 6, 7, 9} and set(found.tags["b/c"]) == {1, 4, 9}
    store.write(feeds.unsubscribe, one, NOW)
    found = store.read(columns.columns)
    assert list(found.ids) == [7, 8, 9]
    assert said(found) == said(IndexColumns.of(store.entries()))


def test_rows_whose_article_is_lost_are_passed_over(store):
    filled(store)
    before = said(store.read(columns.columns))
    loose = "INSERT INTO article_tag (article_id, tag_id, origin) VALUES (?, 1, 'user')"

    def damage(connection):
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for number in (-3, 99):
            connection.execute(loose, (number,))
        found = columns.columns(connection)
        connection.execute("DELETE FROM article_tag WHERE article_id IN (-3, 99)")
        return found

    assert said(store.write(damage)) == before
