"""The list of offers above the command line: ways to go on, as many as there is room for."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.query.suggest import Offer
from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark, fit, paint, row
from tui.ui.roles import role_style

__all__ = ["CommandOffers"]

_WIDEST = 28


class CommandOffers(Widget):
    """Scrolls with the chosen offer; never has the focus, the line keeps it."""

    class Clicked(Message):
        """An offer was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, *, marks: Marks = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.marks = marks
        self.offers: Sequence[Offer] = ()
        self.chosen = -1
        self.rows = 0

    def show(self, offers: Sequence[Offer], rows: int) -> None:
        """Show other offers in at most *rows* lines; none is chosen."""
        self.offers, self.chosen, self.rows = offers, -1, min(rows, len(offers))
        self.display = bool(offers)
        self.styles.height = self.rows
        self.refresh()

    def choose(self, place: int) -> None:
        """Let an offer stand out; -1 is none."""
        self.chosen = max(-1, min(place, len(self.offers) - 1))
        self.refresh()

    @property
    def first(self) -> int:
        """The offer in the first line: the chosen one is always in view."""
        return max(0, self.chosen - self.rows + 1)

    def render_line(self, y: int) -> Strip:
        """The offer, what it is, how many articles there are; on the last line how many more offers."""
        place, width = self.first + y, self.size.width
        if place >= len(self.offers):
            return Strip.blank(width, self.rich_style)
        offer, chosen = self.offers[place], place == self.chosen
        column = min(_WIDEST, width // 3, max(cell_len(one.label) for one in self.offers))
        label = fit(offer.label, column, self.marks.ellipsis)
        count = "" if offer.count is None else f"{offer.count:,}"
        more = len(self.offers) - self.first - self.rows
        left = [
            Mark(f"{self.marks.bar} " if chosen else "  ", "mark"),
            Mark(label + " " * (column - cell_len(label) + 2), "tag" if offer.kind == "tag" else "link"),
            Mark(count or offer.help, "soft"),
        ]
        right = [Mark(f"{more:,} more", "soft")] if more > 0 and y == self.rows - 1 else []
        base = self.rich_style + self.style_of("cursor") if chosen else self.rich_style
        return paint(row(left, right, width - 1, self.marks.ellipsis), width, self.style_of, base)

    def style_of(self, role: str) -> Style:
        """The style of a part of an offer."""
        return role_style(self, "line", role)

    def on_click(self, event: events.Click) -> None:
        """A click takes the offer."""
        event.stop()
        place = self.first + event.y
        if place < len(self.offers):
            self.post_message(self.Clicked(place))
