"""The main screen: four panes, one query. It passes messages on and holds no logic."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from tui.config.settings import Settings
from tui.model.changes import ChangeSet
from tui.model.clean import clean
from tui.model.errors import BroadsheetError, StoreError
from tui.ui.actions import action, bindings_for
from tui.ui.article_list.widget import ArticleList
from tui.ui.article_list.window import Window
from tui.ui.desk.desk import Desk
from tui.ui.desk.refreshing import RefreshProgressed
from tui.ui.details import DetailsLine
from tui.ui.feed_list.widget import FeedList
from tui.ui.lines import LineList
from tui.ui.marks import ASCII, UNICODE
from tui.ui.panes import EmptyState, PaneHeader, Splitter
from tui.ui.query_bar.widget import QueryBar
from tui.ui.reader.find_line import FindLine
from tui.ui.reader.hyperlinks import understands_hyperlinks
from tui.ui.reader.pictures import PictureChosen, PicturesHung, PicturesPainted
from tui.ui.reader.widget import Reader
from tui.ui.status_bar import StatusBar
from tui.ui.tag_pane.widget import TagFilter

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.ui.command_line.widget import CommandLine

__all__ = ["MainScreen"]


class MainScreen(Screen[None]):
    """Composes the panes and wires them to the desk's controllers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("main")]
    AUTO_FOCUS = "#articles"

    def __init__(
        self, settings: Settings, keys: Mapping[str, Sequence[str]], clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self.settings, self.keys, self.clock = settings, keys, clock
        self.marks = ASCII if settings.ascii_marks else UNICODE
        self.library: Library | None = None
        self.opened = asyncio.Event()
        #: Set once everything that a start shows is there, article and all.
        self.begun = asyncio.Event()
        self.rest: Timer | None = None
        self.desk = Desk(self)

    def compose(self) -> ComposeResult:
        """Query bar, panes, status bar."""
        self.desk.layout.choose()
        self.query_bar = QueryBar(today=lambda: self.clock().date(), id="query-bar")
        self.feed_list = FeedList(marks=self.marks, id="feeds")
        self.tag_filter = TagFilter(marks=self.marks, id="tags")
        self.articles = ArticleList(clock=self.clock, marks=self.marks, id="articles")
        self.reader = Reader(hyperlinks=self.settings.hyperlinks and understands_hyperlinks(), id="reader")
        self.feeds_header = PaneHeader("FEEDS", marks=self.marks, news_role="trouble", id="feeds-header")
        self.tags_header = PaneHeader("TAGS", marks=self.marks, id="tags-header")
        self.list_header = PaneHeader("ARTICLES", marks=self.marks, id="list-header")
        self.reader_header = PaneHeader("ARTICLE", marks=self.marks, id="reader-header")
        self.list_empty = EmptyState(id="list-empty")
        self.reader_empty = EmptyState(id="reader-empty")
        self.offers = EmptyState(id="offers")
        self.rule = Splitter(id="rule-desk")
        self.trouble = DetailsLine(id="trouble")
        self.details = DetailsLine(id="details")
        self.status = StatusBar(id="status")
        yield self.query_bar
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.feeds_header
                yield self.feed_list
                yield self.offers
                yield self.tags_header
                yield self.tag_filter
            yield Splitter(id="rule-left")
            with Container(id="desk"):
                with Vertical(id="middle"):
                    yield self.list_header
                    yield self.trouble
                    yield self.articles
                    yield self.list_empty
                yield self.rule
                with Vertical(id="right"):
                    yield self.reader_header
                    yield self.reader
                    yield self.reader_empty
        yield self.details
        yield self.status

    def on_mount(self) -> None:
        """Arrange for the terminal's size."""
        self.details.display = self.trouble.display = self.offers.display = False
        self.reader.measure = self.settings.measure
        self.reader.reorders = self.settings.reorder_rtl
        self.desk.layout.resized()
        self.desk.showing.emptiness()

    # ------------------------------------------------------------------- library

    async def library_ready(self) -> "Library":
        """The library, as soon as it is open."""
        await self.opened.wait()
        if self.library is None:
            raise StoreError("The store is closed.")
        return self.library

    def library_opened(self, library: "Library") -> None:
        """The store is open: ask it what the query says."""
        self.library = library
        self.opened.set()
        self.desk.tags.show_looks()
        for notice in library.notices:
            self.app.notify(notice, severity="warning", timeout=12, markup=False)
        self.run_worker(self.begin(), group="select", exclusive=True, exit_on_error=False)

    async def begin(self) -> None:
        """The first answer, its rows, and the article under the cursor."""
        try:
            await self.desk.tags.look_for_terms()
            await self.desk.filters.answer(self.articles.anchor_id)
            # Whoever has asked for another list by now sees that first, its article when he rests.
            if not self.desk.filters.history:
                await self.desk.reading.begin()
        finally:
            # Also when a key has asked for another answer meanwhile: that one is shown.
            self.begun.set()
            self.desk.searches.count()

    def changed(self, changes: ChangeSet) -> None:
        """Something was written, here or elsewhere: every pane patches itself."""
        self.tag_filter.has_terms |= any(entry.terms for entry in changes.new)
        self.desk.filters.changed(changes)
        if any(one.kind == "tag" for change in changes.definitions for one in change.both):
            self.desk.tags.show_looks()
        if any(one.kind == "feed" for change in changes.definitions for one in change.both):
            self.desk.texts.choice_changed()
        article = self.desk.reading.article
        touched = {number for change in changes.tags for number in change.ids} | {
            e.id for e in changes.updated
        }
        if article is not None and article.id in touched:
            self.desk.reading.renew_soon()
        hidden = [number for change in changes.statuses if change.status == "hidden" for number in change.ids]
        if changes.removed or changes.subscriptions or hidden:
            self.desk.filters.run(self.articles.window.nearest_but(self.articles.extent[0], hidden))

    async def action_do(self, action_id: str) -> None:
        """Run a row of the action table."""
        attrgetter(action(action_id).method)(self.desk)()

    def rest_timer(self, seconds: float, then: Callable[[], None]) -> None:
        """Call *then* once nothing has asked again for *seconds*."""
        if self.rest is not None:
            self.rest.stop()
        self.rest = self.set_timer(seconds, then)

    # ------------------------------------------------------------------ messages

    async def on_key(self, event: events.Key) -> None:
        """Sequences of keys."""
        await self.desk.keys.take(event)

    def on_resize(self) -> None:
        """Another terminal size, another arrangement."""
        self.desk.layout.resized()

    def on_screen_suspend(self) -> None:
        """A dialog stands over this screen."""
        self.status.covered = True

    def on_screen_resume(self) -> None:
        """This screen is at the top again."""
        self.status.covered = False

    def on_descendant_focus(self) -> None:
        """The focus moved."""
        self.desk.focus_moved()

    def on_command_line_typed(self, message: "CommandLine.Typed") -> None:
        """Every key in the command line is counted."""
        self.desk.commands.typed(message)

    def on_command_line_entered(self, message: "CommandLine.Entered") -> None:
        """Enter in the command line."""
        self.desk.commands.entered(message.text)

    def on_command_line_left(self) -> None:
        """The command line was left."""
        self.desk.commands.close()

    @on(LineList.CursorMoved, "#articles")
    def article_highlighted(self) -> None:
        """Show the article once the cursor rests."""
        self.desk.showing.stand()
        self.desk.reading.rest()

    @on(LineList.CursorMoved, "#feeds")
    def feed_highlighted(self) -> None:
        """The feed list's cursor is the scope of the query."""
        row = self.feed_list.current
        if row is not None and self.feed_list.has_focus and row.key != self.feed_list.scope_key:
            self.feed_list.scope_key = row.key
            self.desk.filters.scope(row)
            self.reader_empty.refresh()

    @on(FeedList.SearchMoved)
    def search_moved(self, message: FeedList.SearchMoved) -> None:
        """The saved searches in another order."""
        self.desk.searches.move(message.step)

    @on(LineList.Opened, "#articles")
    def article_opened(self) -> None:
        """Enter or a click."""
        self.desk.reading.open_current()

    @on(LineList.Opened, "#feeds")
    def feed_opened(self) -> None:
        """Enter in the feed list goes to its articles."""
        row = self.feed_list.current
        if row is not None:
            self.desk.filters.scope(row)
            self.desk.layout.focus("list")

    @on(ArticleList.PagesWanted)
    def pages_wanted(self, message: ArticleList.PagesWanted) -> None:
        """Fetch rows that came into view."""
        for page in message.pages:
            self.run_worker(self.fetch_page(message.window, page), group="rows", exit_on_error=False)

    async def fetch_page(self, window: Window, page: int) -> None:
        """One page of rows."""
        library = await self.library_ready()
        self.articles.page_arrived(window, page, await library.rows(window.page_ids(page)))
        if self.desk.reading.article is None:
            self.desk.reading.rest()

    @on(ArticleList.SelectionChanged)
    def selection_changed(self, message: ArticleList.SelectionChanged) -> None:
        """Say how many articles the next verb means."""
        key = self.desk.keys.shown("command")
        said = f"{message.count:,} selected {self.marks.dot} {key} for all"
        self.status.note = said if message.count else ""

    @on(TagFilter.Toggled)
    def tag_toggled(self, message: TagFilter.Toggled) -> None:
        """The tag pane edits the query."""
        self.desk.filters.tag(message.name, message.mode, message.field)

    @on(TagFilter.TermsOpened)
    def terms_opened(self) -> None:
        """The publishers' terms are looked at, or no longer."""
        self.desk.tags.open_terms()

    @on(TagFilter.TagWanted)
    def tag_wanted(self, message: TagFilter.TagWanted) -> None:
        """A publisher's term should become a tag."""
        self.desk.tags.make_tag(message.term)

    @on(TagFilter.EditWanted)
    def tag_edited(self, message: TagFilter.EditWanted) -> None:
        """The tag itself should be another."""
        self.desk.tags.edit(message.name)

    @on(TagFilter.DeleteWanted)
    def tag_deleted(self, message: TagFilter.DeleteWanted) -> None:
        """The tag itself should go."""
        self.desk.tags.delete(message.name)

    @on(TagFilter.Narrowed)
    @on(TagFilter.Sorted)
    def tags_noted(self) -> None:
        """The tag pane's header shows what narrows it, and its order."""
        self.tags_header.note = self.tag_filter.note
        self.desk.tags.count_terms()

    @on(PaneHeader.Clicked, "#tags-header")
    def tags_header_clicked(self) -> None:
        """Another order of the tags."""
        self.tag_filter.action_sort()

    @on(QueryBar.Typed)
    def query_typed(self, message: QueryBar.Typed) -> None:
        """Every key in the bar is answered."""
        self.desk.typing.typed(message.text)

    @on(QueryBar.Done)
    def query_done(self, message: QueryBar.Done) -> None:
        """The bar was left."""
        self.desk.typing.done(message.clear)

    @on(Reader.Scrolled)
    def reader_scrolled(self) -> None:
        """How far the article is read, and which match this is."""
        self.desk.showing.progress()
        self.desk.finding.count()

    @on(Reader.NoteTurned)
    def note_turned(self) -> None:
        """Other keys matter while a footnote is open."""
        self.desk.layout.show_focus()

    @on(Reader.HintsOut)
    def hints_out(self) -> None:
        """The letters over the links are gone."""
        self.desk.hints.show()

    @on(Reader.LinkChosen)
    def link_chosen(self, message: Reader.LinkChosen) -> None:
        """A click on a link."""
        self.desk.links.open(message.url)

    @on(PictureChosen)
    def picture_chosen(self, message: PictureChosen) -> None:
        """A click on a picture."""
        self.desk.pictures.chosen(message.url)

    @on(PicturesHung)
    def pictures_hung(self) -> None:
        """Pictures have places in the reader and are not drawn yet."""
        self.desk.pictures.draw()

    @on(PicturesPainted)
    def pictures_painted(self) -> None:
        """The cells of pictures are on the screen."""
        self.desk.pictures.painted()

    @on(FindLine.Typed)
    def find_typed(self, message: FindLine.Typed) -> None:
        """Every key in the find line is answered."""
        self.desk.finding.typed(message.text)

    @on(FindLine.Stepped)
    def find_stepped(self, message: FindLine.Stepped) -> None:
        """Another match, while the find line is typed in."""
        self.desk.finding.stepped(message.step)

    @on(FindLine.Left)
    def find_left(self, message: FindLine.Left) -> None:
        """The find line was left."""
        self.desk.finding.left(message.kept)

    @on(Worker.StateChanged)
    def worker_changed(self, message: Worker.StateChanged) -> None:
        """A job that failed says so; nothing fails in silence."""
        error = message.worker.error
        if message.state is WorkerState.ERROR and error is not None:
            self.log.error(error)
            known = error if isinstance(error, BroadsheetError) else None
            self.desk.showing.report(
                known or BroadsheetError(f"Something went wrong: {clean(str(error), 200)}")
            )

    @on(RefreshProgressed)
    def refresh_progressed(self, message: RefreshProgressed) -> None:
        """Paint the newest progress."""
        self.desk.refreshing.show(message)

    @on(Splitter.Dragged)
    def rule_dragged(self, message: Splitter.Dragged) -> None:
        """The mouse moves a rule."""
        self.desk.layout.dragged(message.splitter.id or "", message.cells)

    @on(PaneHeader.Clicked, "#list-header")
    def list_header_clicked(self) -> None:
        """New arrivals if there are any, else the menu of orders."""
        if self.list_header.news:
            self.desk.filters.reload()
        else:
            self.desk.order.menu()

    @on(StatusBar.KeyClicked)
    async def key_clicked(self, message: StatusBar.KeyClicked) -> None:
        """A click on a footer key."""
        entry = action(message.action_id)
        if entry.is_of_desk:
            await self.action_do(entry.id)
        elif self.focused is not None:
            await self.focused.run_action(entry.method)
