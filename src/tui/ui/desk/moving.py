"""From one unread article to another: the next, across feeds, or any."""

import asyncio
from dataclasses import replace
from random import random
from typing import TYPE_CHECKING

from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.query import Query, Scope, Term, all_of, with_scope
from tui.ui.feed_list.tree import Counts, FeedRow, feed_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tui.service.library import Library, Selection
    from tui.ui.screens.main import MainScreen

__all__ = ["Moving"]

_UNREAD = Term("is", "is", ("unread",))
_NO_COUNTS = Counts(0, {}, {})


class Moving:
    """Asks the index where to go, and goes there."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.stepping = asyncio.Lock()
        #: A number from 0 up to 1; tests bring their own.
        self.dice: Callable[[], float] = random
        #: Where the cursor stood before each leap at random, and in which list.
        self.leaps: list[tuple[Query, ArticleId]] = []

    def next_unread(self) -> None:
        """The next unread article below; then the next feed that has one."""
        self.start(self.find_unread(1))

    def previous_unread(self) -> None:
        """The unread article above; then the feed before that has one."""
        self.start(self.find_unread(-1))

    def random_unread(self) -> None:
        """Any unread article of the list; of all there are, if the list has no other."""
        self.start(self.find_any())

    def start(self, work: "Coroutine[None, None, None]") -> None:
        """Begin to look, when what an older key began is done: each key is a step."""
        self.screen.run_worker(self.reported(work), group="unread", exit_on_error=False)

    async def reported(self, work: "Coroutine[None, None, None]") -> None:
        """Look, and say what went wrong."""
        try:
            async with self.stepping:
                await work
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)

    # ------------------------------------------------------------ next and previous

    async def find_unread(self, step: int) -> None:
        """Ask the index; show what it finds, or move to another feed, or say that all is read."""
        library = await self.screen.library_ready()
        articles, reading = self.screen.articles, self.screen.desk.reading
        selection = self.screen.desk.filters.selection
        if selection is None:
            return
        first, end = articles.extent
        row = articles.current_row
        # The article under the cursor counts if it has not been opened yet; a group is below its heading.
        # What a quick key went to may still be on its way to the reader.
        here = articles.current_id
        shown = here is not None and here == reading.wanted
        waits = row is not None and not row.read and not shown
        if step > 0:
            start = first if waits or articles.heading is not None else end
        else:
            start = first if waits else first - 1
        if shown and here is not None and (row is None or not row.read) and step > 0:
            # It was shown beside the list, and the user goes on: that was reading it.
            await self.screen.desk.marks.opened(here)
        # Its copies are not next: they were just read.
        read = row if shown and row is not None else reading.article
        story = read.story if read is not None else 0
        place = await self.next_piece(library, selection, start, step, story)
        if place is None and step > 0:
            place = await self.next_piece(library, selection, 0, step, story)
        if place is not None:
            self.go_to(place)
        elif not await self.cross(step):
            self.screen.app.notify("Everything here is read.", timeout=3, markup=False)

    async def next_piece(
        self, library: "Library", selection: "Selection", start: int, step: int, story: int
    ) -> int | None:
        """The next unread place whose article is no copy of that story."""
        place = library.next_unread(selection, start, step)
        while place is not None and story:
            rows = await library.rows([int(selection.ids[place])])
            if not rows or rows[0].story != story:
                break
            place = library.next_unread(selection, place + step, step) if place + step >= 0 else None
        return place

    async def cross(self, step: int) -> bool:
        """Go on in another feed that has unread articles; False if there is none, or no feed is left."""
        filters = self.screen.desk.filters
        key = filters.scope_key()
        if not key.startswith(("feed:", "category:")):
            return False
        row = await self.feed_with_unread(key, step)
        if row is None:
            return False
        selection = await filters.open(filters.scoped(row))
        library = await self.screen.library_ready()
        place = library.next_unread(selection, 0 if step > 0 else len(selection.ids) - 1, step)
        if place is not None:
            self.go_to(place)
        way = "Next feed" if step > 0 else "Feed before"
        self.screen.app.notify(f"{way}: {row.label}", timeout=3, markup=False)
        return True

    async def feed_with_unread(self, key: str, step: int) -> FeedRow | None:
        """The nearest feed in the order of the feed list that has unread articles under the filter.

        Folded categories are gone through too. Forwards, the first feed follows the last.
        """
        library = await self.screen.library_ready()
        query = with_scope(self.screen.desk.filters.query, Scope())
        unread = await library.select(Query(all_of((query.expr, _UNREAD))))
        counts = library.facets(unread).feeds
        rows = feed_rows(library.feeds(), _NO_COUNTS, folded=())
        here = next((at for at, row in enumerate(rows) if row.key == key), 0)
        way = [*rows[here + 1 :], *rows[:here]] if step > 0 else rows[:here][::-1]
        return next((row for row in way if row.feed is not None and counts.get(row.feed.id)), None)

    # -------------------------------------------------------------------- at random

    async def find_any(self) -> None:
        """Leap to an unread article; Back leads to where the leap began."""
        library = await self.screen.library_ready()
        filters, articles = self.screen.desk.filters, self.screen.articles
        selection, here = filters.selection, articles.anchor_id
        if selection is None:
            return
        place = library.random_unread(selection, self.dice(), here or 0)
        if place is not None:
            if here is not None:
                self.leaps.append((filters.query, here))
                del self.leaps[:-100]
            self.go_to(place)
            return
        query = replace(filters.query, expr=_UNREAD, limit=None)
        place = library.random_unread(await library.select(query), self.dice(), here or 0)
        if place is None:
            self.screen.app.notify("Nothing else is unread.", timeout=3, markup=False)
            return
        selection = await filters.open(query)
        self.go_to(place)
        back = self.screen.desk.keys.shown("query.back")
        words = f"Nothing else was unread there: one of all articles {self.screen.marks.dot} {back} goes back"
        self.screen.app.notify(words, timeout=4, markup=False)

    def leap_back(self) -> bool:
        """Return from the last leap within this list; False if there was none."""
        filters = self.screen.desk.filters
        while self.leaps and self.leaps[-1][0] == filters.query and filters.selection is not None:
            _, article_id = self.leaps.pop()
            place = filters.selection.position(article_id)
            if place is not None:
                self.screen.articles.go_to(place)
                return True
        return False

    # ----------------------------------------------------------------------- common

    def go_to(self, place: int) -> None:
        """Stand on an article, whose group unfolds, and read it; where only the list is seen, open it."""
        articles, layout = self.screen.articles, self.screen.desk.layout
        articles.go_to(place)
        if layout.width == "narrow" and layout.focused_pane != "reader":
            # Nobody reads what is not to be seen.
            layout.focus("reader")
        self.screen.desk.reading.show(articles.window.id_at(place), mark=True)
