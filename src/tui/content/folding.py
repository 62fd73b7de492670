"""Collecting inlines, white space folded across elements as a browser folds it."""

import re
import unicodedata

from tui.content.document import Break, Inline, Text, inline_text
from tui.model.clean import clean_body

__all__ = ["Folding"]

_SPACES = re.compile(r"[ \t\n\r\f]+")
#: Below this no character combines with the one before it.
_FIRST_MARK = 0x300


class Folding:
    """One line of inlines in the making; a blank is kept only between words."""

    def __init__(self) -> None:
        self.stack: list[list[Inline]] = [[]]
        self.after_space = True
        #: A text began with a mark: together the texts may hold a flood that none of them holds alone.
        self.combines = False

    def text(self, raw: str) -> None:
        """Add words, white space folded."""
        folded = _SPACES.sub(" ", clean_body(raw))
        if self.after_space:
            folded = folded.lstrip(" ")
        if folded:
            first = folded[0]
            if ord(first) >= _FIRST_MARK and unicodedata.category(first)[0] in "MC":
                self.combines = True
            self.after_space = folded.endswith(" ")
            self.stack[-1].append(Text(folded))

    def add(self, inline: Inline) -> None:
        """Add something that is not text."""
        self.stack[-1].append(inline)
        self.after_space = isinstance(inline, Break)

    def line_end(self) -> None:
        """A block stands among inlines: what follows begins a line, unless it already does."""
        if any(self.stack) and not self._at_start():
            self.add(Break())

    def opened(self) -> None:
        """An element begins."""
        self.stack.append([])

    def closed(self) -> tuple[Inline, ...]:
        """The element ends; what it held."""
        return tuple(self.stack.pop())

    def put(self, parts: tuple[Inline, ...]) -> None:
        """Add what was collected by an element."""
        self.stack[-1] += parts

    @property
    def ends_paragraph(self) -> bool:
        """True after two line breaks in a row."""
        top = self.stack[0]
        return (
            len(self.stack) == 1
            and len(top) > 1
            and isinstance(top[-1], Break)
            and isinstance(top[-2], Break)
        )

    def take(self) -> tuple[Inline, ...]:
        """All of it, trimmed; the line is empty again."""
        parts, combines = _trimmed(self.stack[0]), self.combines
        self.stack, self.after_space, self.combines = [[]], True, False
        if combines:
            joined = inline_text(parts)
            settled = clean_body(joined)
            if settled != joined:
                # Only hostile text comes here: its looks are lost, its words are not.
                return (Text(_SPACES.sub(" ", settled)),)
        return parts

    def _at_start(self) -> bool:
        for level in reversed(self.stack):
            if level:
                return isinstance(level[-1], Break)
        return True


def _trimmed(parts: list[Inline]) -> tuple[Inline, ...]:
    while parts and isinstance(parts[-1], Break):
        parts.pop()
    while parts and isinstance(parts[0], Break):
        parts.pop(0)
    if parts and isinstance(parts[-1], Text):
        shorter = parts[-1].text.rstrip(" ")
        parts[-1:] = [Text(shorter)] if shorter else []
    return tuple(parts)
