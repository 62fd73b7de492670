"""Text to lexemes. Never fails: what is half typed gets a kind of its own.

The same lexemes serve the parser, which complains, and the colours of the query bar,
which must not. What a character means depends on where it stands: a comma separates only
inside a list, a minus negates only where a term may begin, and ``<`` compares only at the
start of a field's value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tui.query.fields import FIELDS, field_named
from tui.query.patterns import has_signs

__all__ = ["KEYWORDS", "Lexeme", "LexemeKind", "lex"]

LexemeKind = Literal[
    "open", "close", "or", "and", "not", "field", "tag", "compare", "comma", "star",
    "word", "phrase", "open-phrase", "regex",
]  # fmt: skip

KEYWORDS: dict[str, LexemeKind] = {"OR": "or", "AND": "and", "NOT": "not"}

_FIELD = re.compile(r"([^\W\d_][\w.-]*):")
_COMPARE = re.compile(r"[<>]=?|=")
_REGEX = re.compile(r"/(?:[^/\\\n]|\\.)+/\w*")
_ADDRESSES = frozenset(("url", "feed-url"))
_WORD = re.compile(r'[^\s()"|]+')
_LISTED = re.compile(r'[^\s()",]+')
_ESCAPED = re.compile(r'\\(["\\])')
_SPACE = re.compile(r"\s*")
_PUNCTUATION: dict[str, LexemeKind] = {"(": "open", ")": "close", "|": "or", ",": "comma"}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece: its kind, its meaning (quotes and escapes gone), its place."""

    kind: LexemeKind
    text: str
    start: int
    end: int
    #: Nothing stands between it and the piece before.
    glued: bool


def lex(text: str) -> Iterator[Lexeme]:
    """The lexemes of *text*, in order."""
    position, before = 0, 0
    # Where a value may stand ("value"), in a list ("list"), or anywhere else ("").
    place: Literal["", "value", "list"] = ""
    field = ""  # whose value is being read
    while (position := _end(_SPACE, text, position)) < len(text):
        glued = position == before and position > 0
        if place == "value" and not glued:
            place = ""
        field = field if place else "text"
        kind, meaning, end = _next(text, position, place, field)
        yield Lexeme(kind, meaning, position, end, glued)
        if kind in ("field", "tag") or (kind == "compare" and place == "value"):
            place = "value"
            field = field if kind == "compare" else _named(kind, meaning)
        elif place == "value":
            place = "list" if kind == "open" else ""
        elif kind == "close":
            place = ""
        position = before = end


def _named(kind: LexemeKind, name: str) -> str:
    """The field that a lexeme names; "" if there is none."""
    field = field_named("tag" if kind == "tag" else name)
    return field.name if field is not None else ""


def _pattern(text: str, position: int, field: str) -> re.Match[str] | None:
    """A pattern that begins here, if one may stand behind *field*."""
    if text[position] != "/" or field not in FIELDS or "regex" not in FIELDS[field].operators:
        return None
    found = _REGEX.match(text, position)
    # In an address slashes are letters: a pattern there has to look like one.
    return found if found and (field not in _ADDRESSES or has_signs(found[0])) else None


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where *pattern*, which always matches, ends."""
    found = pattern.match(text, position)
    return found.end() if found else position


def _next(text: str, position: int, place: str, field: str) -> tuple[LexemeKind, str, int]:
    """Kind, meaning and end of the lexeme that begins at *position*."""
    letter = text[position]
    if letter == '"':
        return _phrase(text, position)
    if letter in "()|" or (letter == "," and place == "list"):
        return _PUNCTUATION[letter], letter, position + 1
    if letter == "*" and position and text[position - 1] == '"':
        return "star", letter, position + 1
    if place:
        if found := _COMPARE.match(text, position):
            return "compare", found[0], found.end()
    else:
        if letter in "-!":
            return "not", letter, position + 1
        if letter in "#+" and text[position + 1 : position + 2].strip():
            return "tag", letter, position + 1
        if found := _FIELD.match(text, position):
            return "field", found[1], found.end()
    if found := _pattern(text, position, field):
        return "regex", found[0], found.end()
    end = _end(_LISTED if place == "list" else _WORD, text, position)
    word = text[position:end]
    return KEYWORDS.get(word, "word") if not place else "word", word, end


def _phrase(text: str, position: int) -> tuple[LexemeKind, str, int]:
    """A quotation, closed or not."""
    end = position + 1
    while end < len(text) and text[end] != '"':
        end += 2 if text[end] == "\\" else 1
    closed = end < len(text)
    meaning = _ESCAPED.sub(r"\1", text[position + 1 : end])
    return ("phrase" if closed else "open-phrase"), meaning, min(end + closed, len(text))
