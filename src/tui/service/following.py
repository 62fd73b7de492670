"""What other processes wrote, as one change: for whoever has not looked for a while. Pure."""

from collections.abc import Sequence

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.definition import Definition

__all__ = ["differences", "merged"]


def merged(missed: Sequence[ChangeSet]) -> ChangeSet:
    """Several of them in one: entries as they are at the end."""
    latest = {entry.id: entry for change in missed for entry in (*change.new, *change.updated)}
    removed = {one for change in missed for one in change.removed}
    arrived = {entry.id for change in missed for entry in change.new}
    there = [entry for entry in latest.values() if entry.id not in removed]
    return ChangeSet(
        new=tuple(entry for entry in there if entry.id in arrived),
        updated=tuple(entry for entry in there if entry.id not in arrived),
        removed=tuple(removed),
        feeds_changed=any(change.feeds_changed for change in missed),
        definitions=tuple(one for change in missed for one in change.definitions),
        generation=missed[-1].generation,
    )


def differences(before: Sequence[Definition], after: Sequence[Definition]) -> tuple[DefinitionChange, ...]:
    """What was defined, changed or removed in between."""
    old, new = ({one.id: one for one in some} for some in (before, after))
    return tuple(
        DefinitionChange(old.get(number), new.get(number))
        for number in {**old, **new}
        if old.get(number) != new.get(number)
    )
