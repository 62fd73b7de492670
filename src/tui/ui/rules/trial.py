"""The dry run: everything that a rule would change of what is here, before it does."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.rule import RuleHit
from tui.ui.article_list.row import Density
from tui.ui.article_list.widget import ArticleList
from tui.ui.article_list.window import Window
from tui.ui.lines import LineList
from tui.ui.marks import Marks

if TYPE_CHECKING:
    from tui.service.library import Library, RuleTrial

__all__ = ["TrialScreen"]


class TrialScreen(ModalScreen[bool]):
    """Counts, the articles, and why the one under the cursor is among them; Enter applies.

    Args:
        only_look: The rule is not stored yet: there is nothing to apply.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(False)", "Close", show=False),
        Binding("ctrl+s", "apply", "Apply", show=False, priority=True),
    ]

    def __init__(
        self,
        library: "Library",
        trial: "RuleTrial",
        clock: Callable[[], datetime],
        marks: Marks,
        *,
        only_look: bool = False,
    ) -> None:
        super().__init__()
        self.library, self.trial, self.clock, self.marks = library, trial, clock, marks
        self.only_look = only_look
        self.hits: dict[int, RuleHit] = {number: hit for ids, hit in trial.hits() for number in ids}

    def compose(self) -> ComposeResult:
        """What would be done how often; to which; why."""
        name = self.trial.rules[0].name
        count = len(self.trial.ids)
        title = f"Try “{name}”" if name else "Try this rule"
        with Vertical(classes="dialog tall" if count else "dialog", id="trial-dialog"):
            yield Static(Content(title), classes="dialog-title")
            yield Static(Content(self.counts()), id="trial-counts")
            articles = ArticleList(
                clock=self.clock, marks=self.marks, density=Density.TWO, id="trial-articles"
            )
            articles.display = bool(count)
            yield articles
            why = Static("", id="trial-why")
            why.display = bool(count)
            yield why
            keys = "Esc goes back"
            if count and not self.only_look:
                many = "article" if count == 1 else "articles"
                keys = f"Enter does this to {count:,} {many} · Esc leaves all as it is"
            yield Static(Content(keys), classes="hint")

    def counts(self) -> str:
        """How many articles each action would change."""
        if not len(self.trial.ids):
            return "Of what is here it would change nothing."
        width = max(len(action.words) for action, _ in self.trial.counts)
        return "\n".join(f"{action.words:<{width}}  {count:>9,}" for action, count in self.trial.counts)

    def on_mount(self) -> None:
        """The newest first, the cursor on it."""
        if len(self.trial.ids):
            self.articles.show(Window(self.trial.ids), 0)
            self.articles.focus()
            self.show_why()

    @property
    def articles(self) -> ArticleList:
        """The list."""
        return self.query_one(ArticleList)

    @on(ArticleList.PagesWanted)
    def pages_wanted(self, message: ArticleList.PagesWanted) -> None:
        """Fetch rows that came into view."""
        message.stop()
        for page in message.pages:
            self.run_worker(self.fetch(message.window, page), group="rows", exit_on_error=False)

    async def fetch(self, window: Window, page: int) -> None:
        """One page of rows."""
        self.articles.page_arrived(window, page, await self.library.rows(window.page_ids(page)))

    @on(LineList.CursorMoved)
    def show_why(self) -> None:
        """What would be done to the article under the cursor, and why."""
        number = self.articles.current_id
        hit = None if number is None else self.hits.get(int(number))
        if hit is not None:
            done = ", ".join(action.words for action in hit.did)
            since = f", since {hit.why}" if hit.why else ""
            self.query_one("#trial-why", Static).update(Content(f"{done}{since}"))

    @on(LineList.Opened)
    def action_apply(self) -> None:
        """Do it."""
        if len(self.trial.ids) and not self.only_look:
            self.dismiss(True)
