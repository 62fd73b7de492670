"""Finding words in a typeset page; case and accents do not count."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tui.render.lines import Page

__all__ = ["Match", "find"]


@dataclass(frozen=True, slots=True)
class Match:
    """Characters ``start`` to ``end`` of a line."""

    line: int
    start: int
    end: int


def find(page: Page, needle: str) -> tuple[Match, ...]:
    """Every place where *needle* stands within a line, in order."""
    wanted, _ = _folded(" ".join(needle.split()))
    if not wanted:
        return ()
    matches: list[Match] = []
    for number, line in enumerate(page.lines):
        text, places = _folded(line.text)
        at = text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            matches.append(Match(number, places[at], places[end]))
            at = text.find(wanted, end)
    return tuple(matches)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """*text* without case and accents, and where each of its characters stood."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), [*places, len(text)]


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The letters that *character* is written with, without accents; of a lone accent nothing."""
    if character.isspace():
        return " "
    bare = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    return bare.casefold() if unicodedata.category(character) != "Cf" else ""
