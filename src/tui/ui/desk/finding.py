"""Find in the article: every match lit while it is typed, and the way back."""

from typing import TYPE_CHECKING

from tui.model.errors import QueryTooSlow
from tui.query.patterns import PatternMistake
from tui.ui.reader.find_line import FindLine
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Finding"]


class Finding:
    """Opens the find line, lights what it says, and counts."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.line: FindLine | None = None
        #: The line that stood at the top when the find began.
        self.begun_at = 0

    @property
    def is_typed(self) -> bool:
        """Whether somebody is typing in the line."""
        return self.line is not None and self.line.is_mounted and self.line.line.has_focus

    # ---------------------------------------------------------- opening, closing

    def begin(self) -> None:
        """Open the line; the last text stands in it, chosen."""
        if self.screen.desk.reading.article is None:
            return
        self.begun_at = self.screen.reader.scroll_offset.y
        if self.line is None:
            ask(self.screen, self.make)
        else:
            self.open(self.line)

    async def make(self) -> None:
        """The first time, the line has to be made."""
        line = FindLine(id="find-line")
        await self.screen.query_one("#right").mount(line)
        self.line = line
        self.open(line)

    def open(self, line: FindLine) -> None:
        """Show the line and type in it; its keys belong to the article's pane."""
        self.screen.desk.layout.held = "reader"
        line.display = True
        self.screen.set_focus(line.line)
        self.typed(line.line.value)

    def focus_moved(self) -> None:
        """A pane has the focus: it speaks for itself from now on."""
        layout = self.screen.desk.layout
        if self.line is not None and self.screen.focused in layout.panes.values():
            layout.held = None

    def clear(self) -> bool:
        """Nothing is lit, and the line is gone; True if there was anything."""
        reader = self.screen.reader
        was_lit = bool(reader.lit.needle)
        reader.lit.find("")
        reader.show_match()
        if self.line is not None:
            self.line.display = False
        self.screen.desk.layout.show_focus()
        return was_lit

    # -------------------------------------------------------------------- typing

    def typed(self, text: str) -> None:
        """A key in the line: light what it says, from where the find began."""
        line, reader = self.line, self.screen.reader
        if line is None or line.line.value != text or not line.display:
            return
        try:
            reader.lit.find(text)
        except (QueryTooSlow, PatternMistake) as error:
            reader.show_match()
            line.say(str(error), wrong=True)
            return
        reader.lit.go_from(self.begun_at)
        reader.show_match()
        if not reader.lit.found:
            reader.scroll_to(y=self.begun_at, animate=False, immediate=True)
        self.count()

    def stepped(self, step: int) -> None:
        """To another match, round and round."""
        reader = self.screen.reader
        if reader.lit.found:
            reader.lit.at = (reader.lit.at + step) % len(reader.lit.found)
            reader.show_match()
            self.count()

    def left(self, kept: bool) -> None:
        """Enter or Esc, or a click elsewhere."""
        line, reader = self.line, self.screen.reader
        if line is None or not line.display:
            return
        if self.is_typed:
            self.screen.desk.layout.focus("reader")
        if not kept:
            reader.scroll_to(y=self.begun_at, animate=False, immediate=True)
        if not kept or not reader.lit.found:
            self.clear()
        self.screen.desk.layout.show_focus()

    def count(self) -> None:
        """Say which of how many matches this is."""
        line, lit = self.line, self.screen.reader.lit
        if line is None or not line.display:
            return
        if lit.found:
            line.say(f"{lit.at + 1:,} of {len(lit.found):,}")
        elif not lit.needle.strip():
            line.say("")
        elif line.line.has_focus or not line.has_class("-wrong"):
            line.say("not in this article")
