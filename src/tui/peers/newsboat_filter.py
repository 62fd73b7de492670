"""newsboat's filter expressions: text to comparisons joined by and, or.

::

    expression := operand [ ("and" | "or") expression ]
    operand    := "(" expression ")" | attribute operator value
    value      := '"' text '"' | number | number ":" number

Up to version 2.21 ``a and b or c`` is ``(a and b) or c``, from then on ``a and (b or c)``. Who
wrote such a filter cannot be asked which he meant, so both words in a row are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui.peers.belongings import Untranslatable

__all__ = ["Comparison", "Junction", "Node", "comparisons", "read_filter"]

LONGEST = 10_000
_DEEPEST = 50
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<range>-?\d{1,9}\s*:\s*-?\d{1,9})|(?P<number>-?\d{1,9}(?![\w.]))
    |(?P<operator>==|=~|!~|!=|!\#|<=|>=|=|<|>|\#)|(?P<word>[A-Za-z_][\w.-]*)|(?P<parenthesis>[()]))""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An attribute, how it is compared, and with what, as text."""

    attribute: str
    #: One of ``= != =~ !~ < <= > >= between # !#``.
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Junction:
    """Two expressions of which both (``and``) or either (``or``) must hold."""

    word: str
    left: "Node"
    right: "Node"


Node = Comparison | Junction


def read_filter(text: str) -> Node:
    """The expression that *text* means.

    Raises:
        Untranslatable: newsboat itself would not understand it.
    """
    if len(text) > LONGEST:
        raise Untranslatable("the filter is too long")
    reader = _Reader(list(_tokens(text)))
    node = reader.expression(0)
    if reader.tokens:
        raise Untranslatable(f"“{reader.tokens[0][1][:40]}” does not belong where it stands")
    return node


def comparisons(node: Node) -> Iterator[Comparison]:
    """All comparisons of an expression, in the order of the text."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Comparison):
            yield one
        else:
            waiting += [one.right, one.left]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise Untranslatable(f"newsboat would stumble over “{text[position : position + 20].strip()}”")
        yield found.lastgroup, found[found.lastgroup]
        position = found.end()


class _Reader:
    """One walk over the tokens of one filter."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def take(self, wanted: str) -> str:
        """The next token's text if it is of the kind that is wanted."""
        if not self.tokens:
            raise Untranslatable("the filter ends too early")
        kind, text = self.tokens.pop(0)
        if kind not in wanted.split():
            raise Untranslatable(f"“{text[:40]}” does not belong where it stands")
        return text

    def expression(self, depth: int) -> Node:
        """Operands with and, or between them."""
        operands = [self.operand(depth)]
        words: list[str] = []
        while self.tokens and self.tokens[0][1] in ("and", "or"):
            words.append(self.tokens.pop(0)[1])
            operands.append(self.operand(depth))
        if len(set(words)) > 1:
            raise Untranslatable(
                "`and` and `or` in a row mean one thing in old newsboats and another in new ones:"
                " put parentheses around what belongs together"
            )
        node = operands.pop()
        while operands:
            node = Junction(words.pop(), operands.pop(), node)
        return node

    def operand(self, depth: int) -> Node:
        """A comparison, or an expression in parentheses."""
        if self.tokens and self.tokens[0][1] == "(":
            if depth == _DEEPEST:
                raise Untranslatable("the filter has too many parentheses in one another")
            self.tokens.pop(0)
            node = self.expression(depth + 1)
            if not self.tokens or self.tokens.pop(0)[1] != ")":
                raise Untranslatable("a parenthesis of the filter is never closed")
            return node
        attribute = self.take("word")
        if self.tokens and self.tokens[0] == ("word", "between"):
            self.tokens.pop(0)
            return Comparison(attribute, "between", self.take("range").replace(" ", ""))
        operator = self.take("operator").replace("==", "=")
        value = self.take("text number range")
        return Comparison(attribute, operator, value[1:-1] if value.startswith('"') else value)
