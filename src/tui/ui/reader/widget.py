"""The reader: a typeset page behind ``render_line``; layout happens once a width."""

from collections.abc import Callable, Collection
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

from tui.model.reading import ReadingPlace
from tui.render.lines import Line, Masthead, NotePart, Page
from tui.render.places import line_of, place_at, seen_percent
from tui.render.typesetter import Typesetter
from tui.ui.actions import bindings_for
from tui.ui.reader.find_line import FindLine
from tui.ui.reader.hints import Hints, Kind, Target, targets
from tui.ui.reader.hyperlinks import Hyperlinks
from tui.ui.reader.matches import Matches
from tui.ui.reader.notes import OpenNote, note_at, open_note
from tui.ui.reader.pictures import HungPictures
from tui.ui.reader.strips import labelled, line_strip, raised
from tui.ui.reader.wide import WideTables, in_view
from tui.ui.roles import role_style

if TYPE_CHECKING:
    from tui.content.document import Document

__all__ = ["MEASURE", "Reader"]

#: The usual measure in cells, and how far a reader can change it.
MEASURE = 80
NARROWEST, WIDEST = 30, 200
#: Blank lines kept below the text, so that the last paragraph does not stick to the footer.
TAIL = 1
_NOTHING = Page(lines=(), links=(), headings=())


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

    class NoteTurned(Message):
        """A footnote was opened at its mark, or closed."""

    class HintsOut(Message):
        """The labels of hints are lit no longer."""

    class Scrolled(Message):
        """The text moved, or is another one."""

    def __init__(self, *, hyperlinks: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.document: Document | None = None
        self.masthead: Callable[[], Masthead] | None = None
        self.page_shown = _NOTHING
        self.margin = 0
        self.typesetter = Typesetter()
        #: Right-to-left text is put into the order in which it is seen.
        self.reorders = False
        self.has_hyperlinks = hyperlinks
        self.hyperlinks = Hyperlinks(_NOTHING, lit=False)
        self.lit = Matches(_NOTHING)
        self.hints: Hints | None = None
        self.note: OpenNote | None = None
        #: Where to go as soon as there is a page.
        self.place_wanted: ReadingPlace | None = None
        self.strips: dict[int, Strip] = {}
        self.pictures = HungPictures(self)
        self.tables = WideTables()

    # ------------------------------------------------------------------- content

    def show(
        self,
        document: "Document | None",
        masthead: Callable[[], Masthead] | None,
        place: ReadingPlace | None = None,
    ) -> None:
        """Show *document* from *place* on, its start by default; ``None`` clears the pane."""
        self.document, self.masthead = document, masthead
        self.lit = Matches(_NOTHING)
        self.tables = WideTables()
        self.place_wanted = place or ReadingPlace(0)
        self.typeset()
        self.post_message(self.Scrolled())

    def typeset(self) -> None:
        """Lay the document out for the width of the moment, the same words at the top."""
        room = self.size.width - 2
        width = max(1, min(self.measure, room))
        self.margin = 1 + max(0, (room - width) // 2)
        place = self.place_wanted or self.place
        if self.document is None or self.masthead is None or room < 1:
            page = _NOTHING
        else:
            page = self.typesetter.page(self.document, width, self.masthead(), reorder=self.reorders)
        self.put_page(self.pictures.hang(self.tables.again(page)))
        if place is not None and page.lines:
            self.place_wanted = None
            self.go_to(place)
        self.refresh()

    def put_page(self, page: Page) -> None:
        """Another page, and all that is known of its lines."""
        self.page_shown = page
        self.hyperlinks = Hyperlinks(page, self.has_hyperlinks)
        self.lit.move_to(page)
        self.put_out_hints()
        self.close_note()
        self.strips.clear()
        lines = len(page.lines)
        self.virtual_size = Size(self.size.width, lines + TAIL if lines else 0)

    def restyle_masthead(self) -> None:
        """Tags or marks changed: lay out again, in place."""
        if self.document is not None:
            self.typeset()

    @property
    def place(self) -> ReadingPlace | None:
        """The place that stands at the top; ``None`` at the very start."""
        return place_at(self.pictures.bare, self.pictures.line_without(self.scroll_offset.y))

    def go_to(self, place: ReadingPlace | None) -> None:
        """Scroll to a place, the start by default."""
        # By force: whether there is anything to scroll is known only after the next layout.
        line = line_of(self.pictures.bare, place or ReadingPlace(0))
        self.scroll_to(y=self.pictures.line_with(line), animate=False, immediate=True, force=True)

    @property
    def percent(self) -> int:
        """How much of the text has been in view, 0 to 100."""
        return seen_percent(self.page_shown, self.scroll_offset.y, self.size.height)

    @property
    def at_end(self) -> bool:
        """True when the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    def watch_measure(self) -> None:
        """Another measure, another layout."""
        self.typeset()

    def on_resize(self) -> None:
        """Another width, another layout; another height shows more of it or less."""
        is_other = self.size.width != self.virtual_size.width or self.pictures.fitted_to != self.size.height
        if is_other or self.place_wanted is not None:
            self.typeset()
        self.post_message(self.Scrolled())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell how far the reader is."""
        super().watch_scroll_y(old_value, new_value)
        if old_value != new_value:
            self.put_out_hints()
            self.pictures.look()
            self.close_note()
            self.post_message(self.Scrolled())

    # ------------------------------------------------------------------ painting

    def style_of(self, role: str) -> Style:
        """The style of a role."""
        return role_style(self, "reader", role.replace(".", "-"))

    def notify_style_update(self) -> None:
        """A theme changed: same lines, other colours."""
        super().notify_style_update()
        self.strips = {}
        self.pictures.look()

    def render_line(self, y: int) -> Strip:
        """Look the line up, or paint it."""
        place = self.scroll_offset.y + y
        number = self.line_at(place)
        width = self.scrollable_content_region.width
        if number >= len(self.page_shown.lines):
            return Strip.blank(width, self.rich_style)
        strip = self.strips.get(number)
        if strip is None or strip.cell_length != width:
            strip = self.paint_line(self.page_shown.lines[number], number, width)
            self.strips[number] = strip
        if self.pictures.shows(number) and self.hints is None:
            return strip
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            start, end = span
            end = strip.cell_length if end == -1 else end
            chosen = self.screen.get_component_rich_style("screen--selection")
            parts = strip.divide([start, end, strip.cell_length])
            strip = Strip.join([parts[0], parts[1].apply_style(chosen), *parts[2:]])
        line = self.page_shown.lines[number]
        strip = self.hyperlinks.over(strip.apply_offsets(0, number), line)
        if number != place:
            strip = raised(strip, self.margin, self.style_of)
        if self.hints is not None:
            strip = labelled(strip, self.hints.on(place), self.margin, self.style_of)
        return strip

    def paint_line(self, line: Line, number: int, width: int) -> Strip:
        """One line with its matches lit."""
        lit = self.lit.lit(number)
        strip = line_strip(line, self.margin, width, self.style_of, self.rich_style, lit)
        return self.pictures.over(strip, number)

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

    # -------------------------------------------------------------- wide tables

    def action_columns_right(self) -> None:
        """The columns to the right of the table in view."""
        self.move_table(1)

    def action_columns_left(self) -> None:
        """The columns to the left of the table in view."""
        self.move_table(-1)

    def move_table(self, columns: int) -> None:
        """Move the wide table in view sideways."""
        table = in_view(self.page_shown, self.scroll_offset.y, self.size.height)
        if table is not None:
            self.put_page(self.pictures.hang(self.tables.move(self.pictures.bare, table.number, columns)))
            self.refresh()

    # ------------------------------------------------------------------- finding

    def show_match(self) -> None:
        """Other matches are lit: bring the one of the moment into view."""
        self.strips.clear()
        if self.lit.current is not None:
            line = self.lit.current.line
            if not self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height:
                self.scroll_to(y=max(0, line - self.size.height // 3), animate=False, immediate=True)
        self.refresh()

    def action_find_next(self) -> None:
        """To the next match."""
        self.post_message(FindLine.Stepped(1))

    def action_find_previous(self) -> None:
        """To the match before."""
        self.post_message(FindLine.Stepped(-1))

    # --------------------------------------------------------------------- hints

    def targets(self, kinds: Collection[Kind]) -> list[Target]:
        """What can be picked in view."""
        top = self.scroll_offset.y
        lines = range(top, top + self.size.height)
        rows = {line: shown for line in lines if (shown := self.line_at(line)) < len(self.page_shown.lines)}
        return targets(self.page_shown, rows, kinds)

    # --------------------------------------------------------------------- notes

    def line_at(self, number: int) -> int:
        """The line of the page that is seen at a place: another one where a note is open."""
        return number if self.note is None else self.note.over.get(number, number)

    def open_note(self, note: NotePart, mark: int) -> None:
        """Show a note at one of its marks."""
        self.put_out_hints()
        self.note = open_note(note, mark, self.scroll_offset.y, self.size.height)
        self.post_message(self.NoteTurned())
        self.refresh()

    def close_note(self) -> bool:
        """No note is open; True if one was."""
        if self.note is None:
            return False
        self.note = None
        self.post_message(self.NoteTurned())
        self.refresh()
        return True

    def light_hints(self, hints: Hints) -> None:
        """Show the labels, or other ones."""
        self.hints = hints
        self.refresh()

    def put_out_hints(self) -> None:
        """No labels: the reader moved, or they have done their work."""
        if self.hints is not None:
            self.hints = None
            self.post_message(self.HintsOut())
            self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """``n`` and ``N`` are ours only while a find is lit; else they mean unread."""
        if action in ("find_next", "find_previous"):
            return bool(self.lit.needle)
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on a link or a picture chooses it; one on the mark of a note opens the note."""
        place = self.scroll_offset.y + event.y
        found = (
            note_at(self.page_shown, place, event.x - self.margin) if self.line_at(place) == place else None
        )
        if found is not None:
            self.open_note(*found)
            return
        number = event.style.meta.get("link")
        if number:
            for link in self.page_shown.links:
                if link.number == number:
                    self.post_message(self.LinkChosen(link.url))
                    event.stop()
                    return
        self.pictures.clicked(event)
