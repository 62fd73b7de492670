"""All articles column by column: what the index in memory is built from.

No step of Python is taken for a single article, only for some ten thousand at a time.
"""

from array import array
from itertools import chain, islice

from tui.model.columns import IndexColumns
from tui.store.connection import Connection
from tui.store.names import names_of

__all__ = ["columns"]

#: Articles that are taken apart at a time: numbers wait in memory eight bytes wide.
_PART = 20_000

# The table from end to end, as its rows lie.
_FACTS = """
SELECT id, feed_id, sorted_at, first_seen_at FROM article
WHERE feed_id NOT IN (SELECT id FROM feed WHERE removed_at IS NOT NULL) ORDER BY id"""
_WIDTH = 4
# Covered by the index that is named.
_UNREAD = "SELECT id FROM article INDEXED BY article_unread_by_date WHERE read = 0"
# The table once more each: an eighth of what these columns would cost beside the facts.
_STARRED = "SELECT id FROM article WHERE starred = 1"
_LATER = "SELECT id FROM article WHERE later = 1"
# Covered by the index article_hidden.
_HIDDEN = "SELECT id FROM article INDEXED BY article_hidden WHERE hidden = 1"
# The index article_tag_by_tag covers. Below 1 are no articles, only what damage left.
_TAGGED = "SELECT article_id FROM article_tag WHERE tag_id = ? AND article_id > 0 ORDER BY article_id"
# The index story_member_by_story covers.
_IN_STORIES = (
    "SELECT {column} FROM story_member INDEXED BY story_member_by_story ORDER BY story_id, article_id"
)
_NAMED = "SELECT article_id FROM story_member INDEXED BY story_member_by_story WHERE named = 1"


def columns(connection: Connection) -> IndexColumns:
    """All articles of all subscribed feeds; marks and tags also name those of others."""
    ids, feeds = array("I"), array("I")
    sorted_at, first_seen_at = array("q"), array("q")
    rows = connection.execute(_FACTS)
    while part := array("q", chain.from_iterable(islice(rows, _PART))):
        ids.extend(array("I", part[::_WIDTH]))
        feeds.extend(array("I", part[1::_WIDTH]))
        sorted_at.extend(part[2::_WIDTH])
        first_seen_at.extend(part[3::_WIDTH])
    return IndexColumns(
        ids,
        feeds,
        sorted_at,
        first_seen_at,
        unread=_ids(connection, _UNREAD),
        starred=_ids(connection, _STARRED),
        later=_ids(connection, _LATER),
        hidden=_ids(connection, _HIDDEN),
        tags={
            name: _ids(connection, _TAGGED, number) for number, name in names_of(connection, "tag").items()
        },
        in_stories=_ids(connection, _IN_STORIES.format(column="article_id")),
        stories=_ids(connection, _IN_STORIES.format(column="story_id")),
        named=_ids(connection, _NAMED),
    )


def _ids(connection: Connection, statement: str, *values: int) -> "array[int]":
    return array("I", chain.from_iterable(connection.execute(statement, values)))
