"""The user's keys checked against the actions there are; the UI lays them over its defaults."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from tui.model.errors import ConfigError

__all__ = ["normal_key", "read_keymap"]


def read_keymap(
    table: Mapping[str, Sequence[str]],
    panes: Mapping[str, str],
    defaults: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Check the keys a user gave to actions; an empty tuple unbinds.

    ``panes`` names the pane of every action there is: two actions clash only in one pane.
    With ``defaults`` a key is also compared with those of the actions that the table
    leaves alone.

    Raises:
        ConfigError: an unknown action, or two actions that want the same keys (both named).
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for action, keys in table.items():
        if action not in panes:
            near = get_close_matches(action, list(panes), 1, 0.5)
            hint = f"; did you mean {near[0]!r}" if near else ""
            raise ConfigError(f"[keys]: there is no action {action!r}{hint}.")
        chosen[action] = tuple(dict.fromkeys(normal_key(key) for key in keys if key.strip()))
    _refuse_clashes({**(defaults or {}), **chosen}, chosen, panes)
    return chosen


def normal_key(key: str) -> str:
    """One spelling for each key: ``"Ctrl+D"`` is ``"ctrl+d"``, but ``"G"`` stays ``"G"``."""
    return " ".join(_normal_stroke(stroke) for stroke in key.split())


def _normal_stroke(stroke: str) -> str:
    return stroke if len(stroke) == 1 else stroke.lower()


def _refuse_clashes(
    everything: Mapping[str, Sequence[str]], chosen: Mapping[str, tuple[str, ...]], panes: Mapping[str, str]
) -> None:
    owners: dict[tuple[str, str], str] = {}
    for action, keys in everything.items():
        pane = panes.get(action, "")
        for key in map(normal_key, keys):
            other = owners.setdefault((pane, key), action)
            # Two defaults that share a key are the table's business, not the user's.
            if other != action and (action in chosen or other in chosen):
                raise ConfigError(f"[keys]: {key!r} is given to both {other!r} and {action!r}.")
