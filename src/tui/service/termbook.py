"""The publishers' own words for their articles: counted, and made tags of the user's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.clean import clean
from tui.model.rule import Rule, RuleAction, definition_of
from tui.query import Query, Term, print_query
from tui.service.memory import Memory
from tui.service.rule_reading import rules_in
from tui.store import tagging, terms

if TYPE_CHECKING:
    from tui.index import Selection

__all__ = ["Termbook"]


class Termbook:
    """All about terms that the screen may ask for."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    async def any(self) -> bool:
        """Whether any publisher has filed anything under a term."""
        return await self._memory.read(terms.any_terms)

    async def counts(self, selection: Selection, narrow: str = "", limit: int = 50) -> Mapping[str, int]:
        """The most frequent terms under a selection, all those that its query names, and how many have each.

        With ``narrow``, the most frequent of all that hold it. The first call reads all terms,
        half a second for a million articles; they stay in memory until :meth:`forget`.
        """
        return await self._memory.term_counts(selection, narrow, limit)

    def forget(self) -> None:
        """Nobody looks at terms any more."""
        self._memory.forget_terms()

    async def articles(self, term: str) -> int:
        """How many articles have a term."""
        return (await self._memory.select(_asking(term))).count

    async def make_tag(self, term: str, tag: str, *, always: bool) -> ChangeSet:
        """Tag the articles that have a term; ``always`` adds a rule that tags those that arrive later."""
        ids = (await self._memory.select(_asking(term))).ids.tolist()
        rules = [DefinitionChange(None, definition_of(self._rule(term, tag)))] if always else []
        label = f"tag “{clean(term, 60)}” #{clean(tag, 60)}"
        return await self._memory.write(tagging.tag_all, ids, tag, rules, label, self._clock())

    def _rule(self, term: str, tag: str) -> Rule:
        """The rule, behind all others and with a name of its own."""
        rules = rules_in(self._memory.definitions)
        taken = {rule.name.casefold() for rule in rules}
        name = clean(f"{term} is #{tag}", 70)
        names = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
        free = next(one for one in names if one.casefold() not in taken)
        place = max((rule.position for rule in rules), default=0) + 1
        return Rule(free, print_query(_asking(term)), (RuleAction("tag", tag),), position=place)


def _asking(term: str) -> Query:
    return Query(Term("term", "is", (term,)))
