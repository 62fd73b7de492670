"""Looks for a pattern in the texts of some articles; which ones the index decides."""

from collections.abc import Sequence

from tui.model.full_text import searched
from tui.query.nodes import Term
from tui.query.patterns import Patience
from tui.store.connection import Connection
from tui.store.full_text_rows import texts_of
from tui.store.rows import id_list, unpack_text

__all__ = ["look"]

# By the primary keys of both tables; the ids come as one JSON array and keep its order.
_FACT = """
SELECT article.id, article.{column} FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value"""
_BODY = """
SELECT article_content.article_id, article_content.body FROM json_each(?) AS wanted
CROSS JOIN article_content ON article_content.article_id = wanted.value"""
# By the index full_text_there.
_FULLER = """
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM full_text WHERE trouble = '' AND article_id = value)"""
# By the primary key.
_NOTE = """
SELECT article_id, text FROM json_each(?) AS wanted
CROSS JOIN note ON note.article_id = wanted.value WHERE text <> ''"""
#: Columns that a field looks into; ``text`` is title or body.
_COLUMNS = {"title": "title", "author": "author", "source": "source", "url": "url", "text": "title"}


def look(connection: Connection, term: Term, ids: Sequence[int], patience: Patience) -> tuple[list[int], int]:
    """Where the one pattern of *term* is found, and in how many of *ids*, in order, it was looked for.

    Raises:
        QueryTooSlow: one text alone takes too long.
    """
    found: set[int] = set()
    looked = len(ids)
    places = {number: place for place, number in enumerate(ids)}
    if term.field in (*_COLUMNS, "note"):
        statement = _NOTE if term.field == "note" else _FACT.format(column=_COLUMNS[term.field])
        for number, text in connection.execute(statement, (id_list(ids),)):
            if patience.finds(term.values[0], text):
                found.add(number)
    if term.field in ("text", "body"):
        rest = id_list(number for number in ids if number not in found)
        fuller = {number for (number,) in connection.execute(_FULLER, (rest,))}
        for number, body in connection.execute(_BODY, (rest,)):
            # At least one is looked into, so that whoever asks again and again gets to the end.
            if places[number] and not patience.left:
                looked = places[number]
                break
            text = unpack_text(body)
            if number in fuller:
                text = searched(text, texts_of(connection, id_list((number,)))[number])
            if patience.finds(term.values[0], text):
                found.add(number)
    return [number for number in ids[:looked] if number in found], looked
