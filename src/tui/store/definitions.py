"""What the user has defined, as rows: read as a whole, changed by deeds that undo takes back."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import StoreError, changed_elsewhere
from tui.model.saved import saved_searches
from tui.store import journal
from tui.store.connection import Connection
from tui.store.deeds import defined, perform
from tui.store.durability import durable

__all__ = ["all_definitions", "define", "follow"]

#: Kinds whose names the user types, where capitals do not count.
_TYPED = ("search", "rule")

# The whole table: it holds some dozens of rows.
_ALL = "SELECT id, kind, name, position, body FROM definition ORDER BY position, name, id"

_WORDS = {"search": "saved search", "rule": "rule", "tag": "tag", "feed": "feed"}


def all_definitions(connection: Connection) -> tuple[Definition, ...]:
    """All definitions, each kind in its order."""
    return tuple(
        Definition(kind, name, _body(body), position, number)
        for number, kind, name, position, body in connection.execute(_ALL)
    )


@durable
def define(
    connection: Connection, changes: Sequence[DefinitionChange], label: str, now: datetime
) -> ChangeSet:
    """Make, change or remove definitions, as one deed.

    Raises:
        StoreError: there is another definition of that name, or what shall change is gone or was
            changed by another process.
    """
    there = {one.id: one for one in all_definitions(connection)}
    steps = [_true(change, there) for change in changes]
    _demand_free(steps, there)
    try:
        outcome = perform(connection, steps, now)
    except sqlite3.IntegrityError as error:
        names = ", ".join(f"“{one.after.name}”" for one in changes if one.after is not None)
        kind = next((one.after.kind for one in changes if one.after is not None), "rule")
        raise StoreError(f"There is another {_WORDS[kind]} named {names}: choose another name.") from error
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def follow(connection: Connection, old_url: str, new_url: str) -> tuple[DefinitionChange, ...]:
    """Name a feed by its new address wherever it was named by the old one.

    Part of the refresh that found the feed moved for good; there is nothing to undo. The deeds
    of the past name it so too, or undo would bring the old address back.
    """
    there = all_definitions(connection)
    named = {one.name for one in there if one.kind == "feed"}
    # Where something was said of the new address already, that holds.
    changes = [
        DefinitionChange(one, None if one.kind == "feed" and new_url in named else moved)
        for one in there
        if (moved := _moved(one, old_url, new_url)) != one
    ]
    _follow_in_journal(connection, named, old_url, new_url)
    return tuple(defined(connection, change) for change in changes)


def _follow_in_journal(connection: Connection, named: set[str], old_url: str, new_url: str) -> None:
    past: set[str] = set()

    def noted(change: DefinitionChange) -> DefinitionChange:
        past.update(one.name for one in _sides(change) if one.kind == "feed")
        return change

    def without(change: DefinitionChange) -> DefinitionChange | None:
        gone = any(one.kind == "feed" and one.name == lost for one in _sides(change))
        return None if gone else change

    def followed(change: DefinitionChange) -> DefinitionChange:
        before, after = change.before, change.after
        return DefinitionChange(
            before and _moved(before, old_url, new_url), after and _moved(after, old_url, new_url)
        )

    journal.redefine(connection, new_url, noted)
    if new_url in named | past:
        # Two of one name cannot stand side by side, so one of them is forgotten for good.
        lost = new_url if old_url in named and new_url not in named else old_url
        journal.redefine(connection, lost, without)
    journal.redefine(connection, old_url, followed)


def _sides(change: DefinitionChange) -> tuple[Definition, ...]:
    return tuple(one for one in (change.before, change.after) if one is not None)


def _moved(one: Definition, old_url: str, new_url: str) -> Definition:
    if one.kind == "feed" and one.name == old_url:
        return replace(one, name=new_url)
    feeds = one.body.get("feeds") if one.kind == "rule" else None
    if isinstance(feeds, list) and old_url in feeds:
        return replace(one, body={**one.body, "feeds": [new_url if url == old_url else url for url in feeds]})
    return one


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


def _body(written: Any) -> Mapping[str, Any]:
    """What is no JSON object says nothing: another program may have written there."""
    try:
        body = json.loads(written)
    except (TypeError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
