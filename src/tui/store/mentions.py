"""Where else a tag is named: feeds that give it to their articles, and what the user defined."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import QuerySyntaxError
from tui.model.ids import FeedId
from tui.query import parse, print_query
from tui.query.matcher import inside
from tui.query.renaming import mentions_tag, with_tag_renamed
from tui.query.words import path_key
from tui.store.connection import Connection
from tui.store.definitions import all_definitions
from tui.store.journal import FeedTagsChange

__all__ = [
    "Naming",
    "definitions_after",
    "feeds_after",
    "feeds_naming",
    "look_after",
    "looks_forgotten",
    "mentioning",
]

Naming = Callable[[str], str | None]
"""What a tag is called from now on; ``None`` if it is no more."""

# All feeds, also those that may be subscribed to again.
_LISTS = "SELECT id, tags FROM feed WHERE tags <> '[]' ORDER BY id"


def feeds_after(connection: Connection, naming: Naming) -> Iterator[FeedTagsChange]:
    """The feeds whose articles get other tags from now on."""
    for feed, before in _lists(connection).items():
        names = (naming(name) for name in before)
        after = tuple(dict.fromkeys(name for name in names if name is not None))
        if after != before:
            yield FeedTagsChange(feed, before, after)


def feeds_naming(connection: Connection, tag: str) -> int:
    """How many feeds give their articles the tag, or one below it."""
    return sum(any(inside(name, tag) for name in names) for names in _lists(connection).values())


def _lists(connection: Connection) -> dict[FeedId, tuple[str, ...]]:
    return {FeedId(feed): tuple(json.loads(tags)) for feed, tags in connection.execute(_LISTS)}


def mentioning(connection: Connection, tag: str) -> dict[str, tuple[str, ...]]:
    """Names of the saved searches and rules, by kind, that name the tag or one below it."""
    found: dict[str, tuple[str, ...]] = {"search": (), "rule": ()}
    for one in all_definitions(connection):
        if one.kind in found and (_asks(one, tag) or any(inside(name, tag) for name in _given(one))):
            found[one.kind] = (*found[one.kind], one.name)
    return found


def definitions_after(
    connection: Connection, old: str, new: str, naming: Naming
) -> Iterator[DefinitionChange]:
    """Searches and rules say the new name; how a tag looks goes with it, unless the other has a look."""
    looks: list[Definition] = []
    for one in all_definitions(connection):
        if one.kind == "tag" and inside(one.name, old):
            looks.append(one)
        elif one.kind in ("search", "rule"):
            body = _renamed(one, old, new, naming)
            if body != one.body:
                yield DefinitionChange(one, replace(one, body=body))
    yield from _looks_after(connection, looks, naming)


def look_after(
    connection: Connection, steps: Sequence[DefinitionChange], tag: str, color: str
) -> Iterator[DefinitionChange]:
    """After *steps*, the tag is painted in a color, or with "" as all others are."""
    looks = {one.id: one for one in all_definitions(connection) if one.kind == "tag"}
    for step in steps:
        if step.before is not None:
            looks.pop(step.before.id, None)
        if step.after is not None and step.after.kind == "tag":
            looks[step.after.id] = step.after
    look = next((one for one in looks.values() if path_key(one.name) == path_key(tag)), None)
    if look is not None and (not color or look.body.get("color") != color):
        yield DefinitionChange(look, replace(look, body={**look.body, "color": color}) if color else None)
    elif look is None and color:
        yield DefinitionChange(None, Definition("tag", tag, {"color": color}))


def looks_forgotten(connection: Connection, tag: str) -> Iterator[DefinitionChange]:
    """The looks of the tag, and of those below it, are gone."""
    for one in all_definitions(connection):
        if one.kind == "tag" and inside(one.name, tag):
            yield DefinitionChange(one, None)


def _looks_after(
    connection: Connection, looks: list[Definition], naming: Naming
) -> Iterator[DefinitionChange]:
    leaving = {one.id for one in looks}
    taken = {
        path_key(one.name)
        for one in all_definitions(connection)
        if one.kind == "tag" and one.id not in leaving
    }
    # All leave before the first arrives: names are unique.
    yield from (DefinitionChange(one, None) for one in looks)
    for one in looks:
        name = naming(one.name)
        if name is not None and path_key(name) not in taken:
            taken.add(path_key(name))
            yield DefinitionChange(None, replace(one, name=name))


def _asks(definition: Definition, tag: str) -> bool:
    """Whether its query names the tag."""
    written = definition.body.get("query")
    try:
        return isinstance(written, str) and mentions_tag(parse(written), tag)
    except QuerySyntaxError:
        return False


def _given(definition: Definition) -> tuple[str, ...]:
    """The tags that a rule puts on articles or takes off."""
    actions = definition.body.get("actions")
    return tuple(action["value"] for action in actions if _tags(action)) if isinstance(actions, list) else ()


def _renamed(definition: Definition, old: str, new: str, naming: Naming) -> Mapping[str, Any]:
    body = dict(definition.body)
    if _asks(definition, old):
        body["query"] = print_query(with_tag_renamed(parse(body["query"]), old, new))
    if any(inside(name, old) for name in _given(definition)):
        after = [_action_after(action, naming) for action in body["actions"]]
        body["actions"] = [action for at, action in enumerate(after) if action not in after[:at]]
    return body


def _action_after(action: Any, naming: Naming) -> Any:
    return {**action, "value": naming(action["value"])} if _tags(action) else action


def _tags(action: object) -> bool:
    return (
        isinstance(action, Mapping)
        and action.get("kind") in ("tag", "untag")
        and isinstance(action.get("value"), str)
    )
