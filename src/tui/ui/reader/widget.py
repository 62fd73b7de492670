"""The reader: a typeset page behind ``render_line``; layout happens once a width."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui.render.find import Match, find
from tui.render.lines import Line, Masthead, Page
from tui.ui.actions import bindings_for
from tui.ui.reader.strips import Lit, line_strip
from tui.ui.roles import role_style

if TYPE_CHECKING:
    from tui.content.document import Document

__all__ = ["MEASURE", "Reader"]

#: Widest measure in cells, and the least that a reader can shrink it to.
MEASURE = 80
NARROWEST = 30
#: Blank lines kept below the text, so that the last paragraph does not stick to the footer.
TAIL = 1


class Reader(ScrollView, can_focus=True):
    """Shows one document; it knows neither the store nor the article's marks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("reader")]
    ALLOW_SELECT = True

    measure: reactive[int] = reactive(MEASURE, repaint=False)

    class LinkChosen(Message):
        """A link was clicked."""

        def __init__(self, url: str) -> None:
            self.url = url
            super().__init__()

    class FindWanted(Message):
        """The user wants to find words in this article."""

    class Scrolled(Message):
        """The text moved; ``percent`` of it has been seen."""

        def __init__(self, percent: int) -> None:
            self.percent = percent
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.document: Document | None = None
        self.masthead: Callable[[], Masthead] | None = None
        self.page_shown = Page(lines=(), links=(), headings=())
        self.margin = 0
        #: Right-to-left text is put into the order in which it is seen.
        self.reorders = False
        self.matches: tuple[Match, ...] = ()
        self.match_at = 0
        self.needle = ""
        self.strips: dict[int, Strip] = {}

    # ------------------------------------------------------------------- content

    def show(
        self, document: "Document | None", masthead: Callable[[], Masthead] | None, line: int = 0
    ) -> None:
        """Show *document* from *line* on; ``None`` clears the pane."""
        self.document, self.masthead = document, masthead
        self.clear_find()
        self.typeset()
        self.scroll_to(y=line, animate=False, immediate=True)
        self.post_scrolled()

    def typeset(self) -> None:
        """Lay the document out for the width of the moment, the same words at the top."""
        room = self.size.width - 2
        width = max(1, min(self.measure, room))
        self.margin = 1 + max(0, (room - width) // 2)
        anchor = self.anchor_at_top()
        if self.document is None or self.masthead is None or room < 1:
            self.page_shown = Page(lines=(), links=(), headings=())
        else:
            # Typesetting is imported with the first article, not before the first frame.
            from tui.render.layout import layout

            masthead = self.masthead()
            self.page_shown = layout(self.document, width, masthead=masthead, reorder=self.reorders)
        self.strips.clear()
        lines = len(self.page_shown.lines)
        self.virtual_size = Size(self.size.width, lines + TAIL if lines else 0)
        if anchor is not None:
            self.scroll_to(y=self.line_of_anchor(anchor), animate=False, immediate=True)
        if self.needle:
            self.matches = find(self.page_shown, self.needle)
        self.refresh()

    def restyle_masthead(self) -> None:
        """Tags or marks changed: lay out again, in place."""
        if self.document is not None:
            self.typeset()

    def anchor_at_top(self) -> int | None:
        """The block that stands at the top; ``None`` at the very start."""
        top = self.scroll_offset.y
        lines = self.page_shown.lines
        return lines[top].anchor if 0 < top < len(lines) else None

    def line_of_anchor(self, anchor: int) -> int:
        """The first line of a block."""
        for number, line in enumerate(self.page_shown.lines):
            if line.anchor >= anchor:
                return number
        return 0

    @property
    def percent(self) -> int:
        """How much of the text has been in view, 0 to 100."""
        lines = len(self.page_shown.lines)
        if not lines:
            return 0
        return min(100, round(100 * min(lines, self.scroll_offset.y + self.size.height) / lines))

    @property
    def at_end(self) -> bool:
        """True when the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    def watch_measure(self) -> None:
        """Another measure, another layout."""
        self.typeset()

    def on_resize(self) -> None:
        """Another width, another layout."""
        self.typeset()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell how far the reader is."""
        super().watch_scroll_y(old_value, new_value)
        self.post_scrolled()

    def post_scrolled(self) -> None:
        """Tell how far the reader is."""
        self.post_message(self.Scrolled(self.percent))

    # ------------------------------------------------------------------ painting

    def style_of(self, role: str) -> Style:
        """The style of a role."""
        return role_style(self, "reader", role.replace(".", "-"))

    def notify_style_update(self) -> None:
        """A theme changed: same lines, other colours."""
        super().notify_style_update()
        self.strips = {}

    def render_line(self, y: int) -> Strip:
        """Look the line up, or paint it."""
        number = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if number >= len(self.page_shown.lines):
            return Strip.blank(width, self.rich_style)
        strip = self.strips.get(number)
        if strip is None or strip.cell_length != width:
            strip = self.paint_line(self.page_shown.lines[number], number, width)
            self.strips[number] = strip
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            start, end = span
            end = strip.cell_length if end == -1 else end
            chosen = self.screen.get_component_rich_style("screen--selection")
            parts = strip.divide([start, end, strip.cell_length])
            strip = Strip.join([parts[0], parts[1].apply_style(chosen), *parts[2:]])
        return strip.apply_offsets(0, number)

    def paint_line(self, line: Line, number: int, width: int) -> Strip:
        """One line with its matches lit."""
        lit = [
            Lit(match.start, match.end, index == self.match_at)
            for index, match in enumerate(self.matches)
            if match.line == number
        ]
        return line_strip(line, self.margin, width, self.style_of, self.rich_style, lit)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, without the margin."""
        text = "\n".join(" " * self.margin + line.text for line in self.page_shown.lines)
        return selection.extract(text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """The mouse selects: repaint."""
        self.refresh()

    # ----------------------------------------------------------------- scrolling

    def scroll_lines(self, lines: int) -> None:
        """Scroll at once, without animation."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)

    def action_line_down(self) -> None:
        """A line down."""
        self.scroll_lines(1)

    def action_line_up(self) -> None:
        """A line up."""
        self.scroll_lines(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.scroll_lines(max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.scroll_lines(-max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A page down, one line kept."""
        self.scroll_lines(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up, one line kept."""
        self.scroll_lines(-max(1, self.size.height - 1))

    def action_top(self) -> None:
        """To the start."""
        self.scroll_to(y=0, animate=False, immediate=True)

    def action_bottom(self) -> None:
        """To the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    # ------------------------------------------------------------------- finding

    def action_find(self) -> None:
        """Ask what to find."""
        self.post_message(self.FindWanted())

    def find(self, needle: str) -> int:
        """Light every match and go to the first at or below the top; returns how many."""
        self.needle = needle
        self.matches = find(self.page_shown, needle) if needle else ()
        top = self.scroll_offset.y
        self.match_at = next((i for i, match in enumerate(self.matches) if match.line >= top), 0)
        self.show_match()
        return len(self.matches)

    def clear_find(self) -> bool:
        """No match is lit; True if one was."""
        was_lit = bool(self.needle)
        self.needle, self.matches, self.match_at = "", (), 0
        self.strips.clear()
        self.refresh()
        return was_lit

    def show_match(self) -> None:
        """Bring the match of the moment into view."""
        self.strips.clear()
        if self.matches:
            line = self.matches[self.match_at].line
            if not self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height:
                self.scroll_to(y=max(0, line - self.size.height // 3), animate=False, immediate=True)
        self.refresh()

    def action_find_next(self) -> None:
        """To the next match."""
        self.step_match(1)

    def action_find_previous(self) -> None:
        """To the match before."""
        self.step_match(-1)

    def step_match(self, step: int) -> None:
        """To another match, round and round."""
        if self.matches:
            self.match_at = (self.match_at + step) % len(self.matches)
            self.show_match()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """``n`` and ``N`` are ours only while a find is lit; else they mean unread."""
        if action in ("find_next", "find_previous"):
            return bool(self.needle)
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a link chooses it."""
        number = event.style.meta.get("link")
        if number:
            for link in self.page_shown.links:
                if link.number == number:
                    self.post_message(self.LinkChosen(link.url))
                    event.stop()
                    return
