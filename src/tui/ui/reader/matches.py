"""What a find in the article has lit, and which of it was gone to last."""

from collections.abc import Sequence

from tui.render.find import Finder, Match
from tui.render.lines import Page
from tui.ui.reader.strips import Lit

__all__ = ["Matches"]


class Matches:
    """The matches of one needle in one page; another page means the same needle there."""

    def __init__(self, page: Page) -> None:
        self.finder = Finder(page)
        self.needle = ""
        self.found: tuple[Match, ...] = ()
        self.at = 0
        self.by_line: dict[int, list[tuple[int, int, int]]] = {}

    def find(self, needle: str) -> None:
        """Light every match.

        Raises:
            QueryTooSlow: a pattern takes too long; nothing is lit.
            PatternMistake: a pattern cannot be read; nothing is lit.
        """
        self.needle, self.at = needle, 0
        self.found, self.by_line = (), {}
        if not needle.strip():
            return
        self.found = self.finder.find(needle)
        for index, match in enumerate(self.found):
            for piece in match.pieces:
                self.by_line.setdefault(piece.line, []).append((piece.start, piece.end, index))

    def move_to(self, page: Page) -> None:
        """The same text in other lines: the same matches."""
        self.finder = Finder(page)
        if self.needle:
            at = self.at
            self.find(self.needle)
            self.at = min(at, max(0, len(self.found) - 1))

    def go_from(self, line: int) -> None:
        """Stand on the first match at or below a line; on the first of all if there is none."""
        self.at = next((index for index, match in enumerate(self.found) if match.line >= line), 0)

    @property
    def current(self) -> Match | None:
        """The match that was gone to last."""
        return self.found[self.at] if self.found else None

    def lit(self, line: int) -> Sequence[Lit]:
        """What is lit on a line."""
        return [Lit(start, end, index == self.at) for start, end, index in self.by_line.get(line, ())]
