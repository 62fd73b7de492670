"""Which row of a list is a heading, and which stands for which article. Pure.

A *place* counts articles, as in the window's ids; a *row* counts lines of the list, where
headings stand between the articles and folded groups take no room. Both ways are a search
among the headings, however many articles there are.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["NO_HEADINGS", "Headings", "Outline"]


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands over the groups of a list, in its order."""

    #: "day", "feed" or "tag"; "" if the list has no headings.
    kind: str
    #: What finds a group again after a change.
    keys: Sequence[str]
    names: Sequence[str]
    #: The place where each group begins, and the end of the last.
    bounds: Sequence[int]
    #: How many articles of each are unread.
    unread: Sequence[int]


NO_HEADINGS = Headings("", (), (), (0,), ())


class Outline:
    """The rows of *count* articles under headings, some of them folded.

    Args:
        count: How many articles there are.
        bounds: Where each group begins, and *count*; only one number, or none, without groups.
        folded: The numbers of the groups whose articles are not shown.
    """

    def __init__(self, count: int, bounds: Sequence[int] = (), folded: Collection[int] = ()) -> None:
        self.count = count
        self.bounds = bounds
        self.folded = frozenset(folded)
        #: How many groups, and the row of each heading.
        self.groups = max(0, len(bounds) - 1)
        sizes = (1 + self.shown(group) for group in range(self.groups))
        *self.heads, self.rows = accumulate(sizes, initial=0)
        if not self.groups:
            self.rows = count

    def size(self, group: int) -> int:
        """How many articles a group has."""
        return self.bounds[group + 1] - self.bounds[group]

    def shown(self, group: int) -> int:
        """How many of them are shown."""
        return 0 if group in self.folded else self.size(group)

    def group_at(self, row: int) -> int | None:
        """The group that *row* belongs to, heading or article."""
        return bisect_right(self.heads, row) - 1 if self.groups and 0 <= row < self.rows else None

    def heading_at(self, row: int) -> int | None:
        """The group whose heading *row* is."""
        group = self.group_at(row)
        return group if group is not None and self.heads[group] == row else None

    def place_at(self, row: int) -> int | None:
        """The article that *row* shows; ``None`` for a heading, or beyond the list."""
        if not 0 <= row < self.rows:
            return None
        group = self.group_at(row)
        if group is None:
            return row
        below = row - self.heads[group] - 1
        return self.bounds[group] + below if below >= 0 else None

    def group_of(self, place: int) -> int | None:
        """The group that an article stands in."""
        return bisect_right(self.bounds, place) - 1 if self.groups and 0 <= place < self.count else None

    def row_of(self, place: int) -> int:
        """The row of an article; its heading's while it is folded away."""
        group = self.group_of(place)
        if group is None:
            return place
        head = self.heads[group]
        return head if group in self.folded else head + 1 + place - self.bounds[group]

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The articles that rows *first* to *last* show: first and last place of each stretch."""
        first, last = max(0, first), min(last, self.rows - 1)
        if first > last:
            return
        if not self.groups:
            yield first, last
            return
        for group in range(self.group_at(first) or 0, (self.group_at(last) or 0) + 1):
            start = self.bounds[group] + max(0, first - self.heads[group] - 1)
            end = self.bounds[group] + min(self.shown(group), last - self.heads[group])
            if start < end:
                yield start, end - 1
