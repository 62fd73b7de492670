"""What the user does to articles: marks, tags and notes, and taking it back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tui.model.changes import ChangeSet, Status, StatusChange, TagChange, TagOrigin, Watch, Wish
from tui.model.clean import clean
from tui.model.errors import StoreError
from tui.model.ids import ArticleId
from tui.store import journal, stories
from tui.store.connection import Connection
from tui.store.deeds import perform
from tui.store.durability import durable
from tui.store.journal import Change, MarkChange
from tui.store.meta import generation
from tui.store.notes import keep_draft, planned
from tui.store.spelling import alike, written

__all__ = [
    "add_tag",
    "change",
    "join_deeds",
    "redo",
    "remove_tag",
    "set_status",
    "tag_names",
    "undo",
    "write_note",
]

_ORIGINS: tuple[TagOrigin, ...] = ("user", "feed", "rule")
_VERBS = {
    ("read", True): "mark {} read",
    ("read", False): "mark {} unread",
    ("starred", True): "star {}",
    ("starred", False): "unstar {}",
    ("later", True): "keep {} for later",
    ("later", False): "drop {} from later",
    ("hidden", True): "hide {}",
    ("hidden", False): "show {} again",
}

# The index article_tag_by_tag; the first article found of a subscribed feed is enough.
_TAGS_IN_USE = """
SELECT name FROM tag WHERE EXISTS (
    SELECT 1 FROM article_tag
    CROSS JOIN article ON article.id = article_tag.article_id
    CROSS JOIN feed ON feed.id = article.feed_id
    WHERE article_tag.tag_id = tag.id AND feed.removed_at IS NULL)"""


@durable
def set_status(
    connection: Connection,
    ids: Sequence[ArticleId],
    status: Status,
    value: bool,
    label: str,
    now: datetime,
    along: bool = False,
) -> ChangeSet:
    """Set a mark on articles or take it off; those that have it so already are left alone.

    With *along*, copies of what is read are read too, and so with what is not.
    """
    wish = StatusChange(status, value, tuple(ids))
    return _do(connection, [_with_copies(connection, wish) if along else wish], label, now)


@durable
def add_tag(
    connection: Connection, ids: Sequence[ArticleId], tag: str, label: str, now: datetime
) -> ChangeSet:
    """Put a tag on articles that do not have it."""
    return _do(connection, _steps(connection, [TagChange(tag, True, tuple(ids))]), label, now)


@durable
def remove_tag(
    connection: Connection, ids: Sequence[ArticleId], tag: str, label: str, now: datetime
) -> ChangeSet:
    """Take a tag off articles, wherever it came from; their feed does not put it back."""
    return _do(connection, _steps(connection, [TagChange(tag, False, tuple(ids))]), label, now)


@durable
def change(
    connection: Connection,
    ids: Sequence[ArticleId],
    wishes: Sequence[Wish],
    label: str,
    now: datetime,
    deed: int = 0,
    along: bool = False,
    watch: Watch = None,
) -> ChangeSet:
    """Do all *wishes*, which name no articles, to the same articles, as one deed.

    With the number of a *deed* that did the same to other articles, it becomes a part of that.
    *along* is as for :func:`set_status`.
    """
    meant = tuple(ids)
    meaning = [replace(wish, ids=meant) for wish in wishes]
    steps = _steps(connection, [_with_copies(connection, wish) if along else wish for wish in meaning])
    return _do(connection, steps, label, now, deed, watch)


@durable
def write_note(connection: Connection, article_id: ArticleId, typed: str, now: datetime) -> ChangeSet:
    """Write the note on an article, or remove it with a text of blanks; what was typed before is settled.

    Raises:
        NotFound: there is no such article.
    """
    plan = planned(connection, article_id, typed, now)
    keep_draft(connection, article_id, "")
    if plan is None:
        return ChangeSet(generation=generation(connection))
    change, label = plan
    return _do(connection, [change], label, now)


@durable
def join_deeds(connection: Connection, labels: Sequence[str], label: str, now: datetime) -> bool:
    """Have one undo take back the last deeds together, if nothing else was done in between."""
    return journal.join(connection, labels, label, now)


@durable
def undo(connection: Connection, now: datetime, watch: Watch = None) -> ChangeSet | None:
    """Take the last deed back and say what that changed; ``None`` if there is none.

    Raises:
        Stopped: *watch* has said so; nothing was taken back.
    """
    deed = journal.last_done(connection)
    if deed is None:
        return None
    steps = [change.inverse for change in reversed(deed.changes)]
    outcome = perform(connection, steps, now, again=True, watch=watch)
    journal.set_undone(connection, deed, True)
    return outcome.change_set(connection, deed.label)


@durable
def redo(connection: Connection, now: datetime, watch: Watch = None) -> ChangeSet | None:
    """Do again what was undone last; ``None`` if there is nothing or something new was done.

    Raises:
        Stopped: *watch* has said so; nothing was done.
    """
    deed = journal.last_undone(connection)
    if deed is None:
        return None
    outcome = perform(connection, deed.changes, now, again=True, watch=watch)
    journal.set_undone(connection, deed, False)
    return outcome.change_set(connection, deed.label)


def tag_names(connection: Connection) -> list[str]:
    """All tags that an article of a subscribed feed has, in alphabetical order."""
    names = [name for (name,) in connection.execute(_TAGS_IN_USE)]
    return sorted(names, key=lambda name: (name.casefold(), name))


def _do(
    connection: Connection,
    steps: Sequence[Change],
    label: str,
    now: datetime,
    deed: int = 0,
    watch: Watch = None,
) -> ChangeSet:
    outcome = perform(connection, steps, now, watch=watch)
    if outcome.changes:
        label = label or _label(outcome.changes[0])
        if not (deed and journal.extend(connection, deed, label, outcome.changes)):
            deed = journal.record(connection, label, outcome.changes, now)
    return replace(outcome.change_set(connection, label), deed=deed)


def _with_copies(connection: Connection, wish: Wish) -> Wish:
    """Reading one copy is reading the piece; all other marks are of the article alone."""
    if not (isinstance(wish, StatusChange) and wish.status == "read"):
        return wish
    return replace(wish, ids=tuple(map(ArticleId, stories.copies_of(connection, wish.ids))))


def _steps(connection: Connection, wishes: Sequence[Wish]) -> list[Change]:
    """Wishes as what has to be done, each tag as it is written already."""
    names = {wish.tag: _tag_name(wish.tag) for wish in wishes if isinstance(wish, TagChange)}
    spelling = written(connection, names.values())
    steps: list[Change] = []
    for wish in wishes:
        if isinstance(wish, StatusChange):
            steps.append(wish)
        elif wish.added:
            name = spelling[names[wish.tag]]
            forgotten = dict.fromkeys((name, *alike(connection, name)))
            steps += [replace(wish, tag=name), *(MarkChange(one, False, wish.ids) for one in forgotten)]
        else:
            for name in alike(connection, names[wish.tag]):
                steps += _off(connection, name, wish.ids)
    return steps


def _off(connection: Connection, name: str, ids: tuple[ArticleId, ...]) -> list[Change]:
    """A tag taken away leaves a note, so its feed does not put it back."""
    tagged = _tagged(connection, name, ids)
    return [
        *(TagChange(name, False, tagged, origin) for origin in _ORIGINS),
        MarkChange(name, True, tagged),
    ]


def _label(change: Change) -> str:
    if isinstance(change, StatusChange):
        return _VERBS[change.status, change.value].format(len(change.ids))
    if isinstance(change, TagChange):
        return f"{'tag' if change.added else 'untag'} {len(change.ids)} #{change.tag}"
    return "change"


def _tagged(connection: Connection, tag: str, ids: tuple[ArticleId, ...]) -> tuple[ArticleId, ...]:
    found = connection.execute(
        "SELECT article_id FROM article_tag WHERE tag_id = (SELECT id FROM tag WHERE name = ?)", (tag,)
    )
    meant = frozenset(ids)
    return tuple(number for (number,) in found if number in meant)


def _tag_name(tag: str) -> str:
    name = clean(tag).strip("/ ")
    if not name:
        raise StoreError("A tag needs a name.")
    return name
