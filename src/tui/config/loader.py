"""Read ``config.toml`` into :class:`Settings`, or say precisely what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tui.config.hooks import read_hooks
from tui.config.programs import read_commands, read_players, read_share
from tui.config.settings import CHOICES, LIMITS, Settings
from tui.config.toml_file import kind_of, line_of, nearest, read_toml
from tui.model.errors import ConfigError

__all__ = ["load"]

_DEFAULTS = Settings()
_NAMES = tuple(option.name for option in fields(Settings))
_TABLES: Mapping[str, Callable[[Path, str, object], object]] = MappingProxyType(
    {"share": read_share, "players": read_players, "commands": read_commands, "hooks": read_hooks}
)


def load(path: Path) -> Settings:
    """Read the settings; a missing file means all defaults.

    Raises:
        ConfigError: names file, line and key, and the nearest right name.
    """
    if not path.exists():
        return _DEFAULTS
    return _settings(path, *read_toml(path))


def _settings(path: Path, text: str, table: Mapping[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    for name, value in table.items():
        where = f"{path}, line {line_of(text, name)}"
        if name not in _NAMES:
            raise ConfigError(f"{where}: there is no option {name!r}{nearest(name, _NAMES)}.")
        if name == "keys":
            values[name] = _keys(path, text, value)
        elif name in _TABLES:
            values[name] = _TABLES[name](path, text, value)
        else:
            values[name] = _value(where, name, value)
    return Settings(**values)


def _value(where: str, name: str, value: object) -> object:
    default = getattr(_DEFAULTS, name)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(part, str) and part for part in value):
            raise ConfigError(f"{where}: {name} must be a list of texts, not {kind_of(value)}.")
        return tuple(value)
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        raise ConfigError(f"{where}: {name} must be {kind_of(default)}, not {kind_of(value)}.")
    if name in LIMITS and isinstance(value, int | float):
        least, most = LIMITS[name]
        # Written this way round so that "nan" is refused as well.
        if not least <= value <= most:
            raise ConfigError(f"{where}: {name} must be from {least:g} to {most:g}, not {value:g}.")
    if name in CHOICES and value not in CHOICES[name]:
        choices = CHOICES[name]
        raise ConfigError(
            f"{where}: {name} must be {' or '.join(map(repr, choices))}, not {value!r}"
            f"{nearest(str(value), choices)}."
        )
    if isinstance(value, str) and not value.isprintable():
        raise ConfigError(f"{where}: {name} must not hold control characters.")
    return value


def _keys(path: Path, text: str, value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        line = line_of(text, "keys")
        raise ConfigError(f"{path}, line {line}: keys must be a table, not {kind_of(value)}.")
    keys: dict[str, tuple[str, ...]] = {}
    for action, given in _flat(value):
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
            line = line_of(text, action)
            raise ConfigError(
                f"{path}, line {line}: keys for {action!r} must be a text or a list of texts, "
                f"not {kind_of(given)}."
            )
        keys[action] = tuple(key for key in listed if key.strip())
    return MappingProxyType(keys)


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """``article.open = "o"`` without quotes is a table within a table; both spellings count."""
    pairs: list[tuple[str, Any]] = []
    for name, value in table.items():
        pairs += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return pairs
