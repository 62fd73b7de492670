"""Backups, checks, repairs."""

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.model.errors import StoreDamaged
from tui.query import parse
from tui.store import blobs, leaves, listing, maintenance, meta
from tui.store.backups import backups_in, is_good


@pytest.fixture
def filled(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(20)))
    store.index_all()
    return store


def backup(store, day, keep=3):
    return store.read(maintenance.backup, store.database.backup_dir, keep, NOW + timedelta(days=day))


def test_a_few_daily_backups_are_kept(filled):
    for day in range(5):
        made = backup(filled, day)
        assert is_good(made) and stat.S_IMODE(made.stat().st_mode) == 0o600
    names = [path.name for path in backups_in(filled.database.backup_dir)]
    assert names == [f"store-2026-11-{day}.sqlite3" for day in (27, 26, 25)]
    assert stat.S_IMODE(filled.database.backup_dir.stat().st_mode) == 0o700


def test_the_second_backup_of_a_day_replaces_the_first(filled):
    first = backup(filled, 0)
    filled.ingest(1, *entries(range(20, 25)))
    assert backup(filled, 0) == first
    with closing(sqlite3.connect(first)) as copy:
        assert copy.execute("SELECT count(*) FROM article").fetchone() == (25,)
    assert [path.name for path in filled.database.backup_dir.iterdir()] == [first.name]


def test_a_broken_store_pushes_no_good_backup_out(filled):
    good = backup(filled, 0, keep=1)
    (root,) = filled.sql("SELECT rootpage FROM sqlite_master WHERE name = 'article_by_author'")[0]
    with closing(sqlite3.connect(filled.path)) as plain:
        plain.execute("PRAGMA writable_schema = ON")
        plain.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'article_by_date'", (root,))
        plain.commit()
    with pytest.raises(StoreDamaged, match="older ones are kept"):
        backup(filled, 1, keep=1)
    assert [path.name for path in filled.database.backup_dir.iterdir()] == [good.name] and is_good(good)


def test_damage_that_copies_well_is_found_in_the_copy(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(300)))
        good = backup(store, 0, keep=1)
    page = path.read_bytes().index(b"https://example.org/150") // 4096
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xff" * 4096)
    with opened(path) as store:
        with pytest.raises(StoreDamaged, match="older ones are kept"):
            backup(store, 1, keep=1)
        assert [one.name for one in store.database.backup_dir.iterdir()] == [good.name]
        assert store.read(maintenance.quick_check) != ()


def test_a_sound_store_gives_no_cause_for_complaint(filled):
    assert filled.read(maintenance.quick_check) == () == filled.write(maintenance.check)


def test_loose_ends_are_found_and_tied(filled):
    def loosen(connection):
        connection.execute("DELETE FROM article_content WHERE article_id = 3")
        connection.execute("INSERT INTO tag (name) VALUES ('unused')")
        # Known to the full-text index, yet said not to be.
        connection.execute("INSERT INTO unindexed (article_id) VALUES (5)")

    filled.write(loosen)
    with closing(sqlite3.connect(filled.path)) as plain:
        plain.execute("INSERT INTO article_tag (article_id, tag_id, origin) VALUES (99, 1, 'user')")
        plain.execute("INSERT INTO article_content VALUES (98, x'', '[]', '', '', 0)")
        plain.commit()
    complaints = filled.write(maintenance.check)
    assert [complaint.split(" ", 1)[1] for complaint in complaints] == [
        "rows belong to something that is not there.",
        "articles have lost their text.",
        "full-text index knows 20 articles instead of 19.",
    ]
    before = filled.read(meta.generation)
    filled.write(blobs.save, before, {"a": b"1"})
    assert any("kept their titles" in sentence for sentence in filled.write(maintenance.repair))
    assert filled.write(maintenance.check) == ()
    assert filled.read(blobs.load) is None and filled.read(meta.generation) == before + 1
    filled.index_all()
    assert filled.write(maintenance.check) == ()
    assert len(filled.read(listing.rows, range(1, 21))) == 20
    assert filled.sql("SELECT name FROM tag") == []
    assert len(filled.read(leaves.answer, parse("title:entry").expr, NOW)) == 20
    assert len(filled.read(leaves.answer, parse("body:text").expr, NOW)) == 19


def test_a_broken_full_text_index_is_built_anew(filled):
    filled.write(lambda c: c.execute("UPDATE article_text_data SET block = x'00' WHERE id > 10"))
    with pytest.raises(StoreDamaged, match="full-text index"):
        filled.read(leaves.answer, parse("entry").expr, NOW)
    assert "The full-text index is damaged." in filled.write(maintenance.check)
    filled.write(maintenance.repair)
    filled.index_all()
    assert filled.write(maintenance.check) == ()
    assert len(filled.read(leaves.answer, parse("entry").expr, NOW)) == 20


def test_the_index_in_memory_is_kept_beside_its_generation(filled):
    assert filled.read(blobs.load) is None
    generation = filled.read(blobs.generation)
    filled.write(blobs.save, generation, {"a": b"1", "b": b""})
    assert filled.read(blobs.load) == (generation, {"a": b"1", "b": b""})
    filled.write(blobs.save, generation - 1, {"c": b"\0" * 9})
    assert filled.read(blobs.load) == (generation - 1, {"c": b"\0" * 9})
    assert filled.read(blobs.generation) == generation
    # Bytes that claim to know more than the store holds are of another store.
    filled.write(blobs.save, generation + 1, {"a": b"1"})
    assert filled.read(blobs.load) is None


def test_small_facts(filled):
    assert filled.read(blobs.get_meta, "x") is None
    filled.write(blobs.set_meta, "x", "1")
    filled.write(blobs.set_meta, "x", "zwei")
    assert filled.read(blobs.get_meta, "x") == "zwei"
