"""The list under the query bar: ways to go on, and a sentence on what is being typed."""

from collections.abc import Sequence
from textwrap import wrap

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

__all__ = ["OfferList"]

#: Cells of the whole list, and the most that a name may take of them.
WIDTH, NAME = 66, 34

_ROLES = {"tag": "tag", "state": "link", "field": "link", "value": "link", "time": "link", "search": "link"}


class OfferList(Widget):
    """Lies over the panes and pushes nothing; never has the focus, the line keeps it."""

    class Clicked(Message):
        """An offer was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, marks: Marks = UNICODE) -> None:
        super().__init__(id="query-offers")
        self.marks = marks
        self.offers: Sequence[Offer] = ()
        self.chosen = -1
        self.notes: list[str] = []
        self.wrong = False

    def show(self, offers: Sequence[Offer], chosen: int, note: str, *, wrong: bool = False) -> None:
        """Show these rows and, below them, what is to be said; nothing at all hides the list."""
        self.offers, self.chosen, self.wrong = offers, chosen, wrong
        width = min(WIDTH, self.screen.size.width - 4)
        self.notes = wrap(note, max(20, width - 3))
        self.styles.width = width
        self.styles.height = len(offers) + len(self.notes)
        self.display = bool(offers or self.notes)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One offer, or a line of the note."""
        width = self.size.width
        if y < len(self.offers):
            return self.paint_offer(self.offers[y], width, chosen=y == self.chosen)
        place = y - len(self.offers)
        note = self.notes[place] if place < len(self.notes) else ""
        return paint(
            [Mark(f"  {note}", "mark" if self.wrong else "soft")], width, self.style_of, self.rich_style
        )

    def paint_offer(self, offer: Offer, width: int, *, chosen: bool) -> Strip:
        """Name, what it is, and how many articles there are."""
        base = self.rich_style + self.style_of("cursor") if chosen else self.rich_style
        name = fit(offer.label, NAME, self.marks.ellipsis)
        # The column of the explanations is as far right as the longest name needs.
        column = min(NAME, max(cell_len(one.label) for one in self.offers))
        gap = " " * (column - cell_len(name) + 2)
        left = [
            Mark(f"{self.marks.bar} " if chosen else "  ", "mark"),
            Mark(name, _ROLES.get(offer.kind, "ink")),
            Mark(gap + (offer.help or offer.kind), "soft"),
        ]
        count = "" if offer.count is None else f"{offer.count:,}"
        line = row(left, [Mark(count, "soft")], width - 1, self.marks.ellipsis)
        return paint(line, width, self.style_of, base)

    def style_of(self, role: str) -> Style:
        """The style of a part of a row."""
        return role_style(self, "line", role)

    def on_click(self, event: events.Click) -> None:
        """A click takes the offer."""
        event.stop()
        if event.y < len(self.offers):
            self.post_message(self.Clicked(event.y))
