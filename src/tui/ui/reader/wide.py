"""Tables wider than the reader: which one a key moves, and where each has been moved to."""

from tui.render.lines import Page, WidePart
from tui.render.wide import shifted

__all__ = ["WideTables", "in_view"]


class WideTables:
    """The places of the wide tables of one article, kept when it is typeset again."""

    def __init__(self) -> None:
        #: By the order of the table, and how many columns it has.
        self.firsts: dict[tuple[int, int], int] = {}

    def again(self, page: Page) -> Page:
        """*page* with its tables where they were."""
        for at, wide in enumerate(page.wides):
            first = self.firsts.get((at, len(wide.widths)))
            if first is not None:
                page = shifted(page, wide.number, first - wide.first)
        return page

    def move(self, page: Page, number: int, columns: int) -> Page:
        """*page* with table *number* moved by so many columns."""
        moved = shifted(page, number, columns)
        for at, wide in enumerate(moved.wides):
            if wide.number == number:
                self.firsts[(at, len(wide.widths))] = wide.first
        return moved


def in_view(page: Page, top: int, height: int) -> WidePart | None:
    """The wide table that has most lines in view, the first of equals."""

    def seen(wide: WidePart) -> int:
        return min(wide.end, top + height) - max(wide.start, top)

    found = max(page.wides, key=seen, default=None)
    return found if found is not None and seen(found) > 0 else None
