"""Themes of the user's own: one TOML file each, colours by role.

::

    # themes/dusk.toml
    dark = true
    page = "#1b1b22"
    ink = "#e4e0d8"
    …

Roles that are left out are those of our own dark or light theme.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.toml_file import kind_of, line_of, nearest, read_toml
from tui.model.errors import ConfigError

__all__ = ["ThemeFile", "read_themes"]

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme as its file says: the file's name, dark or light, colours by role."""

    name: str
    dark: bool
    colors: Mapping[str, str]


def read_themes(folder: Path, roles: tuple[str, ...]) -> tuple[ThemeFile, ...]:
    """Every ``*.toml`` in *folder*, by name; none if there is no such folder.

    Raises:
        ConfigError: names file, line and key, and the nearest right name.
    """
    if not folder.is_dir():
        return ()
    return tuple(_theme(path, roles) for path in sorted(folder.glob("*.toml")))


def _theme(path: Path, roles: tuple[str, ...]) -> ThemeFile:
    text, table = read_toml(path)
    dark, colors = True, {}
    for key, value in table.items():
        where = f"{path}, line {line_of(text, key)}"
        if key == "dark":
            if not isinstance(value, bool):
                raise ConfigError(f"{where}: dark must be true or false, not {kind_of(value)}.")
            dark = value
        elif key not in roles:
            raise ConfigError(f"{where}: there is no role {key!r}{nearest(key, (*roles, 'dark'))}.")
        elif not isinstance(value, str) or not _COLOR.fullmatch(value):
            raise ConfigError(f'{where}: {key} must be a colour such as "#e2725b".')
        else:
            colors[key] = value
    return ThemeFile(path.stem, dark, colors)
