"""The rows that an entry becomes, and the statements that write them: one for each table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from tui.model.article import IndexEntry
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import PreparedEntry
from tui.store.connection import Connection
from tui.store.names import numbers_for
from tui.store.rows import enclosures_out, pack_body, seconds, seconds_or_none

__all__ = ["Arrival", "Revision", "insert_arrivals", "sort_moment", "update_articles"]

_ARTICLE = (
    "id", "feed_id", "sorted_at", "first_seen_at", "generation", "published_at", "updated_at", "words",
    "minutes", "language", "title", "author", "source", "url", "raw_hash", "fingerprint", "guid",
)  # fmt: skip
_CONTENT = ("article_id", "body", "enclosures", "comments_url", "image_url")

# By the primary keys. Marks and tags are the user's and are not named here.
_UPDATE_ARTICLE = """
UPDATE article SET sorted_at = ?, generation = ?, revision = revision + 1, published_at = ?, updated_at = ?,
    words = ?, minutes = ?, language = ?, title = ?, author = ?, source = ?, url = ?,
    raw_hash = ?, fingerprint = ?
WHERE id = ?"""
_UPDATE_CONTENT = """
UPDATE article_content SET body = ?, enclosures = ?, comments_url = ?, image_url = ?
WHERE article_id = ?"""
# A tag that the user took away stays away.
_ADD_FEED_TAG = """
INSERT OR IGNORE INTO article_tag (article_id, tag_id, origin)
SELECT ?1, ?2, 'feed' WHERE NOT EXISTS (SELECT 1 FROM removed_tag WHERE article_id = ?1 AND tag_id = ?2)"""


def sort_moment(published: int | None, first_seen: int) -> int:
    """Publication; a date in the future counts as arrival, and so does none."""
    return first_seen if published is None else min(published, first_seen)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that becomes an article."""

    id: ArticleId
    feed_id: FeedId
    prepared: PreparedEntry
    now: datetime
    tags: tuple[str, ...]

    @property
    def entry(self) -> IndexEntry:
        """What the index needs of it."""
        seen = seconds(self.now)
        when = sort_moment(seconds_or_none(self.prepared.published_at), seen)
        tags = tuple(sorted(self.tags))
        return IndexEntry(self.id, self.feed_id, when, seen, False, False, False, tags, self.prepared.terms)

    def row(self, generation: int) -> tuple[object, ...]:
        """Its row in ``article``."""
        entry, seen = self.prepared, seconds(self.now)
        published = seconds_or_none(entry.published_at)
        return (
            self.id, self.feed_id, sort_moment(published, seen), seen, generation, published,
            seconds_or_none(entry.updated_at), entry.words, entry.minutes, entry.language, entry.title,
            entry.author, entry.source, entry.url, entry.raw_hash, entry.fingerprint, entry.guid,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revision:
    """An article whose publisher changed it."""

    id: ArticleId
    prepared: PreparedEntry
    now: datetime
    first_seen: int
    #: The date as stored, for when the publisher now says none.
    published: int | None
    tags: tuple[str, ...]

    def row(self, generation: int) -> tuple[object, ...]:
        """The parameters of its update in ``article``."""
        entry = self.prepared
        said = seconds_or_none(entry.published_at)
        published = self.published if said is None else said
        return (
            sort_moment(published, self.first_seen), generation, published,
            seconds(entry.updated_at or self.now), entry.words, entry.minutes, entry.language, entry.title,
            entry.author, entry.source, entry.url, entry.raw_hash, entry.fingerprint, self.id,
        )  # fmt: skip


def insert_arrivals(connection: Connection, arrivals: Sequence[Arrival], generation: int) -> None:
    """Write new articles: one statement for each table."""
    from tui.store import core

    core.insert_rows(connection, "article", _ARTICLE, [one.row(generation) for one in arrivals])
    contents = [(one.id, *_content(one.prepared)) for one in arrivals]
    core.insert_rows(connection, "article_content", _CONTENT, contents)
    core.insert_rows(connection, "unindexed", ("article_id",), [(one.id,) for one in arrivals])
    _insert_terms(connection, [(one.id, one.prepared) for one in arrivals])
    numbers = numbers_for(connection, "tag", set(chain.from_iterable(one.tags for one in arrivals)))
    tagged = [(one.id, numbers[name], "feed") for one in arrivals for name in dict.fromkeys(one.tags)]
    core.insert_rows(connection, "article_tag", ("article_id", "tag_id", "origin"), tagged)


def update_articles(connection: Connection, revisions: Sequence[Revision], generation: int) -> None:
    """Write changed articles in place; marks and tags stay."""
    connection.executemany(_UPDATE_ARTICLE, [one.row(generation) for one in revisions])
    connection.executemany(_UPDATE_CONTENT, [(*_content(one.prepared), one.id) for one in revisions])
    connection.executemany("DELETE FROM article_term WHERE article_id = ?", [(one.id,) for one in revisions])
    _insert_terms(connection, [(one.id, one.prepared) for one in revisions])
    numbers = numbers_for(connection, "tag", set(chain.from_iterable(one.tags for one in revisions)))
    connection.executemany(_ADD_FEED_TAG, [(one.id, numbers[name]) for one in revisions for name in one.tags])


def _content(entry: PreparedEntry) -> tuple[object, ...]:
    enclosures = enclosures_out(entry.enclosures)
    return (pack_body(entry.text, entry.html), enclosures, entry.comments_url, entry.image_url)


def _insert_terms(connection: Connection, entries: Iterable[tuple[ArticleId, PreparedEntry]]) -> None:
    from tui.store import core

    pairs = [(number, entry.terms) for number, entry in entries if entry.terms]
    numbers = numbers_for(connection, "term", set(chain.from_iterable(terms for _number, terms in pairs)))
    placed = [
        (number, position, numbers[name]) for number, terms in pairs for position, name in enumerate(terms)
    ]
    core.insert_rows(connection, "article_term", ("article_id", "position", "term_id"), placed)
