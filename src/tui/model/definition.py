"""What the user has defined: saved searches, rules, how a tag or a feed is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Definition", "DefinitionKind"]

DefinitionKind = Literal["search", "rule", "tag", "feed"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One of them, as it is stored; whoever owns the kind gives the body its meaning.

    ``body`` holds what JSON can hold. Names are unique within a kind.
    """

    kind: DefinitionKind
    name: str
    body: Mapping[str, Any] = field(default_factory=dict)
    #: Those of a kind stand in the order of this, then of their names.
    position: int = 0
    #: 0 until it is stored.
    id: int = 0
