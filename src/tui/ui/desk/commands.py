"""The command line of the main screen: counts while it is typed, does it on Enter.

Imported when it is first opened.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.ids import ArticleId
from tui.query import Query
from tui.query.command_offers import command_offers
from tui.query.commands import Command, Run, parse_command, sketch
from tui.query.suggest import Names
from tui.service.parts import part
from tui.ui.actions import ACTIONS, action
from tui.ui.command_line.widget import CommandLine
from tui.ui.command_line.words import done, effect, most_of, nothing
from tui.ui.desk.bulk import change_many
from tui.ui.desk.typing import names_under
from tui.ui.paint import fit
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.service.parts import Part, Within
    from tui.ui.screens.main import MainScreen

__all__ = ["Commands"]

_EVERYTHING = Query()
#: Seconds that patterns are looked for at a time while somebody types.
_GLANCE = 0.5


class Commands:
    """Opens the line, says what it would do, and has it done."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.line: CommandLine | None = None
        self.names = Names()
        #: The part of the list that was asked for last: from where to where, of which list.
        self.part: tuple[tuple[int, int], Any, Part] | None = None
        #: Actions that work everywhere on the main screen, with their help.
        self.actions = {entry.id: entry.help for entry in ACTIONS if entry.scope == "main"}

    @property
    def is_open(self) -> bool:
        """Whether the line is there to type in."""
        return self.line is not None and bool(self.line.display)

    # ------------------------------------------------------------- opening, closing

    def open(self, text: str = "") -> None:
        """Open the line with *text* in it."""
        layout = self.screen.desk.layout
        # The pane in which the user was: its article is ``.``, and it gets the focus back.
        layout.held = layout.focused_pane
        self.screen.run_worker(self.learn(), group="command-names", exclusive=True, exit_on_error=False)
        if self.line is None:
            self.screen.run_worker(self.make(text), group="command", exclusive=True, exit_on_error=False)
        else:
            self.line.open(text)

    async def learn(self) -> None:
        """The names that can be offered, with their counts under the filter."""
        library = await self.screen.library_ready()
        with suppress(BroadsheetError):
            self.names = names_under(library, await library.select(self.screen.desk.filters.query))
            if self.line is not None and self.is_open and self.line.offers.chosen < 0:
                self.offer(self.line.line.value, self.line.line.cursor_position)

    async def make(self, text: str) -> None:
        """The first time, the line has to be made."""
        line = CommandLine(self.screen.desk.entered, marks=self.screen.marks, id="command-line")
        line.display = False
        await self.screen.mount(line)
        self.line = line
        line.open(text)

    def ask_older(self) -> None:
        """Mark read what is older than a span: which span is typed."""
        self.open("read % older:")

    def close(self) -> None:
        """Leave the line; the pane before has the focus again."""
        if self.line is None or not self.line.display:
            return
        layout = self.screen.desk.layout
        pane, layout.held = layout.focused_pane, None
        layout.focus(pane)
        self.line.close()

    def focus_moved(self) -> None:
        """Somebody clicked elsewhere: the line is left."""
        if self.line is not None and self.line.display and self.screen.focused is not self.line.line:
            self.screen.desk.layout.held = None
            self.line.close()

    # ---------------------------------------------------------------------- typing

    def typed(self, message: CommandLine.Typed) -> None:
        """Another text: offers at once, the count as soon as it is known."""
        line = self.line
        if line is None:
            return
        if message.put:
            line.show_offers(())
        else:
            self.offer(message.text, message.cursor)
        self.screen.run_worker(self.tell(message.text), group="count", exclusive=True, exit_on_error=False)

    def offer(self, text: str, cursor: int) -> None:
        """Ways to go on, at once."""
        if self.line is not None:
            today = self.screen.clock().date()
            self.line.show_offers(command_offers(text, cursor, self.names, self.actions, today))

    async def tell(self, text: str) -> None:
        """Say what Enter would do; a newer text cancels this."""
        line = self.line
        if line is None:
            return
        try:
            command = parse_command(text, self.actions)
        except QuerySyntaxError as error:
            # Where somebody is still typing nothing is wrong yet.
            unfinished = error.position + error.length >= len(text.rstrip())
            dot = self.screen.marks.dot
            begun = sketch(text).verb is None and bool(line.offers.offers)
            said = (
                error.message
                if text.strip() and not begun
                else f"a verb, then which articles {dot} Tab takes, Esc leaves"
            )
            line.show_mistake(said, error.position, error.length, unfinished=unfinished)
            return
        try:
            async for sentence in self.sentences(command):
                line.show_sentence(sentence)
        except BroadsheetError as error:
            line.show_mistake(str(error), 0, len(text), unfinished=False)

    async def sentences(self, command: Command | Run) -> AsyncGenerator[str]:
        """What Enter would do; more than one sentence while a pattern is looked for."""
        if isinstance(command, Run):
            yield f"{self.actions[command.action]}  {self.screen.desk.keys.shown(command.action)}"
            return
        if command.verb.kind == "quit":
            yield command.verb.help
            return
        if command.verb.kind == "page":
            yield command.verb.does.format(fit(command.target, 60))
            return
        if means_settings(command):
            yield "shows what would go by the settings, or by an age"
            return
        command, left = self.resolved(command), 1
        library = await self.screen.library_ready()
        query, within = command.query or _EVERYTHING, self.within(command.scope)
        while left:
            reach = await library.reach(query, within, command.wishes, seconds=_GLANCE)
            left = reach.left
            more = f" {self.screen.marks.dot} {left:,} articles are still to be looked into" if left else ""
            yield effect(command, reach.count, len(reach.changing), reach.feeds) + more

    # ------------------------------------------------------------------- the articles

    def resolved(self, command: Command) -> Command:
        """A command that names no articles means the selected ones, or this one."""
        if command.scope or command.query is not None:
            return command
        return replace(command, scope="selected" if self.screen.articles.chosen else ".")

    def within(self, scope: str) -> "Within | None":
        """The articles of a scope; ``None`` is the whole library."""
        articles = self.screen.articles
        selection, ids = self.screen.desk.filters.selection, articles.window.ids
        start, end = articles.extent
        match scope:
            case "":
                return None
            case ".":
                return part(self.this())
            case "selected":
                return part(sorted(articles.chosen))
            case "%" if selection is not None and selection.ids is ids:
                return selection
        start, end = {"%": (0, len(ids)), "above": (0, end), "below": (start, len(ids))}[scope]
        if self.part is None or self.part[0] != (start, end) or self.part[1] is not ids:
            # A million articles become a set in a frame: once, not with each key.
            rows = self.screen.desk.stories.with_folded(ids[start:end])
            self.part = (start, end), ids, part(rows)
        return self.part[2]

    def this(self) -> Sequence[ArticleId]:
        """The article of the pane that the line was opened from; on a heading, its group."""
        article = self.screen.desk.reading.article
        if self.screen.desk.layout.focused_pane == "reader" and article is not None:
            return [article.id]
        return self.screen.articles.ids_here

    # ----------------------------------------------------------------------- doing

    def entered(self, text: str) -> None:
        """Enter: do it, or say what is wrong and stay."""
        line = self.line
        if line is None:
            return
        if not text.strip():
            self.close()
            return
        try:
            command = parse_command(text, self.actions)
        except QuerySyntaxError as error:
            line.show_mistake(error.message, error.position, error.length, unfinished=False)
            return
        line.past.keep(text)
        if isinstance(command, Run):
            self.close()
            # What is typed behind Enter is meant for what the action opens.
            ask(self.screen, self.screen.action_do, action(command.action).id)
        elif command.verb.kind == "quit":
            self.screen.app.exit()
        elif command.verb.kind == "page":
            self.close()
            self.screen.desk.texts.save_page(command.target)
        elif means_settings(command):
            self.close()
            self.screen.desk.keeping.open()
        elif command.verb.kind == "filter":
            self.close()
            self.screen.desk.filters.set(command.query or _EVERYTHING)
        else:
            self.run(self.resolved(command))

    def run(self, command: Command) -> None:
        """Have something done to articles; keys wait until it is known to which, and the line is left."""
        ask(self.screen, self.begin, command)

    async def begin(self, command: Command) -> None:
        """Do it to the articles as they are now; where there are none, stay and say so."""
        library = await self.screen.library_ready()
        within, most = self.within(command.scope), most_of(command)
        try:
            reach = await library.reach(
                command.query or _EVERYTHING, within, command.wishes, in_order=most is not None
            )
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        if not len(reach.changing):
            self.refuse(nothing(command, reach.count))
            return
        self.close()
        if command.verb.kind == "clean":
            self.screen.desk.keeping.clean_these(reach.changing)
            return
        if most is None:
            words = partial(done, command)
            work = change_many(self.screen, reach.changing.tolist(), command.wishes, words)
        else:
            work = self.send(library, command, [ArticleId(int(one)) for one in reach.changing[:most]])
        self.screen.run_worker(work, group="marks", exit_on_error=False)

    def refuse(self, sentence: str) -> None:
        """Say why nothing was done: in the line, or where it is not open, in a toast."""
        if self.line is not None and self.is_open:
            self.line.say(sentence, "wrong")
        else:
            self.screen.app.notify(f"{sentence[:1].upper()}{sentence[1:]}.", timeout=3, markup=False)

    async def send(self, library: "Library", command: Command, ids: Sequence[ArticleId]) -> None:
        """Out to the browser, the clipboard or a file."""
        if command.verb.kind == "export":
            folder = self.screen.desk.share.folder
            path = folder / Path(command.target).expanduser() if command.target else None
            self.screen.desk.share.export(ids, command.names[0], path)
            return
        urls = [row.url for row in await library.rows(ids) if row.url]
        if command.verb.kind == "open":
            await self.screen.desk.links.open_all(urls)
            return
        if urls:
            self.screen.app.copy_to_clipboard("\n".join(urls))
        number = f"{len(urls):,} address" + ("" if len(urls) == 1 else "es")
        self.screen.app.notify(f"Copied {number}.", timeout=3, markup=False)


def means_settings(command: Command) -> bool:
    """Whether it is ``clean`` and names no articles: then it does not mean the one under the cursor."""
    return command.verb.kind == "clean" and not command.scope and command.query is None
