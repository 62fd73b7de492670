"""feedparser's own expectations, asked of what feedparser says through our door.

A value that holds markup or an address may differ as far as our later steps account for it:
we sanitise and resolve after feedparser, not in it, so those compare by visible text and
links, and by address once resolved.
"""

from __future__ import annotations

import time
from typing import Any

import neutral
from comparing import same_as_browser, same_html, same_text, same_url

MISSING = object()


def constant(value: Any) -> Any:
    """An expected value with the corpus' notation for tuples and dictionaries undone."""
    if isinstance(value, dict):
        if "$tuple" in value:
            return tuple(constant(item) for item in value["$tuple"])
        if "$dict" in value:
            return {key: constant(item) for key, item in value["$dict"]}
        if "$timedelta" in value:
            from datetime import timedelta

            return timedelta(*value["$timedelta"])
    if isinstance(value, list):
        return [constant(item) for item in value]
    return value


def lookup(value: Any, path: list[Any]) -> Any:
    """Walk ``path`` with feedparser's own idea of keys."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value


def passes(result: dict[str, Any], check: dict[str, Any], base: str) -> bool:
    """True if the check holds."""
    if "any" in check:
        return any(all(passes(result, part, base) for part in group) for group in check["any"])
    actual = lookup(result, check["path"])
    operation = check["op"]
    if operation == "absent":
        return actual is MISSING
    if operation in ("truthy", "falsy"):
        return bool(actual is not MISSING and actual) == (operation == "truthy")
    if actual is MISSING:
        return operation in ("ne", "notin")
    if operation == "eqpath":
        return bool(actual == lookup(result, check["other"]))
    if check.get("fn") == "len":
        actual = len(actual)
    expected = constant(check.get("value"))
    if check["path"][-1] == "title" and isinstance(actual, str) and operation == "eq":
        # Titles end as plain text, so they are made safe by another door than bodies.
        shown = neutral.title(actual, True)
        return actual == expected or same_text(shown, expected) or same_as_browser(shown, actual, expected)
    return compare(operation, actual, expected, base_of(result, check["path"], base))


def base_of(result: dict[str, Any], path: list[Any], base: str) -> str:
    """The xml:base in force for a value: it stands beside it, or in the value's detail."""
    around = lookup(result, path[:-1])
    if not isinstance(around, dict):
        return base
    detail = around.get(f"{path[-1]}_detail")
    found = around.get("base") or (detail.get("base") if isinstance(detail, dict) else "")
    return str(found or base)


def compare(operation: str, actual: Any, expected: Any, base: str) -> bool:
    """One operation with two values."""
    match operation:
        case "eq":
            return equal(actual, expected, base)
        case "ne":
            return bool(actual != expected)
        case "is":
            return actual is expected or actual == expected
        case "in":
            return expected in actual
        case "notin":
            return expected not in actual
        case "exists":
            return True
    raise ValueError(f"unknown operation: {operation}")


def equal(actual: Any, expected: Any, base: str) -> bool:
    """Equal, or equal after the steps that we take later."""
    if isinstance(actual, time.struct_time):
        return tuple(actual) == tuple(expected)
    if actual == expected or type(actual) is not type(expected):
        return bool(actual == expected)
    if isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(
            equal(actual[key], expected[key], base) for key in actual
        )
    if not isinstance(actual, str):
        return False
    if same_url(actual, expected, base):
        return True
    shown = neutral.safe(actual, base)
    return same_html(shown, expected) or same_as_browser(shown, actual, expected)
