"""Stores in every bad state, as real files: never a traceback, never silently empty."""

import asyncio
import os
import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.factories import NOW, make_prepared
from tests.store.opened import Store, entries, opened
from tui.model.errors import StoreError, StoreFull, StoreTooNew
from tui.store import articles, feeds, listing, maintenance, meta, status
from tui.store.filecheck import journal_is_garbage, wal_of, what_is_wrong
from tui.store.migrations import VERSION


def fill(path, *, backup=False):
    """A store with thirty articles; two are starred, one of them after the backup."""
    with opened(path) as store:
        (feed,) = store.subscribe(1, category="news")
        store.ingest(feed, *entries(range(30), text="word " * 200))
        store.write(status.set_status, [1], "starred", True, "", NOW)
        store.index_all()
        if backup:
            store.read(maintenance.backup, store.database.backup_dir, 3, NOW)
        store.write(status.set_status, [2], "starred", True, "", NOW)


def starred(store):
    return [number for (number,) in store.sql("SELECT id FROM article WHERE starred")]


def kept_aside(path):
    return sorted(file.name for file in path.parent.glob("*.corrupt-*"))


def no_header(path):
    with path.open("r+b") as file:
        file.write(b"This is not a database at all.")


def halved(path):
    os.truncate(path, path.stat().st_size // 2)


def one_page_short(path):
    os.truncate(path, path.stat().st_size - 4096)


def overwritten(path):
    """Every page but the first is noise; only a look through the file can tell."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    wal_of(path).touch()


def schema_gone(path):
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3900)


def no_bytes(path):
    os.truncate(path, 0)


DAMAGES = [no_header, halved, one_page_short, overwritten, schema_gone, no_bytes]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_store_is_kept_and_the_backup_takes_its_place(path, damage):
    fill(path, backup=True)
    before = path.read_bytes()
    damage(path)
    broken = path.read_bytes()
    assert broken != before
    with opened(path) as store:
        (notice,) = store.notices
        assert "The store is damaged" in notice and "backup of" in notice
        assert starred(store) == [1] and len(store.read(listing.rows, range(1, 31))) == 30
        # Nobody who remembers the lost store takes this one for it.
        assert store.read(meta.generation) > 1_000_000
        assert store.write(maintenance.check) == ()
    (aside, *_) = kept_aside(path)
    assert aside in notice and (path.parent / aside).read_bytes() == broken
    with opened(path) as store:
        assert not store.notices and starred(store) == [1]


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_backup_what_can_be_read_is_saved_and_the_rest_is_said(path, damage):
    fill(path)
    damage(path)
    broken = path.read_bytes()
    with opened(path) as store:
        (notice,) = store.notices
        assert "The store is damaged" in notice and "There is no backup" in notice
        aside = next(name for name in kept_aside(path) if not name.endswith("-wal"))
        assert aside in notice and (path.parent / aside).read_bytes() == broken
        assert store.write(maintenance.check) == ()
        # Usable at once, whatever was saved.
        store.write(feeds.subscribe, [], NOW)


def test_most_of_a_store_with_one_bad_page_is_saved(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1, category="news")
        store.ingest(feed, *entries(range(300)))
    # An address stands in the table alone, in no SQL index.
    whole = path.read_bytes()
    page = whole.index(b"https://example.org/150") // 4096
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xff" * 4096)
    wal_of(path).touch()
    with opened(path) as store:
        (notice,) = store.notices
        saved = store.sql("SELECT count(*) FROM article")[0][0]
        assert 200 < saved < 300 and f"1 feeds and {saved} articles were saved" in notice
        assert [feed.category for feed in store.feeds()] == ["news"]
        assert store.write(maintenance.check) == ()
        store.index_all()
        assert store.write(maintenance.check) == ()


def test_an_article_whose_text_is_lost_keeps_the_rest(path):
    marked = "https://comments.example.org/150"
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        texts = [make_prepared(number, comments_url=marked * (number == 150)) for number in range(300)]
        store.ingest(feed, *texts)
        store.write(status.set_status, range(1, 301), "starred", True, "", NOW)
    page = path.read_bytes().index(marked.encode()) // 4096
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xff" * 4096)
    wal_of(path).touch()
    with opened(path) as store:
        assert "300 articles were saved" in store.notices[0] and len(starred(store)) == 300
        whole = store.read(articles.many, range(1, 301))
        assert len(whole) == 300 and 0 < sum(not article.text for article in whole) < 100
        assert store.write(maintenance.check) == ()


def test_the_journal_of_a_broken_store_is_kept_with_it(path, tmp_path):
    left = killed_copy(path, tmp_path / "killed")
    journal = wal_of(left).read_bytes()
    no_header(left)
    with opened(left) as store:
        assert "The store is damaged" in store.notices[0]
    (broken, log) = kept_aside(left)
    assert log == f"{broken}-wal" and (left.parent / log).read_bytes() == journal


def test_a_missing_store_comes_back_from_its_backup(path):
    fill(path, backup=True)
    path.unlink()
    with opened(path) as store:
        assert "The store is missing" in store.notices[0] and starred(store) == [1]
    assert kept_aside(path) == []


def test_a_broken_backup_is_passed_over(path):
    fill(path, backup=True)
    good = next((path.parent / "backups").iterdir())
    bad = good.with_name("store-2099-01-01.sqlite3")
    shutil.copy(good, bad)
    halved(bad)
    no_header(path)
    with opened(path) as store:
        assert starred(store) == [1]
    no_header(good)
    no_header(path)
    with opened(path) as store:
        assert "nothing could be saved" in store.notices[0]


def test_a_first_start_says_nothing(path):
    with opened(path) as store:
        assert store.notices == () and not store.database.read_only and not store.database.unchecked


def killed_copy(path, target):
    """The files as a kill would leave them: with a journal that was not yet taken over."""
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(5)))
        target.mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            shutil.copy(file, target / file.name)
    return target / path.name


def test_a_journal_left_by_a_kill_is_taken_over(path, tmp_path):
    left = killed_copy(path, tmp_path / "killed")
    assert wal_of(left).stat().st_size > 0 and not journal_is_garbage(left)
    with opened(left) as store:
        assert store.notices == () and len(store.read(listing.rows, range(1, 6))) == 5


@pytest.mark.parametrize(
    "garbage",
    [
        b"garbage " * 5000,
        b"short",
        b"\x37\x7f\x06\x82" + bytes(60),
        # All right but for the checksum.
        struct.pack(">II", 0x377F0682, 3_007_000) + b"\1" * 56,
    ],
)
def test_a_garbage_journal_is_kept_and_said(path, garbage):
    fill(path)
    wal_of(path).write_bytes(garbage)
    assert journal_is_garbage(path)
    with opened(path) as store:
        (notice,) = store.notices
        assert "garbage" in notice and starred(store) == [1, 2]
    (aside,) = kept_aside(path)
    assert aside in notice and (path.parent / aside).read_bytes() == garbage


def test_a_journal_with_a_torn_end_loses_only_that(path, tmp_path):
    left = killed_copy(path, tmp_path / "killed")
    os.truncate(wal_of(left), wal_of(left).stat().st_size - 1000)
    with opened(left) as store:
        assert store.notices == () and store.write(maintenance.check) == ()
        assert [feed.feed_url for feed in store.feeds()] == ["https://feed1.example.org/news.xml"]


def test_a_newer_store_is_read_but_not_written(path):
    fill(path)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(f"PRAGMA user_version = {VERSION + 3}")
        plain.execute("ALTER TABLE article ADD COLUMN from_the_future TEXT")
    with opened(path) as store:
        (notice,) = store.notices
        assert "newer Broadsheet" in notice and "reading only" in notice and store.database.read_only
        assert starred(store) == [1, 2]
        with pytest.raises(StoreTooNew, match="newer Broadsheet"):
            store.write(status.set_status, [3], "starred", True, "", NOW)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (VERSION + 3,)
    assert kept_aside(path) == []


@contextmanager
def write_protected():
    """A folder that we may read but not write, for root too; and back."""
    folder = Path(tempfile.mkdtemp())
    store = folder / "store.sqlite3"
    root = os.geteuid() == 0
    try:
        yield folder, store, lambda: (folder.chmod(0o555), os.seteuid(65534) if root else None)
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)


def protect_files(folder):
    for file in folder.iterdir():
        file.chmod(0o444)


def test_a_write_protected_store_is_read():
    with write_protected() as (folder, path, protect):
        fill(path)
        (folder / f"{path.name}.opening").unlink()
        protect_files(folder)
        protect()
        with opened(path) as store:
            (notice,) = store.notices
            assert "cannot be written" in notice and store.database.read_only
            assert starred(store) == [1, 2]
            with pytest.raises(StoreFull, match="reading only"):
                store.write(status.set_status, [3], "starred", True, "", NOW)


def test_a_write_protected_folder_without_a_store_is_one_clear_sentence():
    with write_protected() as (folder, path, protect):
        protect()
        with pytest.raises(StoreFull, match="no store in it to read"):
            Store(path).open()
        with pytest.raises(StoreFull, match="cannot be made"):
            Store(folder / "deeper" / "store.sqlite3").open()


def test_a_folder_in_the_place_of_the_store(path):
    path.mkdir(parents=True)
    with pytest.raises(StoreError):
        Store(path).open()


def test_the_checks_from_outside(tmp_path):
    path = tmp_path / "store.sqlite3"
    fill(path)
    assert what_is_wrong(path) == "" and not journal_is_garbage(path)
    os.truncate(path, 60)
    assert what_is_wrong(path) == "it ends too early"


def test_rescues_in_one_second_keep_files_apart(path):
    for number in range(1, 4):
        with opened(path) as store:
            assert len(kept_aside(path)) == number - 1
            store.subscribe(number)
        no_header(path)
    with opened(path) as store:
        assert len(kept_aside(path)) == 3 and f"{path.name}.corrupt-20261123-140000.3" in store.notices[0]


def test_three_first_starts_at_once_make_one_store(path):
    async def start():
        stores = [Store(path) for _ in range(3)]
        await asyncio.gather(*(store.database.open(NOW) for store in stores))
        try:
            return [await store.database.read(meta.generation) for store in stores]
        finally:
            for store in stores:
                await store.database.close()

    assert asyncio.run(start()) == [1, 1, 1]
