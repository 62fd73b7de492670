"""What somebody brings along from another reader, and what has to stay behind."""

from dataclasses import dataclass, field
from typing import Literal

from tui.model.feed import Subscription

__all__ = ["Action", "Belongings", "Left", "RuleWish", "SearchWish", "Untranslatable"]


class Untranslatable(Exception):
    """Something has no counterpart here; ``str()`` is the reason, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not brought, or not quite as it was.

    Attributes:
        place: where it stands: ``config:12``.
        what: the thing itself, as it is written there.
        reason: why, in words.
        brought: it came along all the same; the reason says what is different now.
    """

    place: str
    what: str
    reason: str
    brought: bool = False


@dataclass(frozen=True, slots=True)
class SearchWish:
    """A query that shall be kept under a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Action:
    """What a rule does: ``hide``, ``read``, or ``tag`` and ``untag`` with the tag's name."""

    kind: Literal["hide", "read", "tag", "untag"]
    value: str = ""


@dataclass(frozen=True, slots=True)
class RuleWish:
    """A rule: what is done to arriving articles that match, of some feeds or (without any) of all."""

    name: str
    query: str
    actions: tuple[Action, ...]
    feeds: tuple[str, ...] = ()


@dataclass(slots=True)
class Belongings:
    """Everything that the files of another reader hold."""

    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    #: Addresses of feeds whose articles stand in no list that only browses.
    hidden: set[str] = field(default_factory=set)
    searches: list[SearchWish] = field(default_factory=list)
    rules: list[RuleWish] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    #: How often a file was read for another.
    includes: int = 0

    def leave(self, place: str, what: str, *reasons: str) -> None:
        """Note what stays behind, once for each reason."""
        self.left += [Left(place, what, reason) for reason in reasons]

    def remark(self, place: str, what: str, *reasons: str) -> None:
        """Note what is a little different from now on."""
        self.left += [Left(place, what, reason, brought=True) for reason in reasons]
