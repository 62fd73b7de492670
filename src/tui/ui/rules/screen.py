"""All rules: what each does, what it has touched of late, and whether it acts at all."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from tui.model.changes import ChangeSet
from tui.model.errors import BroadsheetError
from tui.model.rule import Rule
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark
from tui.ui.rules.row import rule_lines
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library, RuleTrial

__all__ = ["RuleList", "RulesScreen", "Write"]

#: Awaits a write, shows its changes everywhere, reports its failure.
Write = Callable[[Awaitable[ChangeSet | None]], Awaitable[ChangeSet | None]]

_KEYS = "Enter edits · a adds · p presets · Space on or off · T tries it\n"
_MORE = "J K move it down or up · D deletes · u undoes · Esc closes"


class RuleList(LineList):
    """The rules in the order in which they are asked."""

    def __init__(self, *, marks: Marks, now: datetime, id: str | None = None) -> None:  # noqa: A002
        super().__init__(marks=marks, id=id)
        self.now = now
        self.rules: Sequence[Rule] = ()
        self.hits: dict[int, int] = {}
        self.paused: dict[int, str] = {}
        self.feed_titles: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.rules)

    @property
    def current(self) -> Rule | None:
        """The rule under the cursor."""
        return self.rules[self.cursor] if self.cursor < len(self.rules) else None

    def rows_changed(self) -> None:
        """With air between them while they all fit."""
        self.row_height = 3 if 3 * self.count <= self.size.height + 1 else 2
        super().rows_changed()

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One rule."""
        rule = self.rules[index]
        return rule_lines(
            rule,
            self.hits.get(rule.id, 0),
            self.paused.get(rule.id, ""),
            self.feed_titles,
            self.now,
            width,
            self.marks,
        )


class RulesScreen(ModalScreen[None]):
    """The list of rules and everything that is done with them."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("a,n", "add", "Add", show=False),
        Binding("e", "edit", "Edit", show=False),
        Binding("p", "presets", "Presets", show=False),
        Binding("space", "switch", "On or off", show=False),
        Binding("t,T", "try_it", "Try", show=False),
        Binding("J,>", "move(1)", "Later", show=False),
        Binding("K,<", "move(-1)", "Earlier", show=False),
        Binding("D,delete", "remove", "Delete", show=False),
        Binding("u", "undo", "Undo", show=False),
        Binding("U", "redo", "Redo", show=False),
    ]

    def __init__(self, library: "Library", write: Write, clock: Callable[[], datetime], marks: Marks) -> None:
        super().__init__()
        self.library, self.write, self.clock, self.marks = library, write, clock, marks

    def compose(self) -> ComposeResult:
        """The list, or how to begin; what the keys do."""
        with Vertical(classes="dialog tall", id="rules-dialog"):
            yield Static(Content("Rules"), classes="dialog-title", id="rules-title")
            yield RuleList(marks=self.marks, now=self.clock(), id="rules")
            yield Static("", id="rules-empty")
            yield Static(Content(_KEYS + _MORE), classes="hint")

    async def on_mount(self) -> None:
        """Show what there is."""
        await self.reload()
        self.rule_list.focus()

    @property
    def rule_list(self) -> RuleList:
        """The list."""
        return self.query_one(RuleList)

    async def reload(self, name: str | None = None) -> None:
        """Read the rules again; the cursor goes to *name*, or stays with its rule."""
        rules = self.rule_list
        name = name or (rules.current.name if rules.current else None)
        book = self.library.rules
        rules.now = self.clock()
        rules.rules = book.all()
        rules.hits = await book.recent_hits()
        rules.paused = {one.rule.id: one.reason for one in book.paused()}
        rules.feed_titles = {feed.feed_url: feed.title for feed in self.library.feeds()}
        rules.rows_changed()
        place = next((at for at, rule in enumerate(rules.rules) if rule.name == name), None)
        if place is not None:
            rules.move_to(place)
        acting = sum(rule.enabled and not book.has_ended(rule) for rule in rules.rules) - len(rules.paused)
        said = f"Rules  {acting} of {rules.count} act" if rules.count else "Rules"
        self.query_one("#rules-title", Static).update(Content(said))
        empty = self.query_one("#rules-empty", Static)
        empty.display, rules.display = not rules.count, bool(rules.count)
        empty.update(
            Content(
                "No rules yet.\n\nA rule does something with every arriving article that a query finds:\n"
                "hides it, tags it, marks it read, stars it, tells you.\n\n"
                "  p  begins with a preset: mute a word, hide shorts, a few a day\n"
                "  a  begins with nothing"
            )
        )
        if not rules.count:
            self.set_focus(None)

    def run(self, work: Coroutine[None, None, None]) -> None:
        """Do *work* without holding up the keys."""
        self.run_worker(work, group="rules", exit_on_error=False)

    @on(Worker.StateChanged)
    def worker_changed(self, message: Worker.StateChanged) -> None:
        """A job that failed says so."""
        error = message.worker.error
        if message.state is WorkerState.ERROR and isinstance(error, BroadsheetError):
            self.app.notify(str(error), severity="error", timeout=8, markup=False)

    # ------------------------------------------------------------------ the keys

    def action_add(self) -> None:
        """Write a rule."""
        ask(self, self.edit, Rule(""))

    def action_edit(self) -> None:
        """Change the rule under the cursor."""
        if self.rule_list.current is not None:
            ask(self, self.edit, self.rule_list.current)

    @on(LineList.Opened)
    def opened(self) -> None:
        """Enter or a click."""
        self.action_edit()

    async def edit(self, rule: Rule) -> None:
        """Show the editor and store what comes of it."""
        from tui.ui.rules.editor import RuleEditor

        edited = await self.app.push_screen_wait(RuleEditor(self.library, rule, self.clock, self.marks))
        if edited is not None:
            self.run(self.saved(edited, rule))

    async def saved(self, rule: Rule, old: Rule) -> None:
        """Store a rule and go to it."""
        if await self.write(self.library.rules.save(rule, old)):
            await self.reload(rule.name)
            self.rule_list.focus()

    def action_presets(self) -> None:
        """Begin with a preset."""
        ask(self, self.preset)

    async def preset(self) -> None:
        """Choose one; the editor shows what it makes."""
        from tui.ui.rules.presets import PresetChoice

        rule = await self.app.push_screen_wait(PresetChoice(self.library))
        if rule is not None:
            await self.edit(rule)

    def action_switch(self) -> None:
        """Switch the rule under the cursor on or off."""
        rule = self.rule_list.current
        if rule is not None:
            self.run(self.changed(self.library.rules.enable(rule, not rule.enabled)))

    def action_move(self, step: int) -> None:
        """Have the rule asked later or earlier."""
        rule = self.rule_list.current
        if rule is not None:
            self.run(self.changed(self.library.rules.move(rule, step)))

    def action_remove(self) -> None:
        """Delete the rule under the cursor; nobody asks, undo brings it back."""
        rule = self.rule_list.current
        if rule is not None:
            self.run(self.changed(self.library.rules.remove(rule), f"Deleted “{rule.name}” · u undoes"))

    def action_undo(self) -> None:
        """Take the last change back."""
        self.run(self.stepped(self.library.undo(), "Undone", "Nothing to undo."))

    def action_redo(self) -> None:
        """Do it again."""
        self.run(self.stepped(self.library.redo(), "Done again", "Nothing to redo."))

    def action_try_it(self) -> None:
        """Show what the rule under the cursor would change of what is here."""
        rule = self.rule_list.current
        if rule is not None:
            ask(self, self.tried, rule)

    async def tried(self, rule: Rule) -> None:
        """The dry run; Enter there applies it."""
        from tui.ui.rules.trial import TrialScreen

        try:
            trial = await self.library.rules.test([rule])
        except BroadsheetError as error:
            self.app.notify(str(error), severity="error", timeout=8, markup=False)
            return
        if await self.app.push_screen_wait(TrialScreen(self.library, trial, self.clock, self.marks)):
            self.run(self.applied(trial))

    async def applied(self, trial: "RuleTrial") -> None:
        """Do what was tried."""
        changes = await self.write(self.library.rules.apply(trial))
        if changes:
            self.app.notify(f"{_capital(changes.label)} · u undoes", timeout=4, markup=False)
        await self.reload()

    async def changed(self, writing: Awaitable[ChangeSet | None], said: str = "") -> None:
        """Write, show, say."""
        if await self.write(writing) and said:
            self.app.notify(said, timeout=4, markup=False)
        await self.reload()

    async def stepped(self, writing: Awaitable[ChangeSet | None], done: str, nothing: str) -> None:
        """Undo or redo, and say what."""
        changes = await self.write(writing)
        self.app.notify(f"{done}: {changes.label}" if changes else nothing, timeout=4, markup=False)
        # To the rule that came back, or was changed back.
        defined = changes.definitions if changes else ()
        names = [one.after.name for one in defined if one.after is not None and one.after.kind == "rule"]
        await self.reload(names[0] if names else None)
        if self.rule_list.count:
            self.rule_list.focus()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
