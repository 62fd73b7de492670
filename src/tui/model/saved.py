"""A saved search: a query with a name, shown among the feeds and usable inside other queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.model.clean import clean
from tui.model.definition import Definition

__all__ = ["LONGEST_NAME", "SavedSearch", "Tally", "placed", "saved_searches", "search_name"]

#: Longer names are cut.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One of them; ``query`` is text, because that is what was saved and what is shown."""

    name: str
    query: str
    position: int = 0
    #: 0 until it is stored.
    id: int = 0

    @property
    def definition(self) -> Definition:
        """It as the store keeps it."""
        return Definition("search", self.name, {"query": self.query}, self.position, self.id)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a search finds."""

    total: int = 0
    #: The unread ones; all of them if the search asks for a state itself.
    waiting: int = 0
    unread: int = 0
    #: Why it cannot be used, in a sentence; "" if it can.
    trouble: str = ""


def search_name(text: str) -> str:
    """What was typed as a name: one harmless line, not too long."""
    return clean(text, LONGEST_NAME).strip()


def saved_searches(definitions: Iterable[Definition]) -> tuple[SavedSearch, ...]:
    """Those among *definitions*, in their order."""
    return tuple(
        SavedSearch(one.name, _text(one.body), one.position, one.id)
        for one in definitions
        if one.kind == "search"
    )


def _text(body: Mapping[str, Any]) -> str:
    # Another program may have written there: what is no text is no query.
    query = body.get("query", "")
    return query if isinstance(query, str) else ""


def placed(searches: Sequence[SavedSearch], wanted: SavedSearch, spot: int) -> tuple[SavedSearch, ...]:
    """*searches*, the stored ones in order, with *wanted* at *spot* (from 0) and all numbered so."""
    row = [one for one in searches if not wanted.id or one.id != wanted.id]
    row.insert(max(0, min(spot, len(row))), wanted)
    return tuple(replace(one, position=position) for position, one in enumerate(row))
