"""What is packed for reading offline, and what waits for a network."""

from datetime import timedelta

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.pack import PackedArticle
from tui.query import parse
from tui.store import articles, first_page, leaves, listing, packs


def filled(store, count=3):
    (feed,) = store.subscribe(1)
    return [one.id for one in store.ingest(feed, *entries(range(count))).new]


def one(number, **changes):
    said = {"article_id": number, "packed_at": NOW, "ready": True, "size": 700, "missing": ()}
    return PackedArticle(**{**said, **changes})


def offline(store):
    return sorted(store.read(leaves.answer, parse("is:offline").expr, NOW))


def test_a_packed_article_is_found_and_marked(path):
    with opened(path) as store:
        ids = filled(store)
        changes = store.write(packs.put, one(ids[1]))
        assert [entry.id for entry in changes.updated] == [ids[1]]
        assert offline(store) == [ids[1]]
        assert [row.offline for row in store.read(listing.rows, ids)] == [False, True, False]
        assert [whole.offline for whole in store.read(articles.many, ids)] == [False, True, False]
        assert [row.offline for row in first_page.newest(path, 3).rows].count(True) == 1
        assert store.read(packs.packed, ids) == {ids[1]: one(ids[1])}


def test_what_is_missing_is_remembered_and_changes_no_list(path):
    with opened(path) as store:
        ids = filled(store)
        partly = one(ids[0], ready=False, missing=("1 picture could not be had: “404”.",))
        assert not store.write(packs.put, partly)
        assert offline(store) == [] and store.read(packs.packed, ids) == {ids[0]: partly}
        assert store.write(packs.put, one(ids[0]))
        assert not store.write(packs.put, one(ids[0], size=900))
        assert store.read(packs.total) == (1, 1, 900)
        assert store.write(packs.put, partly) and offline(store) == []


def test_an_article_that_is_gone_is_left_out(path):
    with opened(path) as store:
        filled(store)
        assert not store.write(packs.put, one(4711)).updated
        assert store.read(packs.total) == (0, 0, 0)


def test_packed_no_longer(path):
    with opened(path) as store:
        ids = filled(store)
        for number in ids:
            store.write(packs.put, one(number))
        changes = store.write(packs.forget, [ids[0], 4711])
        assert [entry.id for entry in changes.updated] == [ids[0]]
        assert offline(store) == sorted(ids[1:])
        assert not store.write(packs.forget, [ids[0]])


def test_what_waits_is_asked_for_once_and_done_once(path):
    with opened(path) as store:
        (number,) = filled(store, 1)
        store.write(packs.ask, "open", "https://a.example/", "A", number, NOW)
        store.write(packs.ask, "save", "https://a.example/", "A", None, NOW)
        store.write(packs.ask, "open", "https://a.example/", "Anew", number, NOW + timedelta(hours=1))
        waiting = store.read(packs.asked)
        assert [(item.kind, item.title, item.article_id) for item in waiting] == [
            ("open", "Anew", number),
            ("save", "A", None),
        ]
        assert waiting[0].asked_at == NOW + timedelta(hours=1)
        store.write(packs.done, [waiting[0].id])
        assert [item.kind for item in store.read(packs.asked)] == ["save"]
