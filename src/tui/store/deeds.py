"""Does what a journal entry says, forwards for the first time and for redo, backwards for undo.

Every step takes the articles that were meant and answers with those that really changed,
so its inverse restores exactly what was.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from tui.model.changes import (
    ChangeSet,
    DefinitionChange,
    NoteChange,
    StatusChange,
    SubscriptionChange,
    TagChange,
    Watch,
)
from tui.model.errors import Stopped
from tui.model.ids import ArticleId
from tui.store.categories import prune
from tui.store.connection import Connection
from tui.store.defining import defined, follow
from tui.store.health import host_of
from tui.store.journal import (
    AddressChange,
    Change,
    FeedPlaceChange,
    FeedTagsChange,
    FeedTitleChange,
    HitChange,
    MarkChange,
)
from tui.store.listing import entries_of
from tui.store.meta import bump, generation
from tui.store.names import category_id, numbers_for
from tui.store.notes import set_note
from tui.store.rows import id_list, seconds
from tui.store.spelling import alike_numbers
from tui.store.subscriptions import set_subscribed

__all__ = ["Marks", "Outcome", "mark", "perform"]

#: Changes of articles, which name them by their ids.
Marks = StatusChange | TagChange | MarkChange | HitChange

# All by the primary keys of their tables; the ids come as one JSON array.
_WITHOUT_TAG = """
SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (
    SELECT 1 FROM article_tag
    WHERE article_id = article.id AND tag_id IN (SELECT value FROM json_each(?)))
ORDER BY id"""
_WITH_TAG = """
SELECT wanted.value FROM json_each(?) AS wanted
CROSS JOIN article_tag ON article_tag.article_id = wanted.value AND tag_id = ?
WHERE origin = ? ORDER BY wanted.value"""
_WITHOUT_MARK = """
SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM removed_tag WHERE article_id = article.id AND tag_id = ?) ORDER BY id"""
_WITH_MARK = """
SELECT wanted.value FROM json_each(?) AS wanted
CROSS JOIN removed_tag ON removed_tag.article_id = wanted.value AND tag_id = ? ORDER BY wanted.value"""

_WITHOUT_HIT = """
SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))
AND NOT EXISTS (SELECT 1 FROM rule_hit WHERE article_id = article.id AND rule_id = ?) ORDER BY id"""
_WITH_HIT = """
SELECT wanted.value FROM json_each(?) AS wanted
CROSS JOIN rule_hit ON rule_hit.article_id = wanted.value AND rule_id = ? ORDER BY wanted.value"""

# It stays when an article becomes unread again: undoing that leaves the day it was read.
_READ_AT = "UPDATE article SET read_at = ? WHERE id IN (SELECT value FROM json_each(?))"
_READ_AGAIN = "UPDATE article SET read_at = coalesce(read_at, ?) WHERE id IN (SELECT value FROM json_each(?))"
_TOUCH = "UPDATE article SET generation = ? WHERE id IN (SELECT value FROM json_each(?))"


# By the primary key, if it is still there and nobody else is where it goes. What is known of an address
# goes with it, and the next visit is due.
_MOVE = """
UPDATE OR IGNORE feed SET feed_url = ?, host = ?, etag = '', last_modified = '', body_hash = x'',
    next_check_at = NULL, error = NULL, error_kind = NULL, failures = 0, active = 1, moved_to = '',
    moved_seen = 0, server_wait = 0
WHERE id = ? AND feed_url = ?"""
# By the primary key. What another setting brings may be something else, so it is asked for anew; who has
# asked for patience is not visited any sooner.
_LOOK_ANEW = """
UPDATE feed SET etag = '', last_modified = '', body_hash = x'', server_wait = 0,
    next_check_at = CASE WHEN error_kind = 'throttled' THEN next_check_at END
WHERE feed_url = ?"""
_EDITS = FeedTagsChange | FeedTitleChange | FeedPlaceChange
#: Articles that are changed between two looks at whether to go on (0.2 s).
_PART = 20_000
_OF_FEEDS = SubscriptionChange | _EDITS | AddressChange


@dataclass(slots=True)
class Outcome:
    """What was really done, as the journal keeps it and as the screen is told."""

    changes: list[Change] = field(default_factory=list)
    came: list[ArticleId] = field(default_factory=list)
    went: list[ArticleId] = field(default_factory=list)
    #: Definitions that name a feed by its new address; they go back with it.
    followed: list[DefinitionChange] = field(default_factory=list)
    generation: int = 0

    def change_set(self, connection: Connection, label: str) -> ChangeSet:
        """The doorway's form of it."""
        subscriptions = tuple(one for one in self.changes if isinstance(one, SubscriptionChange))
        statuses = tuple(one for one in self.changes if isinstance(one, StatusChange))
        tags = tuple(one for one in self.changes if isinstance(one, TagChange))
        hits = [number for one in self.changes if isinstance(one, HitChange) for number in one.ids]
        notes = tuple(one for one in self.changes if isinstance(one, NoteChange))
        # Where rules only asked for full texts, nothing else would say whom they touched.
        touched = [*(one.article_id for one in notes), *(() if statuses or tags else hits)]
        return ChangeSet(
            label=label,
            statuses=statuses,
            tags=tags,
            updated=tuple(entries_of(connection, touched)),
            subscriptions=subscriptions,
            definitions=(
                *(one for one in self.changes if isinstance(one, DefinitionChange)),
                *self.followed,
            ),
            notes=notes,
            new=tuple(entries_of(connection, self.came)),
            removed=tuple(self.went),
            feeds_changed=any(isinstance(one, _OF_FEEDS) for one in self.changes),
            generation=self.generation,
        )


def perform(
    connection: Connection,
    steps: Iterable[Change],
    now: datetime,
    *,
    again: bool = False,
    watch: Watch = None,
) -> Outcome:
    """Do all steps in one new generation; steps that change nothing leave no trace.

    ``again`` is for undo and redo: what was read before keeps the day it was read.

    Raises:
        Stopped: *watch* has said so.
    """
    current = generation(connection)
    outcome = Outcome(generation=current + 1)
    if watch is not None:
        steps = tuple(steps)
    pace = _Pace(steps if watch is not None else (), watch)
    for step in steps:
        if isinstance(step, SubscriptionChange):
            moved = set_subscribed(connection, step, outcome.generation, seconds(now))
            if moved is not None:
                (outcome.came if step.subscribed else outcome.went).extend(moved)
                outcome.changes.append(step)
            continue
        if isinstance(step, DefinitionChange):
            outcome.changes.append(defined(connection, step))
            _look_anew(connection, step)
            continue
        if isinstance(step, _EDITS):
            outcome.changes.append(_edited(connection, step))
            continue
        if isinstance(step, AddressChange):
            if _move(connection, step):
                outcome.followed += follow(connection, step.before, step.after)
                outcome.changes.append(step)
            continue
        if isinstance(step, NoteChange):
            outcome.changes += _note(connection, step, outcome.generation)
            continue
        parts = [
            one
            for part in pace.parts(step)
            for one in mark(connection, [part], outcome.generation, now, again=again)
        ]
        if parts:
            outcome.changes.append(
                replace(parts[0], ids=tuple(chain.from_iterable(one.ids for one in parts)))
            )
    outcome.generation = bump(connection) if outcome.changes else current
    return outcome


class _Pace:
    """Cuts what is done to very many articles into parts, and tells between them how far it is."""

    def __init__(self, steps: Iterable[Change], watch: Watch) -> None:
        self.total = sum(len(step.ids) for step in steps if isinstance(step, Marks))
        self.watch, self.done = watch, 0

    def parts(self, step: Marks) -> Iterator[Marks]:
        """The step, for some articles at a time if somebody watches."""
        if self.watch is None or self.total <= _PART:
            yield step
            return
        for start in range(0, len(step.ids), _PART):
            if not self.watch(self.done, self.total):
                raise Stopped("Stopped: nothing was changed.")
            part = step.ids[start : start + _PART]
            yield replace(step, ids=part)
            self.done += len(part)


def mark(
    connection: Connection, steps: Sequence[Marks], current: int, now: datetime, *, again: bool = False
) -> list[Marks]:
    """Do steps on articles in the generation ``current``; answers with what really changed."""
    done = [_marked(connection, step, current, now, again) for step in steps if step.ids]
    return [step for step in done if step.ids]


def _marked(connection: Connection, step: Marks, current: int, now: datetime, again: bool) -> Marks:
    if isinstance(step, StatusChange):
        return _set_status(connection, step, current, now, again)
    if isinstance(step, HitChange):
        return _set_hit(connection, step)
    number = numbers_for(connection, "tag", [step.tag])[step.tag]
    if isinstance(step, TagChange):
        return _set_tag(connection, step, number, current)
    return _set_mark(connection, step, number)


def _set_status(
    connection: Connection, step: StatusChange, current: int, now: datetime, again: bool
) -> StatusChange:
    # The column's name is one of four literals, never a text from outside.
    column = {"read": "read", "starred": "starred", "later": "later", "hidden": "hidden"}[step.status]
    select = (
        f"SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?)) AND {column} = ? ORDER BY id"
    )
    changed = _numbers(connection.execute(select, (id_list(step.ids), int(not step.value))))
    connection.execute(
        f"UPDATE article SET {column} = ?, generation = ? WHERE id IN (SELECT value FROM json_each(?))",
        (int(step.value), current, id_list(changed)),
    )
    if step.status == "read" and step.value:
        connection.execute(_READ_AGAIN if again else _READ_AT, (seconds(now), id_list(changed)))
    return replace(step, ids=changed)


def _set_tag(connection: Connection, step: TagChange, number: int, current: int) -> TagChange:
    if step.added:
        # In no spelling: the index has one set for all of them.
        numbers = alike_numbers(connection, step.tag)
        changed = _numbers(connection.execute(_WITHOUT_TAG, (id_list(step.ids), numbers)))
        connection.executemany(
            "INSERT INTO article_tag (article_id, tag_id, origin) VALUES (?, ?, ?)",
            [(one, number, step.origin) for one in changed],
        )
    else:
        changed = _numbers(connection.execute(_WITH_TAG, (id_list(step.ids), number, step.origin)))
        connection.executemany(
            "DELETE FROM article_tag WHERE article_id = ? AND tag_id = ?", [(one, number) for one in changed]
        )
    connection.execute(_TOUCH, (current, id_list(changed)))
    return replace(step, ids=changed)


def _set_mark(connection: Connection, step: MarkChange, number: int) -> MarkChange:
    select = _WITHOUT_MARK if step.added else _WITH_MARK
    changed = _numbers(connection.execute(select, (id_list(step.ids), number)))
    statement = (
        "INSERT INTO removed_tag (article_id, tag_id) VALUES (?, ?)"
        if step.added
        else "DELETE FROM removed_tag WHERE article_id = ? AND tag_id = ?"
    )
    connection.executemany(statement, [(one, number) for one in changed])
    return replace(step, ids=changed)


def _set_hit(connection: Connection, step: HitChange) -> HitChange:
    select = _WITHOUT_HIT if step.added else _WITH_HIT
    changed = _numbers(connection.execute(select, (id_list(step.ids), step.rule_id)))
    if step.added:
        connection.executemany(
            "INSERT INTO rule_hit (rule_id, article_id, hit_at, did) VALUES (?, ?, ?, ?)",
            [(step.rule_id, one, step.hit_at, step.did) for one in changed],
        )
    else:
        connection.executemany(
            "DELETE FROM rule_hit WHERE rule_id = ? AND article_id = ?",
            [(step.rule_id, one) for one in changed],
        )
    return replace(step, ids=changed)


def _note(connection: Connection, step: NoteChange, current: int) -> list[Change]:
    """The note as it has to be; nothing if it is so already, or its article is gone."""
    changed = set_note(connection, step.article_id, step.after)
    if changed:
        connection.execute(_TOUCH, (current, id_list((step.article_id,))))
    return [step] if changed else []


def _move(connection: Connection, step: AddressChange) -> bool:
    values = (step.after, host_of(step.after), step.feed_id, step.before)
    return connection.execute(_MOVE, values).rowcount > 0


def _look_anew(connection: Connection, step: DefinitionChange) -> None:
    """A feed that is fetched in another way is fetched whole, and soon."""
    before, after = (
        [None if one is None or one.kind != "feed" else one.body.get(way) for way in ("fetch", "page")]
        for one in (step.before, step.after)
    )
    if before != after:
        named = step.after or step.before
        connection.execute(_LOOK_ANEW, ("" if named is None else named.name,))


def _edited(connection: Connection, step: _EDITS) -> _EDITS:
    if isinstance(step, FeedTagsChange):
        return _feed_tags(connection, step)
    if isinstance(step, FeedTitleChange):
        connection.execute("UPDATE feed SET own_title = ? WHERE id = ?", (step.after, step.feed_id))
        return step
    number = category_id(connection, step.after)
    connection.execute("UPDATE feed SET category_id = ? WHERE id = ?", (number, step.feed_id))
    prune(connection)
    return step


def _feed_tags(connection: Connection, step: FeedTagsChange) -> FeedTagsChange:
    """Put ``after`` in the place of ``before``; what was edited meanwhile stays beside it."""
    (stored,) = connection.execute("SELECT tags FROM feed WHERE id = ?", (step.feed_id,)).fetchone()
    there, after = tuple(json.loads(stored)), step.after
    if there != step.before:
        gone, added = set(step.before) - set(after), [one for one in after if one not in step.before]
        after = tuple(dict.fromkeys((*(one for one in there if one not in gone), *added)))
    written = json.dumps(after, ensure_ascii=False)
    connection.execute("UPDATE feed SET tags = ? WHERE id = ?", (written, step.feed_id))
    return replace(step, before=there, after=after)


def _numbers(rows: Iterable[tuple[int]]) -> tuple[ArticleId, ...]:
    return tuple(ArticleId(number) for (number,) in rows)
