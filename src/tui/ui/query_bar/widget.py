"""The query bar: the whole filter as text, coloured by meaning, live while it is typed."""

from collections.abc import Callable
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from tui.query.highlight import spans
from tui.query.suggest import Names, complete
from tui.ui.roles import QUERY_ROLES, role_style

__all__ = ["QueryBar", "QueryInput"]


class QueryHighlighter(Highlighter):
    """Colours a query, half typed or whole."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self.style_of = style_of
        self.error_at: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Style *text* in place."""
        for start, end, role in spans(text.plain):
            text.stylize(self.style_of(role), start, end)
        if self.error_at is not None:
            text.stylize(self.style_of("error"), *self.error_at)


class NameSuggester(Suggester):
    """Offers the most used name that continues what is being typed."""

    def __init__(self, names: Callable[[], Names]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names = names

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text as it would read with the first completion taken."""
        for offer in complete(value, len(value), self.names()):
            whole = value[: offer.start] + offer.insert
            if whole.startswith(value) and whole != value:
                return whole
        return None


class QueryInput(Input):
    """The line itself. Tab takes the suggestion, Esc clears, Enter goes to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take_suggestion", show=False),
        Binding("escape", "leave", show=False),
        Binding("down", "to_list", show=False),
    ]

    class Left(Message):
        """The user is done; ``clear`` if the filter should go."""

        def __init__(self, clear: bool) -> None:
            self.clear = clear
            super().__init__()

    def action_take_suggestion(self) -> None:
        """Complete the word; with nothing to complete, go to the list."""
        if self._suggestion and self._suggestion != self.value:
            self.action_cursor_right()
        else:
            self.post_message(self.Left(clear=False))

    def action_leave(self) -> None:
        """Esc: clear the filter and leave."""
        self.post_message(self.Left(clear=bool(self.value)))

    def action_to_list(self) -> None:
        """Down: to the list, the filter stays."""
        self.post_message(self.Left(clear=False))


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

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.names = Names()
        self.highlighter = QueryHighlighter(self.style_of)
        self.silent = ""

    def compose(self) -> ComposeResult:
        """Prompt, line, count."""
        yield Static("/", id="query-prompt")
        yield QueryInput(
            placeholder="type to filter: words, #tag, is:unread, feed:name …",
            id="query-input",
            compact=True,
            select_on_focus=False,
            highlighter=self.highlighter,
            suggester=NameSuggester(lambda: self.names),
        )
        yield Static("", id="query-count")

    def style_of(self, role: str) -> Style:
        """The style of a part of a query."""
        return role_style(self, "query", role if role in QUERY_ROLES else "")

    @property
    def line(self) -> QueryInput:
        """The input."""
        return self.query_one(QueryInput)

    def show_query(self, text: str) -> None:
        """Show the query as text, unless the user is typing it."""
        line = self.line
        if not line.has_focus and line.value != text:
            self.silent = text
            line.value = text
            line.cursor_position = len(text)

    def show_count(self, text: str) -> None:
        """Show what the query found; a mistake is gone."""
        self.highlighter.error_at = None
        self.query_one("#query-count", Static).update(Content(text))
        self.remove_class("-wrong")
        self.line.refresh()

    def show_mistake(self, sentence: str, position: int, length: int) -> None:
        """Mark the place and say what was expected."""
        end = min(len(self.line.value), position + length)
        self.highlighter.error_at = (min(position, max(0, end - 1)), end)
        self.query_one("#query-count", Static).update(Content(sentence))
        self.add_class("-wrong")
        self.line.refresh()

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Pass on what the user types, not what we set."""
        event.stop()
        if event.value == self.silent and not self.line.has_focus:
            return
        self.silent = ""
        if self.line.has_focus:
            self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the list."""
        event.stop()
        self.post_message(self.Done(clear=False))

    @on(QueryInput.Left)
    def left(self, event: QueryInput.Left) -> None:
        """Leave the line."""
        event.stop()
        self.post_message(self.Done(clear=event.clear))
