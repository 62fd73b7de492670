"""Hiding a feed and showing it again: a definition of its own, so it is undone like any other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.feed import Feed
from tui.service.saving import Saving

__all__ = ["hidden", "hidden_all"]


def hidden(definitions: Iterable[Definition], feed: Feed, value: bool) -> Saving:
    """Hide *feed*, or show it again; *definitions* are those of feeds."""
    label = f"{'hide' if value else 'show'} {feed.title}"
    if feed.hidden == value:
        return Saving((), label)
    old = next((one for one in definitions if one.kind == "feed" and one.name == feed.feed_url), None)
    if old is None:
        return Saving((DefinitionChange(None, Definition("feed", feed.feed_url, {"hidden": value})),), label)
    # Whatever else is said of the feed stays.
    body = {
        **{key: said for key, said in old.body.items() if key != "hidden"},
        **({"hidden": True} if value else {}),
    }
    return Saving((DefinitionChange(old, replace(old, body=body) if body else None),), label)


def hidden_all(definitions: Iterable[Definition], feeds: Sequence[Feed], value: bool) -> Saving:
    """Hide all of *feeds*, or show them again, as one deed."""
    known = tuple(definitions)
    deeds = [hidden(known, feed, value) for feed in feeds]
    if len(deeds) == 1:
        return deeds[0]
    changes = tuple(change for deed in deeds for change in deed.changes)
    return Saving(changes, f"{'hide' if value else 'show'} {len(feeds)} feeds")
