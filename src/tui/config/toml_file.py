"""A TOML file of the user's, read so that every complaint can name its line."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tui.model.errors import ConfigError

__all__ = ["kind_of", "line_of", "nearest", "read_toml"]


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The file's text and its top table.

    Raises:
        ConfigError: it cannot be read, is not UTF-8 or not TOML; names file and line.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.") from error
    # Most people have no file: they need not pay for the TOML reader.
    import tomllib

    try:
        text = source.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}, line {line}: the file is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        message, line = _toml_fault(str(error), text)
        raise ConfigError(f"{path}, line {line}: {message}.") from error


def _toml_fault(message: str, text: str) -> tuple[str, int]:
    found = re.search(r" \(at line (\d+), column \d+\)$", message)
    if found is None:
        return message.removesuffix(" (at end of document)"), text.count("\n") + 1
    return message[: found.start()], int(found[1])


def line_of(text: str, name: str) -> int:
    """The line on which a key is set, 1 if it hides too well."""
    last = re.escape(name.rpartition(".")[2])
    patterns = (
        rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=",
        rf"^\s*\[\s*[\"']?{re.escape(name)}[\"']?[\s.\]]",
        rf"[\"'.\s{{,]?{last}[\"']?\s*=",
    )
    for pattern in patterns:
        if found := re.search(pattern, text, re.MULTILINE):
            return text.count("\n", 0, found.end()) + 1
    return 1


def nearest(name: str, names: Sequence[str]) -> str:
    """``; did you mean …`` for the name most like *name*, or nothing."""
    near = get_close_matches(name, list(names), 1, 0.5)
    return f"; did you mean {near[0]!r}" if near else ""


def kind_of(value: object) -> str:
    """What sort of value this is, in the user's words."""
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
    return names.get(type(value), "a list" if isinstance(value, list | tuple) else "a table or a date")
