"""The user's notes on articles, what was typed and not saved of them, and where their words are found.

SQL indexes: the primary key of ``note``, which holds a row for each article that the user wrote
something on and so is read from end to end for ``has:note``; the full-text index ``note_text``.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from tui.model.changes import NoteChange
from tui.model.errors import NotFound
from tui.model.ids import ArticleId
from tui.model.note import Note, NoteDesk, note_text
from tui.query.nodes import Term
from tui.query.words import fts_query, index_text
from tui.store.connection import Connection
from tui.store.durability import durable
from tui.store.rows import id_list, moment, seconds

__all__ = [
    "KEPT",
    "NOTED",
    "desk_of",
    "found",
    "found_among",
    "index_anew",
    "keep_draft",
    "planned",
    "set_note",
    "texts_of",
]

#: Articles with a note.
NOTED = "SELECT article_id FROM note WHERE text <> ''"
#: Articles that the user wrote something on, saved or not: what makes room leaves them alone.
KEPT = "SELECT article_id FROM note"
_GET = "SELECT text, written_at, draft FROM note WHERE article_id = ?"
_TEXTS = """
SELECT article_id, text FROM json_each(?) AS wanted
CROSS JOIN note ON note.article_id = wanted.value WHERE text <> ''"""
# Of an article that has gone meanwhile nothing is kept.
_SET = """
INSERT INTO note (article_id, text, written_at) SELECT id, ?2, ?3 FROM article WHERE id = ?1
ON CONFLICT (article_id) DO UPDATE SET text = excluded.text, written_at = excluded.written_at"""
_DRAFT = """
INSERT INTO note (article_id, draft) SELECT id, ?2 FROM article WHERE id = ?1
ON CONFLICT (article_id) DO UPDATE SET draft = excluded.draft"""
_TIDY = "DELETE FROM note WHERE article_id = ? AND text = '' AND draft = ''"
_TITLE = "SELECT title FROM article WHERE id = ?"

_UNWORDED = "DELETE FROM note_text WHERE rowid = ?"
_WORDED = "INSERT INTO note_text (rowid, note) VALUES (?, ?)"
_FOUND = "SELECT rowid FROM note_text WHERE note_text MATCH ?"
_AMONG = f"{_FOUND} AND rowid IN (SELECT value FROM json_each(?))"


def desk_of(connection: Connection, article_id: ArticleId) -> NoteDesk:
    """The note on an article, and what was typed on it and not saved."""
    row = connection.execute(_GET, (article_id,)).fetchone()
    if row is None:
        return NoteDesk()
    text, written_at, draft = row
    return NoteDesk(Note(text, moment(written_at)) if text else None, draft)


def texts_of(connection: Connection, ids: str) -> dict[int, str]:
    """The notes on these articles; ``ids`` as made by ``rows.id_list``."""
    return {number: str(text) for number, text in connection.execute(_TEXTS, (ids,))}


def planned(
    connection: Connection, article_id: ArticleId, typed: str, now: datetime
) -> tuple[NoteChange, str] | None:
    """What writing a note would change, and how that is called; ``None`` if nothing.

    Raises:
        NotFound: there is no such article.
    """
    row = connection.execute(_TITLE, (article_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no article {article_id}.")
    before, text = desk_of(connection, article_id).note, note_text(typed)
    if text == (before.text if before else ""):
        return None
    verb = "Note on" if text else "Removed the note on"
    after = Note(text, now) if text else None
    return NoteChange(article_id, before, after), f"{verb} “{row[0]}”"


def set_note(connection: Connection, article_id: ArticleId, note: Note | None) -> bool:
    """Put a note on an article, or take it off; False if it is so already, or there is no such article."""
    if desk_of(connection, article_id).note == note:
        return False
    values = (article_id, "", 0) if note is None else (article_id, note.text, seconds(note.written_at))
    if not connection.execute(_SET, values).rowcount:
        return False
    connection.execute(_UNWORDED, (article_id,))
    if note is None:
        connection.execute(_TIDY, (article_id,))
    else:
        connection.execute(_WORDED, (article_id, index_text(note.text)))
    return True


@durable
def keep_draft(connection: Connection, article_id: ArticleId, typed: str) -> None:
    """Keep what was typed and not saved; nothing is kept of blanks, or of the note as it is."""
    note, text = desk_of(connection, article_id).note, note_text(typed)
    draft = "" if note is not None and text == note.text else text
    connection.execute(_DRAFT, (article_id, draft))
    connection.execute(_TIDY, (article_id,))


def found(connection: Connection, term: Term) -> list[int]:
    """The articles in whose notes the words of a term stand."""
    return [number for (number,) in connection.execute(_FOUND, (fts_query(term),))]


def found_among(connection: Connection, term: Term, ids: Sequence[int]) -> list[int]:
    """Those of *ids* in whose notes the words of a term stand."""
    return [number for (number,) in connection.execute(_AMONG, (fts_query(term), id_list(ids)))]


def index_anew(connection: sqlite3.Connection) -> None:
    """Put the words of all notes into the full-text index again."""
    connection.execute("DELETE FROM note_text")
    rows = connection.execute("SELECT article_id, text FROM note WHERE text <> ''").fetchall()
    connection.executemany(_WORDED, [(number, index_text(text)) for number, text in rows])
