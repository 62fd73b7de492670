"""From an older schema to a newer, whole or not at all; and the tables that come of it."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, inspect

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.store import feeds, listing, status
from tui.store.connecting import connect
from tui.store.migrations import MIGRATIONS, VERSION, migrate, version_of
from tui.store.schema import metadata


def add_column(connection):
    connection.execute("ALTER TABLE article ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    connection.execute("UPDATE article SET mood = 'glad' WHERE starred")


def fail_halfway(connection):
    connection.execute("DROP TABLE article_content")
    raise sqlite3.OperationalError("no more")


def fill(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(5)))
        store.write(status.set_status, [1], "starred", True, "", NOW)


def test_the_tables_are_those_that_the_code_names(path):
    with opened(path):
        pass
    engine = create_engine(f"sqlite:///{path}")
    found = inspect(engine)
    hidden = {name for name in found.get_table_names() if name.startswith(("article_text", "note_text"))}
    assert set(found.get_table_names()) - hidden == set(metadata.tables)
    for name, table in metadata.tables.items():
        stored = {column["name"]: column for column in found.get_columns(name)}
        assert list(stored) == [column.name for column in table.columns], name
        for column in table.columns:
            there = stored[column.name]
            assert str(there["type"]) == str(column.type), (name, column.name)
            assert there["nullable"] == column.nullable or column.primary_key, (name, column.name)
            default = column.server_default
            if default is not None and column.computed is None:
                assert there["default"] == str(default.arg), (name, column.name)
        keys = found.get_pk_constraint(name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key], name
        links = {
            (key["constrained_columns"][0], key["referred_table"]) for key in found.get_foreign_keys(name)
        }
        assert links == {(key.parent.name, key.column.table.name) for key in table.foreign_keys}, name
        indexes = {index["name"]: index["column_names"] for index in found.get_indexes(name)}
        assert {index.name for index in table.indexes} == set(indexes), name
    engine.dispose()


def test_a_new_store_is_at_the_present_version(path):
    with opened(path) as store:
        assert store.sql("PRAGMA user_version") == [(VERSION,)] and len(MIGRATIONS) == VERSION
        assert store.read(feeds.all_feeds) == []


def test_an_older_store_is_backed_up_and_brought_forward(path, monkeypatch):
    fill(path)
    migrations = (*MIGRATIONS, add_column)
    monkeypatch.setattr("tui.store.migrations.MIGRATIONS", migrations)
    for place in ("tui.store.migrations.VERSION", "tui.store.opening.VERSION", "tui.store.backups.VERSION"):
        monkeypatch.setattr(place, len(migrations))
    monkeypatch.setattr("tui.store.migrations.migrate.__defaults__", (migrations,))
    with opened(path) as store:
        assert store.notices == ()
        assert store.sql("SELECT id, mood FROM article WHERE mood <> 'calm'") == [(1, "glad")]
        assert len(store.read(listing.rows, range(1, 6))) == 5
        (backup,) = store.database.backup_dir.iterdir()
    assert backup.name == f"store-before-schema-{VERSION + 1}.sqlite3"
    with closing(connect(backup, "ro", immutable=True)) as old:
        assert version_of(old) == VERSION
        assert old.execute("SELECT count(*) FROM article").fetchone() == (5,)
    with opened(path) as store:
        assert len(list(store.database.backup_dir.iterdir())) == 1


def test_a_migration_that_fails_leaves_everything_as_it_was(path):
    fill(path)
    called = []
    with closing(connect(path)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="no more"):
            migrate(connection, called.append, (*MIGRATIONS, fail_halfway))
        assert not connection.in_transaction
        assert version_of(connection) == VERSION and called == [VERSION]
    with opened(path) as store:
        assert len(store.read(listing.rows, range(1, 6))) == 5


def test_a_new_store_needs_no_backup(path):
    path.parent.mkdir()
    called = []
    with closing(connect(path, "rwc")) as connection:
        assert migrate(connection, called.append, (*MIGRATIONS, add_column)) == VERSION + 1
        assert called == []
        assert migrate(connection, called.append, (*MIGRATIONS, add_column)) == VERSION + 1
        assert called == []
