"""How far an article is read, in words."""

from itertools import accumulate
from math import ceil

from tui.render.lines import Line, Page
from tui.render.places import seen_percent

__all__ = ["Progress"]


class Progress:
    """Knows the page it was asked of last: with every line scrolled it is asked again."""

    def __init__(self) -> None:
        self.page = Page()
        #: How many letters stand above each line, and in all.
        self.letters = [0]

    def words(self, page: Page, top: int, height: int, minutes: int) -> str:
        """``41 % · 3 min left``; without minutes only how much has been in view."""
        percent = seen_percent(page, top, height)
        left = ceil(minutes * self.share_below(page, top + height)) if percent < 100 else 0
        return f"{percent} % · {left} min left" if left else f"{percent} %"

    def share_below(self, page: Page, line: int) -> float:
        """Which part of the letters stands at *line* or below; addresses are not read."""
        if page is not self.page:
            self.page, self.letters = page, list(accumulate(map(_letters, page.lines), initial=0))
        total = self.letters[-1]
        return (total - self.letters[min(line, len(page.lines))]) / total if total else 0.0


def _letters(line: Line) -> int:
    return 0 if any(span.role == "address" for span in line.spans) else len(line.text)
