"""The words of a typeset page as they flow, over the ends of lines; and the way back to the lines."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from tui.render.lines import Line, Page

__all__ = ["Flow", "Piece", "folded"]

#: Not the text's own: what typesetting puts before a line.
_SIGNS = frozenset({"quote-bar", "bullet", "code-wrap"})
#: A word that is longer than a line is broken behind one of these.
_SOFT = "/?&=_.-\u2013\u2014"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` of a line."""

    line: int
    start: int
    end: int


class Flow:
    """One long text: a blank where a line ends between words, nothing where it ends within one.

    Args:
        page: What is searched.
        fold: Whether case and accents are left out.
    """

    def __init__(self, page: Page, *, fold: bool) -> None:
        parts: list[str] = []
        #: Where each line begins in the text, in its line, and where its letters stood before folding.
        self.starts: list[int] = []
        self.columns: list[int] = []
        self.places: list[Sequence[int]] = []
        widest = max((cell_len(line.text) for line in page.lines), default=0)
        length = 0
        before: tuple[Line, str] | None = None
        for line in page.lines:
            column, content = _content(line)
            if before is not None:
                joint = _joint(*before, line, content, widest)
                parts.append(joint)
                length += len(joint)
            text, places = folded(content) if fold else (content, range(len(content) + 1))
            self.starts.append(length)
            self.columns.append(column)
            self.places.append(places)
            parts.append(text)
            length += len(text)
            before = line, content
        self.text = "".join(parts)

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """Where the characters *start* to *end* of the text stand, line by line."""
        found = []
        number = max(0, bisect_right(self.starts, start) - 1)
        while number < len(self.starts) and self.starts[number] < end:
            places, column = self.places[number], self.columns[number]
            first = min(max(0, start - self.starts[number]), len(places) - 1)
            last = min(end - self.starts[number], len(places) - 1)
            if places[first] < places[last]:
                found.append(Piece(number, column + places[first], column + places[last]))
            number += 1
        return tuple(found)


def _content(line: Line) -> tuple[int, str]:
    """Where a line's own words begin, and they."""
    column = 0
    for span in line.spans:
        if span.role not in _SIGNS and span.text.strip():
            column += len(span.text) - len(span.text.lstrip())
            break
        column += len(span.text)
    return column, line.text[column:].rstrip()


def _joint(before: Line, above: str, line: Line, below: str, widest: int) -> str:
    """What stands between two lines."""
    roles = {span.role for span in line.spans}
    if before.anchor != line.anchor or not above or not below or "bullet" in roles:
        return "\n"
    if any(role.startswith("code.") for role in roles):
        return "" if "code-wrap" in roles else "\n"
    if _is_unspaced(above[-1]) or _is_unspaced(below[0]):
        return ""
    # Only where a line has no blank at all, it may end within a word.
    is_full = cell_len(before.text) >= widest - 1 or above[-1] in _SOFT
    return "" if " " not in above and is_full else " "


def _is_unspaced(letter: str) -> bool:
    """Whether it belongs to a script that puts no blanks between words."""
    return bool(_UNSPACED.match(letter))


def folded(text: str) -> tuple[str, Sequence[int]]:
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
