"""What is wrong with a CSS selector, and where in it."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from tui.model.page_feed import LONGEST_SELECTOR

__all__ = ["Mistake", "can_be_read", "mistake_in"]

_COMBINATORS = ">+~"
_PAIRS = {"(": ")", "[": "]"}


class Mistake(NamedTuple):
    """Where it is, counted in characters, and what, as the end of a sentence."""

    place: int
    words: str


def can_be_read(selector: str) -> bool:
    """Whether a selector is one."""
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except (SelectolaxError, ValueError, RuntimeError, TypeError):
        return False
    return True


def mistake_in(selector: str) -> Mistake | None:
    """The first mistake in a selector; ``None`` if it can be read. An empty one is nobody's mistake."""
    if not selector.strip():
        return None
    if len(selector) > LONGEST_SELECTOR:
        return Mistake(LONGEST_SELECTOR, f"it is longer than {LONGEST_SELECTOR} characters")
    if can_be_read(selector):
        return None
    before: str | None = None
    place = 0
    for place, part in _parts(selector):
        if part in _COMBINATORS or part == ",":
            if before is None or before in _COMBINATORS or before == ",":
                return Mistake(place, f"something is missing before “{part}”")
        elif not can_be_read(part):
            return _within(place, part)
        before = part
    if before is not None and (before in _COMBINATORS or before == ","):
        return Mistake(place, f"something is missing after “{before}”")
    return Mistake(0, "it cannot be read")


def _within(start: int, part: str) -> Mistake:
    """The mistake in a part without blanks, such as ``div.story[lang]``."""
    for place, piece in _pieces(part):
        at = start + place
        if piece in (".", "#", ":", "@"):
            return Mistake(at, f"a name is missing after “{piece}”")
        if piece.startswith("@"):
            return Mistake(at, f"“{piece}” belongs behind the selector of the link or the date")
        if piece.startswith("::"):
            return Mistake(at, f"“{piece}” is no element; the text is taken by itself")
        if not can_be_read(piece):
            return Mistake(at, f"“{piece}” cannot be read")
    return Mistake(start, f"“{part}” cannot be read")


def _parts(selector: str) -> Iterator[tuple[int, str]]:
    """What stands between blanks, commas and combinators, and those, each with its place."""
    start: int | None = None
    for place, character, depth in _characters(selector):
        if depth or not (character.isspace() or character in _COMBINATORS or character == ","):
            start = place if start is None else start
            continue
        if start is not None:
            yield start, selector[start:place]
            start = None
        if not character.isspace():
            yield place, character
    if start is not None:
        yield start, selector[start:]


def _pieces(part: str) -> Iterator[tuple[int, str]]:
    """The name, the classes, the conditions of one part."""
    start = 0
    for place, character, depth in _characters(part):
        opens = character in ".#:[@" and not depth and not (character == ":" and part[place - 1] == ":")
        if opens and place > start:
            yield start, part[start:place]
            start = place
    yield start, part[start:]


def _characters(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each character with its place, and whether it stands in brackets or quotation marks."""
    waiting: list[str] = []
    escaped = False
    for place, character in enumerate(text):
        inside = bool(waiting)
        if escaped:
            escaped, inside = False, True
        elif character == "\\":
            escaped = True
        elif waiting and character == waiting[-1]:
            waiting.pop()
        elif not (waiting and waiting[-1] in "\"'"):
            if character in _PAIRS:
                waiting.append(_PAIRS[character])
            elif character in "\"'":
                waiting.append(character)
        yield place, character, inside
