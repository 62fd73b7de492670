"""Key sequences such as ``g g``: Textual has none, so a finished one becomes a key of its own.

A sequence in the action table is bound under a made-up key name (``chord_g_g``). While
keys come in, :class:`Chords` decides whether they begin, continue or finish a sequence.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from textual.keys import KEY_NAME_REPLACEMENTS

__all__ = ["Chords", "Pending", "binding_key", "key_name", "shown_key"]

_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "backspace": "Backspace", "f1": "F1",
}  # fmt: skip


def key_name(key: str) -> str:
    """Textual's name of one key: ``","`` is ``comma``, ``"j"`` stays."""
    if len(key) > 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def binding_key(keys: str) -> str:
    """The binding name of a key or of a sequence written with blanks between."""
    parts = [key_name(part) for part in keys.split()]
    return parts[0] if len(parts) == 1 else "chord_" + "_".join(parts)


def shown_key(keys: str) -> str:
    """A key as a person reads it: ``Ctrl+D``, ``g g``, ``Esc``."""
    return " ".join(_shown_part(part) for part in keys.split())


def _shown_part(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    shown = _SHOWN.get(last, last)
    if modifiers:
        shown = shown.upper() if len(shown) == 1 else shown
        return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])
    return shown


@dataclass(frozen=True, slots=True)
class Pending:
    """A sequence half typed."""

    keys: tuple[str, ...] = ()


class Chords:
    """Recognises sequences; one per screen.

    Args:
        sequences: Every bound sequence, each written as ``"g g"``.
    """

    def __init__(self, sequences: Iterable[str]) -> None:
        self.sequences = frozenset(
            tuple(key_name(part) for part in keys.split()) for keys in sequences if len(keys.split()) > 1
        )
        self.pending = Pending()

    def feed(self, key: str) -> str | None:
        """Take one key.

        Returns:
            ``None`` if it is no part of a sequence, ``""`` if it began or continued one
            (or broke one off), else the binding name of the finished sequence.
        """
        typed = (*self.pending.keys, key)
        if typed in self.sequences:
            self.pending = Pending()
            return "chord_" + "_".join(typed)
        if any(sequence[: len(typed)] == typed for sequence in self.sequences):
            self.pending = Pending(typed)
            return ""
        broken = bool(self.pending.keys)
        self.pending = Pending()
        return "" if broken else None

    def begins(self, keys: str) -> bool:
        """Whether the sequence *keys* could be the one that is half typed."""
        parts = tuple(key_name(part) for part in keys.split())
        depth = len(self.pending.keys)
        return 0 < depth < len(parts) and parts[:depth] == self.pending.keys
