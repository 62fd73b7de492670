"""Rows of the list by id, and what the index in memory has to hear of them.

Never OFFSET: a page is asked for by its ids, or by the place where the last one ended.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

from tui.model.article import ArticleRow, IndexEntry
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId, FeedId
from tui.store.connection import Connection
from tui.store.meta import generation
from tui.store.names import tags_of, terms_of
from tui.store.rows import id_list, moment, seconds
from tui.store.stories import ALONE, places

__all__ = ["entries_of", "entries_since", "newest", "rows"]

# By the primary key of article; the ids come as one JSON array.
_ROWS = """
SELECT article.id, article.feed_id, feed.title, article.title, article.author, article.url,
       article.sorted_at, article.read, article.starred, article.later, article.words, article.minutes,
       article.hidden,
       EXISTS (SELECT 1 FROM packed WHERE packed.article_id = article.id AND packed.ready = 1),
       EXISTS (SELECT 1 FROM note WHERE note.article_id = article.id AND note.text <> '')
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id"""

_FACTS = "id, feed_id, sorted_at, first_seen_at, read, starred, later, hidden, story_id, named"
_ENTRIES_OF = f"""
SELECT {_FACTS} FROM article LEFT JOIN story_member ON article_id = id
WHERE id IN (SELECT value FROM json_each(?))
  AND feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)"""
# The index article_by_generation.
_TOUCHED = "SELECT id FROM article INDEXED BY article_by_generation WHERE generation > ?"
# The index removal_by_generation.
_REMOVED = "SELECT article_id FROM removal INDEXED BY removal_by_generation WHERE generation > ?"

# By the index that is named; without the name SQLite might sort instead.
_NEWEST = """
SELECT id FROM article INDEXED BY {index}
WHERE {unread}(sorted_at, id) < (?, ?) AND hidden = 0
  AND feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)
ORDER BY sorted_at DESC, id DESC LIMIT ?"""
_NEWEST_OF_ALL = _NEWEST.format(index="article_by_date", unread="")
_NEWEST_UNREAD = _NEWEST.format(index="article_unread_by_date", unread="read = 0 AND ")
_FROM_THE_TOP = (sys.maxsize, sys.maxsize)


def rows(connection: Connection, ids: Sequence[int]) -> list[ArticleRow]:
    """What the list shows of these articles, in the order given; missing ones are left out."""
    wanted = id_list(ids)
    tags, told = tags_of(connection, wanted), places(connection, wanted)
    # The statement keeps the order of the array: its first table is the outer loop.
    return [
        ArticleRow(
            number, feed, feed_title, title, author, url, moment(when),
            bool(read), bool(starred), bool(later), words, minutes, tags.get(number, ()), bool(hidden),
            bool(offline), bool(noted), told.get(number, ALONE).story, told.get(number, ALONE).copies,
        )
        for number, feed, feed_title, title, author, url, when, read, starred, later, words, minutes, hidden,
            offline, noted
        in connection.execute(_ROWS, (wanted,))
    ]  # fmt: skip


def newest(
    connection: Connection, limit: int, *, after: tuple[datetime, int] | None = None, unread: bool = False
) -> list[ArticleId]:
    """A page of ids, newest first; ``after`` is where the page before ended."""
    when, number = _FROM_THE_TOP if after is None else (seconds(after[0]), after[1])
    statement = _NEWEST_UNREAD if unread else _NEWEST_OF_ALL
    return [ArticleId(one) for (one,) in connection.execute(statement, (when, number, limit))]


def entries_of(connection: Connection, ids: Iterable[int]) -> list[IndexEntry]:
    """What the index keeps of these articles, by id; those of unsubscribed feeds are left out."""
    wanted = id_list(ids)
    if wanted == "[]":
        return []
    tags, terms = tags_of(connection, wanted), terms_of(connection, wanted)
    return [
        IndexEntry(
            ArticleId(number), FeedId(feed), when, seen, bool(read), bool(starred), bool(later),
            tags.get(number, ()), terms.get(number, ()), bool(hidden), story or 0, bool(named),
        )
        for number, feed, when, seen, read, starred, later, hidden, story, named
        in connection.execute(_ENTRIES_OF, (wanted,))
    ]  # fmt: skip


def entries_since(connection: Connection, known: int, newest: int = sys.maxsize) -> ChangeSet:
    """What changed after the generation ``known``: entries as they are now, and ids that left.

    Those with an id above ``newest`` have arrived since; no id is ever used twice.
    """
    current = generation(connection)
    if current == known:
        return ChangeSet(generation=current)
    touched = [number for (number,) in connection.execute(_TOUCHED, (known,))]
    found = entries_of(connection, touched)
    removed = sorted(ArticleId(number) for (number,) in connection.execute(_REMOVED, (known,)))
    return ChangeSet(
        new=tuple(entry for entry in found if entry.id > newest),
        updated=tuple(entry for entry in found if entry.id <= newest),
        removed=tuple(removed),
        generation=current,
    )
