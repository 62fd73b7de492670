"""What a write did: one value patches the index, repaints the panes and undoes itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tui.model.article import IndexEntry
from tui.model.definition import Definition
from tui.model.ids import ArticleId, FeedId
from tui.model.note import Note

__all__ = [
    "NO_CHANGES",
    "ChangeSet",
    "DefinitionChange",
    "NoteChange",
    "Status",
    "StatusChange",
    "StoryChange",
    "SubscriptionChange",
    "TagChange",
    "TagOrigin",
    "Watch",
    "Wish",
]

Status = Literal["read", "starred", "later", "hidden"]
TagOrigin = Literal["user", "feed", "rule"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """``ids`` all changed to ``value``; those that already had it are not listed."""

    status: Status
    value: bool
    ids: tuple[ArticleId, ...]

    @property
    def inverse(self) -> "StatusChange":
        """The change that takes this one back."""
        return replace(self, value=not self.value)


@dataclass(frozen=True, slots=True)
class TagChange:
    """``tag`` was added to (or taken from) exactly ``ids``."""

    tag: str
    added: bool
    ids: tuple[ArticleId, ...]
    origin: TagOrigin = "user"

    @property
    def inverse(self) -> "TagChange":
        """The change that takes this one back."""
        return replace(self, added=not self.added)


#: Is told how many of how many changes are made, from any thread; what it answers with false is stopped,
#: and then nothing is changed. ``None`` where nobody watches.
Watch = Callable[[int, int], bool] | None

#: Something to be done to articles that are named elsewhere: its own ``ids`` are empty.
Wish = StatusChange | TagChange


@dataclass(frozen=True, slots=True)
class SubscriptionChange:
    """A feed was subscribed to or unsubscribed from; its articles come and go with it."""

    feed_id: FeedId
    subscribed: bool

    @property
    def inverse(self) -> "SubscriptionChange":
        """The change that takes this one back."""
        return replace(self, subscribed=not self.subscribed)


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """Something was defined (no ``before``), changed, or removed (no ``after``)."""

    before: Definition | None
    after: Definition | None

    @property
    def inverse(self) -> "DefinitionChange":
        """The change that takes this one back."""
        return DefinitionChange(self.after, self.before)

    @property
    def both(self) -> tuple[Definition, ...]:
        """What was there and what is there now, those that are."""
        return tuple(one for one in (self.before, self.after) if one is not None)


@dataclass(frozen=True, slots=True)
class NoteChange:
    """The user's note on an article was written (no ``before``), changed, or removed (no ``after``)."""

    article_id: ArticleId
    before: Note | None
    after: Note | None

    @property
    def inverse(self) -> "NoteChange":
        """The change that takes this one back."""
        return NoteChange(self.article_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story has begun, or has grown: it holds exactly these articles now."""

    story: int
    ids: tuple[ArticleId, ...]
    #: Those of them whose feed another of them names as its source.
    named: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The outcome of one transaction.

    ``label`` is what undo calls it ("mark 12 read"). ``statuses``, ``tags``, ``subscriptions``,
    ``definitions`` and ``notes`` can be undone; arrivals cannot. ``generation`` is the store's
    counter after the write: the index is stale when its own differs. ``deed`` is its number in the
    journal, 0 if it has none there; more of the same can be added to it.
    """

    label: str = ""
    statuses: tuple[StatusChange, ...] = ()
    tags: tuple[TagChange, ...] = ()
    subscriptions: tuple[SubscriptionChange, ...] = ()
    definitions: tuple[DefinitionChange, ...] = ()
    #: The articles of these stand in ``updated`` too.
    notes: tuple[NoteChange, ...] = ()
    new: tuple[IndexEntry, ...] = ()
    #: Articles whose publisher's facts changed (date, terms, text), or the note on them.
    updated: tuple[IndexEntry, ...] = ()
    removed: tuple[ArticleId, ...] = ()
    #: Stories that are others now; whose rows are shown have to be read again.
    stories: tuple[StoryChange, ...] = ()
    #: Feeds or categories changed: re-read the feed list.
    feeds_changed: bool = False
    generation: int = 0
    deed: int = 0

    @property
    def inverse(self) -> "ChangeSet":
        """What undo has to apply, last change first."""
        return ChangeSet(
            label=self.label,
            statuses=tuple(change.inverse for change in reversed(self.statuses)),
            tags=tuple(change.inverse for change in reversed(self.tags)),
            subscriptions=tuple(change.inverse for change in reversed(self.subscriptions)),
            definitions=tuple(change.inverse for change in reversed(self.definitions)),
            notes=tuple(change.inverse for change in reversed(self.notes)),
            feeds_changed=self.feeds_changed,
        )

    @property
    def undoable(self) -> bool:
        """True if there is something to take back."""
        return bool(self.statuses or self.tags or self.subscriptions or self.definitions or self.notes)

    def __bool__(self) -> bool:
        arrived = self.new or self.updated or self.removed or self.stories
        return self.undoable or bool(arrived or self.feeds_changed)


NO_CHANGES = ChangeSet()
