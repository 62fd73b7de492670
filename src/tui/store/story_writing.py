"""Finds the copies of articles and keeps them together as stories, in the transaction that they arrive in.

What is looked at here: the articles that share a clue with one that arrives, 64 for each clue at
most. Clues are kept for as long as a copy may come.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tui.model.changes import ChangeSet, StoryChange
from tui.model.ids import ArticleId
from tui.rules.likeness import LONGEST_DISTANCE, Piece, clues, piece_of
from tui.rules.stories import LOOKED_AT, PER_FEED, Member, sources, together
from tui.store.connection import Connection
from tui.store.meta import bump, generation, get_meta, set_meta
from tui.store.rows import id_list, seconds, unpack_text

__all__ = ["Told", "assign", "catch_up", "forget_clues", "postpone", "stale", "waiting"]

#: Articles below this id have not been looked at.
_BEFORE = "stories_before"
#: When clues were let go of last.
_FORGOTTEN = "clues_forgotten_at"
_DAY = 86_400

# By the primary key of story_clue, which is all of it; then by those of article and feed.
_SHARING = """
SELECT wanted.value, known.article_id FROM json_each(?) AS wanted
CROSS JOIN story_clue AS known ON known.clue = wanted.value"""
_FACTS = """
SELECT article.id, article.feed_id, article.sorted_at, article.url, article.title
FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id AND feed.removed_at IS NULL"""
# By the primary key of story_member, then by story_member_by_story.
_MEMBERS = """
SELECT mine.story_id, mine.article_id, article.feed_id
FROM (SELECT DISTINCT asked.story_id FROM json_each(?) AS wanted
      CROSS JOIN story_member AS asked ON asked.article_id = wanted.value) AS story
CROSS JOIN story_member AS mine INDEXED BY story_member_by_story ON mine.story_id = story.story_id
CROSS JOIN article ON article.id = mine.article_id"""
_BODY = "SELECT body FROM article_content WHERE article_id = ?"
_CALLED = """
SELECT article.id, article.source, feed.title, feed.host, feed.site_url FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN feed ON feed.id = article.feed_id"""
_PUT = """
INSERT INTO story_member (article_id, story_id, named) VALUES (?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id, named = excluded.named"""
_TOUCH = "UPDATE article SET generation = ? WHERE id IN (SELECT value FROM json_each(?))"
_REMEMBER = "INSERT OR IGNORE INTO story_clue (clue, article_id) VALUES (?, ?)"
# Read by a person: a rule that marks a feed read says nothing of the same piece elsewhere.
_READ = """
SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?)) AND read = 1
AND NOT EXISTS (SELECT 1 FROM rule_hit WHERE article_id = article.id AND did LIKE '%["read"]%')"""
_MARK = "UPDATE article SET read = 1, read_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND read = 0"
# By the primary key, from the newest down.
_UNSEEN = """
SELECT article.id, feed_id, sorted_at, article.url, article.title, first_seen_at
FROM article CROSS JOIN feed ON feed.id = article.feed_id
WHERE article.id < ? AND feed.feed_url NOT LIKE 'broadsheet:%' ORDER BY article.id DESC LIMIT ?"""
# The table from end to end: it holds what arrived in a month.
_FORGET = """
DELETE FROM story_clue WHERE (clue, article_id) IN (
    SELECT clue, article_id FROM story_clue WHERE article_id < ? LIMIT ?)"""
# The newest article that came too long ago.
_LAST_OLD = "SELECT id FROM article WHERE first_seen_at < ? ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of looking for copies."""

    changes: tuple[StoryChange, ...] = ()
    #: Newcomers that are read because the same piece was read elsewhere.
    read: frozenset[int] = frozenset()


def assign(
    connection: Connection,
    newcomers: Sequence[Piece],
    current: int,
    read_along: Collection[int] = (),
    now: datetime | None = None,
) -> Told:
    """Look for copies of articles that are stored, and put them into stories.

    Args:
        connection: In a transaction.
        newcomers: The articles; they need not be in any story, and may be.
        current: The generation of this write.
        read_along: Those that arrive read if the same piece has been read elsewhere.
        now: When that counts as read.
    """
    if not newcomers:
        return Told()
    own = {piece.id: clues(piece) for piece in newcomers}
    others = _others(connection, {clue for some in own.values() for clue in some}, own)
    around = {piece.id for pieces in others.values() for piece in pieces}
    found = together(
        newcomers,
        own,
        others,
        [Member(*row) for row in connection.execute(_MEMBERS, (id_list({*own, *around}),))],
        lambda number: _text(connection, number),
    )
    _remember(connection, newcomers, own)
    if not found:
        return Told()
    changes = tuple(_written(connection, story, ids) for story, ids in found.items())
    touched = {number for change in changes for number in change.ids}
    connection.execute(_TOUCH, (current, id_list(touched)))
    read = _read_along(connection, changes, frozenset(read_along), now)
    return Told(changes, read)


def waiting(connection: Connection) -> bool:
    """Whether there are articles that nobody has looked at."""
    return get_meta(connection, _BEFORE) is not None


def postpone(connection: Connection, last: int) -> None:
    """Articles up to *last* arrived while nobody wanted stories; they may be wanted later."""
    set_meta(connection, _BEFORE, str(max(last + 1, int(get_meta(connection, _BEFORE) or 0))))


def catch_up(connection: Connection, limit: int, now: datetime) -> ChangeSet:
    """Look at some articles that were here before, the newest first; of those that came lately only."""
    before = get_meta(connection, _BEFORE)
    if before is None:
        return ChangeSet(generation=generation(connection))
    rows = connection.execute(_UNSEEN, (int(before), limit)).fetchall()
    oldest = seconds(now) - LONGEST_DISTANCE
    recent = [piece_of(*row[:-1]) for row in rows if row[-1] >= oldest]
    if len(recent) < limit:
        connection.execute("DELETE FROM meta WHERE key = ?", (_BEFORE,))
    else:
        set_meta(connection, _BEFORE, str(recent[-1].id))
    told = assign(connection, recent, generation(connection) + 1)
    if not told.changes:
        return ChangeSet(generation=generation(connection))
    return ChangeSet(stories=told.changes, generation=bump(connection))


def stale(connection: Connection, now: datetime) -> bool:
    """Whether a day has passed since clues were let go of: they are looked through from end to end."""
    return abs(seconds(now) - int(get_meta(connection, _FORGOTTEN) or 0)) > _DAY


def forget_clues(connection: Connection, limit: int, now: datetime) -> None:
    """Let go of clues by which no copy can be found any more, *limit* at most."""
    found = connection.execute(_LAST_OLD, (seconds(now) - LONGEST_DISTANCE,)).fetchone()
    gone = connection.execute(_FORGET, (found[0] + 1, limit)).rowcount if found else 0
    if gone < limit:
        set_meta(connection, _FORGOTTEN, str(seconds(now)))


def _others(connection: Connection, wanted: Iterable[int], known: Collection[int]) -> dict[int, list[Piece]]:
    """Those that share a clue, by clue, the newest of many."""
    sharing: dict[int, list[int]] = defaultdict(list)
    for clue, number in connection.execute(_SHARING, (id_list(wanted),)):
        if number not in known:
            sharing[clue].append(number)
    if not sharing:
        return {}
    newest = {clue: sorted(numbers)[-LOOKED_AT:] for clue, numbers in sharing.items()}
    there = id_list({number for numbers in newest.values() for number in numbers})
    pieces = {row[0]: piece_of(*row) for row in connection.execute(_FACTS, (there,))}
    return {clue: [pieces[one] for one in numbers if one in pieces] for clue, numbers in newest.items()}


def _text(connection: Connection, number: int) -> str:
    found = connection.execute(_BODY, (number,)).fetchone()
    return unpack_text(found[0]) if found else ""


def _remember(connection: Connection, pieces: Iterable[Piece], own: dict[int, list[int]]) -> None:
    rows = []
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for piece in pieces:
        mine, count = own[piece.id], counts[piece.feed_id]
        count.update(mine)
        rows += [(clue, piece.id) for clue in mine if count[clue] <= PER_FEED]
    # In their order each page of the table is touched once.
    rows.sort()
    connection.executemany(_REMEMBER, rows)


def _written(connection: Connection, story: int, ids: Collection[int]) -> StoryChange:
    """Write one story as it is now."""
    members = sorted(ids)
    rows = connection.execute(_CALLED, (id_list(members),)).fetchall()
    names = {number: source for number, source, *_called in rows}
    named: set[int] = set()
    if any(names.values()):
        called = {number: (title, *map(_host, (host, site))) for number, _source, title, host, site in rows}
        named = sources(names, called)
    connection.executemany(_PUT, [(number, story, int(number in named)) for number in members])
    return StoryChange(story, tuple(map(ArticleId, members)), tuple(map(ArticleId, sorted(named))))


def _host(address: str) -> str:
    """How a publisher may call a site: by its host."""
    try:
        host = urlsplit(address).hostname if "//" in address else address
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")


def _read_along(
    connection: Connection, changes: Iterable[StoryChange], along: frozenset[int], now: datetime | None
) -> frozenset[int]:
    """Mark those read that arrive after the same piece was read elsewhere."""
    marked: set[int] = set()
    for change in changes:
        asking = along.intersection(change.ids)
        standing = id_list(number for number in change.ids if number not in along)
        if asking and connection.execute(_READ, (standing,)).fetchone():
            marked |= asking
    if marked:
        connection.execute(_MARK, (None if now is None else seconds(now), id_list(marked)))
    return frozenset(marked)
