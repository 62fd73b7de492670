"""Saved searches on the screen: save the filter, pick one, edit, move, remove; and their counts."""

import asyncio
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet
from tui.model.errors import BroadsheetError, SearchError
from tui.model.saved import SavedSearch, Tally
from tui.query import Query, with_scope
from tui.query.edit import Scope, scope_of
from tui.query.searches import names_search, place, renamed, search_key, used
from tui.ui.feed_list.tree import SavedRow
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.service.saving import Saving
    from tui.ui.screens.main import MainScreen

__all__ = ["Searching"]

#: Seconds of quiet before the searches are counted again: many writes cost one count.
QUIET = 0.05
#: Seconds that one of them may look for patterns.
PATIENCE = 0.5


class Searching:
    """Knows what each saved search finds, and what the keys do to them."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.tallies: dict[int, Tally] = {}
        self.counting = self.stale = False

    # -------------------------------------------------------------------- showing

    def rows(self) -> list[SavedRow]:
        """The rows of the feed list, with the counts that are known."""
        library = self.screen.library
        if library is None:
            return []
        found = []
        for one in library.saved():
            tally = self.tallies.get(one.id, Tally())
            found.append(SavedRow(one.id, one.name, tally.waiting, tally.trouble))
        return found

    def row_key(self, name: str) -> str:
        """The row of the feed list that shows the search of that name."""
        key = search_key(name)
        return next((f"search:{one.id}" for one in self.rows() if search_key(one.name) == key), "all")

    def current(self) -> SavedSearch | None:
        """The saved search under the cursor of the feed list, while that has the focus."""
        library, row = self.screen.library, self.screen.feed_list.current
        if library is None or row is None or not self.screen.feed_list.has_focus:
            return None
        return next((one for one in library.saved() if row.key == f"search:{one.id}"), None)

    def show_broken(self, error: SearchError) -> None:
        """The query names a search that cannot be used: mark it, the last good list stays."""
        bar = self.screen.query_bar
        bar.show_mistake(error.message, *place(bar.line.value, error.name))
        if not bar.line.has_focus:
            self.screen.desk.showing.report(error)

    # -------------------------------------------------------------------- counts

    def changed(self, changes: ChangeSet) -> None:
        """Something was written: count again; what another search or hidden feed changes is asked again."""
        filters = self.screen.desk.filters
        pairs = ((change.before, change.after) for change in changes.definitions)
        kinds = {one.kind for pair in pairs for one in pair if one is not None}
        if "search" in kinds:
            self.screen.feed_list.show_saved(self.rows())
            self.screen.desk.layout.size_tags()
        if "feed" in kinds or ("search" in kinds and used(filters.query)):
            filters.run(self.screen.articles.anchor_id)
        self.count()

    def count(self) -> None:
        """Count all of them behind the screen's back; calls that come meanwhile make one more round."""
        self.stale = True
        if not self.counting and self.screen.library is not None and self.screen.library.saved():
            self.counting = True
            self.screen.run_worker(self.keep_counting(), group="searches", exit_on_error=False)

    async def keep_counting(self) -> None:
        """Rounds of counting until nothing has changed since."""
        library = await self.screen.library_ready()
        try:
            while self.stale:
                await asyncio.sleep(QUIET)
                self.stale = False
                tallies = {}
                for one in library.saved():
                    # Between any two a key may have its frame.
                    await asyncio.sleep(0)
                    tallies[one.id] = await library.tally_of(one, PATIENCE)
                self.tallies = tallies
                self.screen.feed_list.show_saved(self.rows())
        finally:
            self.counting = False

    # --------------------------------------------------------------------- verbs

    def save(self) -> None:
        """Save the filter of the moment."""
        ask(self.screen, self.ask_name)

    async def ask_name(self) -> None:
        """Ask for a name; one that is there gets the new query, and that is said."""
        filters, key = self.screen.desk.filters, self.screen.desk.keys.shown
        text = filters.text
        if not text:
            words = f"There is no filter to save: make one with {key('query.edit')} first."
            self.screen.app.notify(words, timeout=4, markup=False)
            return
        library = await self.screen.library_ready()
        from tui.service import saving
        from tui.ui.paint import fit
        from tui.ui.screens.prompt import Prompt

        proposed = saving.proposed_name(filters.query)
        dialog = Prompt("Save this filter", fit(text, 34), value=proposed, suggestion="a name")
        name = await self.screen.app.push_screen_wait(dialog)
        if name is None:
            return
        await self.catch_up(library)
        old = saving.named(library.saved(), name)
        try:
            deed = saving.saved(library.saved(), name, text)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        said = f"“{name.strip()}” has another query now" if old is not None else f"Saved “{name.strip()}”"
        await self.do(library, deed, said)

    def pick(self) -> None:
        """Choose one of them."""
        ask(self.screen, self.ask_which)

    async def ask_which(self) -> None:
        """Show the list; what is chosen becomes the filter."""
        library = await self.screen.library_ready()
        searches = library.saved()
        if not searches:
            key = self.screen.desk.keys.shown
            words = f"Nothing is saved yet: {key('search.save')} saves the filter of the moment."
            self.screen.app.notify(words, timeout=4, markup=False)
            return
        from tui.ui.screens.searches import SearchPicker

        picked = await self.screen.app.push_screen_wait(SearchPicker(searches, self.tallies))
        if picked is None:
            return
        if picked.edit:
            await self.ask_edit(picked.search)
        else:
            self.choose(picked.search)

    def choose(self, search: SavedSearch) -> None:
        """Make a saved search the filter."""
        self.screen.desk.filters.set(with_scope(Query(), Scope("search", search.name)))

    def edit(self) -> None:
        """Edit the one under the cursor of the feed list."""
        search = self.current()
        if search is not None:
            ask(self.screen, self.ask_edit, search)

    async def ask_edit(self, search: SavedSearch) -> None:
        """Show the editor and do what it says."""
        library = await self.screen.library_ready()
        from tui.ui.screens.edit_search import EditSearch

        dialog = EditSearch(search, library, self.screen.query_bar.names)
        deed = await self.screen.app.push_screen_wait(dialog)
        if deed is None:
            return
        if deed.changes[:1] and deed.changes[0].after is None:
            await self.take_away(library, search)
            return
        after = next((one.after for one in deed.changes if one.before and one.before.id == search.id), None)
        filters = self.screen.desk.filters
        if after is not None and after.name != search.name and names_search(filters.query, search.name):
            filters.query = renamed(filters.query, search.name, after.name)
            filters.show_query()
        if deed.changes:
            await self.do(library, deed, f"Changed “{after.name if after else search.name}”")

    def remove(self) -> None:
        """Remove the one under the cursor of the feed list."""
        search = self.current()
        if search is not None:
            self.screen.run_worker(self.removing(search), group="marks", exit_on_error=False)

    async def removing(self, search: SavedSearch) -> None:
        """No question asked: the toast says how to take it back."""
        await self.take_away(await self.screen.library_ready(), search)

    async def take_away(self, library: "Library", search: SavedSearch) -> None:
        """Remove a search; a filter that is confined to it is let go first."""
        from tui.service import saving

        await self.catch_up(library)
        try:
            search = saving.current(library.saved(), search)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        filters = self.screen.desk.filters
        scope = scope_of(filters.query)
        if scope.kind == "search" and search_key(scope.name) == search_key(search.name):
            filters.set(with_scope(filters.query, Scope()))
        users = saving.users_of(library.saved(), search.name)
        said = f"Removed “{search.name}”"
        if users:
            said += f", which {', '.join(f'“{one}”' for one in users)} cannot do without"
        await self.do(library, saving.removed(search), said)

    def move(self, step: int) -> None:
        """Move the one under the cursor up or down."""
        search = self.current()
        if search is not None:
            self.screen.run_worker(self.moving(search, step), group="marks", exit_on_error=False)

    async def moving(self, search: SavedSearch, step: int) -> None:
        """The cursor goes with it."""
        library = await self.screen.library_ready()
        from tui.service import saving

        await self.catch_up(library)
        try:
            deed = saving.moved(library.saved(), search, step)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        if deed.changes:
            await self.screen.desk.marks.write(library.define(deed.changes, deed.label))

    async def catch_up(self, library: "Library") -> None:
        """Build on what is stored now: another process may have changed a search."""
        await self.screen.desk.marks.write(library.catch_up())

    async def do(self, library: "Library", deed: "Saving", said: str) -> None:
        """Write a deed and say it; nothing to write is said too."""
        if not deed.changes:
            self.screen.app.notify("It was saved like that already.", timeout=3, markup=False)
        elif await self.screen.desk.marks.write(library.define(deed.changes, deed.label)):
            self.screen.desk.marks.say(said, undo=True)
