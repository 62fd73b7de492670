"""What was removed comes back to the last row, in whatever state the store is by then."""

import subprocess
import sys
from contextlib import closing
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_full_text, make_prepared
from tests.store.opened import entries, opened
from tests.store.test_retention import Made, fill, made
from tui.content import words_and_minutes
from tui.model.ids import ArticleId, FeedId
from tui.model.note import Note
from tui.model.reading import ReadingPlace
from tui.model.retention import PROTECTIONS, Doomed
from tui.store import attic, full_texts, maintenance, notes, places, purging, status

ALL = frozenset(PROTECTIONS)
#: Written anew, or linked when the article is opened.
LEFT_OUT = {"unindexed", "article_picture"}

FULL = """
import asyncio, resource, signal, sys
from pathlib import Path
from datetime import datetime, UTC
from tui.model.errors import StoreFull
from tui.model.retention import PROTECTIONS, Doomed
from tui.store import Database, attic, purging

async def work(path):
    database = Database(path)
    now = datetime.now(UTC)
    await database.open(now)
    doomed = [Doomed(number, 1, 0, 0) for number in range(1, 40)]
    await database.read(lambda connection: None)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY))
    file = attic.AtticFile(path.parent / "removed", now)
    try:
        await database.write(purging.remove, doomed, frozenset(PROTECTIONS), file, now)
    except StoreFull as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    file.close()
    await database.close()

asyncio.run(work(Path(sys.argv[1])))
"""


def doomed(ids):
    return [Doomed(ArticleId(number), FeedId(0), 0, 0) for number in ids]


def remove(store, folder, ids, now=NOW):
    file = attic.AtticFile(folder, now)
    with closing(file):
        return store.write(purging.remove, doomed(ids), ALL, file, now).removed


def bring_back(store, path, limit=3):
    place, came = 0, []
    while True:
        place, looked_at, _came, changes = store.write(purging.bring_back, path, place, limit)
        if not looked_at:
            return came
        came += [entry.id for entry in changes.new]


def everything(store):
    """All rows that belong to articles; numbers that mean nothing outside of the store left out."""
    tables = store.read(attic.tables_of)
    found = {
        table.name: sorted(
            map(repr, store.sql(f"SELECT {', '.join(map(quoted, table.columns))} FROM {table.name}"))
        )
        for table in tables
    }
    columns = [
        name for (name,) in store.sql("SELECT name FROM pragma_table_info('article')") if name != "generation"
    ]
    found["article"] = store.sql(f"SELECT {', '.join(columns)} FROM article ORDER BY id")
    return found


def quoted(name):
    return f'"{name}"'


@settings(max_examples=25)
@given(st.lists(made, min_size=1, max_size=10), st.integers(1, 4), st.randoms())
def test_it_comes_back_as_it_was(tmp_path_factory, articles, limit, chance):
    folder = tmp_path_factory.mktemp("attic")
    with opened(folder / "store.sqlite3") as store:
        found, _feeds = fill(store, articles)
        ids = sorted(found)
        for number in ids:
            if chance.random() < 0.3:
                store.write(full_texts.put, [(number, make_full_text())], words_and_minutes)
            if chance.random() < 0.3:
                store.write(places.set_place, number, ReadingPlace(2, 3, 50), NOW)
            if chance.random() < 0.3:
                store.write(notes.set_note, number, Note(f"A note on {number}", NOW))
        before = everything(store)
        gone = chance.sample(ids, chance.randint(1, len(ids)))
        assert set(remove(store, folder / "removed", gone)) == set(gone)
        (file,) = attic.files_in(folder / "removed")
        assert file.articles == len(gone)
        assert sorted(bring_back(store, file.path, limit)) == sorted(gone)
        store.index_all()
        assert everything(store) == before
        assert (
            store.sql("SELECT count(*) FROM tombstone") == store.sql("SELECT count(*) FROM removal") == [(0,)]
        )
        assert store.write(maintenance.check) == ()
        # Once more brings nothing twice.
        assert bring_back(store, file.path, limit) == []


def test_every_table_that_goes_with_an_article_is_kept(store):
    kept = {table.name for table in store.read(attic.tables_of)}
    cascading = {
        name
        for (name,) in store.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for link in store.sql(f"SELECT \"table\", on_delete FROM pragma_foreign_key_list('{name}')")
        if link == ("article", "CASCADE")
    }
    assert cascading - LEFT_OUT == kept and "article_content" in kept and "note" in kept


def test_a_number_that_is_somebody_elses_by_now_is_not_taken(store, tmp_path):
    (feed,) = store.subscribe(1)
    (one,) = store.ingest(feed, make_prepared(1)).new
    store.write(status.add_tag, [one.id], "mine", "", NOW)
    remove(store, tmp_path, [one.id])
    (file,) = attic.files_in(tmp_path)
    # As after a backup was put in the place of the store.
    store.write(
        lambda connection: connection.execute("DELETE FROM meta WHERE key = 'last_article_id'") and None
    )
    (two,) = store.ingest(feed, make_prepared(2)).new
    assert two.id == one.id
    (back,) = bring_back(store, file.path)
    assert back != one.id
    assert store.sql("SELECT id, title FROM article ORDER BY title") == [
        (back, "Entry 1"),
        (one.id, "Entry 2"),
    ]
    assert store.sql("SELECT article_id FROM article_tag") == [(back,)]


def test_a_feed_that_moved_is_still_its_feed(store, tmp_path):
    (feed,) = store.subscribe(1)
    (one,) = store.ingest(feed, make_prepared(1)).new
    remove(store, tmp_path, [one.id])
    (file,) = attic.files_in(tmp_path)
    store.write(
        lambda connection: connection.execute("UPDATE feed SET feed_url = 'https://new.example'") and None
    )
    assert bring_back(store, file.path) == [one.id]


def test_files_go_when_their_time_is_over_readable_or_not(store, tmp_path):
    found, _feeds = fill(store, [Made(0, 1, 1, 1, frozenset())] * 2)
    one, two = found
    remove(store, tmp_path, [one], NOW - timedelta(days=40))
    remove(store, tmp_path, [two])
    for name in ("removed-2020-01-01T000000-1.sqlite3", "removed-2020-01-01T000000-1.sqlite3-wal"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "removed-mine.sqlite3").write_bytes(b"keep me")
    assert len(attic.files_in(tmp_path)) == 2
    assert attic.let_go(tmp_path, NOW - timedelta(days=30)) == 2
    (left,) = attic.files_in(tmp_path)
    assert left.made_at == NOW
    assert {path.name for path in tmp_path.glob("removed-*")} == {left.path.name, "removed-mine.sqlite3"}
    assert left.path.stat().st_mode & 0o077 == 0


def test_without_room_for_a_copy_nothing_goes_and_it_is_said(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(50)))
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True)
    assert "nothing was changed" in done.stdout and "--for-good" in done.stdout
    with opened(path) as store:
        assert store.sql("SELECT count(*) FROM article") == [(50,)]
        assert store.write(maintenance.check) == ()
