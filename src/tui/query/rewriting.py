"""Addresses rewritten by pairs of a pattern and what takes its place, within a time limit."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.query.patterns import PatternMistake, check_pattern

if TYPE_CHECKING:
    import regex

__all__ = ["check_rewriting", "rewritten"]

#: For one pair and one address; far more than a sensible pattern needs.
_SECONDS = 0.2
_LONGEST_ADDRESS = 4_000
_LONGEST_PATTERN = 500
_GROUP = re.compile(r"\\(?:(\d{1,2})|g<([^>]*)>)")


def rewritten(url: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """The address that the first pair makes of *url* whose pattern is found in it, else *url* itself."""
    for pattern, instead in pairs if len(url) <= _LONGEST_ADDRESS else ():
        other = _replaced(url, pattern, instead)
        if other is not None:
            return other
    return url


def _replaced(url: str, pattern: str, instead: str) -> str | None:
    """None if the pattern is not found, or the pair cannot be used."""
    import regex

    try:
        other, count = _compiled(pattern).subn(instead, url, count=1, timeout=_SECONDS)
    # A broken pattern, a group that is not there, a search that does not end.
    except (regex.error, ValueError, IndexError, TimeoutError, MemoryError, RecursionError):
        return None
    return str(other) if count else None


def check_rewriting(pattern: str, instead: str) -> None:
    """Complain about a pair that could never be used.

    Raises:
        PatternMistake: the pattern cannot be read, or its replacement names a group that it has not.
    """
    if len(pattern) > _LONGEST_PATTERN:
        raise PatternMistake(f"a pattern ends after {_LONGEST_PATTERN} characters", _LONGEST_PATTERN)
    check_pattern(pattern)
    compiled = _compiled(pattern)
    for found in _GROUP.finditer(instead):
        number, name = found[1] or found[2], found[2]
        known = int(number) <= compiled.groups if number.isdecimal() else name in compiled.groupindex
        if not known:
            raise PatternMistake(f"the pattern has no group {number!r} for {instead!r}", found.start())


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    # Loaded only here: most people rewrite nothing.
    import regex

    try:
        return regex.compile(pattern, regex.VERSION0)
    except regex.error as error:
        raise ValueError(str(error)) from error
