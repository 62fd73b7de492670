"""The tables of reading well and offline, as SQLAlchemy Core sees them.

SQL indexes and what they serve: ``picture_by_use``, which pictures to let go of first;
``article_picture_by_picture``, whether anything still needs a picture; ``packed_ready``,
``is:offline``; ``full_text_there``, ``is:fulltext``;
``full_text_waiting``, whose pages are to be fetched; ``UNIQUE (article_id, step)``, the texts of
an article.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from tui.store.table_parts import article_key, blob_of, maybe, metadata, number, string

__all__ = ["article_picture", "download", "full_text", "outbox", "packed", "picture", "reading_place"]

full_text = Table(
    "full_text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    # "extracted" or "rule".
    string("step"),
    # Where the page was found, after redirects.
    string("url"),
    # 0 while it is only going to be fetched.
    number("fetched_at"),
    number("words", default=0),
    number("minutes", default=0),
    # JSON: what the page says of itself, as ``model.extraction`` names it.
    string("facts", default="{}"),
    # A sentence, where the page could not be had or was no article; then there is no body.
    string("trouble", default=""),
    # As ``article_content.body``.
    blob_of("body", empty=True),
    UniqueConstraint("article_id", "step"),
)
Index(
    "full_text_there",
    full_text.c.article_id,
    full_text.c.trouble,
    sqlite_where=full_text.c.trouble == sql("''"),
)
Index(
    "full_text_waiting",
    full_text.c.article_id,
    full_text.c.fetched_at,
    sqlite_where=full_text.c.fetched_at == sql("0"),
)

picture = Table(
    "picture",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    # Of the bytes we keep, which are our own encoding; width and height are those of the original.
    string("media_type", default=""),
    number("width", default=0),
    number("height", default=0),
    number("size", default=0),
    number("fetched_at"),
    number("used_at"),
    # A sentence, where it could not be had; then there are no data.
    string("trouble", default=""),
    blob_of("data", empty=True),
)
Index("picture_by_use", picture.c.used_at)

article_picture = Table(
    "article_picture",
    metadata,
    article_key(),
    Column("picture_id", Integer, ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("article_picture_by_picture", article_picture.c.picture_id)

reading_place = Table(
    "reading_place",
    metadata,
    article_key(),
    # The block at the top of the window, and how many characters of it were above.
    number("block"),
    number("offset", default=0),
    number("percent", default=0),
    number("left_at"),
)

packed = Table(
    "packed",
    metadata,
    article_key(),
    number("packed_at"),
    # 1 when everything is there that an offline reader needs.
    number("ready", default=0),
    # Bytes of texts and pictures.
    number("size", default=0),
    # A JSON array of sentences: what could not be had.
    string("missing", default="[]"),
)
Index("packed_ready", packed.c.article_id, sqlite_where=packed.c.ready == sql("1"))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # What to do once there is a network: "open" or "save".
    string("kind"),
    string("url"),
    string("title", default=""),
    maybe("article_id"),
    number("asked_at"),
    UniqueConstraint("kind", "url"),
)

download = Table(
    "download",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="SET NULL")),
    Column("url", Text, nullable=False, unique=True),
    string("path"),
    string("media_type", default=""),
    # Bytes in all (0: unknown) and bytes that are there.
    number("size", default=0),
    number("done", default=0),
    # "waiting", "running", "done", "stopped" or "failed".
    string("state"),
    string("trouble", default=""),
    # ETag or Last-Modified of what is there, so that the rest can be had (RFC 9110, If-Range).
    string("validator", default=""),
    number("asked_at"),
)
