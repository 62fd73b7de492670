"""Finding in a typeset page: words, with case and accents ignored, or a pattern between slashes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tui.query.patterns import PatternMistake, pattern_spans, pattern_value
from tui.render.flow import Flow, Piece, folded
from tui.render.lines import Page, WidePart
from tui.render.wide import shown_columns

__all__ = ["Finder", "Match", "Piece", "find"]

#: More are not lit: nobody goes through them.
MOST = 5_000
#: A pattern, whole or still without its second slash.
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)(?:/([ims]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Match:
    """What is lit: parts of one line, or of several where a line ends within the match."""

    pieces: tuple[Piece, ...]

    @property
    def line(self) -> int:
        """The line in which it begins."""
        return self.pieces[0].line


class Finder:
    """A page that is searched again and again while somebody types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def words(self) -> Flow:
        """The page without case and accents."""
        return Flow(self.page, fold=True)

    @cached_property
    def letters(self) -> Flow:
        """The page letter by letter."""
        return Flow(self.page, fold=False)

    def find(self, needle: str) -> tuple[Match, ...]:
        """Every place where *needle* stands, in order.

        Raises:
            QueryTooSlow: the pattern takes too long.
            PatternMistake: the pattern, closed by its slash, cannot be read.
        """
        written = _PATTERN.fullmatch(needle.strip())
        if written is None:
            found = (*self._matches(self.words, self._word_spans(needle)), *self._hidden(needle))
            return tuple(sorted(found, key=lambda match: match.line))
        is_open = written[2] is None
        try:
            value = pattern_value(f"/{written[1]}/{written[2] or ''}")
        except PatternMistake:
            if is_open:
                # Half typed.
                return ()
            raise
        return self._matches(self.letters, pattern_spans(value, self.letters.text))

    def _hidden(self, needle: str) -> Iterator[Match]:
        """For words in columns out of view: the line below their table that says which are in it."""
        wanted, _ = folded(" ".join(needle.split()))
        for wide in self.page.wides if wanted else ():
            if any(wanted in text for text in hidden_texts(wide)):
                line = self.page.lines[wide.end - 1].text
                yield Match((Piece(wide.end - 1, len(line) - len(line.lstrip()), len(line)),))

    def _word_spans(self, needle: str) -> Iterator[tuple[int, int]]:
        wanted, _ = folded(" ".join(needle.split()))
        text = self.words.text
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            yield at, at + len(wanted)
            at = text.find(wanted, at + len(wanted))

    def _matches(self, flow: Flow, spans: Iterator[tuple[int, int]]) -> tuple[Match, ...]:
        found: list[Match] = []
        for start, end in spans:
            pieces = flow.pieces(start, end)
            if pieces:
                found.append(Match(pieces))
            if len(found) == MOST:
                break
        return tuple(found)


def hidden_texts(wide: WidePart) -> Iterator[str]:
    """The columns of a table that are out of view, without case and accents."""
    shown = shown_columns(wide)
    for column in range(len(wide.widths)):
        if column not in shown:
            words = " ".join("".join(span.text for span in line[column]) for line in wide.cells)
            yield folded(" ".join(words.split()))[0]


def find(page: Page, needle: str) -> tuple[Match, ...]:
    """Every place where *needle* stands in a page that is searched once."""
    return Finder(page).find(needle)
