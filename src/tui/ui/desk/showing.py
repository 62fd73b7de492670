"""Headers, footer, empty states and error toasts: what stands around the panes."""

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui.model.errors import BroadsheetError
from tui.query import Query
from tui.query.edit import state_of
from tui.ui.actions import FOOTERS, action
from tui.ui.desk.layout import Pane
from tui.ui.feed_list.tree import rows_path
from tui.ui.paint import fit
from tui.ui.reader.progress import Progress

if TYPE_CHECKING:
    from tui.service.library import Facets
    from tui.ui.screens.main import MainScreen

__all__ = ["Showing"]

Offer = tuple[str, str]


class Showing:
    """Paints what is not a pane."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: Whose keys the footer shows.
        self.footed = ""
        self.how_far = Progress()

    def report(self, error: BroadsheetError) -> None:
        """The one place where an error becomes a toast."""
        self.screen.app.notify(str(error), severity="error", timeout=8, markup=False)

    def focus(self, pane: Pane) -> None:
        """Headers and footer follow the focus."""
        screen = self.screen
        typing = isinstance(screen.focused, Input)
        headers = {
            "feeds": screen.feeds_header, "tags": screen.tags_header,
            "list": screen.list_header, "reader": screen.reader_header,
        }  # fmt: skip
        for name, header in headers.items():
            # Where there is but one pane, nobody asks which has the focus.
            header.active = name == pane and not typing and not screen.desk.layout.zen
        place = self.footed = self.footer(pane)
        keys = [(screen.desk.keys.shown(entry), action(entry).short, entry) for entry in FOOTERS[place]]
        # While somebody types, a letter is a letter: only a key with a name shows the help.
        more = (screen.desk.keys.shown("help", named=typing), "more", "help")
        command = (screen.desk.keys.shown("command"), action("command").short, "command")
        screen.status.show_keys([*keys, more], None if typing else command)
        self.path()

    def footer(self, pane: Pane) -> str:
        """Whose keys the footer shows."""
        desk = self.screen.desk
        if self.screen.query_bar.line.has_focus:
            return "query"
        if desk.hints.lit:
            return "hints"
        if desk.finding.is_typed:
            return "find"
        if pane == "reader":
            return self.reader_footer()
        return self.list_footer() if pane == "list" else pane

    def list_footer(self) -> str:
        """On a heading, and on an article with copies, other keys matter than on any article."""
        articles = self.screen.articles
        if articles.heading is not None:
            return "heading"
        row = articles.current_row
        return "story" if row is not None and row.copies > 1 else "list"

    def reader_footer(self) -> str:
        """What the reader's keys do depends on what it shows."""
        if self.screen.reader.note is not None:
            return "note"
        if self.screen.reader.lit.needle:
            return "found"
        return "preview" if self.screen.desk.trail.preview is not None else "reader"

    def stand(self) -> None:
        """The cursor of the list moved: other keys may matter there."""
        pane = self.screen.desk.layout.focused_pane
        if self.footed != self.footer(pane):
            self.focus(pane)

    def path(self) -> None:
        """In one column the headers say where we are."""
        screen = self.screen
        row = next((row for row in screen.feed_list.rows if row.key == screen.feed_list.scope_key), None)
        where = rows_path(row) if row is not None and row.key != "all" else ""
        alone = screen.desk.layout.width == "narrow" or screen.desk.layout.zen
        screen.list_header.title_text = f"ARTICLES › {where}" if where and alone else "ARTICLES"
        article = screen.desk.reading.article
        screen.reader_header.title_text = (
            f"PREVIEW › {screen.desk.trail.address}"
            if screen.desk.trail.preview is not None
            else f"{fit(article.feed_title, 24)} › {article.title}"
            if article and alone
            else "ARTICLE"
        )
        screen.list_header.refresh()
        screen.reader_header.refresh()

    def headers(self, facets: "Facets") -> None:
        """Counts and troubles."""
        screen = self.screen
        unread = facets.everything
        screen.feeds_header.note = f"{unread:,}" if unread else ""
        failing = sum(bool(feed.health.error) for feed in screen.feed_list.feeds)
        screen.feeds_header.news = f"{failing} failing" if failing else ""
        tags = screen.tag_filter
        screen.tags_header.note = tags.note
        screen.tags_header.display = tags.display = bool(tags.count)
        screen.list_header.note = screen.desk.order.note
        self.stand()
        self.trouble()
        self.path()
        self.offers()

    def offers(self) -> None:
        """Nobody's feeds but our own manual: say how to begin, below it."""
        screen = self.screen
        own = [feed for feed in screen.feed_list.feeds if feed.feed_url.startswith(("http:", "https:"))]
        screen.offers.display = not own
        if not own:
            screen.offers.say("Begin here", *self.first_steps())

    def trouble(self) -> None:
        """What is wrong with the selected feed or saved search, in words, above the articles."""
        screen = self.screen
        row = next((row for row in screen.feed_list.rows if row.key == screen.feed_list.scope_key), None)
        sentence = None if row is None else row.feed.health.error if row.feed is not None else row.trouble
        screen.trouble.display = bool(sentence)
        screen.trouble.update_line(sentence or "")

    def progress(self) -> None:
        """How far the article is read."""
        reader, desk = self.screen.reader, self.screen.desk
        shown = desk.trail.preview or (
            desk.reading.opened and (desk.reading.opened.full or desk.reading.article)
        )
        top, height = reader.scroll_offset.y, reader.size.height
        words = self.how_far.words(reader.page_shown, top, height, shown.minutes) if shown else ""
        self.screen.reader_header.note = words

    # -------------------------------------------------------------- empty panes

    def emptiness(self) -> None:
        """Panes without content say what to do next."""
        screen = self.screen
        empty = screen.desk.filters.selection is not None and not screen.articles.count
        focused = screen.focused is screen.articles
        screen.articles.display = not empty or focused
        screen.articles.set_class(empty, "-empty")
        screen.list_empty.display = empty
        if empty:
            screen.list_empty.say(*self.list_words())
        shown = screen.desk.reading.article is not None
        screen.reader.set_class(not shown, "-unread-yet")
        screen.reader_empty.display = not shown
        self.progress()
        if not shown:
            screen.reader_empty.say(*self.reader_words())

    def list_words(self) -> tuple[str, *tuple[Offer, ...]]:
        """Why the list is empty, and what helps."""
        key = self.screen.desk.keys.shown
        filters = self.screen.desk.filters
        library = self.screen.library
        feeds = (
            [] if library is None else [feed for feed in library.feeds() if feed.feed_url.startswith("http")]
        )
        if not feeds and filters.query == Query():
            return ("No feeds yet.", *self.first_steps())
        if filters.query == Query():
            return (
                "No articles yet.",
                (key("feed.refresh-all"), "refresh all feeds"),
                (key("feed.add"), "add a feed"),
            )
        if filters.text == "is:unread":
            return (
                "Everything is read.",
                (key("state.all"), "show all articles"),
                (key("feed.refresh-all"), "refresh"),
            )
        ways = [(key("query.clear"), "clear it"), (key("query.back"), "back to the filter before")]
        if state_of(filters.query) == "unread":
            ways.append((key("state.all"), "read ones too"))
        return ("Nothing matches this filter.", *ways)

    def first_steps(self) -> tuple[Offer, ...]:
        """What somebody without feeds can do."""
        key = self.screen.desk.keys.shown
        return (
            (key("feed.add"), "add a feed"),
            (key("feed.import"), "import OPML"),
            (key("feed.starter"), "a starter set"),
        )

    def reader_words(self) -> tuple[str, *tuple[Offer, ...]]:
        """What an empty reader says."""
        key = self.screen.desk.keys.shown
        if self.screen.library is None:
            # It is on its way.
            return ("",)
        if not self.screen.articles.count:
            return ("Nothing to read here.",)
        return (
            "No article is open.",
            (key("cursor.open"), "opens the one under the cursor"),
            (key("unread.next"), "goes to the next unread"),
            (key("help"), "shows all keys"),
        )
