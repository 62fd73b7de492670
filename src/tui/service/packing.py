"""What was found in another reader's files, as what the store can be given.

What is here already stays as it is, so that bringing the same things twice changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.model.clean import clean
from tui.model.definition import Definition, DefinitionKind
from tui.model.feed import Subscription
from tui.peers.belongings import Belongings
from tui.service.memory import Memory
from tui.service.transfer import cleaned, is_web

__all__ = ["Packed", "pack"]

_LONGEST_NAME = 80


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
    searches = [(one.name, {"query": one.query}) for one in found.searches]
    rules = [
        (
            one.name,
            {
                "query": one.query,
                "feeds": list(one.feeds),
                "actions": [{"kind": action.kind, "value": action.value} for action in one.actions],
                "enabled": True,
            },
        )
        for one in found.rules
    ]
    definitions = (
        *_definitions("search", searches, memory.definitions),
        *_definitions("rule", rules, memory.definitions),
    )
    return Packed(tuple(subscriptions.values()), definitions, len(subscriptions.keys() - known))


def _definitions(
    kind: DefinitionKind, wishes: Iterable[tuple[str, dict[str, Any]]], there: Sequence[Definition]
) -> list[Definition]:
    """Those that are not here yet, each under a name that is free, behind the ones that are."""
    own = [one for one in there if one.kind == kind]
    names = {one.name.casefold() for one in own}
    bodies = [dict(one.body) for one in own]
    position = max((one.position for one in own), default=-1)
    made: list[Definition] = []
    for wish, body in wishes:
        if body in bodies:
            continue
        name = _free(clean(wish, _LONGEST_NAME) or kind, names)
        names.add(name.casefold())
        bodies.append(body)
        position += 1
        made.append(Definition(kind, name, body, position))
    return made


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
