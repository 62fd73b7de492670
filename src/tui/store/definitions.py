"""What the user has defined, as rows: read as a whole, changed by deeds that undo takes back."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tui.model.changes import ChangeSet, DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import StoreError
from tui.store import journal
from tui.store.connection import Connection
from tui.store.deeds import defined, perform
from tui.store.durability import durable

__all__ = ["all_definitions", "define", "follow"]

# The whole table: it holds some dozens of rows.
_ALL = "SELECT id, kind, name, position, body FROM definition ORDER BY position, name, id"

_WORDS = {"search": "saved search", "rule": "rule", "tag": "tag", "feed": "feed"}


def all_definitions(connection: Connection) -> tuple[Definition, ...]:
    """All definitions, each kind in its order."""
    return tuple(
        Definition(kind, name, json.loads(body), position, number)
        for number, kind, name, position, body in connection.execute(_ALL)
    )


@durable
def define(
    connection: Connection, changes: Sequence[DefinitionChange], label: str, now: datetime
) -> ChangeSet:
    """Make, change or remove definitions, as one deed.

    What is there now takes the place of ``before``; only its id has to be right.

    Raises:
        StoreError: there is another definition of that name, or none with that id any more.
    """
    there = {one.id: one for one in all_definitions(connection)}
    try:
        outcome = perform(connection, [_true(change, there) for change in changes], now)
    except sqlite3.IntegrityError as error:
        names = ", ".join(f"“{one.after.name}”" for one in changes if one.after is not None)
        kind = next((one.after.kind for one in changes if one.after is not None), "rule")
        raise StoreError(f"There is another {_WORDS[kind]} named {names}: choose another name.") from error
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def follow(connection: Connection, old_url: str, new_url: str) -> tuple[DefinitionChange, ...]:
    """Name a feed by its new address wherever it was named by the old one.

    Part of the refresh that found the feed moved for good; there is nothing to undo.
    """
    changes = [
        DefinitionChange(one, moved)
        for one in all_definitions(connection)
        if (moved := _moved(one, old_url, new_url)) != one
    ]
    return tuple(defined(connection, change) for change in changes)


def _moved(one: Definition, old_url: str, new_url: str) -> Definition:
    if one.kind == "feed" and one.name == old_url:
        return replace(one, name=new_url)
    if one.kind == "rule" and old_url in (feeds := one.body.get("feeds") or ()):
        return replace(one, body={**one.body, "feeds": [new_url if url == old_url else url for url in feeds]})
    return one


def _true(change: DefinitionChange, there: dict[int, Definition]) -> DefinitionChange:
    """The change as it is from what is stored now."""
    if change.before is None:
        return change
    before = there.get(change.before.id)
    if before is None:
        raise StoreError(f"“{change.before.name}” is not there any more.")
    after = None if change.after is None else replace(change.after, id=before.id)
    return replace(change, before=before, after=after)
