"""What the rules do to the articles that one visit to a feed brings.

Rules are asked in their order, and each sees what those before it did: a tag that the
first puts on can be asked for by the second, an article that the first hides is not there
for the second unless that asks for ``is:hidden``, and where two contradict each other the
later has the last word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from tui.model.errors import QueryTooSlow
from tui.model.rule import Outcome, Rule, RuleAction, RuleHit
from tui.query.matcher import Subject, matches
from tui.query.nodes import terms
from tui.query.patterns import Patience
from tui.query.words import path_key
from tui.rules.ready import ReadyRule
from tui.rules.reasons import in_words, reasons

__all__ = ["Arrived", "Arriving", "Standing", "arrive"]

_STATES = {"read": "read", "star": "starred", "later": "later", "hide": "hidden", "fulltext": "awaited"}


#: What the patterns of one rule may take for the articles of one feed.
_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Arriving:
    """An article that is about to be stored."""

    guid: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Standing:
    """An article of the same feed and day that is there already.

    Only rules that keep the newest of a day look at them. What the user has tagged or
    noted (``own``) stays as it is, and so does what the same rule has touched before: who wants it back
    has it back.
    """

    subject: Subject
    own: bool = False


@dataclass(slots=True)
class _Case:
    """One article while the rules go by."""

    subject: Subject
    first: Subject
    #: Larger is newer.
    place: tuple[int, int, int]
    guid: str = ""
    own: bool = False
    hits: list[RuleHit] = field(default_factory=list)

    def is_safe_from(self, rule: Rule) -> bool:
        """Whether a rule that keeps the newest has to leave it alone."""
        now = self.subject
        return now.read or now.starred or now.later or self.own or rule.name in now.rules

    def outcome(self) -> Outcome:
        """What has become of it."""
        was, now = self.first, self.subject
        return Outcome(
            tags=_missing(now.tags, was.tags),
            untags=_missing(was.tags, now.tags),
            read=now.read and not was.read,
            starred=now.starred and not was.starred,
            later=now.later and not was.later,
            hidden=now.hidden and not was.hidden,
            awaited=now.awaited and not was.awaited,
            hits=tuple(self.hits),
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has become of the articles of one feed; those that no rule touched are left out."""

    #: New ones, by guid.
    new: Mapping[str, Outcome]
    #: Those that stood there, by id.
    standing: Mapping[int, Outcome]
    #: Rules with a pattern that took too long; what they took before stays taken.
    slow: frozenset[int]


def arrive(
    rules: Sequence[ReadyRule],
    arriving: Sequence[Arriving],
    standing: Sequence[Standing],
    now: datetime,
) -> Arrived:
    """What the rules do to the articles of one feed; ``now`` has the zone that decides what a day is."""
    # A document has the newest first; of one moment the first is the newest, as in the store.
    fresh = [
        _Case(one.subject, one.subject, (one.subject.sorted_at, 1, -place), one.guid)
        for place, one in enumerate(arriving)
    ]
    there = [
        _Case(one.subject, one.subject, (one.subject.sorted_at, 0, one.subject.id), own=one.own)
        for one in standing
    ]
    slow: set[int] = set()
    for ready in rules:
        try:
            for case in _chosen(ready, fresh, there, now):
                _act(ready, case, now)
        except QueryTooSlow:
            # The others go on; whoever called will say so.
            slow.add(ready.rule.id)
    return Arrived(
        {case.guid: case.outcome() for case in fresh if case.hits},
        {case.subject.id: case.outcome() for case in there if case.hits},
        frozenset(slow),
    )


def _chosen(ready: ReadyRule, fresh: list[_Case], there: list[_Case], now: datetime) -> list[_Case]:
    """Those that a rule takes."""
    if ready.rule.keep_newest is None:
        return _matching(ready, fresh, now)
    found = _matching(ready, [*fresh, *there], now)
    return _beyond_newest(ready.rule, found, now)


def _matching(ready: ReadyRule, cases: Sequence[_Case], now: datetime) -> list[_Case]:
    """Those that its query finds.

    Raises:
        QueryTooSlow: its patterns need too long for all of them together.
    """
    patterns = [term for term in terms(ready.asked) if term.operator == "regex"]
    patience = Patience(_SECONDS)
    found = []
    for case in cases:
        if patterns and not patience.left:
            value = patterns[0].values[0]
            raise QueryTooSlow(f"stopped after {_SECONDS:g} s: the pattern {value} is too slow", value)
        if matches(ready.asked, case.subject, now):
            found.append(case)
    return found


def _beyond_newest(rule: Rule, cases: Iterable[_Case], now: datetime) -> list[_Case]:
    """Those beyond the newest so many of their day that may be touched."""
    keep = rule.keep_newest or 0
    days: dict[date, list[_Case]] = {}
    for case in cases:
        days.setdefault(_day(case.subject.sorted_at, now.tzinfo), []).append(case)
    beyond = [
        case
        for of_day in days.values()
        for case in sorted(of_day, key=lambda case: case.place, reverse=True)[keep:]
    ]
    return [case for case in beyond if not case.is_safe_from(rule)]


def _day(seconds: int, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(seconds, zone).date()


def _act(ready: ReadyRule, case: _Case, now: datetime) -> None:
    rule, before = ready.rule, case.subject
    after, did = before, list[RuleAction]()
    for action in rule.actions:
        changed = _done(action, after)
        if changed is not after or action.kind == "notify":
            did.append(action)
        after = changed
    # An article that stood there is no news.
    if not case.guid:
        did = [action for action in did if action.kind != "notify"]
    if did:
        why = in_words(reasons(ready.said, before, now), rule.keep_newest)
        case.subject = after
        case.hits.append(RuleHit(rule.id, tuple(did), why))


def _done(action: RuleAction, subject: Subject) -> Subject:
    """The article after one action; the very same if it changes nothing."""
    tags = subject.tags
    if action.kind == "tag":
        return _with(subject, tags=(*tags, action.value)) if _missing((action.value,), tags) else subject
    if action.kind == "untag":
        left = _missing(tags, (action.value,))
        return subject if left == tags else _with(subject, tags=left)
    state = _STATES.get(action.kind)
    if state is None or getattr(subject, state):
        return subject
    return _with(subject, **{state: True})


def _missing(tags: Sequence[str], among: Sequence[str]) -> tuple[str, ...]:
    """Those of *tags* that are not *among* others, in whatever spelling."""
    keys = {path_key(tag) for tag in among}
    return tuple(tag for tag in tags if path_key(tag) not in keys)


def _with(subject: Subject, **changes: object) -> Subject:
    """A changed subject that need not find its words again."""
    changed = replace(subject, **changes)  # type: ignore[arg-type]
    if "spaced" in subject.__dict__:
        changed.__dict__["spaced"] = subject.__dict__["spaced"]
    return changed
