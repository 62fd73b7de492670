"""Stories as they are: which articles are one piece, which of them is the original, how many there are.

Only articles of subscribed feeds count. The original is the one whose feed another copy names as
its source, else the earliest.

Nothing but the standard library is needed here: the first screen asks too.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from tui.store.rows import id_list

__all__ = ["ALONE", "Place", "copies_of", "members", "places"]

# By the primary key of story_member, then by story_member_by_story and the primary key of article.
_MEMBERS = """
SELECT mine.story_id, mine.article_id
FROM (SELECT DISTINCT asked.story_id FROM json_each(?) AS wanted
      CROSS JOIN story_member AS asked ON asked.article_id = wanted.value) AS story
CROSS JOIN story_member AS mine INDEXED BY story_member_by_story ON mine.story_id = story.story_id
CROSS JOIN article ON article.id = mine.article_id
CROSS JOIN feed ON feed.id = article.feed_id AND feed.removed_at IS NULL
ORDER BY mine.story_id, mine.named DESC, article.sorted_at, article.id"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in its story."""

    #: 0 where it is alone.
    story: int = 0
    copies: int = 1
    #: Another is the original.
    duplicate: bool = False


ALONE = Place()


def places(connection: sqlite3.Connection, wanted: str) -> dict[int, Place]:
    """The places of articles (a JSON array of ids) that have copies; others have :data:`ALONE`."""
    found = {}
    for story, rows in groupby(connection.execute(_MEMBERS, (wanted,)), key=itemgetter(0)):
        numbers = [number for _story, number in rows]
        if len(numbers) > 1:
            found.update({number: Place(story, len(numbers), number != numbers[0]) for number in numbers})
    return found


def members(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """All articles of its story, the original first; itself if it is alone."""
    found = [number for _story, number in connection.execute(_MEMBERS, (id_list([article_id]),))]
    return found or [article_id]


def copies_of(connection: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """These articles, and behind them all others that are the same pieces, each once."""
    asked = list(ids)
    others = (number for _story, number in connection.execute(_MEMBERS, (id_list(asked),)))
    return list(dict.fromkeys((*asked, *others)))
