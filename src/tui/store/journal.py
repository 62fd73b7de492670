"""The journal of the user's deeds: what undo and redo work on, over restarts.

An entry holds changes exactly as they were made, so that they can be taken back exactly.
A new deed cuts off what was undone before it; the oldest entries fall off the end.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from tui.model.changes import DefinitionChange, NoteChange, StatusChange, SubscriptionChange, TagChange
from tui.model.definition import Definition
from tui.model.ids import ArticleId, FeedId
from tui.model.note import Note
from tui.store.connection import Connection
from tui.store.rows import moment, pack, seconds, unpack

__all__ = [
    "LONGEST",
    "AddressChange",
    "Change",
    "Deed",
    "FeedPlaceChange",
    "FeedTagsChange",
    "FeedTitleChange",
    "HitChange",
    "MarkChange",
    "extend",
    "join",
    "last_done",
    "last_undone",
    "record",
    "redefine",
    "set_undone",
]

#: So many deeds can be undone.
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The note "the user took this tag away" was set on (or taken from) exactly ``ids``."""

    tag: str
    added: bool
    ids: tuple[ArticleId, ...]

    @property
    def inverse(self) -> "MarkChange":
        """The change that takes this one back."""
        return replace(self, added=not self.added)


@dataclass(frozen=True, slots=True)
class HitChange:
    """A rule's hit, with what it did and when, was noted of (or taken from) exactly ``ids``."""

    rule_id: int
    added: bool
    ids: tuple[ArticleId, ...]
    hit_at: int
    did: str

    @property
    def inverse(self) -> "HitChange":
        """The change that takes this one back."""
        return replace(self, added=not self.added)


@dataclass(frozen=True, slots=True)
class FeedTagsChange:
    """The tags that a feed gives to its articles were others before."""

    feed_id: FeedId
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def inverse(self) -> "FeedTagsChange":
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class FeedTitleChange:
    """A feed's own title was another before; "" shows the publisher's."""

    feed_id: FeedId
    before: str
    after: str

    @property
    def inverse(self) -> "FeedTitleChange":
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class FeedPlaceChange:
    """A feed stood in another category before; "" for none."""

    feed_id: FeedId
    before: str
    after: str

    @property
    def inverse(self) -> "FeedPlaceChange":
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class AddressChange:
    """A feed is fetched from another address; what is defined for it follows."""

    feed_id: FeedId
    before: str
    after: str

    @property
    def inverse(self) -> "AddressChange":
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)


Change = (
    StatusChange
    | TagChange
    | SubscriptionChange
    | MarkChange
    | HitChange
    | DefinitionChange
    | FeedTagsChange
    | FeedTitleChange
    | FeedPlaceChange
    | AddressChange
    | NoteChange
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry: what the user did, in steps."""

    id: int
    label: str
    changes: tuple[Change, ...]


def record(connection: Connection, label: str, changes: Sequence[Change], now: datetime) -> int:
    """Write down a new deed and answer with its number; what was undone cannot be redone any more."""
    connection.execute("DELETE FROM journal WHERE undone = 1")
    number = connection.execute(
        "INSERT INTO journal (label, made_at, changes) VALUES (?, ?, ?)",
        (label, seconds(now), pack(_text(changes))),
    ).lastrowid
    # Ids have no gaps: entries leave at both ends only, and the next id follows the highest.
    connection.execute("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?", (LONGEST,))
    return int(number or 0)


def extend(connection: Connection, number: int, label: str, changes: Sequence[Change]) -> bool:
    """Add more changes to deed *number*, and name it anew; False if it was undone, or is gone.

    As with a new deed, what was undone before cannot be redone any more.
    """
    select = "SELECT changes FROM journal WHERE id = ? AND undone = 0"
    found = connection.execute(select, (number,)).fetchone()
    if found is None:
        return False
    connection.execute("DELETE FROM journal WHERE undone = 1")
    # As text: to read a long deed anew for each part of it would take longer than the parts.
    whole = f"{unpack(found[0])[:-1]},{_text(changes)[1:]}"
    connection.execute("UPDATE journal SET label = ?, changes = ? WHERE id = ?", (label, pack(whole), number))
    return True


def last_done(connection: Connection) -> Deed | None:
    """What undo takes back next."""
    return _first(connection, "undone = 0 ORDER BY id DESC")


def last_undone(connection: Connection) -> Deed | None:
    """What redo does next."""
    return _first(connection, "undone = 1 ORDER BY id")


def join(connection: Connection, labels: Sequence[str], label: str, now: datetime) -> bool:
    """Make one deed of the last ones if they are those of these labels, the oldest first."""
    select = "SELECT id, label, changes FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT ?"
    deeds = [_deed(row) for row in connection.execute(select, (len(labels),))][::-1]
    if [deed.label for deed in deeds] != list(labels):
        return False
    connection.execute("DELETE FROM journal WHERE id >= ?", (deeds[0].id,))
    record(connection, label, [change for deed in deeds for change in deed.changes], now)
    return True


def set_undone(connection: Connection, deed: Deed, undone: bool) -> None:
    """Note on which side of the present a deed stands."""
    connection.execute("UPDATE journal SET undone = ? WHERE id = ?", (int(undone), deed.id))


def redefine(
    connection: Connection, naming: str, change: Callable[[DefinitionChange], DefinitionChange | None]
) -> None:
    """Put what *change* says in the place of each definition change in deeds that hold a text.

    ``None`` takes the change out, and with its last change a deed goes too.
    """
    way = json.dumps(naming)
    for number, written in connection.execute("SELECT id, changes FROM journal").fetchall():
        text = unpack(written)
        # Most deeds are marks on articles, some on a million: those are not even read.
        if '"define"' not in text or way not in text:
            continue
        before = [_in(*parts) for parts in json.loads(text)]
        steps = [change(one) if isinstance(one, DefinitionChange) else one for one in before]
        after = [one for one in steps if one is not None]
        if not after:
            connection.execute("DELETE FROM journal WHERE id = ?", (number,))
        elif after != before:
            connection.execute("UPDATE journal SET changes = ? WHERE id = ?", (pack(_text(after)), number))


def _text(changes: Sequence[Change]) -> str:
    return json.dumps([_out(change) for change in changes], separators=(",", ":"))


def _first(connection: Connection, condition: str) -> Deed | None:
    found = connection.execute(f"SELECT id, label, changes FROM journal WHERE {condition} LIMIT 1").fetchone()
    return None if found is None else _deed(found)


def _deed(row: tuple[int, str, bytes]) -> Deed:
    number, label, written = row
    return Deed(number, label, tuple(_in(*parts) for parts in json.loads(unpack(written))))


def _out(change: Change) -> list[object]:
    match change:
        case StatusChange(status, value, ids):
            return ["status", status, value, _steps(ids)]
        case TagChange(tag, added, ids, origin):
            return ["tag", tag, added, _steps(ids), origin]
        case MarkChange(tag, added, ids):
            return ["mark", tag, added, _steps(ids)]
        case HitChange(rule_id, added, ids, hit_at, did):
            return ["hit", rule_id, added, _steps(ids), hit_at, did]
        case SubscriptionChange(feed_id, subscribed):
            return ["feed", feed_id, subscribed]
        case FeedTagsChange(feed_id, before_tags, after_tags):
            return ["feed tags", feed_id, False, before_tags, after_tags]
        case FeedTitleChange(feed_id, old_title, new_title):
            return ["feed title", feed_id, False, old_title, new_title]
        case FeedPlaceChange(feed_id, old_path, new_path):
            return ["feed place", feed_id, False, old_path, new_path]
        case AddressChange(feed_id, old_url, new_url):
            return ["address", feed_id, False, old_url, new_url]
        case DefinitionChange(before, after):
            return ["define", _definition_out(before), False, _definition_out(after)]
        case NoteChange(article_id, old_note, new_note):
            return ["note", article_id, False, _note_out(old_note), _note_out(new_note)]


#: Changes of a feed that hold what was before and what is after.
_OF_FEED: dict[str, type[FeedTitleChange | FeedPlaceChange | AddressChange]] = {
    "feed title": FeedTitleChange,
    "feed place": FeedPlaceChange,
    "address": AddressChange,
}


def _in(kind: str, first: Any, flag: bool, *rest: Any) -> Change:
    if kind in _OF_FEED:
        return _OF_FEED[kind](first, *rest)
    if kind == "feed":
        return SubscriptionChange(first, flag)
    if kind == "define":
        return DefinitionChange(_definition_in(first), _definition_in(rest[0]))
    if kind == "feed tags":
        return FeedTagsChange(first, tuple(rest[0]), tuple(rest[1]))
    if kind == "note":
        return NoteChange(first, _note_in(rest[0]), _note_in(rest[1]))
    ids = tuple(accumulate(rest[0]))
    if kind == "status":
        return StatusChange(first, flag, ids)
    if kind == "mark":
        return MarkChange(first, flag, ids)
    if kind == "hit":
        return HitChange(first, flag, ids, *rest[1:])
    return TagChange(first, flag, ids, rest[1])


def _definition_out(definition: Definition | None) -> list[object] | None:
    if definition is None:
        return None
    one = definition
    return [one.kind, one.name, one.body, one.position, one.id]


def _definition_in(written: list[Any] | None) -> Definition | None:
    return None if written is None else Definition(*written)


def _note_out(note: Note | None) -> list[object] | None:
    return None if note is None else [note.text, seconds(note.written_at)]


def _note_in(written: list[Any] | None) -> Note | None:
    return None if written is None else Note(written[0], moment(written[1]))


def _steps(ids: Sequence[int]) -> list[int]:
    """Rising ids as their distances: a million in a row compress to nearly nothing."""
    return [following - one for one, following in pairwise((0, *sorted(ids)))]
