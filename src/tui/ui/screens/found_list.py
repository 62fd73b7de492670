"""The feeds that were found, to be picked from: a name and a line of facts each."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.model.clean import clean
from tui.service.found_words import facts_of, name_of
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark, row

if TYPE_CHECKING:
    from tui.model.finding import FoundFeed

__all__ = ["FoundList"]


class FoundList(LineList):
    """Space picks, ``*`` picks all or none; feeds that are there already cannot be picked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,x", "pick", "Pick", show=False),
        Binding("asterisk", "pick_all", "All", show=False),
    ]

    def __init__(self, clock: Callable[[], datetime], marks: Marks) -> None:
        super().__init__(marks=marks, id="found")
        self.clock = clock
        self.feeds: tuple[FoundFeed, ...] = ()
        #: Addresses, so that a pick stays while more is found.
        self.picked: set[str] = set()
        self.row_height = 2

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.feeds)

    @property
    def current(self) -> "FoundFeed | None":
        """The feed under the cursor."""
        return self.feeds[self.cursor] if self.cursor < len(self.feeds) else None

    @property
    def chosen(self) -> "tuple[FoundFeed, ...]":
        """Those that are picked, in the list's order."""
        return tuple(feed for feed in self.feeds if feed.feed_url in self.picked)

    def show(self, feeds: "Sequence[FoundFeed]") -> None:
        """List feeds; a cursor that was moved stays on its feed."""
        under = self.current if self.cursor else None
        self.feeds = tuple(feeds)
        if under is not None:
            places = [index for index, feed in enumerate(self.feeds) if feed.feed_url == under.feed_url]
            self.cursor = places[0] if places else 0
        self.rows_changed()

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """The name, and whether it is picked; what it is like."""
        feed = self.feeds[index]
        picked = feed.feed_url in self.picked
        sign = Mark(f"{self.marks.chosen} " if picked else "  ", "mark")
        name = Mark(clean(name_of(feed), 200), "soft" if feed.known else "strong")
        note = [Mark("subscribed already", "soft")] if feed.known else []
        dot = f" {self.marks.dot} "
        facts = clean(dot.join(facts_of(feed, self.clock())), 200)
        ellipsis = self.marks.ellipsis
        return [
            row([sign, name], note, width, ellipsis),
            row([Mark("  "), Mark(facts, "soft")], [], width, ellipsis),
        ]

    def action_pick(self) -> None:
        """Pick the feed under the cursor, or not any more."""
        feed = self.current
        if feed is not None and not feed.known:
            self.picked ^= {feed.feed_url}
            self.forget_row(self.cursor)

    def action_pick_all(self) -> None:
        """All of them, or none if all are; never the same articles twice."""
        every = {feed.feed_url for feed in self.feeds if not feed.known and not feed.same_as}
        self.picked = set() if self.picked >= every else every
        self.rows_changed()

    def row_clicked(self, index: int, x: int) -> None:
        """A click goes there and picks."""
        del x
        self.move_to(index)
        self.action_pick()
