"""The full text of one feed: when pages are fetched, where the article is on them, and what that gives."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from tui.model.errors import BroadsheetError
from tui.model.extraction import SiteRule
from tui.model.feed import Feed
from tui.model.full_text import TextChoice, When
from tui.ui.marks import Marks
from tui.ui.paint import fit
from tui.ui.share.pick import Pick

if TYPE_CHECKING:
    from tui.service.fulltext import RuleTried

__all__ = ["FeedTextDialog", "rule_lines"]

#: What a rule finds on the newest page of the feed.
Try = Callable[[SiteRule], Awaitable["RuleTried"]]
#: A rule of the lines that were typed, or an error in words.
Read = Callable[[str, str, str, str], SiteRule]

_FIELDS = (
    ("keep", "The article is", "CSS selectors, such as div.story (empty: found by itself)"),
    ("drop", "Without", "such as .ad, p.promo"),
    ("next", "Its next page", "the link to it, such as a.next"),
    ("rewrite", "Fetch another address", "pattern => instead, such as /story/ => /print/"),
)
#: So much of what was found is shown.
_LINES = 3


def rule_lines(rule: SiteRule) -> tuple[str, str, str, str]:
    """A rule as the lines in which it is edited."""
    pairs = " ;; ".join(f"{pattern} => {instead}" for pattern, instead in rule.rewrite)
    return ", ".join(rule.keep), ", ".join(rule.drop), rule.next_page, pairs


class FeedTextDialog(ModalScreen[TextChoice | None]):
    """A choice, four lines, and what they find.

    Args:
        choice: What is wanted now.
        when: What the settings say for all feeds.
        read: Makes a rule of the lines; raises with the mistake in words.
        attempt: Tries a rule on the newest article's page.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("enter", "save", "Save", show=False),
        Binding("ctrl+t", "attempt", "Try", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self, feed: Feed, choice: TextChoice, when: When, read: Read, attempt: Try, marks: Marks
    ) -> None:
        super().__init__()
        self.feed, self.choice, self.when = feed, choice, when
        self.read, self.attempt, self.marks = read, attempt, marks

    def compose(self) -> ComposeResult:
        """When; where; what comes of it."""
        said = {"cut": "where cut", "always": "always", "never": "never"}
        choices = (("", f"as for all ({said[self.when]})"), *said.items())
        with Vertical(classes="dialog"):
            yield Static(Content(f"Full text of {fit(self.feed.title, 50)}"), classes="dialog-title")
            yield Label(Content("Fetch the page of an article that is opened"), classes="label")
            yield Pick(choices, self.choice.when, self.marks, id="when")
            for (name, label, example), value in zip(_FIELDS, rule_lines(self.choice.rule), strict=True):
                yield Label(Content(label), classes="label")
                yield Input(value, placeholder=example, compact=True, id=name, classes="field tight")
            yield Static("", id="tried")
            yield Static(
                Content("Enter saves · Ctrl+T tries the newest page · Tab · Esc leaves"), classes="hint"
            )

    def say(self, words: str, *, wrong: bool = False) -> None:
        """What a try has found, or what is wrong."""
        tried = self.query_one("#tried", Static)
        tried.set_class(wrong, "-wrong")
        tried.update(Content(words))

    def rule(self) -> SiteRule | None:
        """The rule as typed; a mistake is said and gives none."""
        try:
            return self.read(*(self.query_one(f"#{name}", Input).value.strip() for name, _, _ in _FIELDS))
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return None

    def action_attempt(self) -> None:
        """Fetch the newest article's page and show what the rule finds on it."""
        rule = self.rule()
        if rule is not None:
            self.say(f"{self.marks.working} fetching the newest page …")
            self.run_try(rule)

    @work(exclusive=True, group="try", exit_on_error=False)
    async def run_try(self, rule: SiteRule) -> None:
        """The screen stays alive meanwhile."""
        try:
            tried = await self.attempt(rule)
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        if tried.trouble:
            self.say(f"{fit(tried.title, 60)}: {tried.trouble}", wrong=True)
            return
        lines = [line for line in tried.text.splitlines() if line.strip()][:_LINES]
        head = f"{fit(tried.title, 50)}: {tried.words:,} words, {tried.minutes} min"
        room = max(20, self.query_one("#tried").size.width - 2)
        self.say("\n".join([head, *(f"  {fit(line, room)}" for line in lines)]))

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Say what is wanted."""
        rule = self.rule()
        if rule is None:
            return
        when = cast("When", self.query_one(Pick).picked)
        # Who says anew when pages are fetched wants that, whatever a key remembered.
        step = self.choice.step if when == self.choice.when else None
        self.dismiss(TextChoice(when, step, rule))
