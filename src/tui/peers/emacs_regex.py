"""Emacs' regular expressions, as elfeed has them.

They are written as POSIX ones, which differ in what takes a backslash and in where a sign
is only itself, and then read as such.
"""

from collections.abc import Iterator

from tui.peers.belongings import Untranslatable
from tui.peers.ere import read_ere
from tui.peers.patterns import Pattern

__all__ = ["read_emacs"]

#: Escapes that mean the same in both.
_SAME = frozenset("wWbB<>`'")
_SYNTAX = {"-": "[[:space:]]", " ": "[[:space:]]", "w": r"\w"}


def read_emacs(text: str) -> Pattern:
    """The pattern that *text* means, case ignored.

    Raises:
        Untranslatable: it is none, or says what Python's patterns cannot.
    """
    return read_ere("".join(_pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    """The POSIX form of *text*, piece by piece."""
    at, opening, repeated = 0, True, False
    while at < len(text):
        letter = text[at]
        end = at + 1
        begins, repeats = False, False
        if letter == "\\":
            piece, end, begins, repeats = _escape(text, at)
        elif letter == "[":
            end = _set_end(text, at)
            piece = text[at:end]
        elif letter in "*+?":
            # At the beginning only itself; after another, less greedy, which finds the same.
            piece = f"\\{letter}" if opening else "" if letter == "?" and repeated else letter
            repeats = not opening
        elif letter == "^":
            piece, begins = ("^", True) if opening else (r"\^", False)
        elif letter == "$":
            piece = "$" if text[end:] == "" or text.startswith((r"\)", r"\|"), end) else r"\$"
        else:
            piece = f"\\{letter}" if letter in "(){}|" else letter
        yield piece
        at, opening, repeated = end, begins, repeats


def _escape(text: str, at: int) -> tuple[str, int, bool, bool]:
    """What a backslash begins: its POSIX form, its end, whether a branch or a repetition."""
    letter = text[at + 1 : at + 2]
    end = at + 2
    match letter:
        case "":
            raise Untranslatable("the pattern ends with a backslash")
        case "(":
            if text.startswith("?:", end):
                end += 2
            elif text.startswith("?", end):
                raise Untranslatable("the pattern numbers its groups")
            return "(", end, True, False
        case "|":
            return "|", end, True, False
        case ")":
            return ")", end, False, False
        case "{":
            close = text.find("\\}", end)
            if close < 0:
                raise Untranslatable("a repetition of the pattern is never closed")
            return f"{{{text[end:close]}}}", close + 2, False, True
        case "s" if text[end : end + 1] in _SYNTAX:
            return _SYNTAX[text[end]], end + 1, False, False
        case "_" | "s" | "S" | "c" | "C" | "=":
            raise Untranslatable(f"“\\{letter}” asks for Emacs' own tables of letters")
    if letter.isdigit():
        raise Untranslatable("the pattern refers back to a part of itself")
    return (f"\\{letter}" if letter in _SAME or not letter.isalnum() else letter), end, False, False


def _set_end(text: str, at: int) -> int:
    """Where the bracket that begins there ends."""
    place = at + 2 if text.startswith("[^", at) else at + 1
    place += text.startswith("]", place)
    while place < len(text) and text[place] != "]":
        closing = text.find(":]", place) if text.startswith("[:", place) else -1
        place = closing + 2 if closing >= 0 else place + 1
    if place >= len(text):
        raise Untranslatable("a bracket of the pattern is never closed")
    return place + 1
