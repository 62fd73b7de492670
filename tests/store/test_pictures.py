"""Pictures in a real store: kept, linked, and let go of only where nothing needs them."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.store.opened import entries
from tui.model.picture import TakenPicture
from tui.store import pictures, status

A, B, C = "https://example.org/a.png", "https://example.org/b.png", "https://example.org/c.png"
LATER = NOW + timedelta(days=30)


def taken(size: int = 10) -> TakenPicture:
    return TakenPicture("", "image/png", 640, 480, b"x" * size)


@pytest.fixture
def article(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1, 2]))
    return store.sql("SELECT min(id) FROM article")[0][0]


def loose(store):
    return [one.id for one in store.read(pictures.loose)]


def test_what_was_put_is_known_in_the_order_asked_for(store, article):
    store.write(pictures.put, article, {A: taken(), B: TakenPicture("Not found.")}, NOW)
    known = store.read(pictures.known, [B, C, A])
    assert list(known) == [B, A]
    assert (known[A].ready, known[A].width, known[A].height, known[A].size) == (True, 640, 480, 10)
    assert (known[B].ready, known[B].trouble, known[B].fetched_at) == (False, "Not found.", NOW)
    assert store.read(pictures.data, A) == b"x" * 10
    assert store.read(pictures.data, B) == store.read(pictures.data, C) == b""
    assert store.read(pictures.total_size) == 10


def test_a_failure_is_replaced_and_a_picture_is_not_lost_by_one(store, article):
    store.write(pictures.put, article, {A: TakenPicture("Not found.")}, NOW)
    store.write(pictures.put, article, {A: taken()}, LATER)
    store.write(pictures.put, article, {A: TakenPicture("Gone.")}, LATER)
    known = store.read(pictures.known, [A])[A]
    assert known.ready and known.fetched_at == LATER
    assert store.read(pictures.data, A)


def test_two_articles_may_have_one_picture(store, article):
    store.write(pictures.put, article, {A: taken()}, NOW)
    store.write(pictures.link, article + 1, [A, C])
    assert store.sql("SELECT article_id FROM article_picture") == [(article,), (article + 1,)]
    # An article that is not there has none.
    store.write(pictures.put, 999, {B: taken()}, NOW)
    assert len(store.sql("SELECT * FROM article_picture")) == 2


@pytest.mark.parametrize("mark", ["starred", "later", "packed"])
def test_what_is_kept_keeps_its_pictures(store, article, mark):
    store.write(pictures.put, article, {A: taken(), B: taken()}, NOW)
    store.write(pictures.put, article + 1, {C: taken()}, NOW)
    store.write(pictures.link, article + 1, [A])
    assert len(loose(store)) == 3
    if mark == "packed":
        store.write(
            lambda connection: connection.execute(
                "INSERT INTO packed (article_id, packed_at, ready) VALUES (?, 0, 0)", (article,)
            )
        )
    else:
        store.write(status.set_status, [article], mark, True, "", NOW)
    assert [url for (url,) in store.sql("SELECT url FROM picture WHERE id = ?", *loose(store))] == [C]


def test_the_least_used_come_first_and_looking_is_noted_now_and_then(store, article):
    for at, url in enumerate((A, B, C)):
        store.write(pictures.put, article, {url: taken()}, NOW + timedelta(hours=at))
    first, second, third = loose(store)
    store.write(pictures.touch, [A], LATER, LATER - timedelta(days=1))
    assert loose(store) == [second, third, first]
    store.write(pictures.touch, [B], LATER + timedelta(hours=1), LATER - timedelta(days=40))
    assert loose(store) == [second, third, first]
    store.write(pictures.drop, [second, third])
    assert loose(store) == [first] and store.read(pictures.total_size) == 10


def test_the_leading_picture_is_what_came_beside_the_text(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1], image_url=A))
    (number,) = store.sql("SELECT id FROM article")[0]
    assert store.read(pictures.leading, number) == A
    assert store.read(pictures.leading, 999) == ""
