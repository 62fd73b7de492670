"""The table of the user's notes, as SQLAlchemy Core sees it.

A row means that there is something of the user's own on the article, so nothing that makes room may
let go of it: a note (``text``), or what was typed and not saved (``draft``). The words of notes are
in the full-text table ``note_text``, which ``notes`` keeps and a trigger empties along with this one.
"""

from sqlalchemy import Table

from tui.store.table_parts import article_key, metadata, number, string

__all__ = ["note"]

note = Table(
    "note",
    metadata,
    article_key(),
    string("text", default=""),
    # When the text was last written.
    number("written_at", default=0),
    string("draft", default=""),
)
