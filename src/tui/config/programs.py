"""The tables of ``config.toml`` that name programs and places: ``[share]``, ``[players]``, ``[commands]``."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from tui.config.toml_file import kind_of, line_of, nearest
from tui.model.errors import ConfigError
from tui.model.filling import ADDRESS_PLACES, COMMAND_PLACES, places_in
from tui.model.origin import COMMAND_NAME

__all__ = ["read_commands", "read_players", "read_share"]

_LONGEST_NAME = 40
_TYPE = re.compile(r"[a-z]+(?:/[a-z0-9.+-]+)?")


def read_share(path: Path, text: str, value: object) -> Mapping[str, str | tuple[str, ...]]:
    """The targets of the share menu.

    Raises:
        ConfigError: names file, line and target, and the nearest right placeholder.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for name, target in _table(path, text, "share", value).items():
        where = f"{path}, line {line_of(text, name)}"
        if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise ConfigError(f"{where}: a target needs a name of at most {_LONGEST_NAME} characters.")
        if isinstance(target, str):
            found[name] = _address(where, name, target)
        else:
            found[name] = _command(where, name, target, COMMAND_PLACES)
    return MappingProxyType(found)


def read_players(path: Path, text: str, value: object) -> Mapping[str, tuple[str, ...]]:
    """Players by the type of what they play.

    Raises:
        ConfigError: names file, line and type.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, command in _table(path, text, "players", value).items():
        where = f"{path}, line {line_of(text, name)}"
        if not _TYPE.fullmatch(name):
            raise ConfigError(f'{where}: {name!r} is no type of file, such as "audio" or "application/pdf".')
        found[name] = _command(where, name, command, ("url",))
    return MappingProxyType(found)


def read_commands(path: Path, text: str, value: object) -> Mapping[str, tuple[str, ...]]:
    """Commands that write feeds, by the names under which they are subscribed to.

    Nothing in them is a placeholder: there is no publisher's word that could be put in.

    Raises:
        ConfigError: names file, line and command.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, command in _table(path, text, "commands", value).items():
        where = f"{path}, line {line_of(text, name)}"
        if not COMMAND_NAME.fullmatch(name):
            raise ConfigError(
                f"{where}: {name!r} is no name for a command: letters, digits, dots, dashes, 40 at most."
            )
        if isinstance(command, str):
            raise ConfigError(
                f"{where}: {name} must be a list of texts, not a text: it is not run by a shell. "
                f'Write ["sh", "-c", …] if you want one.'
            )
        if not isinstance(command, list) or not command or not all(isinstance(one, str) for one in command):
            raise ConfigError(f"{where}: {name} must be a list of texts, not {kind_of(command)}.")
        if not command[0].strip():
            raise ConfigError(f"{where}: {name} must begin with the name of a program.")
        if any("\0" in one for one in command):
            raise ConfigError(f"{where}: {name} must not hold control characters.")
        found[name] = tuple(command)
    return MappingProxyType(found)


def _table(path: Path, text: str, name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(
            f"{path}, line {line_of(text, name)}: {name} must be a table, not {kind_of(value)}."
        )
    return value


def _address(where: str, name: str, address: str) -> str:
    _demand_known(where, name, address, ADDRESS_PLACES)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    web = parts.scheme in ("http", "https") and bool(host)
    if not address.isprintable() or not (web or parts.scheme == "mailto"):
        raise ConfigError(
            f"{where}: {name} must be an address that begins with https:// or mailto:, "
            f"or a command as a list of texts."
        )
    # Where it goes is the user's to say; only what is said there is the publisher's.
    if places_in(parts.netloc):
        raise ConfigError(f"{where}: {name} must name its server without placeholders.")
    return address


def _command(where: str, name: str, value: object, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(part, str) for part in value):
        raise ConfigError(f"{where}: {name} must be a list of texts, not {kind_of(value)}.")
    if not value[0] or places_in(value[0]):
        raise ConfigError(f"{where}: {name} must begin with the name of a program, without placeholders.")
    for part in value:
        _demand_known(where, name, part, known)
        if "\0" in part:
            raise ConfigError(f"{where}: {name} must not hold control characters.")
    return tuple(value)


def _demand_known(where: str, name: str, template: str, known: Collection[str]) -> None:
    for place in places_in(template):
        if place not in known:
            near = nearest(place, [*known])
            raise ConfigError(f"{where}: {name} has the unknown placeholder {{{place}}}{near}.")
