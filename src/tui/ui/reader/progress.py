"""How far an article is read, in words."""

from math import ceil

from tui.render.lines import Line, Page
from tui.render.places import seen_percent

__all__ = ["progress_words"]


def progress_words(page: Page, top: int, height: int, minutes: int) -> str:
    """``41 % · 3 min left``; without minutes only how much has been in view."""
    percent = seen_percent(page, top, height)
    left = ceil(minutes * _share_below(page, top + height)) if percent < 100 else 0
    return f"{percent} % · {left} min left" if left else f"{percent} %"


def _share_below(page: Page, line: int) -> float:
    """Which part of the letters stands at *line* or below; addresses are not read."""
    below = sum(map(_letters, page.lines[line:]))
    return below / (below + sum(map(_letters, page.lines[:line])) or 1)


def _letters(line: Line) -> int:
    return 0 if any(span.role == "address" for span in line.spans) else len(line.text)
