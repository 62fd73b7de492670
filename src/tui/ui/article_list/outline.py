"""Which row of a list is a heading, and which stands for which article. Pure.

A *place* counts articles, as in the window's ids; a *row* counts lines of the list, where
headings stand between the articles, copies below the article they are of, and folded groups
take no room. Both ways are a search among headings and unfolded articles, however many others
there are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

__all__ = ["NO_HEADINGS", "Headings", "Outline"]


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands over the groups of a list, in its order."""

    #: "day", "feed", "tag" or "story"; "" if the list has no headings.
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
        copies: How many copies are shown below the articles that are unfolded, by place.
    """

    def __init__(
        self,
        count: int,
        bounds: Sequence[int] = (),
        folded: Collection[int] = (),
        copies: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self.count = count
        self.bounds = bounds
        self.folded = frozenset(folded)
        #: How many groups, and the row of each heading as if no article were unfolded.
        self.groups = max(0, len(bounds) - 1)
        sizes = (1 + self.shown(group) for group in range(self.groups))
        *self.bare_heads, self.rows = accumulate(sizes, initial=0)
        if not self.groups:
            self.rows = count
        unfolded = sorted(
            (self.bare_row(place), number)
            for place, number in copies.items()
            if number and place < count and self.group_of(place) not in self.folded
        )
        #: The bare rows that have copies below them, and how many copies there are above each and in all.
        self.above = [row for row, _number in unfolded]
        self.sums = [*accumulate((number for _row, number in unfolded), initial=0)]
        #: The rows that have copies below them, and those of the headings.
        self.unfolded = [row + before for row, before in zip(self.above, self.sums, strict=False)]
        self.heads = [self.full_row(row) for row in self.bare_heads] if unfolded else self.bare_heads
        self.rows += self.sums[-1]

    def full_row(self, bare: int) -> int:
        """A row that was counted without copies, with those above it."""
        return bare + self.sums[bisect_left(self.above, bare)]

    def split(self, row: int) -> tuple[int, int]:
        """The row without copies that *row* belongs to, and which of its copies that is, from 1; 0 itself."""
        last = bisect_right(self.unfolded, row) - 1
        if last < 0:
            return row, 0
        below, number = row - self.unfolded[last], self.sums[last + 1] - self.sums[last]
        return (self.above[last], below) if below <= number else (row - self.sums[last + 1], 0)

    def copy_at(self, row: int) -> int:
        """Which copy of the article at that place *row* shows, from 1; 0 for the article itself."""
        return self.split(row)[1]

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
        """The article that *row* shows, or a copy of which; ``None`` for a heading, or beyond the list."""
        if not 0 <= row < self.rows:
            return None
        group, bare = self.group_at(row), self.split(row)[0]
        if group is None:
            return bare
        below = bare - self.bare_heads[group] - 1
        return self.bounds[group] + below if below >= 0 else None

    def group_of(self, place: int) -> int | None:
        """The group that an article stands in."""
        return bisect_right(self.bounds, place) - 1 if self.groups and 0 <= place < self.count else None

    def ends_group(self, place: int) -> bool:
        """Whether an article is the last of its group."""
        group = self.group_of(place)
        return group is not None and self.bounds[group + 1] == place + 1

    def row_of(self, place: int) -> int:
        """The row of an article; its heading's while it is folded away."""
        return self.full_row(self.bare_row(place))

    def bare_row(self, place: int) -> int:
        """The same, as if no article were unfolded."""
        group = self.group_of(place)
        if group is None:
            return place
        head = self.bare_heads[group]
        return head if group in self.folded else head + 1 + place - self.bounds[group]

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The articles that rows *first* to *last* show: first and last place of each stretch."""
        first, last = max(0, first), min(last, self.rows - 1)
        if first > last:
            return
        groups = range(self.group_at(first) or 0, (self.group_at(last) or 0) + 1)
        first, last = self.split(first)[0], self.split(last)[0]
        if not self.groups:
            yield first, last
            return
        for group in groups:
            start = self.bounds[group] + max(0, first - self.bare_heads[group] - 1)
            end = self.bounds[group] + min(self.shown(group), last - self.bare_heads[group])
            if start < end:
                yield start, end - 1
