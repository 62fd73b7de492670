"""The command line at the bottom of the main screen: text, offers, and what Enter would do."""

from collections.abc import Sequence
from typing import ClassVar, Literal, cast

from rich.highlighter import Highlighter
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.query.command_offers import command_spans
from tui.query.suggest import Offer
from tui.ui.actions import bindings_for
from tui.ui.command_line.offers import CommandOffers
from tui.ui.marks import UNICODE, Marks
from tui.ui.query_bar.past import Past
from tui.ui.roles import QUERY_ROLES, role_style

__all__ = ["CommandInput", "CommandLine"]


class CommandHighlighter(Highlighter):
    """Colors a line, half typed or whole, and the place of a mistake."""

    def __init__(self, line: "CommandLine") -> None:
        self.line = line
        self.error_at: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Style *text* in place."""
        for start, end, role in command_spans(text.plain):
            text.stylize(role_style(self.line, "query", role if role in QUERY_ROLES else ""), start, end)
        if self.error_at is not None:
            text.stylize(role_style(self.line, "query", "error"), *self.error_at)


class CommandInput(Input):
    """The line itself; what its keys do is decided by the command line, which knows the offers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("command")]

    @property
    def command_line(self) -> "CommandLine":
        """The command line that it stands in."""
        assert self.parent is not None
        return cast("CommandLine", self.parent.parent)

    def action_take(self) -> None:
        """Take the chosen offer, or the first."""
        self.command_line.take()

    def action_down(self) -> None:
        """The next offer, or a newer line."""
        self.command_line.down()

    def action_up(self) -> None:
        """The offer above, or an older line."""
        self.command_line.up()

    def action_leave(self) -> None:
        """Let go of the chosen offer, else leave."""
        self.command_line.escape()

    async def action_submit(self) -> None:
        """Take the chosen offer, else do what the line says."""
        self.command_line.enter()

    def action_delete_left(self) -> None:
        """Backspace; in an empty line it leaves."""
        if self.value:
            super().action_delete_left()
        else:
            self.command_line.leave()


class CommandLine(Vertical):
    """Takes what is typed and says so; it neither counts nor does anything."""

    class Typed(Message):
        """Another text; ``put`` if it was not typed, so that nothing is offered for it."""

        def __init__(self, text: str, cursor: int, put: bool) -> None:
            self.text, self.cursor, self.put = text, cursor, put
            super().__init__()

    class Entered(Message):
        """Enter."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Left(Message):
        """Esc, or Backspace in an empty line."""

    def __init__(self, past: Past, *, marks: Marks = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.past, self.marks = past, marks
        self.highlighter = CommandHighlighter(self)
        #: A text that was put into the line; its change has been told already.
        self.put_text: str | None = None

    def compose(self) -> ComposeResult:
        """Offers, the sentence, the line."""
        yield CommandOffers(marks=self.marks, id="command-offers")
        yield Static("", id="command-says")
        with Horizontal(id="command-row"):
            yield Static(":", id="command-prompt")
            yield CommandInput(
                id="command-input", compact=True, select_on_focus=False, highlighter=self.highlighter
            )

    @property
    def line(self) -> CommandInput:
        """The input."""
        return self.query_one(CommandInput)

    @property
    def offers(self) -> CommandOffers:
        """The list of offers."""
        return self.query_one(CommandOffers)

    # -------------------------------------------------------------- coming and going

    def open(self, text: str) -> None:
        """Appear with *text* in the line."""
        self.past.leave()
        self.display = True
        # Toasts make room: what Enter would do must not be under one of them.
        self.screen.add_class("-commanding")
        self.line.focus()
        self.put(text, offering=True)

    def close(self) -> None:
        """Disappear."""
        self.display = False
        self.screen.remove_class("-commanding")

    def put(self, text: str, *, offering: bool = False) -> None:
        """Put *text* into the line, the cursor behind it."""
        self.put_text = text
        self.line.value = text
        self.line.cursor_position = len(text)
        self.post_message(self.Typed(text, len(text), not offering))

    # ------------------------------------------------------------------ what is shown

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the ways to go on."""
        self.offers.show(offers, max(3, min(8, self.screen.size.height // 3)))

    def show_sentence(self, sentence: str) -> None:
        """Say what Enter would do."""
        self.highlighter.error_at = None
        self.say(sentence, "sure")

    def show_mistake(self, sentence: str, position: int, length: int, *, unfinished: bool) -> None:
        """Say what was expected, and mark the place unless somebody is still typing there."""
        size = len(self.line.value)
        end = min(size, position + length)
        self.highlighter.error_at = None if unfinished else (min(position, max(0, end - 1)), end)
        self.say(sentence, "hint" if unfinished else "wrong")

    def say(self, sentence: str, tone: Literal["sure", "hint", "wrong"]) -> None:
        """The sentence above the line."""
        self.query_one("#command-says", Static).update(Content(sentence))
        self.set_class(tone == "wrong", "-wrong")
        self.set_class(tone == "hint", "-hint")
        self.line.refresh()

    # ------------------------------------------------------------------------- keys

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """What the user types; what was put there has been told already, and a newer text will be."""
        event.stop()
        if event.value == self.put_text or event.value != self.line.value:
            return
        self.put_text = None
        self.past.leave()
        self.post_message(self.Typed(event.value, self.line.cursor_position, False))

    @on(CommandOffers.Clicked)
    def offer_clicked(self, event: CommandOffers.Clicked) -> None:
        """A click takes an offer."""
        event.stop()
        self.offers.choose(event.place)
        self.take()

    def take(self) -> None:
        """Tab: the chosen offer, else the first; then those that follow it."""
        offers = self.offers
        if offers.offers:
            text, cursor = offers.offers[max(0, offers.chosen)].taken(self.line.value)
            self.put(text, offering=True)
            if cursor < len(text.rstrip()):
                self.line.cursor_position = cursor

    def enter(self) -> None:
        """Enter: the chosen offer; nothing chosen, what the line says."""
        if self.offers.chosen >= 0:
            self.take()
        else:
            self.post_message(self.Entered(self.line.value))

    def escape(self) -> None:
        """Esc: let go of the chosen offer; nothing chosen, leave."""
        if self.offers.chosen >= 0:
            self.offers.choose(-1)
        else:
            self.leave()

    def leave(self) -> None:
        """Leave and do nothing."""
        self.post_message(self.Left())

    def down(self) -> None:
        """Down: into the offers; on the way through older lines to a newer one."""
        if self.past.walking and (newer := self.past.newer()) is not None:
            self.put(newer)
        else:
            self.offers.choose(self.offers.chosen + 1)

    def up(self) -> None:
        """Up: to the offer above; above the first, older lines."""
        if self.offers.chosen >= 0:
            self.offers.choose(self.offers.chosen - 1)
        elif (older := self.past.older(self.line.value)) is not None:
            self.put(older)
