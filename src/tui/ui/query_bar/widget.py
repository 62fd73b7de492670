"""The query bar: the whole filter as text, colored by meaning, live while it is typed."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar, cast

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.query.highlight import spans
from tui.query.suggest import Names, Offer, complete, field_help
from tui.ui.actions import bindings_for
from tui.ui.paint import fit
from tui.ui.query_bar.offers import OfferList
from tui.ui.query_bar.past import Past
from tui.ui.roles import QUERY_ROLES, role_style

__all__ = ["QueryBar", "QueryInput"]


class QueryHighlighter(Highlighter):
    """Colors a query, half typed or whole."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self.style_of = style_of
        self.error_at: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Style *text* in place."""
        for start, end, role in spans(text.plain):
            text.stylize(self.style_of(role), start, end)
        if self.error_at is not None:
            text.stylize(self.style_of("error"), *self.error_at)


class QueryInput(Input):
    """The line itself; what its keys do is decided by the bar, which knows the offers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("query")]

    @property
    def bar(self) -> "QueryBar":
        """The bar that the line stands in."""
        return cast("QueryBar", self.parent)

    def action_take(self) -> None:
        """Take an offer; without one, go to the list."""
        self.bar.take_or_leave()

    def action_down(self) -> None:
        """To the next offer, a newer query, or the list."""
        self.bar.down()

    def action_up(self) -> None:
        """To the offer above, or an older query."""
        self.bar.up()

    def action_leave(self) -> None:
        """Let go of the chosen offer, else clear the filter and leave."""
        self.bar.escape()

    async def action_submit(self) -> None:
        """Take the chosen offer, else go to the list."""
        self.bar.enter()

    def on_blur(self) -> None:
        """Offers are for the one who types."""
        self.bar.close_offers()


class QueryBar(Horizontal):
    """Prompt, query, count. Says what is typed; whether it parses is decided elsewhere."""

    class Typed(Message):
        """The text changed under the user's hands."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Done(Message):
        """Enter, Tab or Esc: back to the list."""

        def __init__(self, clear: bool) -> None:
            self.clear = clear
            super().__init__()

    def __init__(self, *, today: Callable[[], date], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.today = today
        self.names = Names()
        self.past = Past()
        self.highlighter = QueryHighlighter(self.style_of)
        self.offer_list: OfferList | None = None
        #: A text that was put into the line, not typed: nothing is offered for it.
        self.put_text: str | None = None
        self.chosen = -1
        #: What was offered last, and for what.
        self.asked: tuple[str, int, int] | None = None
        self.found: tuple[Offer, ...] = ()
        self.count_text = self.noted = ""
        #: What is wrong with the text; "" when nothing is.
        self.sentence = ""

    def compose(self) -> ComposeResult:
        """Prompt, line, count."""
        yield Static("/", id="query-prompt")
        yield QueryInput(
            placeholder="type to filter: words, #tag, is:unread, feed:name …",
            id="query-input",
            compact=True,
            select_on_focus=False,
            highlighter=self.highlighter,
        )
        yield Static("", id="query-count")

    def style_of(self, role: str) -> Style:
        """The style of a part of a query."""
        return role_style(self, "query", role if role in QUERY_ROLES else "")

    @property
    def line(self) -> QueryInput:
        """The input."""
        return self.query_one(QueryInput)

    # ------------------------------------------------------------------- the text

    def show_query(self, text: str) -> None:
        """Show the query as text, unless the user is typing it."""
        if not self.line.has_focus:
            self.put(text)

    def put(self, text: str) -> None:
        """Put *text* into the line, whoever has the focus; nothing is offered for it."""
        if self.line.value != text:
            self.put_text = text
            self.line.value = text
        self.line.cursor_position = len(text)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Pass on what the user types, not what others put there."""
        event.stop()
        if not self.line.has_focus:
            return
        if event.value != self.put_text:
            self.put_text = None
            self.past.leave()
            self.chosen = -1
        self.post_message(self.Typed(event.value))
        self.show_offers()

    # ----------------------------------------------------------- count and mistake

    def show_count(self, text: str) -> None:
        """Show what the query found; a mistake stands before it."""
        self.count_text = text
        self.show_note()

    def show_mistake(self, sentence: str, position: int, length: int) -> None:
        """Mark the place and say what was expected."""
        end = min(len(self.line.value), position + length)
        self.highlighter.error_at = (min(position, max(0, end - 1)), end)
        self.sentence = sentence
        self.show_note()

    def show_right(self) -> None:
        """Nothing is wrong, or no longer."""
        self.highlighter.error_at, self.sentence = None, ""
        self.show_note()

    def show_note(self) -> None:
        """The sentence if something is wrong, else the count; too long a sentence goes on below."""
        room = self.size.width * 6 // 10 - 2
        note = fit(self.sentence, room) if self.sentence else self.count_text
        # A new note has the screen laid out again, so the same one is not a new one.
        if note != self.noted:
            self.noted = note
            self.query_one("#query-count", Static).update(Content(note))
        self.set_class(bool(self.sentence), "-wrong")
        self.line.refresh()
        self.show_offers()

    # ---------------------------------------------------------------------- offers

    def offers(self) -> tuple[Offer, ...]:
        """The ways to go on from the text of this moment."""
        line = self.line
        if not line.has_focus or line.value == self.put_text:
            return ()
        asked = (line.value, line.cursor_position, id(self.names))
        if asked != self.asked:
            self.asked = asked
            self.found = complete(line.value, line.cursor_position, self.names, self.today())
        return self.found

    def show_names(self, names: Names) -> None:
        """Other counts: offer anew; the chosen row stays chosen."""
        offers = self.offers()
        label = offers[self.chosen].label if 0 <= self.chosen < len(offers) else None
        self.names = names
        if label is not None:
            self.chosen = next((at for at, one in enumerate(self.offers()) if one.label == label), -1)
        self.show_offers()

    def show_offers(self) -> None:
        """Show the offers of this moment under the line, and what is to be said about it."""
        line = self.line
        offers = self.offers()
        room = self.size.width * 6 // 10 - 2
        wrong = line.has_focus and cell_len(self.sentence) > room
        note = self.sentence if wrong else ""
        if not note and line.has_focus and line.value != self.put_text:
            note = field_help(line.value, line.cursor_position)
        if self.offer_list is None:
            if not (offers or note):
                return
            self.offer_list = OfferList()
            self.mount(self.offer_list, before=0)
        self.chosen = min(self.chosen, len(offers) - 1)
        self.offer_list.show(offers, self.chosen, note, wrong=wrong)

    def close_offers(self) -> None:
        """Offer nothing until something is typed."""
        self.put_text, self.chosen = self.line.value, -1
        if self.offer_list is not None:
            self.offer_list.show((), -1, "")

    def take(self, offer: Offer) -> None:
        """The line reads as the offer says, ready for the next word."""
        self.line.value, self.line.cursor_position = offer.taken(self.line.value)
        self.chosen = -1

    @on(OfferList.Clicked)
    def offer_clicked(self, message: OfferList.Clicked) -> None:
        """A click takes an offer."""
        offers = self.offers()
        if message.place < len(offers):
            self.take(offers[message.place])

    # ------------------------------------------------------------------------ keys

    def take_or_leave(self) -> None:
        """Tab: the chosen offer, else the first; without any, to the list."""
        offers = self.offers()
        if offers:
            self.take(offers[max(0, self.chosen)])
        else:
            self.post_message(self.Done(clear=False))

    def enter(self) -> None:
        """Enter: the chosen offer; nothing chosen, to the list."""
        offers = self.offers()
        if 0 <= self.chosen < len(offers):
            self.take(offers[self.chosen])
        else:
            self.post_message(self.Done(clear=False))

    def escape(self) -> None:
        """Esc: let go of the chosen offer; nothing chosen, clear and leave."""
        if self.chosen >= 0:
            self.chosen = -1
            self.show_offers()
        else:
            self.post_message(self.Done(clear=bool(self.line.value)))

    def down(self) -> None:
        """Down: into the offers; on the way through older queries to a newer one; else to the list."""
        offers = self.offers()
        if offers:
            self.chosen = min(self.chosen + 1, len(offers) - 1)
            self.show_offers()
        elif (newer := self.past.newer()) is not None:
            self.put(newer)
        else:
            self.post_message(self.Done(clear=False))

    def up(self) -> None:
        """Up: to the offer above; above the first, older queries."""
        if self.chosen >= 0:
            self.chosen -= 1
            self.show_offers()
        elif (older := self.past.older(self.line.value)) is not None:
            self.put(older)
