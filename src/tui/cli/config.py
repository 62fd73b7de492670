"""``broadsheet config``: where things are, what is set, and whether the file is right."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from importlib.resources import files

from tui.cli.failure import OK
from tui.cli.printing import say, say_block, say_columns
from tui.cli.words import Parser
from tui.config.loader import load
from tui.config.paths import Paths, from_environment
from tui.config.settings import Settings
from tui.model.hooks import Hooks

__all__ = ["config"]

_WHAT = {
    "path": "print where the settings, the store and the rest are kept",
    "show": "print the settings in force, as TOML",
    "default": "print every option with its default and an explanation",
    "edit-check": "say whether the file is right, and what is wrong with it (exit code 2)",
}


def config(arguments: Sequence[str]) -> int:
    """Show, check or explain the settings; never opens the store."""
    parser = Parser(
        "config",
        "Show, check or explain the settings.",
        "\n".join(f"{name:<11} {meaning}" for name, meaning in _WHAT.items()),
    )
    parser.add_argument("what", choices=tuple(_WHAT), metavar="|".join(_WHAT))
    what = parser.parse_args(arguments).what
    if what == "default":
        say_block(files("tui.config").joinpath("default.toml").read_text("utf-8").rstrip("\n"))
        return OK
    paths = from_environment(os.environ)
    if what == "path":
        for name, path in _places(paths):
            say_columns((name, path))
        return OK
    settings = load(paths.config_file)
    if settings.keys:
        # Only the screen knows its actions, and it is worth loading only for their keys.
        from tui.ui.actions import user_keys

        user_keys(settings.keys)
    if what == "show":
        say_block(as_toml(settings))
        return OK
    if paths.sites_file.exists():
        from tui.service.site_rules import read_site_rules

        read_site_rules(paths.sites_file)
        say(f"{paths.sites_file} is right.")
    if paths.config_file.exists():
        say(f"{paths.config_file} is right.")
    else:
        say(f"There is no {paths.config_file}; every option has its default.")
    return OK


def _places(paths: Paths) -> tuple[tuple[str, str], ...]:
    return (
        ("settings", str(paths.config_file)),
        ("sites", str(paths.sites_file)),
        ("store", str(paths.store_file)),
        ("backups", str(paths.backup_dir)),
        ("session", str(paths.session_file)),
        ("log", str(paths.log_file)),
        ("cache", str(paths.cache_dir)),
    )


def as_toml(settings: Settings) -> str:
    """The settings as a file that would set them so."""
    values = {option.name: _said(getattr(settings, option.name)) for option in fields(settings)}
    tables = {name: value for name, value in values.items() if isinstance(value, Mapping)}
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if name not in tables]
    for name, table in tables.items():
        if table:
            lines += ["", f"[{name}]"]
            lines += [f"{_value(key)} = {_value(value)}" for key, value in sorted(table.items())]
    return "\n".join(lines)


def _said(value: object) -> object:
    """A table of its own kind as a table; what is not set in it is left out."""
    if not isinstance(value, Hooks):
        return value
    return {name: given for name, given in asdict(value).items() if given}


def _value(value: object) -> str:
    import json

    if isinstance(value, tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    # A JSON string, number or boolean is the same in TOML, once DEL is escaped as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
