"""Definitions as rows, and a feed's new address wherever one names the old."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.store import journal
from tui.store.connection import Connection

__all__ = ["all_definitions", "defined", "follow"]

# The whole table: it holds some dozens of rows.
_ALL = "SELECT id, kind, name, position, body FROM definition ORDER BY position, name, id"

# A rule that is gone keeps its hits, for undo brings it back: nobody else may get its number.
_NEXT_ID = """
SELECT 1 + max(
    coalesce((SELECT max(id) FROM definition), 0), coalesce((SELECT max(rule_id) FROM rule_hit), 0))"""


def all_definitions(connection: Connection) -> tuple[Definition, ...]:
    """All definitions, each kind in its order."""
    return tuple(
        Definition(kind, name, _body(body), position, number)
        for number, kind, name, position, body in connection.execute(_ALL)
    )


def defined(connection: Connection, step: DefinitionChange) -> DefinitionChange:
    """Put ``after`` where ``before`` was; a new one gets its id here and keeps it."""
    if step.after is None:
        assert step.before is not None
        connection.execute("DELETE FROM definition WHERE id = ?", (step.before.id,))
        return step
    if step.before is not None:
        connection.execute(
            "UPDATE definition SET kind = ?, name = ?, position = ?, body = ? WHERE id = ?",
            (*_definition_row(step.after), step.before.id),
        )
        return step
    number = step.after.id or int(connection.execute(_NEXT_ID).fetchone()[0])
    connection.execute(
        "INSERT INTO definition (id, kind, name, position, body) VALUES (?, ?, ?, ?, ?)",
        (number, *_definition_row(step.after)),
    )
    return replace(step, after=replace(step.after, id=number))


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


def _definition_row(definition: Definition) -> tuple[object, ...]:
    body = json.dumps(definition.body, ensure_ascii=False, separators=(",", ":"))
    return (definition.kind, definition.name, definition.position, body)


def _body(written: Any) -> Mapping[str, Any]:
    """What is no JSON object says nothing: another program may have written there."""
    try:
        body = json.loads(written)
    except (TypeError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
