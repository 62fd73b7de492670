"""Places in a page that hold when it is set anew: for another width, or with other words."""

from bisect import bisect_left
from operator import attrgetter

from tui.model.reading import ReadingPlace
from tui.render.lines import Line, Page

__all__ = ["line_of", "place_at", "seen_percent"]

#: What a line begins with that another width may set more or less often.
_REPEATED = frozenset({"quote-bar", "bullet", "code-wrap", "rule"})
#: A place that is off by more than so many hundredths of the page belongs to another text.
_CHANGED = 25


def place_at(page: Page, top: int) -> ReadingPlace | None:
    """The place of the line at the top of a window; ``None`` at the very start."""
    if not 0 < top < len(page.lines):
        return None
    block = page.lines[top].anchor
    above = page.lines[_first_line(page, block) : top]
    return ReadingPlace(block, sum(map(_letters, above)), _percent(page, top))


def line_of(page: Page, place: ReadingPlace) -> int:
    """The line that holds the letters of *place*; where the text has changed, as far down as it was."""
    lines = page.lines
    number = _first_line(page, place.block)
    left = place.offset
    while number < len(lines) and lines[number].anchor == place.block:
        left -= _letters(lines[number])
        if left < 0 and abs(_percent(page, number) - place.percent) <= _CHANGED:
            return number
        number += 1
    return round(place.percent * len(lines) / 100)


def seen_percent(page: Page, top: int, height: int) -> int:
    """How much of a page has been seen when *top* is the first of *height* lines, 0 to 100."""
    lines = len(page.lines)
    return min(100, round(100 * min(lines, top + height) / lines)) if lines else 0


def _percent(page: Page, line: int) -> int:
    return round(100 * line / len(page.lines))


def _first_line(page: Page, block: int) -> int:
    return bisect_left(page.lines, block, key=attrgetter("anchor"))


def _letters(line: Line) -> int:
    """Letters of a line, blanks not counted; a blank line counts as one, so that it is a place too."""
    return max(1, sum(len("".join(span.text.split())) for span in line.spans if span.role not in _REPEATED))
