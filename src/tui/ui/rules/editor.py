"""Write or change a rule: everything on one sheet, and below it what it would do to what is here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.rule import ActionKind, Rule, RuleAction
from tui.ui.ages import day_and_time
from tui.ui.marks import Marks
from tui.ui.query_bar.widget import QueryHighlighter
from tui.ui.roles import QUERY_ROLES, role_style
from tui.ui.rules.ticks import Ticks
from tui.ui.screens.add_feed import tag_list
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["RuleEditor"]

_FLAGS: tuple[tuple[ActionKind, str], ...] = (
    ("hide", "hide"),
    ("read", "mark read"),
    ("star", "star"),
    ("later", "for later"),
    ("notify", "notify"),
    ("fulltext", "fetch full text"),
)
#: Seconds after the last key before the dry run begins.
_PAUSE = 0.3
_KEYS = "Ctrl+S saves · Space ticks · Ctrl+F feeds · Ctrl+T tries · Esc leaves"


class RuleEditor(ModalScreen[Rule | None]):
    """Seven lines, and what they mean at this moment."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("ctrl+f", "feeds", "Feeds", show=False, priority=True),
        Binding("ctrl+t", "try_it", "Try", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, library: "Library", rule: Rule, clock: Callable[[], datetime], marks: Marks) -> None:
        super().__init__()
        self.library, self.rule, self.clock, self.marks = library, rule, clock, marks
        self.feeds = rule.feeds
        self.highlighter = QueryHighlighter(self.style_of)
        self.rest: Timer | None = None

    def style_of(self, role: str) -> Style:
        """The style of a part of a query."""
        return role_style(self, "query", role if role in QUERY_ROLES else "")

    def compose(self) -> ComposeResult:
        """One line a part."""
        rule = self.rule
        kinds = {action.kind for action in rule.actions}
        ending = "" if rule.until is None else day_and_time(rule.until, self.clock())
        with Vertical(classes="dialog", id="rule-editor"):
            yield Static(Content("Edit rule" if rule.id else "New rule"), classes="dialog-title")
            yield from self.line("Name", "name", rule.name, "what you call it")
            yield from self.line("Query", "query", rule.query, "what it takes; empty is everything")
            yield Static("", id="query-said", classes="said")
            with Horizontal(classes="part"):
                yield Label(Content("Feeds"), classes="label")
                yield Static("", id="feeds-said")
            with Horizontal(classes="part"):
                yield Label(Content("Does"), classes="label")
                yield Ticks(_FLAGS, kinds, self.marks, id="does")
            yield from self.line("Tags", "tags", self.tags("tag"), "to put on, with blanks between")
            yield from self.line("Take off", "untags", self.tags("untag"), "tags to take off")
            keep = "" if rule.keep_newest is None else str(rule.keep_newest)
            yield from self.line("Leave alone", "keep", keep, "the newest so many of a feed each day")
            yield from self.line("Until", "until", ending, "1w, 3d, 1mo, 2026-12-31; empty is for good")
            yield Static("", id="outcome", classes="hint")
            yield Static(Content(_KEYS), classes="hint")

    def line(self, label: str, name: str, value: str, placeholder: str) -> ComposeResult:
        """A label and a line to type in."""
        with Horizontal(classes="part"):
            yield Label(Content(label), classes="label")
            yield Input(
                value,
                placeholder=placeholder,
                compact=True,
                id=f"rule-{name}",
                classes="field",
                select_on_focus=False,
                highlighter=self.highlighter if name == "query" else None,
            )

    def tags(self, kind: ActionKind) -> str:
        """The tags of some actions as a line."""
        return ", ".join(f"#{action.value}" for action in self.rule.actions if action.kind == kind)

    def on_mount(self) -> None:
        """Begin with what is missing."""
        self.show_feeds()
        self.query_one("#rule-query" if self.rule.name else "#rule-name").focus()
        self.think()
        # What is there already needs no rest of the fingers.
        self.count()

    # -------------------------------------------------------------------- reading

    def text(self, name: str) -> str:
        """What stands in a line."""
        return self.query_one(f"#rule-{name}", Input).value.strip()

    def written(self) -> Rule:
        """The rule as it stands on the sheet.

        Raises:
            BroadsheetError: a part of it means nothing.
        """
        ticked = self.query_one(Ticks).ticked
        actions = [RuleAction("tag", tag) for tag in tag_list(self.text("tags"))]
        actions += [RuleAction("untag", tag) for tag in tag_list(self.text("untags"))]
        actions += [RuleAction(kind) for kind, _ in _FLAGS if kind in ticked]
        keep = self.text("keep")
        if keep and not (keep.isdecimal() and 0 < int(keep) < 100_000):
            raise BroadsheetError("How many to leave alone is a number from 1.")
        return replace(
            self.rule,
            name=self.text("name"),
            query=self.query_one("#rule-query", Input).value.strip(),
            actions=tuple(actions),
            feeds=self.feeds,
            keep_newest=int(keep) if keep else None,
            until=self.ending(),
            enabled=True if self.rule.problem else self.rule.enabled,
            problem="",
        )

    def ending(self) -> datetime | None:
        """When the rule ends; the line untouched means as it was."""
        text, was = self.text("until"), self.rule.until
        if was is not None and text == day_and_time(was, self.clock()):
            return was
        return self.library.rules.read_ending(text) if text else None

    def show_feeds(self) -> None:
        """Say for which feeds it is."""
        titles = {feed.feed_url: feed.title for feed in self.library.feeds()}
        known = [titles.get(url, "a feed that is gone") for url in self.feeds]
        said = ", ".join(known[:3]) + (f" and {len(known) - 3} more" if len(known) > 3 else "")
        self.query_one("#feeds-said", Static).update(Content(said or "all"))

    # -------------------------------------------------------------------- thinking

    @on(Input.Changed)
    @on(Ticks.Changed)
    def think(self) -> None:
        """Mark what is wrong at once; try the rest when the fingers rest."""
        said = self.query_one("#query-said", Static)
        said.remove_class("trouble")
        self.highlighter.error_at = None
        try:
            self.library.rules.check_query(self.text("query"))
            said.update("")
        except QuerySyntaxError as error:
            end = min(len(self.text("query")), error.position + error.length)
            self.highlighter.error_at = (min(error.position, max(0, end - 1)), end)
            said.update(Content(error.message))
            said.add_class("trouble")
        self.query_one("#rule-query", Input).refresh()
        if self.rest is not None:
            self.rest.stop()
        self.rest = self.set_timer(_PAUSE, self.count)

    def count(self) -> None:
        """Say what the rule would change; a newer count takes the place of this one."""
        self.run_worker(self.counting(), group="count", exclusive=True, exit_on_error=False)

    async def counting(self) -> None:
        """The dry run in a line, or what is still missing."""
        try:
            rule = self.written()
            if not rule.actions:
                self.say("Choose what it does: tick something, or write a tag.")
                return
            trial = await self.library.rules.test([rule])
        except QuerySyntaxError:
            self.say("")
            return
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        if not len(trial.ids):
            self.say("Of what is here it would change nothing.")
            return
        parts = ", ".join(f"{action.words} {count:,}" for action, count in trial.counts if count)
        many = "article" if len(trial.ids) == 1 else "articles"
        self.say(f"Of what is here it would change {len(trial.ids):,} {many}: {parts}.")

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One line about the whole."""
        line = self.query_one("#outcome", Static)
        line.set_class(wrong, "trouble")
        line.update(Content(words))

    # -------------------------------------------------------------------- the keys

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Give the rule back, if it is one."""
        # What is wrong must not be wiped by a count that was on its way.
        if self.rest is not None:
            self.rest.stop()
        self.workers.cancel_group(self, "count")
        try:
            rule = self.written()
            self.library.rules.check(rule)
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        self.dismiss(rule)

    def action_feeds(self) -> None:
        """Pick feeds."""
        ask(self, self.pick)

    async def pick(self) -> None:
        """Show the feeds; none picked means all."""
        from tui.ui.rules.feed_choice import FeedChoice

        picked = await self.app.push_screen_wait(FeedChoice(self.library.feeds(), self.feeds))
        if picked is not None:
            self.feeds = picked
            self.show_feeds()
            self.think()

    def action_try_it(self) -> None:
        """List what would change."""
        ask(self, self.trying)

    async def trying(self) -> None:
        """The dry run whole; nothing can be applied from here."""
        from tui.ui.rules.trial import TrialScreen

        try:
            trial = await self.library.rules.test([self.written()])
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        await self.app.push_screen_wait(
            TrialScreen(self.library, trial, self.clock, self.marks, only_look=True)
        )
