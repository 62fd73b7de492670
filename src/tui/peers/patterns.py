"""Patterns of other dialects as Python's, with what can be said without any pattern.

The result is for :func:`pattern_term`: letters are in lower case, because a pattern of our
language ignores case as long as no letter in it is a capital, and both peers ignore case.
"""

import re
from dataclasses import dataclass

from tui.model.errors import QuerySyntaxError
from tui.peers.belongings import Untranslatable
from tui.query import Expr, Term, parse

__all__ = ["LONGEST", "Pattern", "exactly", "literal", "pattern_term", "quoted_literal"]

LONGEST = 1_000

_SPECIAL = frozenset(r"\^$.|?*+()[]{}/")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern; ``literals`` are the texts it stands for if it is nothing but those."""

    python: str
    literals: tuple[str, ...] = ()

    @property
    def anchored(self) -> bool:
        """Whether the beginning or the end of the text means something to it."""
        bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "", self.python)
        return "^" in bare or "$" in bare


def literal(letter: str) -> str:
    """One character as a piece of a pattern that ignores case."""
    letter = letter.lower()
    return f"\\{letter}" if letter in _SPECIAL else letter


def quoted_literal(text: str) -> str:
    """A text, letter for letter, as a piece of a pattern."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)


def exactly(field: str, text: str) -> Expr:
    """The term for a field that is this text and nothing else, capitals included."""
    return pattern_term(field, Pattern(f"^(?-i:{quoted_literal(text)})$"))


def pattern_term(field: str, pattern: Pattern) -> Expr:
    """The term for a field in which a pattern is found."""
    if "\n" in pattern.python or len(pattern.python) > LONGEST:
        raise Untranslatable("the pattern is too long, or goes over several lines")
    try:
        re.compile(pattern.python)
        term = parse(f"{field}:/{pattern.python}/").expr
    except re.error as error:
        raise Untranslatable(f"the pattern cannot be said in Python's form ({error.msg})") from error
    except QuerySyntaxError as error:
        raise Untranslatable(f"{field}: takes no patterns here") from error
    # Where no pattern may stand, slashes are letters like others.
    if not isinstance(term, Term) or term.operator in ("contains", "words", "prefix", "="):
        raise Untranslatable(f"{field}: takes no patterns here")
    return term
