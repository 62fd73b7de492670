"""What was found in another reader's files, as what the store can be given.

What is here already stays as it is, so that bringing the same things twice changes nothing.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from tui.model.clean import clean
from tui.model.definition import Definition, DefinitionKind
from tui.model.errors import BroadsheetError
from tui.model.feed import Subscription
from tui.model.rule import Rule, RuleAction, definition_of, read_rule
from tui.model.saved import LONGEST_NAME, SavedSearch, saved_searches
from tui.peers.belongings import Belongings
from tui.rules import ready_rule
from tui.service.memory import Memory
from tui.service.transfer import cleaned, is_web

__all__ = ["Packed", "pack"]


@dataclass(frozen=True, slots=True)
class Packed:
    """Feeds and definitions, clean, and none twice."""

    subscriptions: tuple[Subscription, ...]
    definitions: tuple[Definition, ...]
    new_feeds: int

    @property
    def addresses(self) -> frozenset[str]:
        """Those of the feeds."""
        return frozenset(wish.feed_url for wish in self.subscriptions)


def pack(found: Belongings, memory: Memory, label: str) -> Packed:
    """Feeds with the definitions that are not here yet; what is no feed is noted as left behind."""
    for address in [address for address in found.subscriptions if not is_web(address)]:
        del found.subscriptions[address]
        found.leave(label, clean(address, 200), "it is not an address on the web")
    subscriptions = {wish.feed_url: wish for wish in map(cleaned, found.subscriptions.values())}
    known = {feed.feed_url for feed in memory.feeds}
    definitions = (
        *_searches(found, memory.definitions),
        *_rules(found, memory.definitions, label),
        *_hidden(found, known, memory.definitions),
    )
    return Packed(tuple(subscriptions.values()), definitions, len(subscriptions.keys() - known))


def _searches(found: Belongings, there: Sequence[Definition]) -> list[Definition]:
    """The saved searches that are not here yet."""
    places = _Places(there, "search")
    known = {one.query for one in saved_searches(there)}
    made = []
    for wish in found.searches:
        if wish.query not in known:
            known.add(wish.query)
            made.append(SavedSearch(places.name(wish.name), wish.query, places.next()).definition)
    return made


def _rules(found: Belongings, there: Sequence[Definition], label: str) -> list[Definition]:
    """The rules that are not here yet; one that could not be asked is left behind with the reason."""
    places = _Places(there, "rule")
    known = {_does(read_rule(one)) for one in there if one.kind == "rule"}
    made = []
    for wish in tuple(found.rules):
        actions = tuple(RuleAction(one.kind, one.value) for one in wish.actions)
        rule = Rule(wish.name, wish.query, actions, wish.feeds)
        try:
            definition_of(rule)
            ready_rule(rule)
        except BroadsheetError as error:
            found.rules.remove(wish)
            found.leave(label, wish.name, str(error))
            continue
        if _does(rule) not in known:
            known.add(_does(rule))
            named = replace(rule, name=places.name(wish.name), position=places.next())
            made.append(definition_of(named))
    return made


def _hidden(found: Belongings, known: Set[str], there: Sequence[Definition]) -> list[Definition]:
    """The feeds that shall be hidden, as far as they are new: what is here stays as it is."""
    named = {one.name for one in there if one.kind == "feed"} | known
    return [Definition("feed", address, {"hidden": True}) for address in sorted(found.hidden - named)]


def _does(rule: Rule) -> tuple[object, ...]:
    """What makes two rules the same."""
    return rule.query, rule.feeds, rule.actions


class _Places:
    """Free names and places behind those of one kind that are here."""

    def __init__(self, there: Sequence[Definition], kind: DefinitionKind) -> None:
        own = [one for one in there if one.kind == kind]
        self._kind = kind
        self._names = {one.name.casefold() for one in own}
        self._last = max((one.position for one in own), default=0)

    def next(self) -> int:
        """The next place."""
        self._last += 1
        return self._last

    def name(self, wish: str) -> str:
        """The name that was wished for, with a number if it is taken."""
        # Room for the number, so that two long names stay two.
        plain = free = clean(wish, LONGEST_NAME - 5) or self._kind
        number = 1
        while free.casefold() in self._names:
            number += 1
            free = f"{plain} {number}"
        self._names.add(free.casefold())
        return free
