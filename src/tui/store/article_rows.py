"""The rows that an entry becomes, and the statements that write them: one for each table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from tui.model.article import IndexEntry
from tui.model.changes import TagOrigin
from tui.model.features import features_in
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import PreparedEntry
from tui.model.rule import Outcome, hit_text
from tui.rules.likeness import Piece, piece_of
from tui.store.connection import Connection
from tui.store.inserting import insert_rows
from tui.store.names import numbers_for
from tui.store.rows import enclosures_out, pack_body, seconds, seconds_or_none
from tui.store.spelling import alike_numbers

__all__ = ["Arrival", "Revision", "insert_arrivals", "sort_moment", "update_articles"]

_ARTICLE = (
    "id", "feed_id", "sorted_at", "first_seen_at", "generation", "published_at", "updated_at", "words",
    "minutes", "language", "title", "author", "source", "url", "raw_hash", "fingerprint", "guid",
    "read", "starred", "later", "hidden", "read_at",
)  # fmt: skip
_CONTENT = ("article_id", "body", "enclosures", "comments_url", "image_url", "features")

# By the primary keys. Marks and tags are the user's and are not named here.
_UPDATE_ARTICLE = """
UPDATE article SET sorted_at = ?, generation = ?, revision = revision + 1, published_at = ?, updated_at = ?,
    words = ?, minutes = ?, language = ?, title = ?, author = ?, source = ?, url = ?,
    raw_hash = ?, fingerprint = ?
WHERE id = ?"""
_UPDATE_CONTENT = """
UPDATE article_content SET body = ?, enclosures = ?, comments_url = ?, image_url = ?, features = ?
WHERE article_id = ?"""
# A tag that the user took away stays away, in whatever spelling.
_ADD_FEED_TAG = """
INSERT OR IGNORE INTO article_tag (article_id, tag_id, origin)
SELECT ?1, ?2, 'feed'
WHERE NOT EXISTS (
    SELECT 1 FROM removed_tag WHERE article_id = ?1 AND tag_id IN (SELECT value FROM json_each(?3)))
AND NOT EXISTS (
    SELECT 1 FROM article_tag WHERE article_id = ?1 AND tag_id IN (SELECT value FROM json_each(?3)))"""


#: No rule had anything to do.
NOTHING_DONE = Outcome()


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
    #: Those of its feed.
    tags: tuple[str, ...]
    #: What rules did to it on its way here.
    outcome: Outcome = NOTHING_DONE
    #: Its page is to be fetched, whatever rules say.
    awaited: bool = False

    @property
    def tagged(self) -> dict[str, TagOrigin]:
        """All its tags, and where each comes from."""
        tags: dict[str, TagOrigin] = {tag: "feed" for tag in self.tags if tag not in self.outcome.untags}
        return {**dict.fromkeys(self.outcome.tags, "rule"), **tags}

    @property
    def entry(self) -> IndexEntry:
        """What the index needs of it."""
        seen = seconds(self.now)
        when = sort_moment(seconds_or_none(self.prepared.published_at), seen)
        done = self.outcome
        return IndexEntry(
            self.id, self.feed_id, when, seen, done.read, done.starred, done.later,
            tuple(sorted(self.tagged)), self.prepared.terms, done.hidden,
        )  # fmt: skip

    @property
    def piece(self) -> Piece:
        """What its copies are found by."""
        said, seen = seconds_or_none(self.prepared.published_at), seconds(self.now)
        return piece_of(
            self.id, self.feed_id, sort_moment(said, seen), self.prepared.url, self.prepared.title
        )

    def row(self, generation: int) -> tuple[object, ...]:
        """Its row in ``article``."""
        entry, seen, done = self.prepared, seconds(self.now), self.outcome
        published = seconds_or_none(entry.published_at)
        return (
            self.id, self.feed_id, sort_moment(published, seen), seen, generation, published,
            seconds_or_none(entry.updated_at), entry.words, entry.minutes, entry.language, entry.title,
            entry.author, entry.source, entry.url, entry.raw_hash, entry.fingerprint, entry.guid,
            int(done.read), int(done.starred), int(done.later), int(done.hidden), seen if done.read else None,
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

    def piece(self, feed_id: FeedId) -> Piece:
        """What its copies are found by."""
        said = seconds_or_none(self.prepared.published_at)
        when = sort_moment(self.published if said is None else said, self.first_seen)
        return piece_of(self.id, feed_id, when, self.prepared.url, self.prepared.title)

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
    insert_rows(connection, "article", _ARTICLE, [one.row(generation) for one in arrivals])
    contents = [(one.id, *_content(one.prepared)) for one in arrivals]
    insert_rows(connection, "article_content", _CONTENT, contents)
    insert_rows(connection, "unindexed", ("article_id",), [(one.id,) for one in arrivals])
    _insert_terms(connection, [(one.id, one.prepared) for one in arrivals])
    # Its feed may have lost a tag since the rules saw it.
    named = chain.from_iterable((*one.tags, *one.outcome.tags, *one.outcome.untags) for one in arrivals)
    numbers = numbers_for(connection, "tag", set(named))
    tagged = [(one.id, numbers[name], origin) for one in arrivals for name, origin in one.tagged.items()]
    insert_rows(connection, "article_tag", ("article_id", "tag_id", "origin"), tagged)
    # The feed's tag that a rule took off stays off when the publisher changes the article.
    untagged = [(one.id, numbers[name]) for one in arrivals for name in one.outcome.untags]
    insert_rows(connection, "removed_tag", ("article_id", "tag_id"), untagged)
    hits = [
        (hit.rule_id, one.id, seconds(one.now), hit_text(hit)) for one in arrivals for hit in one.outcome.hits
    ]
    insert_rows(connection, "rule_hit", ("rule_id", "article_id", "hit_at", "did"), hits)


def update_articles(connection: Connection, revisions: Sequence[Revision], generation: int) -> None:
    """Write changed articles in place; marks and tags stay."""
    connection.executemany(_UPDATE_ARTICLE, [one.row(generation) for one in revisions])
    connection.executemany(_UPDATE_CONTENT, [(*_content(one.prepared), one.id) for one in revisions])
    connection.executemany("DELETE FROM article_term WHERE article_id = ?", [(one.id,) for one in revisions])
    _insert_terms(connection, [(one.id, one.prepared) for one in revisions])
    numbers = numbers_for(connection, "tag", set(chain.from_iterable(one.tags for one in revisions)))
    alike = {name: alike_numbers(connection, name) for name in numbers}
    given = [(one.id, numbers[name], alike[name]) for one in revisions for name in one.tags]
    connection.executemany(_ADD_FEED_TAG, given)


def _content(entry: PreparedEntry) -> tuple[object, ...]:
    enclosures = enclosures_out(entry.enclosures)
    body = pack_body(entry.text, entry.html)
    return (body, enclosures, entry.comments_url, entry.image_url, features_in(entry.html))


def _insert_terms(connection: Connection, entries: Iterable[tuple[ArticleId, PreparedEntry]]) -> None:
    pairs = [(number, entry.terms) for number, entry in entries if entry.terms]
    numbers = numbers_for(connection, "term", set(chain.from_iterable(terms for _number, terms in pairs)))
    placed = [
        (number, position, numbers[name]) for number, terms in pairs for position, name in enumerate(terms)
    ]
    insert_rows(connection, "article_term", ("article_id", "position", "term_id"), placed)
