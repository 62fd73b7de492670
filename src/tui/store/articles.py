"""Articles whole, with their texts."""

from collections.abc import Sequence
from typing import Any

from tui.model.article import Article
from tui.model.errors import NotFound
from tui.model.full_text import FullText
from tui.model.ids import ArticleId, SafeHtml
from tui.store.connection import Connection
from tui.store.full_text_rows import full_texts_of
from tui.store.names import tags_of, terms_of
from tui.store.notes import texts_of
from tui.store.rows import enclosures_in, id_list, moment, moment_or_none, unpack_body
from tui.store.stories import ALONE, Place, places

__all__ = ["get", "many"]

# By the primary keys of all four tables.
_WHOLE = """
SELECT article.id, article.feed_id, feed.title, article.title, article.url, article.author,
       article.published_at, article.first_seen_at, article.updated_at, article.sorted_at,
       article.read, article.starred, article.later, article.words, article.minutes, article.language,
       article.source, content.comments_url, content.enclosures, content.body, article.revision,
       article.hidden, article.read_at,
       EXISTS (SELECT 1 FROM packed WHERE packed.article_id = article.id AND packed.ready = 1)
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id
CROSS JOIN article_content AS content ON content.article_id = article.id"""


def get(connection: Connection, article_id: ArticleId) -> Article:
    """One article.

    Raises:
        NotFound: there is none with that id.
    """
    found = many(connection, (article_id,))
    if not found:
        raise NotFound(f"There is no article {article_id}.")
    return found[0]


def many(connection: Connection, ids: Sequence[int]) -> list[Article]:
    """These articles in the order given; missing ones are left out."""
    wanted = id_list(ids)
    tags, terms = tags_of(connection, wanted), terms_of(connection, wanted)
    full, notes = full_texts_of(connection, wanted), texts_of(connection, wanted)
    told = places(connection, wanted)
    return [
        _article(
            row,
            terms.get(row[0], ()),
            tags.get(row[0], ()),
            full.get(row[0], ()),
            notes.get(row[0], ""),
            told.get(row[0], ALONE),
        )
        for row in connection.execute(_WHOLE, (wanted,))
    ]


def _article(
    row: tuple[Any, ...],
    terms: tuple[str, ...],
    tags: tuple[str, ...],
    full: tuple[FullText, ...],
    note: str,
    place: Place,
) -> Article:
    (
        number, feed_id, feed_title, title, url, author, published, seen, updated, when, read, starred, later,
        words, minutes, language, source, comments, enclosures, body, revision, hidden,
        read_at, offline,
    ) = row  # fmt: skip
    text, html = unpack_body(body)
    return Article(
        id=number,
        feed_id=feed_id,
        feed_title=feed_title,
        title=title,
        url=url,
        author=author,
        published_at=moment_or_none(published),
        first_seen_at=moment(seen),
        updated_at=moment_or_none(updated),
        sorted_at=moment(when),
        terms=terms,
        tags=tags,
        read=bool(read),
        starred=bool(starred),
        later=bool(later),
        words=words,
        minutes=minutes,
        language=language,
        source=source,
        comments_url=comments,
        enclosures=enclosures_in(enclosures),
        html=SafeHtml(html),
        text=text,
        revision=revision,
        hidden=bool(hidden),
        read_at=moment_or_none(read_at),
        full=full,
        offline=bool(offline),
        note=note,
        story=place.story,
        copies=place.copies,
        duplicate=place.duplicate,
    )
