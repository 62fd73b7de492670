"""Which feeds a rule is for: type to narrow, Space picks."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.model.feed import Feed

__all__ = ["FeedChoice"]


class FeedChoice(ModalScreen[tuple[str, ...] | None]):
    """The line narrows, Enter picks or unpicks, Ctrl+S is done."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "done", "Done", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, feeds: Sequence[Feed], picked: Sequence[str]) -> None:
        super().__init__()
        self.feeds = [feed for feed in feeds if feed.feed_url.startswith(("http:", "https:"))]
        self.picked = set(picked)
        self.shown: list[Feed] = []

    def compose(self) -> ComposeResult:
        """The line, the feeds, the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content("Feeds of the rule"), classes="dialog-title")
            yield Input(placeholder="type to narrow; none picked means all", compact=True, classes="field")
            yield OptionList(compact=True, markup=False)
            yield Static(Content("Enter picks · Enter on an empty line is done · Esc leaves"), classes="hint")

    def on_mount(self) -> None:
        """The picked ones first; the cursor types."""
        self.query_one(OptionList).can_focus = False
        self.refill()

    @on(Input.Changed)
    def refill(self) -> None:
        """Show the feeds that go with what is typed."""
        typed = self.query_one(Input).value.strip().casefold()
        self.shown = [feed for feed in self.feeds if typed in feed.title.casefold() or typed in feed.feed_url]
        if not typed:
            self.shown.sort(key=lambda feed: feed.feed_url not in self.picked)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(
                Content.assemble(
                    (" ✓ " if feed.feed_url in self.picked else "   ", "$mark"),
                    feed.title,
                    (f"  {feed.category}" if feed.category else "", "$soft"),
                )
            )
            for feed in self.shown[:500]
        )
        if self.shown:
            options.highlighted = 0

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Pick the feed under the cursor; on an empty line, be done."""
        line, place = self.query_one(Input), self.query_one(OptionList).highlighted
        if not line.value.strip() and place in (None, 0):
            self.action_done()
        elif place is not None:
            self.toggle(place)
            line.value = ""

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click picks too."""
        self.toggle(event.option_index)

    def toggle(self, place: int) -> None:
        """Pick or unpick, and show it."""
        self.picked ^= {self.shown[place].feed_url}
        self.refill()

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the line keeps the focus."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_done(self) -> None:
        """Say which; addresses of feeds that are gone are let go of."""
        self.dismiss(tuple(feed.feed_url for feed in self.feeds if feed.feed_url in self.picked))
