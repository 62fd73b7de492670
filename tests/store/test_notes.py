"""Notes on articles: kept through whatever happens to the article, found by their words, never in the way."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOW, make_prepared
from tests.store.opened import entries, opened
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import NotFound
from tui.model.note import LONGEST, Note, note_text
from tui.query import Term
from tui.store import (
    articles,
    definitions,
    first_page,
    leaves,
    listing,
    maintenance,
    notes,
    rule_hits,
    status,
    tidying,
)
from tui.store.migrations import MIGRATIONS, migrate
from tui.store.salvage import salvage


@pytest.fixture
def filled(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(4)))
    store.index_all()
    return store


def find(store, word, field="text"):
    return sorted(store.read(leaves.answer, Term(field, "words", (word,)), NOW))


def noted(store):
    return [row.id for row in store.read(listing.rows, range(1, 9)) if row.noted]


def test_a_note_stands_on_its_article_and_is_found(filled):
    changes = filled.write(status.write_note, 2, "See the Café\nagain", NOW)
    assert changes.label == "Note on “Entry 2”" and [one.id for one in changes.updated] == [2]
    assert changes.undoable and changes.notes[0].after == Note("See the Café\nagain", NOW)
    assert filled.read(articles.get, 2).note == "See the Café\nagain" and noted(filled) == [2]
    (row,) = first_page.load(filled.path, [2], changes.generation, 1).rows
    assert row.noted
    assert find(filled, "cafe") == find(filled, "cafe", "note") == [2]
    assert find(filled, "cafe", "body") == find(filled, "text", "note") == []
    assert sorted(filled.read(leaves.answer, Term("has", "is", ("note",)), NOW)) == [2]


def test_another_process_hears_of_it(filled):
    known = filled.write(status.write_note, 1, "first", NOW).generation
    filled.write(status.write_note, 3, "third", NOW)
    assert [entry.id for entry in filled.read(listing.entries_since, known).updated] == [3]


def test_what_is_the_same_is_no_deed(filled):
    filled.write(status.write_note, 1, "mine", NOW)
    known = filled.sql("SELECT value FROM meta WHERE key = 'generation'")
    assert not filled.write(status.write_note, 1, "mine  \n\n", NOW + timedelta(hours=1))
    assert not filled.write(status.write_note, 2, " \n ", NOW)
    assert filled.sql("SELECT value FROM meta WHERE key = 'generation'") == known
    assert filled.sql("SELECT article_id, text FROM note") == [(1, "mine")]
    with pytest.raises(NotFound):
        filled.write(status.write_note, 99, "nowhere", NOW)


def test_undo_brings_back_the_words_and_when_they_were_written(filled):
    later = NOW + timedelta(days=1)
    filled.write(status.write_note, 1, "old", NOW)
    filled.write(status.write_note, 1, "new", later)
    assert filled.write(status.write_note, 1, "", later).label == "Removed the note on “Entry 3”"
    assert find(filled, "new") == [] and filled.sql("SELECT * FROM note") == []
    filled.write(status.undo, later)
    assert filled.read(notes.desk_of, 1).note == Note("new", later) and find(filled, "new") == [1]
    filled.write(status.undo, later)
    assert filled.read(notes.desk_of, 1).note == Note("old", NOW)
    assert find(filled, "new") == [] and find(filled, "old") == [1]
    filled.write(status.redo, later)
    assert filled.read(notes.desk_of, 1).note == Note("new", later)


def test_a_draft_waits_until_the_note_is_saved(filled):
    filled.write(notes.keep_draft, 1, "half a thou")
    desk = filled.read(notes.desk_of, 1)
    assert (desk.note, desk.draft, desk.text) == (None, "half a thou", "half a thou")
    assert noted(filled) == [] and find(filled, "thou") == []
    filled.write(status.write_note, 1, "a thought", NOW)
    assert filled.read(notes.desk_of, 1).text == "a thought"
    filled.write(notes.keep_draft, 1, "a thought, more")
    filled.write(status.undo, NOW)
    assert filled.read(notes.desk_of, 1).text == "a thought, more"
    filled.write(notes.keep_draft, 1, "")
    assert filled.sql("SELECT * FROM note") == []
    filled.write(notes.keep_draft, 99, "an article that is gone")
    assert filled.sql("SELECT * FROM note") == []


def test_the_publisher_may_change_the_article(filled):
    filled.write(status.write_note, 1, "mine", NOW)
    filled.ingest(1, changed=((1, replace(make_prepared(3, text="other"), fingerprint=b"2")),))
    filled.index_all()
    article = filled.read(articles.get, 1)
    assert (article.note, article.revision) == ("mine", 2) and find(filled, "mine") == [1]


def test_with_the_article_its_words_go_too(filled):
    filled.write(status.write_note, 4, "gone", NOW)
    filled.purge(4)
    assert filled.sql("SELECT * FROM note") == filled.sql("SELECT rowid FROM note_text") == []
    # The next article may get the number.
    filled.ingest(1, make_prepared(9))
    assert find(filled, "gone") == [] and noted(filled) == []
    # Undoing the note of an article that is gone does nothing, and says so.
    assert not filled.write(status.undo, NOW)


def test_what_has_a_note_is_kept(filled):
    for number in (1, 2, 3):
        filled.write(status.set_status, [number], "read", True, "", NOW)
    filled.write(
        lambda connection: (
            connection.executemany(
                "INSERT INTO packed (article_id, packed_at) VALUES (?, 0)", [(1,), (2,), (3,)]
            ).rowcount
        )
    )
    filled.write(status.write_note, 1, "keep", NOW)
    filled.write(notes.keep_draft, 2, "half")
    assert filled.read(tidying.stale_packs, NOW) == [3]
    assert sorted(filled.read(rule_hits.touched_by_user, [1, 2, 3])) == [1, 2]


def test_a_damaged_store_gives_back_notes_and_definitions(filled, tmp_path):
    filled.write(status.write_note, 1, "Nota bene 北京", NOW)
    filled.write(notes.keep_draft, 2, "half")
    filled.write(lambda connection: connection.execute("DELETE FROM note_text").rowcount)
    filled.write(maintenance.repair)
    assert find(filled, "北京") == [1] and filled.write(maintenance.check) == ()
    search = Definition("search", "Morning", {"query": "is:unread"})
    filled.write(definitions.define, [DefinitionChange(None, search)], "save", NOW)
    saved = tmp_path / "saved.sqlite3"
    filled.close()
    assert salvage(filled.path, saved) == (1, 4)
    with opened(saved) as again:
        assert (noted(again), find(again, "bene")) == ([1], [1])
        assert again.read(notes.desk_of, 2).draft == "half"
        (kept,) = again.read(definitions.all_definitions)
        assert (kept.name, kept.body) == ("Morning", {"query": "is:unread"})


def test_an_older_store_gets_the_tables(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, lambda _version: None, MIGRATIONS[:6])
    with opened(path) as store:
        assert store.sql("SELECT * FROM note") == []


def test_a_note_is_harmless_and_ends_somewhere():
    assert note_text("a\x1b[31mb\r\nc\u202e \n\n\n") == "ab\nc"
    assert note_text("\n  kept in\n\n") == "  kept in" and note_text(" \n\t") == ""
    assert len(note_text("x" * (LONGEST + 5))) == LONGEST
