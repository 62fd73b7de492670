"""The tables as SQLAlchemy Core sees them; the migrations make them, a test compares both.

SQL indexes and what they serve:

* ``article_by_date``: a page of the list, newest first, from any place (``listing.newest``,
  ``first_page.newest``): ``WHERE (sorted_at, id) < (?, ?) ORDER BY sorted_at DESC, id DESC``.
  feed_id is in it, so feeds that were unsubscribed are left out without a look at the row;
  only those that are shown are looked at, for whether they are hidden.
* ``article_unread_by_date``: the same with ``read = 0``, at the size of what is unread.
* ``article_by_generation``, ``removal_by_generation``: what changed since
  (``listing.entries_since``).
* ``UNIQUE (feed_id, guid)``: what is known of a feed (``ingest.known_entries``) and the
  articles that go with it (``feeds.unsubscribe``).
* ``article_tag_by_tag``: the tags in use (``status.tag_names``).
* ``article_hidden``: what no list shows (``columns``). ``article_by_reading``: when it was read;
  ``content_with_features``, ``content_unseen``: what the text holds (``leaves``).
* ``rule_hit_by_article``: which rules touched an article.
* ``article_by_author``, ``article_by_language``, ``article_by_source``,
  ``content_with_enclosures``: the terms of a query that the index in memory does not
  answer (``leaves``). Those on length read ``article_by_date`` from end to end, a tenth of
  the table.
"""

from sqlalchemy import (
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from tui.store.note_tables import note
from tui.store.reading_tables import (
    article_picture,
    download,
    full_text,
    outbox,
    packed,
    picture,
    reading_place,
)
from tui.store.story_tables import story_clue, story_member
from tui.store.table_parts import article_key, blob_of, maybe, metadata, number, string

__all__ = [
    "article",
    "article_content",
    "article_picture",
    "article_tag",
    "article_term",
    "blob",
    "category",
    "definition",
    "download",
    "feed",
    "full_text",
    "journal",
    "meta",
    "metadata",
    "note",
    "outbox",
    "packed",
    "picture",
    "reading_place",
    "removal",
    "removed_tag",
    "rule_hit",
    "story_clue",
    "story_member",
    "tag",
    "term",
    "tombstone",
    "unindexed",
    "visit",
]

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    string("value"),
    sqlite_with_rowid=False,
)

category = Table(
    "category",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
)

feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_url", Text, nullable=False, unique=True),
    string("host"),
    string("site_url", default=""),
    # The user's own title, "" for none; what the publisher says; and what is shown.
    string("own_title", default=""),
    string("publisher_title", default=""),
    Column("title", Text, Computed("coalesce(nullif(own_title, ''), nullif(publisher_title, ''), host)")),
    Column("category_id", Integer, ForeignKey("category.id")),
    # A JSON array: tags that every arriving article of this feed gets.
    string("tags", default="[]"),
    string("etag", default=""),
    string("last_modified", default=""),
    Column("body_hash", LargeBinary, nullable=False, server_default=sql("x''")),
    maybe("checked_at"),
    maybe("changed_at"),
    maybe("next_check_at"),
    Column("error", Text),
    Column("error_kind", Text),
    number("failures", default=0),
    number("active", default=1),
    string("language", default=""),
    number("added_at"),
    # When it was unsubscribed; its articles stay, and undo brings all back.
    maybe("removed_at"),
    # Visits made so far; the newest are in the table ``visit``.
    number("visits", default=0),
    # Seconds: what the server said last (Cache-Control, Expires), and the publisher (ttl).
    number("server_wait", default=0),
    number("ttl", default=0),
    # The moment from which the publisher counts, 0 for any.
    number("update_base", default=0),
    # A bit for each hour of UTC, and for each day from Monday on, when the feed need not be visited.
    number("skip_hours", default=0),
    number("skip_days", default=0),
    # Where permanent redirects lead, while that is not yet believed, and how often it was seen.
    string("moved_to", default=""),
    number("moved_seen", default=0),
    # The document's format, and what was wrong with it, "" if nothing.
    string("version", default=""),
    string("problem", default=""),
)

visit = Table(
    "visit",
    metadata,
    Column("feed_id", Integer, ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    # The number of the visit modulo ``visits.KEPT``: a new one takes the place of the oldest.
    Column("place", Integer, primary_key=True),
    number("made_at"),
    # The HTTP status, 0 if there was no answer.
    number("status", default=0),
    # Why it failed, and the sentence about it; "" if it did not.
    string("kind", default=""),
    string("sentence", default=""),
    # Redirects included; bytes as they came over the wire.
    number("requests", default=0),
    number("size", default=0),
    number("milliseconds", default=0),
    number("new", default=0),
    number("updated", default=0),
    sqlite_with_rowid=False,
)
article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", Integer, ForeignKey("feed.id"), nullable=False),
    # Publication, or arrival where that is missing or lies in the future.
    number("sorted_at"),
    number("first_seen_at"),
    number("read", default=0),
    number("starred", default=0),
    number("later", default=0),
    # That of the write that touched the article last.
    number("generation"),
    number("revision", default=1),
    maybe("published_at"),
    maybe("updated_at"),
    number("words"),
    number("minutes"),
    string("language"),
    string("title"),
    string("author"),
    string("source"),
    string("url"),
    blob_of("raw_hash"),
    blob_of("fingerprint"),
    string("guid"),
    # Left out of every list that does not ask for it.
    number("hidden", default=0),
    # When it was last marked read.
    maybe("read_at"),
    UniqueConstraint("feed_id", "guid"),
)
Index(
    "article_by_date",
    article.c.sorted_at.desc(),
    article.c.id.desc(),
    article.c.feed_id,
    article.c.words,
    article.c.minutes,
)
Index(
    "article_unread_by_date",
    article.c.sorted_at.desc(),
    article.c.id.desc(),
    article.c.feed_id,
    article.c.read,
    sqlite_where=article.c.read == sql("0"),
)
Index("article_by_generation", article.c.generation)
Index("article_by_author", article.c.author)
Index("article_by_language", article.c.language)
Index("article_hidden", article.c.id, article.c.hidden, sqlite_where=article.c.hidden == sql("1"))
Index("article_by_reading", article.c.read_at, sqlite_where=article.c.read_at.is_not(None))
Index("article_by_revision", article.c.revision, sqlite_where=article.c.revision > sql("1"))
Index("article_by_update", article.c.updated_at, sqlite_where=article.c.updated_at.is_not(None))
Index("article_by_source", article.c.source, sqlite_where=article.c.source != sql("''"))

article_content = Table(
    "article_content",
    metadata,
    article_key(),
    # Text and HTML compressed together: the one says most of the other (``rows.pack_body``).
    blob_of("body"),
    # A JSON array of [url, media type, length].
    string("enclosures"),
    string("comments_url"),
    string("image_url"),
    # What the text holds, in bits; NULL where nobody has looked yet.
    maybe("features"),
)

Index(
    "content_with_enclosures",
    article_content.c.article_id,
    article_content.c.enclosures,
    sqlite_where=article_content.c.enclosures != sql("'[]'"),
)

Index(
    "content_with_features",
    article_content.c.features,
    article_content.c.article_id,
    sqlite_where=article_content.c.features > sql("0"),
)
Index("content_unseen", article_content.c.article_id, sqlite_where=article_content.c.features.is_(None))

unindexed = Table("unindexed", metadata, article_key())

tag = Table(
    "tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

article_tag = Table(
    "article_tag",
    metadata,
    article_key(),
    Column("tag_id", Integer, ForeignKey("tag.id"), primary_key=True),
    # "user", "feed" or "rule".
    string("origin"),
    sqlite_with_rowid=False,
)
Index("article_tag_by_tag", article_tag.c.tag_id, article_tag.c.article_id)

removed_tag = Table(
    "removed_tag",
    metadata,
    article_key(),
    Column("tag_id", Integer, ForeignKey("tag.id"), primary_key=True),
    sqlite_with_rowid=False,
)

term = Table(
    "term",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

article_term = Table(
    "article_term",
    metadata,
    article_key(),
    Column("position", Integer, primary_key=True),
    Column("term_id", Integer, ForeignKey("term.id"), nullable=False),
    sqlite_with_rowid=False,
)
Index("article_term_by_term", article_term.c.term_id, article_term.c.article_id)

tombstone = Table(
    "tombstone",
    metadata,
    Column("feed_id", Integer, ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("guid", Text, primary_key=True),
    number("first_seen_at"),
    blob_of("raw_hash"),
    blob_of("fingerprint"),
    sqlite_with_rowid=False,
)

removal = Table(
    "removal",
    metadata,
    Column("article_id", Integer, primary_key=True),
    number("generation"),
)
Index("removal_by_generation", removal.c.generation)

definition = Table(
    "definition",
    metadata,
    Column("id", Integer, primary_key=True),
    # "search", "rule", "tag" or "feed".
    string("kind"),
    string("name"),
    number("position", default=0),
    # JSON.
    string("body", default="{}"),
    UniqueConstraint("kind", "name"),
)

rule_hit = Table(
    "rule_hit",
    metadata,
    # No reference: undoing a rule's deletion brings its hits back too.
    Column("rule_id", Integer, primary_key=True),
    Column("article_id", Integer, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    number("hit_at"),
    string("did"),
    sqlite_with_rowid=False,
)
Index("rule_hit_by_article", rule_hit.c.article_id, rule_hit.c.rule_id)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    string("label"),
    number("made_at"),
    number("undone", default=0),
    # JSON compressed by zstd; see ``journal.py``.
    blob_of("changes"),
)

blob = Table(
    "blob",
    metadata,
    Column("name", Text, primary_key=True),
    blob_of("data"),
)
