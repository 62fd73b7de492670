"""The table ``[hooks]`` of ``config.toml``: programs that run when something has happened."""

from dataclasses import fields
from pathlib import Path

from tui.config.toml_file import kind_of, line_of, nearest
from tui.model.errors import ConfigError, QuerySyntaxError
from tui.model.hooks import Hooks

__all__ = ["read_hooks"]

_NAMES = tuple(option.name for option in fields(Hooks))
_QUERY = "new_article_query"


def read_hooks(path: Path, text: str, value: object) -> Hooks:
    """The hooks.

    Raises:
        ConfigError: names file, line and hook, and the nearest right name.
    """
    if not isinstance(value, dict):
        raise ConfigError(
            f"{path}, line {line_of(text, 'hooks')}: hooks must be a table, not {kind_of(value)}."
        )
    found: dict[str, object] = {}
    for name, given in value.items():
        where = f"{path}, line {line_of(text, name)}"
        if name not in _NAMES:
            raise ConfigError(f"{where}: there is no hook {name!r}{nearest(name, _NAMES)}.")
        found[name] = _query(where, given) if name == _QUERY else _command(where, name, given)
    return Hooks(**found)  # type: ignore[arg-type]


def _command(where: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise ConfigError(
            f'{where}: {name} must be a list of texts such as ["program", "argument"], not '
            f"{kind_of(value)}: no shell ever reads it."
        )
    if value and (not value[0] or any("\0" in part for part in value)):
        raise ConfigError(f"{where}: {name} must begin with the name of a program.")
    return tuple(value)


def _query(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {_QUERY} must be a text, not {kind_of(value)}.")
    # Most people have no hooks: they need not pay for the query language here.
    from tui.query import Query, parse

    try:
        query = parse(value)
    except QuerySyntaxError as error:
        end = "" if str(error).endswith(("?", ".")) else "."
        raise ConfigError(f"{where}: {_QUERY} is no query: {error}{end}") from error
    if query != Query(query.expr):
        raise ConfigError(
            f"{where}: {_QUERY} takes every article that matches: leave sort:, limit: and group: out."
        )
    return value
