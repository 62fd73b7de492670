"""The one query: whoever edits it, the list, the counts and the toggles follow."""

from functools import partial
from typing import TYPE_CHECKING, Any

from tui.model.changes import ChangeSet
from tui.model.errors import BroadsheetError, QueryTooSlow, SearchError
from tui.model.ids import ArticleId
from tui.query import Query, print_query
from tui.query.edit import (
    Scope,
    TagField,
    TagMode,
    scope_of,
    state_of,
    tag_modes,
    with_scope,
    with_state,
    with_tag,
)
from tui.ui.article_list.outline import NO_HEADINGS, Headings
from tui.ui.article_list.window import Window
from tui.ui.feed_list.tree import Counts, FeedRow

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.service.library import Facets, Selection
    from tui.ui.screens.main import MainScreen

__all__ = ["Filters"]


#: Seconds for the first rows of a query with a pattern, and for all of them.
AT_ONCE, PATIENCE = 0.1, 2.0
#: Seconds between two counts of what a refresh brings.
_PAUSE = 0.5


class Filters:
    """Holds the query of the moment, its selection, and the queries before it."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.query = Query()
        self.selection: Selection | None = None
        #: A newer answer to the same query, not shown yet so that no row moves.
        self.waiting: Selection | None = None
        self.history: list[Query] = []
        #: Where the cursor stood when each of them was left.
        self.stood: dict[Query, ArticleId] = {}
        #: Scope keys that the user chose from two feeds of one title.
        self.arrived: set[ArticleId] = set()
        #: The next count of what a refresh brings.
        self.rest: Timer | None = None

    # ---------------------------------------------------------- changing the query

    def set(self, query: Query, *, keep: ArticleId | None = None, remember: bool = True) -> None:
        """Make *query* the filter; *keep* stays under the cursor if it is still in the list."""
        if query == self.query and self.selection is not None:
            return
        if remember:
            self.remember()
        self.query = query
        self.show_query()
        self.run(keep)

    def remember(self) -> None:
        """Keep the query of the moment, and where the cursor stands, for :meth:`back`."""
        self.history.append(self.query)
        del self.history[:-100]
        here = self.screen.articles.anchor_id
        if here is not None:
            self.stood[self.query] = here
        for query in self.stood.keys() - {*self.history}:
            del self.stood[query]

    async def open(self, query: Query) -> "Selection":
        """Make *query* the filter and wait until its list is shown."""
        library = await self.screen.library_ready()
        selection = await library.select(query, fold=self.screen.desk.stories.folds(library))
        self.screen.workers.cancel_group(self.screen, "select")
        self.remember()
        self.query = query
        self.show_query()
        self.show_selection(selection)
        return selection

    def run(self, keep: ArticleId | None = None) -> None:
        """Answer the query; a newer call cancels this one."""
        # Not the coroutine itself: a newer call may cancel this one before it has begun.
        asking: Any = partial(self.answer, keep)
        self.screen.run_worker(asking, group="select", exclusive=True, exit_on_error=False)

    async def answer(self, keep: ArticleId | None) -> None:
        """Ask the library and show what it says; what takes longer is shown as it comes."""
        library = await self.screen.library_ready()
        query, fold = self.query, self.screen.desk.stories.folds(library)
        try:
            if keep is None and self.screen.query_bar.line.has_focus:
                # Whoever types sees the first rows of a common word before all others are found.
                rows = await library.first_rows(query, fold=fold)
                if rows is not None:
                    self.screen.articles.show(Window(rows), 0)
                    keep = self.screen.articles.current_id
            selection = await library.select(query, AT_ONCE, fold=fold)
            self.show_selection(selection, keep)
            if selection.left:
                selection = await library.select(query, PATIENCE, fold=fold)
                self.show_selection(selection, self.screen.articles.current_id)
        except QueryTooSlow as error:
            self.screen.desk.typing.too_slow(error)
        except SearchError as error:
            self.screen.desk.searches.show_broken(error)
            if self.selection is None:
                # The filter that the program was left with has gone: everything rather than nothing.
                self.query = Query()
                self.show_query()
                self.show_selection(await library.select(self.query, fold=fold), keep)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)

    def clear(self) -> None:
        """No filter: everything."""
        self.set(Query())

    def back(self) -> None:
        """The query before this one, or where the cursor was before a leap within it."""
        if self.screen.desk.moving.leap_back():
            return
        while self.history:
            query = self.history.pop()
            if query != self.query:
                self.set(query, keep=self.stood.get(query), remember=False)
                # Also while the line is being typed in: that is where the eyes are.
                self.screen.query_bar.put(self.text)
                return
        self.screen.app.notify("No query before this one.", timeout=2, markup=False)

    def state(self, name: str) -> None:
        """All, unread, starred or later."""
        self.set(with_state(self.query, name), keep=self.screen.articles.anchor_id)  # type: ignore[arg-type]

    def all(self) -> None:
        """Show all articles."""
        self.state("all")

    def unread(self) -> None:
        """Show unread articles."""
        self.state("unread")

    def starred(self) -> None:
        """Show starred articles."""
        self.state("starred")

    def later(self) -> None:
        """Show what is kept for later."""
        self.state("later")

    def tag(self, name: str, mode: TagMode | None, field: TagField = "tag") -> None:
        """A toggle in the tag pane."""
        self.set(with_tag(self.query, name, mode, field))

    def scope(self, row: FeedRow) -> None:
        """A row of the feed list was chosen."""
        if row.trouble:
            # There is nothing to show; what was shown stays, with the reason above it.
            self.screen.desk.showing.trouble()
            return
        self.set(self.scoped(row))

    def scoped(self, row: FeedRow) -> Query:
        """The query of the moment, confined to a row of the feed list."""
        query = with_scope(self.query, Scope("all", ""))
        if row.kind == "feed" and row.feed is not None:
            namesakes = sum(feed.title == row.feed.title for feed in self.screen.feed_list.feeds)
            scope = Scope("feed", row.feed.title) if namesakes == 1 else Scope("feed-url", row.feed.feed_url)
            query = with_scope(self.query, scope)
        elif row.kind == "category":
            query = with_scope(self.query, Scope("category", row.path))
        elif row.kind == "search":
            # A saved search is a whole query: what filtered before is left behind.
            query = with_scope(Query(), Scope("search", row.label))
        elif row.kind in ("starred", "later"):
            query = with_state(query, row.kind)
        if row.kind in ("feed", "category", "all") and state_of(self.query) in ("starred", "later"):
            # Leaving the shelf of kept articles: the shelf was the scope.
            query = with_state(query, "all")
        return query

    def reload(self) -> None:
        """Show the list as it is now, new arrivals too."""
        self.run(self.screen.articles.anchor_id)

    # ------------------------------------------------------------------- showing

    @property
    def text(self) -> str:
        """The query as text."""
        return print_query(self.query)

    def show_query(self) -> None:
        """The bar, the feed list and the header say what the query says."""
        self.screen.query_bar.show_query(self.text)
        self.screen.feed_list.mark_scope(self.scope_key())
        self.screen.list_header.note = self.screen.desk.order.note

    def scope_key(self) -> str:
        """The row of the feed list that the query stands for."""
        scope = scope_of(self.query)
        if scope.kind == "category":
            return f"category:{scope.name}"
        if scope.kind == "search":
            return self.screen.desk.searches.row_key(scope.name)
        if scope.kind != "all":
            for feed in self.screen.feed_list.feeds:
                if scope.name.casefold() in (feed.title.casefold(), feed.feed_url.casefold()):
                    return f"feed:{feed.id}"
        state = state_of(self.query)
        return state if state in ("starred", "later") else "all"

    def show_selection(self, selection: "Selection", keep: ArticleId | None = None) -> None:
        """A fresh answer: rows, counts, toggles."""
        before, self.selection, self.waiting = self.selection, selection, None
        if before is not None and (before.meant.expr, before.meant.group) != (
            selection.meant.expr,
            selection.meant.group,
        ):
            # What another filter finds is shown, whatever was folded under the one before.
            self.screen.articles.folded.clear()
        if not self.screen.query_bar.line.has_focus:
            self.screen.query_bar.show_right()
        self.arrived.clear()
        self.screen.list_header.news = ""
        place = selection.position(keep, self.screen.articles.group_key) if keep is not None else None
        self.screen.articles.show(
            Window(selection.ids),
            place or 0,
            keep_scroll=place is not None,
            headings=self.headings(selection),
        )
        self.screen.desk.stories.name_groups(selection)
        self.show_counts(selection)
        self.screen.desk.showing.emptiness()
        self.screen.desk.reading.rest()

    def headings(self, selection: "Selection") -> Headings:
        """The headings of a selection in the words of the list."""
        groups, library = selection.groups, self.screen.library
        if groups is None or library is None:
            return NO_HEADINGS
        unread = library.group_unread(selection)
        return Headings(groups.kind, groups.keys, groups.names, groups.bounds.tolist(), unread)

    def show_counts(self, selection: "Selection") -> None:
        """Counts everywhere, under the query of the moment."""
        library = self.screen.library
        if library is None:
            return
        facets = library.facets(selection)
        self.screen.query_bar.show_count(self.count_text())
        self.screen.feed_list.saved = self.screen.desk.searches.rows()
        self.screen.feed_list.show(library.feeds(), self.counts(facets))
        self.screen.feed_list.mark_scope(self.scope_key())
        self.screen.tag_filter.show(facets.tags, tag_modes(self.query))
        self.screen.desk.tags.count_terms()
        self.screen.desk.layout.size_tags()
        self.screen.desk.showing.headers(facets)

    def counts(self, facets: "Facets") -> Counts:
        """Facets in the words of the feed list."""
        states = facets.states
        return Counts(
            facets.everything,
            facets.feeds,
            facets.categories,
            states.get("starred", 0),
            states.get("later", 0),
        )

    def count_text(self) -> str:
        """``128 of 48,201``; where copies have one row, also how many rows those are."""
        selection = self.waiting or self.selection
        if selection is None:
            return ""
        if selection.left:
            return f"{selection.count:,} · stopped after {PATIENCE:g} s, {selection.left:,} unsearched"
        rows = f" in {len(selection.ids):,} rows" if selection.folded is not None else ""
        if selection.count == selection.total:
            return f"{selection.total:,}{rows}"
        return f"{selection.count:,} of {selection.total:,}{rows}"

    # ------------------------------------------------------------------- changes

    def changed(self, changes: ChangeSet) -> None:
        """Something was written: patch the rows, count again, move nothing."""
        self.screen.articles.apply(changes)
        self.screen.desk.stories.changed(changes)
        self.arrived.update(entry.id for entry in changes.new)
        self.screen.desk.searches.changed(changes)
        # What comes in during a refresh is counted now and then, not a hundred times.
        if not self.screen.desk.refreshing.running:
            self.count_again()
        elif self.rest is None:
            self.rest = self.screen.set_timer(_PAUSE, self.count_again)

    def feeds_changed(self) -> None:
        """The feed list is another; counts follow."""
        if self.selection is not None:
            self.count_again()

    def count_again(self) -> None:
        """Begin a count; one that is overtaken before it begins is never made."""
        if self.rest is not None:
            self.rest.stop()
            self.rest = None
        self.screen.run_worker(self.recount, group="recount", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def recount(self) -> None:
        """Answer the query again for the counts; the list stays unless it was empty."""
        library = await self.screen.library_ready()
        try:
            fold = self.screen.desk.stories.folds(library)
            selection = await library.select(self.query, PATIENCE, fold=fold)
        except (QueryTooSlow, SearchError):
            # It was said when the query was asked; the list of before is still there.
            return
        if self.selection is None or not len(self.selection.ids):
            self.show_selection(selection)
            return
        self.waiting = selection
        if self.selection.groups is not None:
            self.screen.articles.count_unread(library.group_unread(self.selection))
        fresh = sum(article_id in selection for article_id in self.arrived)
        self.screen.list_header.news = f"{fresh:,} new {self.screen.marks.arrow_up}" if fresh else ""
        self.show_counts(selection)
