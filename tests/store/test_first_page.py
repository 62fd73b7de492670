"""The first page before anything heavy is imported."""

import subprocess
import sys
from contextlib import closing

import pytest

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.feed import FeedHealth
from tui.store import feeds, first_page, listing, meta, status
from tui.store.connecting import connect

SCRIPT = """
import sys
from pathlib import Path
from tui.store import first_page
page = first_page.load(Path(sys.argv[1]), [2, 1], int(sys.argv[2]), 10)
assert [row.id for row in page.rows] == [2, 1], page
heavy = {"sqlalchemy", "zstandard", "numpy", "asyncio", "tui.store.database"} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.fixture
def seen(store):
    """A store, its remembered page and the generation that is true for."""
    (feed,) = store.subscribe(1, tags=("b", "a"))
    store.ingest(feed, *entries(range(5)))
    store.write(status.set_status, [2], "read", True, "", NOW)
    return store, store.read(listing.newest, 10), store.read(meta.generation)


def test_the_rows_are_those_of_the_list(seen):
    store, ids, generation = seen
    page = first_page.load(store.path, ids, generation, 3)
    assert list(page.rows) == store.read(listing.rows, ids[:3]) and page.generation == generation
    assert list(first_page.newest(store.path, 10).rows) == store.read(listing.rows, ids)
    unread = first_page.newest(store.path, 10, unread=True)
    assert [row.id for row in unread.rows] == [number for number in ids if number != 2]


def test_nothing_heavy_is_imported(seen):
    store, _ids, generation = seen
    command = [sys.executable, "-c", SCRIPT, str(store.path), str(generation)]
    assert subprocess.run(command, timeout=60).returncode == 0


def test_a_page_that_is_no_longer_true_is_not_shown(seen):
    store, ids, generation = seen
    load = lambda: first_page.load(store.path, ids, generation, 10)  # noqa: E731
    # A visit that brought nothing changes nothing on the page.
    store.write(feeds.record_checks, [(1, FeedHealth(checked_at=NOW), None)])
    store.ingest(1)
    assert load() is not None and load().generation == generation + 2
    store.write(status.set_status, [1], "read", True, "", NOW)
    assert load() is None
    assert first_page.load(store.path, ids, generation + 3, 10) is not None
    store.write(feeds.unsubscribe, 1, NOW)
    assert first_page.load(store.path, ids, generation + 3, 10) is None
    assert first_page.newest(store.path, 10).rows == ()
    # A generation that the store has not reached is that of another store.
    assert first_page.load(store.path, ids, generation + 99, 10) is None


def test_no_store_no_page(tmp_path):
    path = tmp_path / "store.sqlite3"
    assert first_page.load(path, [1], 1, 10) is None and first_page.newest(path, 10) is None
    assert not path.exists()
    for content in (b"", b"no store " * 1000):
        path.write_bytes(content)
        assert first_page.load(path, [1], 1, 10) is None and first_page.newest(path, 10) is None


def test_a_page_from_a_store_that_is_being_written(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries([1]))
        generation = store.read(meta.generation)
        with closing(connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE article SET title = 'Not yet', generation = 99")
            assert first_page.load(path, [1], generation, 10).rows[0].title == "Entry 1"
            other.execute("ROLLBACK")
