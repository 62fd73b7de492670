"""Rules: a query, and what is done to every arriving article that it finds.

A rule is stored as a definition of the kind ``rule``; its body is read strictly here. One
that cannot be read keeps its name and says why: it is paused, and nothing else fails.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from tui.model.clean import clean
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError

__all__ = [
    "ActionKind",
    "HitNote",
    "Outcome",
    "Rule",
    "RuleAction",
    "RuleHit",
    "definition_of",
    "hit_text",
    "read_hit",
    "read_rule",
]

ActionKind = Literal["tag", "untag", "read", "star", "later", "hide", "notify", "fulltext"]
_KINDS: tuple[str, ...] = get_args(ActionKind)
_KEYS = ("query", "feeds", "actions", "enabled", "until", "keep_newest")
_LONGEST_NAME = 80

_TODO: Mapping[str, str] = {
    "tag": "tag #{}",
    "untag": "untag #{}",
    "read": "mark read",
    "star": "star",
    "later": "keep for later",
    "hide": "hide",
    "notify": "notify",
    "fulltext": "fetch full text",
}
_DONE: Mapping[str, str] = {
    "tag": "tagged #{}",
    "untag": "untagged #{}",
    "read": "marked read",
    "star": "starred",
    "later": "kept for later",
    "hide": "hidden",
    "notify": "notified",
    "fulltext": "asked for its full text",
}


@dataclass(frozen=True, slots=True)
class RuleAction:
    """One thing that a rule does; ``value`` is the tag's name for ``tag`` and ``untag``."""

    kind: ActionKind
    value: str = ""

    @property
    def words(self) -> str:
        """What it would do: ``tag #sport``."""
        return _TODO[self.kind].format(self.value)

    @property
    def done(self) -> str:
        """What it has done: ``tagged #sport``."""
        return _DONE[self.kind].format(self.value)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Rules are asked in the order of their positions."""

    name: str
    query: str = ""
    actions: tuple[RuleAction, ...] = ()
    #: Addresses of the feeds it is for; none means all.
    feeds: tuple[str, ...] = ()
    enabled: bool = True
    #: From then on it does nothing any more.
    until: datetime | None = None
    #: It leaves alone the newest so many of a feed on each local day.
    keep_newest: int | None = None
    position: int = 0
    #: That of its definition; 0 until it is stored.
    id: int = 0
    #: Why its body could not be read; "" if it could.
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RuleHit:
    """What a rule did to one article, and which parts of its query held."""

    rule_id: int
    did: tuple[RuleAction, ...]
    why: str


@dataclass(frozen=True, slots=True)
class HitNote:
    """A hit as an article shows it; ``rule`` is "" when that rule is no more."""

    rule: str
    hit: RuleHit
    hit_at: datetime

    @property
    def sentence(self) -> str:
        """``“Sports off”: tagged #sport, since title has “match”``."""
        name = f"“{self.rule}”" if self.rule else "a rule that is gone"
        since = f", since {self.hit.why}" if self.hit.why else ""
        return f"{name}: {', '.join(action.done for action in self.hit.did)}{since}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all rules together did to one article."""

    #: Tags that it did not have, and tags that it had.
    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False
    later: bool = False
    hidden: bool = False
    #: Its page is to be fetched.
    awaited: bool = False
    hits: tuple[RuleHit, ...] = ()


def hit_text(hit: RuleHit) -> str:
    """What ``rule_hit.did`` holds of a hit."""
    did = [[action.kind, action.value] if action.value else [action.kind] for action in hit.did]
    return json.dumps([did, hit.why], ensure_ascii=False, separators=(",", ":"))


def read_hit(rule_id: int, text: str) -> RuleHit:
    """The hit that :func:`hit_text` wrote."""
    did, why = json.loads(text)
    return RuleHit(rule_id, tuple(RuleAction(*one) for one in did), why)


def definition_of(rule: Rule) -> Definition:
    """A rule as it is stored.

    Raises:
        BroadsheetError: it has no name, or no action, or one that contradicts another.
    """
    name = clean(rule.name, _LONGEST_NAME)
    if not name:
        raise BroadsheetError("A rule needs a name.")
    _demand(rule.actions)
    body: dict[str, Any] = {
        "query": rule.query,
        "feeds": list(rule.feeds),
        "actions": [{"kind": one.kind, "value": one.value} for one in rule.actions],
        "enabled": rule.enabled,
    }
    if rule.until is not None:
        body["until"] = int(rule.until.timestamp())
    if rule.keep_newest is not None:
        body["keep_newest"] = rule.keep_newest
    return Definition("rule", name, body, rule.position, rule.id)


def read_rule(definition: Definition) -> Rule:
    """The rule that a definition holds; what cannot be read becomes its ``problem``."""
    rule = Rule(definition.name, position=definition.position, id=definition.id)
    try:
        return _read(rule, definition.body)
    except BroadsheetError as error:
        query = definition.body.get("query") if isinstance(definition.body, Mapping) else None
        return Rule(
            rule.name,
            query if isinstance(query, str) else "",
            position=rule.position,
            id=rule.id,
            problem=str(error),
        )


def _read(rule: Rule, body: Any) -> Rule:
    if not isinstance(body, Mapping):
        raise BroadsheetError("What is stored of this rule is not a rule.")
    unknown = [key for key in body if key not in _KEYS]
    if unknown:
        raise BroadsheetError(f"It has “{clean(str(unknown[0]), 40)}”, which this version does not know.")
    if not isinstance(body.get("query"), str):
        raise BroadsheetError("It has no query.")
    actions = _actions(body.get("actions"))
    _demand(actions)
    return Rule(
        rule.name,
        body["query"],
        actions,
        _feeds(body.get("feeds", [])),
        _enabled(body.get("enabled", True)),
        _until(body.get("until")),
        _keep(body.get("keep_newest")),
        rule.position,
        rule.id,
    )


def _actions(written: Any) -> tuple[RuleAction, ...]:
    if not isinstance(written, list):
        raise BroadsheetError("It has no list of actions.")
    return tuple(map(_action, written))


def _action(written: Any) -> RuleAction:
    kind = written.get("kind") if isinstance(written, Mapping) else None
    if kind not in _KINDS:
        raise BroadsheetError(f"It has an action “{clean(str(kind), 40)}”; there are {', '.join(_KINDS)}.")
    value = written.get("value", "")
    if not isinstance(value, str):
        raise BroadsheetError(f"The value of its action “{kind}” is not a text.")
    return RuleAction(kind, value)


def _demand(actions: tuple[RuleAction, ...]) -> None:
    """Refuse what no rule can mean."""
    if not actions:
        raise BroadsheetError(f"A rule needs something to do: {', '.join(_KINDS[:-1])} or {_KINDS[-1]}.")
    if len(set(actions)) < len(actions):
        raise BroadsheetError("A rule does each thing once.")
    taken_off = {one.value.casefold() for one in actions if one.kind == "untag"}
    for one in actions:
        if (one.kind in ("tag", "untag")) != bool(one.value):
            raise BroadsheetError(
                f"“{one.kind}” needs the name of a tag." if not one.value else f"“{one.kind}” takes no value."
            )
        if one.value != clean(" ".join(one.value.split()).strip("/ "), 100):
            raise BroadsheetError(f"“{clean(one.value, 40)}” is not the name of a tag.")
        if one.kind == "tag" and one.value.casefold() in taken_off:
            raise BroadsheetError(f"A rule cannot put #{one.value} on and take it off.")


def _feeds(written: Any) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
        raise BroadsheetError("Its feeds are not a list of addresses.")
    return tuple(written)


def _enabled(written: Any) -> bool:
    if not isinstance(written, bool):
        raise BroadsheetError("Whether it is on is neither true nor false.")
    return written


def _until(written: Any) -> datetime | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int):
        raise BroadsheetError("Its end is not a moment (seconds since 1970).")
    try:
        return datetime.fromtimestamp(written, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise BroadsheetError("Its end is not a moment (seconds since 1970).") from error


def _keep(written: Any) -> int | None:
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, int) or written < 1:
        raise BroadsheetError("How many of a day it keeps is not a whole number from 1.")
    return written
