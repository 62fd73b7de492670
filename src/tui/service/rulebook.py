"""The user's rules: kept, tried on what is here, applied to it as one deed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet, DefinitionChange, Status
from tui.model.clean import clean
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError, NotFound, changed_elsewhere
from tui.model.ids import ArticleId
from tui.model.rule import HitNote, Rule, RuleAction, RuleHit, definition_of, hit_text, read_hit, read_rule
from tui.query import Expr, Query, Term, all_of, nearest
from tui.query.patterns import Patience
from tui.rules import PausedRule, ReadyRule, in_words, read_ending, ready_rule, ready_rules
from tui.rules.presets import PRESETS, Preset, free_name, mute
from tui.service.memory import Memory
from tui.service.pattern_search import FOREVER, of_feeds
from tui.service.rule_reading import rules_in
from tui.store import definitions, full_text_rows, full_texts, leaves, pattern_leaf, rule_hits, status
from tui.store.rule_hits import TouchedSome

if TYPE_CHECKING:
    from tui.index import Answer, Catalog, Touched
    from tui.store import Connection

__all__ = ["HITS_DAYS", "RuleTrial", "Rulebook"]

#: How far back the hits of a rule are counted.
HITS_DAYS = 30
_STATES: dict[str, Status] = {"read": "read", "star": "starred", "later": "later", "hide": "hidden"}


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What rules would change of what is here; :meth:`Rulebook.apply` does exactly that."""

    rules: tuple[Rule, ...]
    #: How many articles each action would change; those that would change none are there too.
    counts: tuple[tuple[RuleAction, int], ...]
    #: Every article that would change, newest first.
    ids: Sequence[int]
    touched: tuple[TouchedSome, ...]

    def hits(self) -> Iterator[tuple[Sequence[int], RuleHit]]:
        """What would be done to whom, and why."""
        for some in self.touched:
            yield some.ids, read_hit(some.rule_id, some.did)


class Rulebook:
    """All about rules that the screen and the command line may ask for."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    # What there is.

    def all(self) -> tuple[Rule, ...]:
        """The rules, in the order in which they are asked."""
        return rules_in(self._memory.definitions)

    def named(self, name: str) -> Rule:
        """The rule of that name, case ignored.

        Raises:
            NotFound: there is none; names the one most like it.
        """
        wanted, rules = " ".join(name.split()).casefold(), self.all()
        for rule in rules:
            if rule.name.casefold() == wanted:
                return rule
        near = nearest(name, [rule.name for rule in rules])
        hint = f": did you mean “{near}”?" if near else ""
        raise NotFound(f"There is no rule “{clean(name, 80)}”{hint or '.'}")

    def paused(self) -> tuple[PausedRule, ...]:
        """The rules that would act but cannot, and why."""
        return ready_rules(self.all(), self._clock(), self._memory.searches)[1]

    def has_ended(self, rule: Rule) -> bool:
        """Whether the time of a rule is over."""
        return rule.until is not None and rule.until <= self._clock()

    def read_ending(self, text: str) -> datetime:
        """The moment that ``1w`` or ``2026-12-31`` means for a rule's end.

        Raises:
            BroadsheetError: it is no moment, or it is past.
        """
        return read_ending(text, self._memory.local(self._clock()))

    @property
    def presets(self) -> tuple[Preset, ...]:
        """Rules for the common wishes."""
        return PRESETS

    def from_preset(self, preset: Preset, answer: str) -> Rule:
        """The rule of a preset, under a name that is free."""
        return self._named_freely(preset.make(answer, self._clock()))

    def muting(self, word: str, *, title_only: bool, for_good: bool) -> Rule:
        """A rule that hides what has a word, for a week or for good."""
        return self._named_freely(mute(word, self._clock(), title_only=title_only, for_good=for_good))

    async def found_by(self, rule: Rule) -> tuple[int, int]:
        """How many articles a rule's query finds, of the last 30 days and in all."""
        expr = ready_rule(rule, self._memory.searches).asked
        recent = Query(all_of((expr, Term("newer", "=", (f"{HITS_DAYS}d",)))))
        return (await self._memory.select(recent)).count, (await self._memory.select(Query(expr))).count

    def check_query(self, text: str) -> None:
        """Refuse a query that no rule can have.

        Raises:
            QuerySyntaxError: says where and why.
        """
        ready_rule(Rule("", text), self._memory.searches)

    def check(self, rule: Rule) -> None:
        """Refuse a rule that could not be stored or asked.

        Raises:
            QuerySyntaxError: its query is wrong; says where.
            BroadsheetError: it has no name, or nothing to do, or there is one like it.
        """
        definition_of(rule)
        ready_rule(rule, self._memory.searches)

    async def recent_hits(self) -> dict[int, int]:
        """How many articles each rule touched in the last 30 days, by the rule's id."""
        since = self._clock() - timedelta(days=HITS_DAYS)
        return await self._memory.read(rule_hits.counts_since, since)

    async def hits_of(self, article_id: ArticleId) -> tuple[HitNote, ...]:
        """What rules did to an article, and why."""
        return await self._memory.read(rule_hits.hits_of, article_id)

    # Changing them.

    async def save(self, rule: Rule, old: Rule | None = None) -> ChangeSet:
        """Store a rule, a new one behind all others; it acts on what arrives from now on.

        Raises:
            BroadsheetError: it could not be asked, another has its name, or what is stored is
                not *old* any more, which was edited.
        """
        await self._memory.freshen()
        rule = replace(rule, name=clean(rule.name, 80))
        self.check(rule)
        self._demand_free(rule)
        before = self._definition(rule.id)
        if before is None:
            places = [one.position for one in self.all()]
            rule = replace(rule, id=0, position=max(places, default=0) + 1)
        else:
            rule = replace(rule, position=before.position)
            if old is not None and replace(old, position=before.position) != read_rule(before):
                raise changed_elsewhere(old.name)
        label = f"{'add' if before is None else 'change'} rule “{rule.name}”"
        return await self._define([DefinitionChange(before, definition_of(rule))], label)

    async def enable(self, rule: Rule, enabled: bool) -> ChangeSet:
        """Have a rule act, or not."""
        before = await self._fresh(rule)
        # Not through the rule: a body that cannot be read shall not be lost.
        after = replace(before, body={**before.body, "enabled": enabled})
        label = f"switch rule “{rule.name}” {'on' if enabled else 'off'}"
        return await self._define([DefinitionChange(before, after)], label)

    async def remove(self, rule: Rule) -> ChangeSet:
        """Let go of a rule; what it did stays, and undo brings it back."""
        before = await self._fresh(rule)
        return await self._define([DefinitionChange(before, None)], f"delete rule “{rule.name}”")

    async def move(self, rule: Rule, step: int) -> ChangeSet | None:
        """Have a rule asked earlier (-1) or later (1) by one place; ``None`` at the end."""
        own = await self._fresh(rule)
        there = [one for one in self._memory.definitions if one.kind == "rule"]
        place = there.index(own)
        if not 0 <= place + step < len(there):
            return None
        there.insert(place + step, there.pop(place))
        changes = [
            DefinitionChange(one, replace(one, position=at))
            for at, one in enumerate(there, start=1)
            if one.position != at
        ]
        return await self._define(changes, f"move rule “{rule.name}”")

    # Acting on what is here.

    async def test(self, rules: Sequence[Rule]) -> RuleTrial:
        """What the rules, asked one after the other, would change of what is here.

        Raises:
            QuerySyntaxError: a query is wrong.
            BroadsheetError: a rule cannot be asked.
        """
        ready = sorted(
            (ready_rule(rule, self._memory.searches) for rule in rules),
            # As on arrival: copies are known only once an article is stored.
            key=lambda one: one.asks_copies,
        )
        now = self._memory.local(self._clock())
        touched, ids = await self._memory.on_a_copy(_tried, ready, now)
        actions = dict.fromkeys(
            action for rule in rules for action in rule.actions if action.kind != "notify"
        )
        counts = tuple(
            (action, sum(len(some.ids) for some in touched if action in some.did)) for action in actions
        )
        return RuleTrial(tuple(rules), counts, ids, tuple(map(_written, touched)))

    async def apply(self, trial: RuleTrial) -> ChangeSet:
        """Do what a trial found, as one deed."""
        who = f"rule “{trial.rules[0].name}”" if len(trial.rules) == 1 else f"{len(trial.rules)} rules"
        count = len(trial.ids)
        label = f"apply {who} to {count:,} {'article' if count == 1 else 'articles'}"
        changes = await self._memory.write(rule_hits.apply, trial.touched, label, self._clock())
        # Whoever undoes this need not lose a text that has come meanwhile.
        if awaited := [ids for ids, hit in trial.hits() if any(one.kind == "fulltext" for one in hit.did)]:
            wanted = [ArticleId(number) for ids in awaited for number in ids]
            await self._memory.write(full_texts.wait, wanted)
        return changes

    async def join(self, deeds: Sequence[ChangeSet], label: str) -> None:
        """Have one undo take back what a rule was made and did in one go."""
        await self._memory.write(status.join_deeds, [one.label for one in deeds], label, self._clock())

    def _named_freely(self, rule: Rule) -> Rule:
        return replace(rule, name=free_name(clean(rule.name, 70), [one.name for one in self.all()]))

    def _demand_free(self, rule: Rule) -> None:
        for other in self.all():
            if other.id != rule.id and other.name.casefold() == rule.name.casefold():
                raise BroadsheetError(f"There is another rule named “{other.name}”: choose another name.")

    def _definition(self, number: int) -> Definition | None:
        return next(
            (one for one in self._memory.definitions if one.kind == "rule" and one.id == number), None
        )

    async def _fresh(self, rule: Rule) -> Definition:
        """The rule as it is stored now: another process may have changed it."""
        await self._memory.freshen()
        found = self._definition(rule.id)
        if found is None:
            raise NotFound(f"“{rule.name}” is not there any more.")
        return found

    async def _define(self, changes: Sequence[DefinitionChange], label: str) -> ChangeSet:
        return await self._memory.write(definitions.define, changes, label, self._clock())


def _tried(
    connection: Connection, catalog: Catalog, ready: Sequence[ReadyRule], now: datetime
) -> tuple[list[Touched], Sequence[int]]:
    """Each rule by turns on a catalog of our own; all ids newest first."""
    from tui.index import Trial, needed

    trial = Trial(
        catalog,
        now,
        lambda tag: rule_hits.tagged(connection, tag),
        lambda tag: rule_hits.refused(connection, tag),
        lambda ids: rule_hits.touched_by_user(connection, ids),
        lambda: full_text_rows.awaited(connection),
    )
    touched: list[Touched] = []
    for place, one in enumerate(ready, start=1):
        answers: dict[Term, Answer] = {
            term: leaves.answer(connection, term, now) for term in needed(one.asked)
        }
        _look_for_patterns(connection, catalog, one.asked, answers, now)
        touched += trial.take(one.rule, one.said, one.asked, answers, last=place == len(ready))
    return touched, trial.newest_first(touched)


def _look_for_patterns(
    connection: Connection, catalog: Catalog, asked: Expr, answers: dict[Term, Answer], now: datetime
) -> None:
    """Add to *answers* where the patterns of a rule are found, wherever that may matter."""
    from tui.index import Verdicts, evaluate, patterns_in

    patterns, verdicts, patience = patterns_in(asked), Verdicts(), Patience(FOREVER)
    for term in patterns:
        if term.field in ("feed", "feed-url"):
            answers[term] = of_feeds(term, catalog, patience)
            continue
        ids = verdicts.open(asked, term, catalog, answers, now).tolist()
        answers[term] = pattern_leaf.look(connection, term, ids, patience)[0]
    if not patterns:
        return
    # What matters nothing for whether the rule takes an article may be the reason why.
    taken = list(evaluate(asked, catalog, answers, now))
    for term in patterns:
        if term.field not in ("feed", "feed-url"):
            more = pattern_leaf.look(connection, term, taken, patience)[0]
            answers[term] = sorted({*answers[term], *more})


def _written(some: Touched) -> TouchedSome:
    rule_id, keep = some.rule.id, some.rule.keep_newest
    hit = RuleHit(rule_id, some.did, in_words(some.reasons, keep))
    return TouchedSome(
        rule_id,
        array("I", some.ids.tobytes()),
        _values(some.did, "tag"),
        _values(some.did, "untag"),
        [_STATES[action.kind] for action in some.did if action.kind in _STATES],
        hit_text(hit),
    )


def _values(did: Iterable[RuleAction], kind: str) -> list[str]:
    return [action.value for action in did if action.kind == kind]
