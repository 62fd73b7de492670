"""POSIX extended regular expressions, as newsboat has them, in Python's form.

Recursive descent::

    either := branch { "|" branch }
    branch := { piece }
    piece  := ( "(" either ")" | "[" set "]" | "." | "^" | "$" | backslash letter | letter ) { repetition }
"""

import re

from tui.peers.belongings import Untranslatable
from tui.peers.patterns import LONGEST, Pattern, literal

__all__ = ["read_ere"]

_DEEPEST = 30
#: GNU's own escapes. None is a capital in the end: see ``patterns``.
_ESCAPES = {
    "w": r"\w", "W": r"[^\w]", "s": r"\s", "S": r"[^\s]", "b": r"\b", "B": r"(?!\b)",
    "<": r"\b(?=\w)", ">": r"\b(?<=\w)", "`": "^", "'": "$",
}  # fmt: skip
#: What is found between letters.
_EDGES = frozenset(("^", "$", *(_ESCAPES[letter] for letter in "bB<>`'")))
_CLASSES = {
    "alpha": r"^\W\d_", "digit": "0-9", "alnum": r"^\W_", "upper": r"^\W\d_", "lower": r"^\W\d_",
    "space": r"\s", "blank": " \\t", "punct": r"!-\/:-@\[-`{-~", "xdigit": "0-9a-f",
}  # fmt: skip
_INTERVAL = re.compile(r"\{(\d{1,3})(,\d{0,3})?\}", re.ASCII)


def read_ere(text: str) -> Pattern:
    """The pattern that *text* means, case ignored.

    Raises:
        Untranslatable: it is none, or says what Python's patterns cannot.
    """
    if len(text) > LONGEST:
        raise Untranslatable("the pattern is too long")
    reader = _Reader(text)
    python = reader.either()
    if reader.at < len(text):
        raise Untranslatable("a parenthesis of the pattern closes nothing")
    return Pattern(python, reader.literals())


class _Reader:
    """One walk over one pattern."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0
        #: The branches of the whole pattern, as long as they are plain letters.
        self.plain: list[list[str]] | None = [[]]

    def literals(self) -> tuple[str, ...]:
        """The texts that the whole pattern stands for, if it is nothing else."""
        if self.plain is None or not all(self.plain):
            return ()
        return tuple("".join(letters) for letters in self.plain)

    def either(self) -> str:
        """Branches with bars between them."""
        branches = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            if self.plain is not None:
                self.plain.append([])
            branches.append(self.branch())
        return "|".join(branches)

    def branch(self) -> str:
        """Pieces up to a bar, a closing parenthesis or the end."""
        pieces: list[str] = []
        while self.peek() not in ("", "|", ")"):
            pieces.append(self.repeated(self.atom()))
        return "".join(pieces)

    def atom(self) -> str:
        """One thing that could be repeated."""
        letter = self.text[self.at]
        self.at += 1
        if letter not in "([.^$\\*+?{":
            if self.plain is not None:
                self.plain[-1].append(letter)
            return literal(letter)
        if letter == "\\":
            return self.escape()
        self.plain = None
        if letter == "(":
            return self.group()
        if letter == "[":
            return self.set_()
        if letter in "*+?{":
            raise Untranslatable("the pattern repeats nothing")
        return letter

    def escape(self) -> str:
        """What follows a backslash."""
        letter = self.peek()
        self.at += 1
        if not letter:
            raise Untranslatable("the pattern ends with a backslash")
        if letter.isdigit():
            raise Untranslatable("the pattern refers back to a part of itself")
        if letter in _ESCAPES:
            self.plain = None
            # Beside a plain letter the edge of a word is simply one, and easier to read.
            if letter in "<>" and (self.peek() if letter == "<" else self.before()).isalnum():
                return r"\b"
            return _ESCAPES[letter]
        if self.plain is not None:
            self.plain[-1].append(letter)
        return literal(letter)

    def group(self) -> str:
        """A parenthesis; none is referred to, so none captures."""
        if self.depth == _DEEPEST:
            raise Untranslatable("the pattern is nested too deeply")
        self.depth += 1
        inner = self.either()
        self.depth -= 1
        if self.peek() != ")":
            raise Untranslatable("a parenthesis of the pattern is never closed")
        self.at += 1
        return f"(?:{inner})"

    def set_(self) -> str:
        """A bracket expression; a backslash is only itself in there."""
        negated = self.peek() == "^"
        self.at += negated
        parts: list[str] = []
        first = True
        while (letter := self.peek()) != "]" or first:
            if not letter:
                raise Untranslatable("a bracket of the pattern is never closed")
            parts.append(self.set_part())
            first = False
        self.at += 1
        return _set(parts, negated)

    def set_part(self) -> str:
        """A class, a range or a letter in brackets."""
        start = self.set_letter()
        if len(start) > 1:
            return _CLASSES.get(start) or _unknown_class(start)
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return _in_set(start.lower())
        self.at += 1
        end = self.set_letter()
        if len(end) > 1 or end < start or start.isupper() != end.isupper():
            raise Untranslatable("a range in brackets goes from one kind of letter to another")
        return f"{_in_set(start.lower())}-{_in_set(end.lower())}"

    def set_letter(self) -> str:
        """One letter in brackets, or the name of a class."""
        if self.text.startswith("[:", self.at):
            name, closed, _ = self.text[self.at + 2 :].partition(":]")
            if closed:
                self.at += len(name) + 4
                return name if len(name) > 1 else "?" * 2
        if self.text.startswith(("[.", "[="), self.at):
            raise Untranslatable("the pattern names a collating element")
        self.at += 1
        return self.text[self.at - 1]

    def repeated(self, atom: str) -> str:
        """An atom with its repetitions; two in a row mean the second of the first."""
        repetitions = 0
        while True:
            letter = self.peek()
            interval = _INTERVAL.match(self.text, self.at) if letter == "{" else None
            if letter not in ("*", "+", "?") and interval is None:
                return atom
            if atom in _EDGES:
                raise Untranslatable("the pattern repeats an anchor")
            self.plain = None
            written = interval[0] if interval else letter
            self.at += len(written)
            atom = f"(?:{atom}){written}" if repetitions else f"{atom}{written}"
            repetitions += 1

    def before(self) -> str:
        """The plain letter before an escape that was just read, "" if there is none."""
        found = re.search(r"(?<!\\)(\w)\\.\Z", self.text[: self.at], re.DOTALL)
        return found[1] if found else ""

    def peek(self) -> str:
        """The next letter, "" at the end."""
        return self.text[self.at : self.at + 1]


def _set(parts: list[str], negated: bool) -> str:
    """Parts of a bracket expression as one class, or as a choice of several."""
    plain = "".join(part for part in parts if not part.startswith("^"))
    inverse = [f"[{part}]" for part in parts if part.startswith("^")]
    choices = [*([f"[{plain}]"] if plain else []), *inverse]
    if negated:
        # Not any of them: none may stand here, and something must.
        return f"[^{plain}]" if not inverse else f"(?:(?!{'|'.join(choices)})[^\\n])"
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _in_set(letter: str) -> str:
    return f"\\{letter}" if letter in "\\]^-[/&~|" else letter


def _unknown_class(name: str) -> str:
    raise Untranslatable(f"there is no class “[:{name[:20]}:]” in brackets")
