"""Where articles were left."""

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.reading import ReadingPlace
from tui.store import meta, places


def test_a_place_is_kept_changed_and_forgotten(store, path):
    (feed,) = store.subscribe(1)
    first, second = sorted(entry.id for entry in store.ingest(feed, *entries(range(2))).new)
    before = store.read(meta.generation)
    assert store.read(places.place_of, first) is None
    store.write(places.set_place, first, ReadingPlace(4, 120, 40), NOW)
    store.write(places.set_place, first, ReadingPlace(5, 0, 60), NOW)
    store.close()
    with opened(path) as again:
        assert again.read(places.place_of, first) == ReadingPlace(5, 0, 60)
        assert again.read(places.place_of, second) is None
        again.write(places.set_place, first, None, NOW)
        assert again.read(places.place_of, first) is None
        # No list has to be read anew because somebody has scrolled.
        assert again.read(meta.generation) == before


def test_of_an_article_that_is_gone_nothing_is_kept(store):
    store.write(places.set_place, 77, ReadingPlace(4, 120, 40), NOW)
    assert store.sql("SELECT count(*) FROM reading_place") == [(0,)]
