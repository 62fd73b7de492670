"""Patterns of the query language: ``/colou?r/``, ``title:/^Re:/``, ``/a.b/s``.

The syntax is that of Python's ``re``, which reads every pattern first and whose complaints
are passed on with their place. It cannot be stopped while it searches, though, and some
patterns need longer than the universe lasts; so the searching is done by ``regex``, which
reads the same syntax in the same way and takes a time limit. Keeping that limit is two
thirds of the cost for a title, so a pattern that cannot overrun it, because it repeats
nothing and offers a choice but once, is left to ``re``.
"""

import re
import time
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.model.errors import QueryTooSlow

if TYPE_CHECKING:
    import regex

__all__ = [
    "SECONDS",
    "Patience",
    "PatternMistake",
    "check_pattern",
    "has_signs",
    "pattern_spans",
    "pattern_value",
]

#: Processor and wall time that one text may take; far more than any sensible pattern needs.
SECONDS = 0.5
#: Longer patterns are refused: reading them may take time too.
MOST_LETTERS = 500

_WRITTEN = re.compile(r"/((?:[^/\\\n]|\\.)+)/(\w*)")
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
#: Capitals in these say nothing about the text that is looked for.
_NAMES = re.compile(r"\\N\{[^}]*\}|\\.|\(\?P<\w*>|\(\?P=\w*\)", re.DOTALL)
#: A brace that repeats nothing: for ``re`` a letter like any other, for ``regex`` maybe not.
_BRACES = re.compile(r"(\\N\{[^}]*\}|\\.)|\{(?!\d*,?\d*\})", re.DOTALL)
#: What a pattern is made of: an escape, a class, parentheses, a repetition, any other character.
_PIECES = re.compile(
    r"(?P<escape>\\.)|(?P<set>\[\^?\]?(?:\\.|[^\\\]])*\])|(?P<open>\()|(?P<close>\))"
    r"|\{(?P<least>\d*)(?:,(?P<most>\d*))?\}|.",
    re.DOTALL,
)
#: So many pieces a pattern may have with all its repetitions written out: ``regex`` writes them out.
_MOST_PIECES = 50_000
_SIGNS = frozenset("^$*+?[](){}|\\")
#: Longer ones take too long for a long text after all: ``re`` begins anew at each letter.
_STEADY_LETTERS = 60
#: Nothing in it repeats or looks back: letters, classes, choices, edges of words and lines.
_STEADY = re.compile(r"(?:[^\\*+?{]|\\[bBdDwWsS\W_])*")
#: What ``re`` warns that it may mean something else one day.
_UNSETTLED = re.compile(r"\[\[|--|&&|~~|\|\|")


class PatternMistake(ValueError):
    """A pattern cannot be read; ``position`` counts from its first slash."""

    def __init__(self, message: str, position: int, length: int = 1) -> None:
        super().__init__(message)
        self.position, self.length = position, length


class _Written(NamedTuple):
    """What stands between the slashes and behind them."""

    body: str
    flags: str


def _read(value: str) -> _Written:
    found = _WRITTEN.fullmatch(value)
    return _Written(found[1], found[2]) if found else _Written(value, "")


def has_signs(value: str) -> bool:
    """True if more than letters stands between the slashes: what else would be part of an address."""
    return not _SIGNS.isdisjoint(_read(value).body)


def pattern_value(written: str) -> str:
    """A pattern as the term holds it: as written, flags in order.

    Raises:
        PatternMistake: it cannot be read.
    """
    body, flags = _read(written)
    for place, flag in enumerate(flags):
        if flag not in _FLAGS or flag in flags[:place]:
            at = len(body) + 2 + place
            raise PatternMistake(f"a pattern takes the flags i, m and s, each once; not “{flags[:20]}”", at)
    if len(body) > MOST_LETTERS:
        raise PatternMistake(f"a pattern ends after {MOST_LETTERS} characters", MOST_LETTERS + 1)
    check_pattern(body)
    return f"/{body}/{''.join(sorted(flags))}"


def check_pattern(body: str) -> None:
    """Complain about a pattern that Python's ``re`` would not take.

    Raises:
        PatternMistake: with the place in ``/body/``.
    """
    _demand_few_pieces(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(body)
            _compiled(f"/{body}/")
    except re.error as error:
        place = 1 + min(error.pos or 0, max(0, len(body) - 1))
        raise PatternMistake(f"this pattern cannot be read: {error.msg}", place) from error
    except (OverflowError, RecursionError, MemoryError, ValueError) as error:
        raise PatternMistake("this pattern is too large or too deep", 0, len(body) + 2) from error


def _demand_few_pieces(body: str) -> None:
    """Refuse what would take all memory with its repetitions written out, as ``(a{999}){999}``."""
    # How much stands in each open parenthesis, and in the last piece there.
    sizes, last = [0], 0
    for found in _PIECES.finditer(body):
        if found["open"]:
            sizes.append(0)
            last = 0
            continue
        if found["close"] and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif found["most"] or found["least"]:
            more = last * max(0, int(found["most"] or found["least"]) - 1)
            last += more
            sizes[-1] += more
        else:
            last = len(found[0])
            sizes[-1] += last
        if sizes[-1] > _MOST_PIECES:
            raise PatternMistake("this pattern repeats too much", found.start() + 1, len(found[0]))


class Patience:
    """So much time for one search through many texts.

    Attributes:
        seconds: how long it lasts in all.
    """

    def __init__(self, seconds: float, for_one: float = SECONDS) -> None:
        self.seconds, self._for_one = seconds, for_one
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; 0 when there are none."""
        return max(0.0, self._end - time.monotonic())

    def finds(self, value: str, text: str) -> bool:
        """True if the pattern is found in *text*.

        Raises:
            QueryTooSlow: this one text takes too long.
        """
        steady = _steady(value)
        if steady is not None:
            return steady.search(text) is not None
        try:
            # Other threads may go on meanwhile: the keys, above all.
            return _compiled(value).search(text, timeout=self._for_one, concurrent=True) is not None
        except (TimeoutError, MemoryError) as error:
            raise _too_slow(value, self._for_one) from error


def pattern_spans(value: str, text: str, seconds: float = SECONDS) -> Iterator[tuple[int, int]]:
    """Where the pattern is found in *text*: each place that is not empty, one behind the other.

    Raises:
        QueryTooSlow: it takes longer than *seconds*.
    """
    try:
        for found in _compiled(value).finditer(text, timeout=seconds, concurrent=True):
            if found.end() > found.start():
                yield found.span()
    except (TimeoutError, MemoryError) as error:
        raise _too_slow(value, seconds) from error


def _too_slow(value: str, seconds: float) -> QueryTooSlow:
    shown = value if len(value) <= 40 else f"{value[:39]}…"
    return QueryTooSlow(f"stopped after {seconds:g} s: the pattern {shown} is too slow", value)


@lru_cache(maxsize=64)
def _steady(value: str) -> re.Pattern[str] | None:
    """The pattern for ``re`` if it needs a step or a few for each character, whatever the text."""
    body, flags = _read(value)
    plain = body.replace("(?:", "(")
    # Two groups side by side multiply their choices; escaped parentheses count as well, it does not matter.
    if (
        len(body) > _STEADY_LETTERS
        or not _STEADY.fullmatch(plain)
        or plain.count("(") > 1
        or _UNSETTLED.search(plain)
    ):
        return None
    options = re.NOFLAG
    for flag in flags:
        options |= _FLAGS[flag]
    return re.compile(body, options | _ignored_case(body))


def _ignored_case(body: str) -> re.RegexFlag:
    """Capitals count as soon as the pattern has one."""
    return re.NOFLAG if any(letter.isupper() for letter in _NAMES.sub("", body)) else re.IGNORECASE


@lru_cache(maxsize=64)
def _compiled(value: str) -> "regex.Pattern[str]":
    import regex

    body, flags = _read(value)
    options = regex.VERSION0
    for flag in flags:
        options |= {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}[flag]
    if _ignored_case(body):
        options |= regex.IGNORECASE
    try:
        return regex.compile(_BRACES.sub(lambda found: found[1] or r"\{", body), options)
    except regex.error as error:
        raise ValueError(str(error)) from error
