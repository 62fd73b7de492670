"""What the user has defined, as rows: read as a whole, changed by deeds that undo takes back."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import StoreError, changed_elsewhere
from tui.model.saved import saved_searches
from tui.store import journal
from tui.store.connection import Connection
from tui.store.deeds import perform
from tui.store.defining import all_definitions, follow
from tui.store.durability import durable

__all__ = ["all_definitions", "checked_steps", "define", "follow"]

#: Kinds whose names the user types, where capitals do not count.
_TYPED = ("search", "rule")

_WORDS = {"search": "saved search", "rule": "rule", "tag": "tag", "feed": "feed"}


@durable
def define(
    connection: Connection, changes: Sequence[DefinitionChange], label: str, now: datetime
) -> ChangeSet:
    """Make, change or remove definitions, as one deed.

    Raises:
        StoreError: there is another definition of that name, or what shall change is gone or was
            changed by another process.
    """
    steps = checked_steps(connection, changes)
    try:
        outcome = perform(connection, steps, now)
    except sqlite3.IntegrityError as error:
        names = ", ".join(f"“{one.after.name}”" for one in changes if one.after is not None)
        kind = next((one.after.kind for one in changes if one.after is not None), "rule")
        raise StoreError(f"There is another {_WORDS[kind]} named {names}: choose another name.") from error
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def checked_steps(connection: Connection, changes: Sequence[DefinitionChange]) -> list[DefinitionChange]:
    """Changes as steps of a deed, from what is stored now.

    Raises:
        StoreError: as :func:`define`.
    """
    if not changes:
        return []
    there = {one.id: one for one in all_definitions(connection)}
    steps = [_true(change, there) for change in changes]
    _demand_free(steps, there)
    return steps


def _true(change: DefinitionChange, there: dict[int, Definition]) -> DefinitionChange:
    """The change as it is from what is stored now."""
    if change.before is None:
        return change
    before = there.get(change.before.id)
    if before is None:
        raise StoreError(f"“{change.before.name}” is not there any more.")
    if not _same(before, change.before):
        raise changed_elsewhere(change.before.name)
    after = None if change.after is None else replace(change.after, id=before.id)
    return replace(change, before=before, after=after)


def _same(stored: Definition, seen: Definition) -> bool:
    # Of a search only its query is known outside, whatever else another program wrote there.
    searches = saved_searches((stored,))
    return stored == seen or (bool(searches) and searches == saved_searches((seen,)))


def _demand_free(steps: Sequence[DefinitionChange], there: Mapping[int, Definition]) -> None:
    """Refuse a new name that another has, however it is capitalized."""
    leaving = {step.before.id for step in steps if step.before is not None}
    everybody = [one for one in there.values() if one.id not in leaving]
    everybody += [step.after for step in steps if step.after is not None]
    for step in steps:
        after = step.after
        if after is None or after.kind not in _TYPED or (step.before and step.before.name == after.name):
            continue
        for other in everybody:
            same_kind = other is not after and other.kind == after.kind
            if same_kind and other.name.casefold() == after.name.casefold():
                what = _WORDS[after.kind]
                raise StoreError(f"There is another {what} named “{other.name}”: choose another name.")
