"""What would go, by feed, while age, number and marks are changed; Enter has it done."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.model.amounts import amount_words
from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId, FeedId
from tui.model.retention import PROTECTIONS, CleanPlan, CleanWish, FeedShare, Protection
from tui.query.moments import period
from tui.ui.desk.marking import counted
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark
from tui.ui.room.row import share_line
from tui.ui.rules.ticks import Ticks

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["CleanDialog", "ShareList"]

_WORDS: dict[Protection, str] = {
    "unread": "unread",
    "starred": "starred",
    "later": "for later",
    "tagged": "tagged",
    "packed": "packed",
    "noted": "noted",
}


class ShareList(LineList):
    """The feeds that articles would go from, the largest share first."""

    keeps_cursor = False

    def __init__(self, *, marks: Marks, id: str) -> None:  # noqa: A002
        super().__init__(marks=marks, id=id)
        self.shown: Sequence[FeedShare] = ()

    @property
    def count(self) -> int:
        """How many feeds."""
        return len(self.shown)

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One feed."""
        return [share_line(self.shown[index], width, self.marks)]


class CleanDialog(ModalScreen[CleanPlan | None]):
    """Two limits, the marks that shall not protect, and what comes of it.

    Args:
        library: asked what would go.
        articles: only these; ``None`` for all.
        feed: only of this one, with its title.
        now: what an age counts from.
        marks: signs for the terminal.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "clean", "Clean", show=False, priority=True),
        Binding("enter", "clean", "Clean", show=False),
    ]

    def __init__(
        self,
        library: "Library",
        articles: frozenset[ArticleId] | None,
        feed: tuple[FeedId, str] | None,
        now: datetime,
        marks: Marks,
    ) -> None:
        super().__init__()
        self.library, self.articles, self.feed = library, articles, feed
        self.now, self.marks = now, marks
        self.plan: CleanPlan | None = None

    def compose(self) -> ComposeResult:
        """From the limits down to the keys."""
        of = f" of {self.feed[1]}" if self.feed else ""
        chosen = f" {counted(len(self.articles))}" if self.articles is not None else " what need not be kept"
        with Vertical(classes="dialog", id="clean-dialog"):
            yield Static(Content(f"Clean{of or chosen}"), classes="dialog-title one-line")
            with Horizontal(classes="fields"):
                yield Label(Content("Older than "), classes="label")
                yield Input(placeholder="90d, 1y", compact=True, id="older", classes="field")
                yield Label(Content("  All but the newest "), classes="label")
                yield Input(placeholder="500 of each", compact=True, id="newest", classes="field")
            yield Label(Content("Even what is"), classes="label")
            yield Ticks([(name, _WORDS[name]) for name in PROTECTIONS], (), self.marks, id="also")
            yield Static("", id="clean-finding")
            yield ShareList(marks=self.marks, id="shares")
            dot = self.marks.dot
            keys = f"Enter removes them {dot} Tab moves on {dot} Space ticks {dot} Esc leaves"
            yield Static(Content(keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with the age, and with what the settings say."""
        self.query_one("#older", Input).focus()
        self.look()

    def wish(self) -> CleanWish:
        """What is typed and ticked.

        Raises:
            ValueError: it cannot be read; the words say why.
        """
        older = self.query_one("#older", Input).value.strip()
        newest = self.query_one("#newest", Input).value.strip()
        asked = period(older, self.now) if older else None
        if older and asked is None:
            raise ValueError(f"“{older}” is no age: 90d, 12w or 1y")
        if newest and not (newest.isdecimal() and int(newest[:9]) > 0):
            raise ValueError(f"“{newest}” is no number from 1")
        ticked = self.query_one(Ticks).ticked
        return CleanWish(
            newest=int(newest[:9]) if newest else None,
            before=asked.start if asked else 0,
            feeds=frozenset({self.feed[0]}) if self.feed else None,
            articles=self.articles,
            also=frozenset(name for name in PROTECTIONS if name in ticked),
        )

    @on(Input.Changed)
    @on(Ticks.Changed)
    def look(self) -> None:
        """Ask anew what would go."""
        self.plan = None
        self.workers.cancel_group(self, "plan")
        try:
            wish = self.wish()
        except ValueError as error:
            self.say(str(error), wrong=True)
            return
        self.say("…")
        self.ask_plan(wish)

    @work(exclusive=True, group="plan", exit_on_error=False)
    async def ask_plan(self, wish: CleanWish) -> None:
        """What would go; how far the look is, where it takes longer."""
        try:
            plan = await self.library.keeper.plan(
                wish, lambda count: self.say(f"{count:,} articles looked at …")
            )
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        self.plan = plan
        shares = self.query_one(ShareList)
        shares.shown = plan.shares
        shares.rows_changed()
        shares.display = bool(plan.shares)
        self.say(self.words(wish, plan))

    def words(self, wish: CleanWish, plan: CleanPlan) -> str:
        """What would go in all, or why nothing would."""
        if plan.articles:
            feeds = counted(len(plan.shares), "feed")
            staying = len(self.articles) - plan.articles if self.articles is not None else 0
            stay = f" {staying:,} stay." if staying else ""
            return f"{counted(plan.articles)} of {feeds} would go, about {amount_words(plan.size)}.{stay}"
        if wish.by_settings:
            return "By the settings all is kept. Type an age, or a number."
        return "Nothing would go: all of it is younger, or a mark protects it."

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What would go, or what is wrong."""
        finding = self.query_one("#clean-finding", Static)
        finding.update(Content(words))
        finding.set_class(wrong, "-wrong")

    @on(Input.Submitted)
    @on(LineList.Opened)
    def action_clean(self) -> None:
        """Answer, once it is known what would go."""
        if self.plan is not None and self.plan.articles:
            self.dismiss(self.plan)
