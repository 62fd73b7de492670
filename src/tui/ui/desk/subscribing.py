"""Feeds come, change and go: the dialogs and what follows from them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, Subscription
from tui.model.origin import is_own
from tui.query import Scope, with_scope
from tui.ui.desk.marking import counted
from tui.ui.desk.paging import edit_page, make_page_feed
from tui.ui.feed_list.tree import shown_category
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Subscribing"]


class Subscribing:
    """Add, edit, remove, import."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    def current(self) -> Feed | None:
        """The feed that a verb means: the feed list's, else that of the article where the focus is.

        In the feed list only its own row counts: "All articles" must not mean some article's feed.
        """
        row = self.screen.feed_list.current
        if self.screen.desk.layout.focused_pane == "feeds":
            return row.feed if row is not None else None
        if row is not None and row.feed is not None and self.screen.desk.layout.focused_pane != "reader":
            return row.feed
        opened, under_cursor = self.screen.desk.reading.article, self.screen.articles.current_row
        read = self.screen.desk.layout.focused_pane == "reader"
        article = (opened or under_cursor) if read else (under_cursor or opened)
        return next(
            (feed for feed in self.screen.feed_list.feeds if article and feed.id == article.feed_id), None
        )

    def add(self) -> None:
        """Ask for an address and subscribe to what is chosen there."""
        ask(self.screen, self.ask_feed)

    async def ask_feed(self) -> None:
        """Show the dialog; it looks the address up itself."""
        library = await self.screen.library_ready()
        from tui.ui.screens.add_feed import AddFeed, PageWish

        dialog = AddFeed(
            library.find_feeds, library.categories(), library.tags(), self.screen.clock, self.screen.marks
        )
        wishes = await self.screen.app.push_screen_wait(dialog)
        if isinstance(wishes, str):
            self.screen.desk.texts.save_page(wishes)
        elif isinstance(wishes, PageWish):
            await make_page_feed(self.screen, wishes.address)
        elif wishes:
            locked = {one.feed_url for one in dialog.list.feeds if one.is_locked}
            await self.subscribe([one for one in wishes if one.feed_url not in locked])
            for wish in wishes:
                if wish.feed_url in locked:
                    await self.subscribe_locked(wish)

    async def subscribe_locked(self, wish: Subscription) -> None:
        """Subscribe to what asks for a password, and ask for that."""
        library = await self.screen.library_ready()
        await self.screen.desk.marks.write(library.subscribe([wish]))
        for feed in library.feeds():
            if feed.feed_url == wish.feed_url:
                await self.ask_fetching(feed)

    async def subscribe(self, wishes: Sequence[Subscription]) -> None:
        """Subscribe, then fetch the new feeds at once."""
        if not wishes:
            return
        library = await self.screen.library_ready()
        changes = await self.screen.desk.marks.write(library.subscribe(wishes))
        if not changes:
            self.screen.app.notify("You are subscribed to that already.", timeout=3, markup=False)
            return
        self.screen.desk.marks.say(f"Subscribed to {counted(len(wishes), 'feed')}", undo=True)
        fresh = [change.feed_id for change in changes.subscriptions if change.subscribed]
        self.screen.desk.refreshing.start(fresh, force=True)

    def starter(self) -> None:
        """Subscribe to the bundled starter set."""
        self.screen.run_worker(self.subscribe_starter(), group="feeds", exit_on_error=False)

    async def subscribe_starter(self) -> None:
        """The starter set's feeds that are not there yet."""
        from tui.service.transfer import starter_set

        await self.subscribe(starter_set())

    def edit(self) -> None:
        """Edit the feed or saved search under the cursor, or the feed of the article."""
        if self.screen.desk.searches.current() is not None:
            self.screen.desk.searches.edit()
            return
        ask(self.screen, self.ask_edit)

    async def ask_edit(self) -> None:
        """Show title, category, tags, and how the feed is doing."""
        feed = self.screen.desk.feeds.current()
        if feed is None:
            self.screen.app.notify("Choose a feed first.", timeout=3, markup=False)
            return
        await self.editing(feed)

    async def editing(self, feed: Feed) -> None:
        """The dialog for one feed, and what comes of it."""
        library = await self.screen.library_ready()
        from tui.service.feedbook import FeedChange
        from tui.ui.screens.edit_feed import EditFeed

        why, marks = await library.care.schedule(feed.id), self.screen.marks
        now, is_page = self.screen.clock(), library.sources.pages.selectors(feed.feed_url) is not None
        dialog = EditFeed(feed, library.categories(), library.tags(), now, marks, why, is_page=is_page)
        edited = await self.screen.app.push_screen_wait(dialog)
        if edited is not None:
            filters = self.screen.desk.filters
            confined = filters.scope_key() == f"feed:{feed.id}"
            if await self.screen.desk.marks.write(library.feedbook.change(feed, FeedChange(edited.edits))):
                self.screen.desk.marks.say(f"Changed {feed.title}", undo=True)
            named = next((one for one in library.feeds() if one.id == feed.id), feed)
            if confined and named.title != feed.title:
                # The filter named the feed by its title: it stays with the feed.
                filters.set(with_scope(filters.query, Scope("feed", named.title)))
            await self.hiding(feed, edited.hidden)
            if edited.then == "texts":
                await self.screen.desk.texts.ask_choice(named)
            elif edited.then == "page":
                await edit_page(self.screen, named)
            elif edited.then == "fetching":
                await self.ask_fetching(named)

    def fetching(self) -> None:
        """Edit how a feed is fetched and how much of it is kept."""
        feed = self.current()
        if feed is None:
            self.screen.app.notify("Choose a feed first.", timeout=3, markup=False)
            return
        ask(self.screen, self.ask_fetching, feed)

    def page(self) -> None:
        """Edit the selectors of a feed that is a page."""
        feed = self.current()
        if feed is None:
            self.screen.app.notify("Choose a feed first.", timeout=3, markup=False)
            return
        ask(self.screen, self.ask_page, feed)

    async def ask_page(self, feed: Feed) -> None:
        """Show the dialog, if the feed is a page."""
        library = await self.screen.library_ready()
        if library.sources.pages.selectors(feed.feed_url) is None:
            self.screen.app.notify(
                "This feed is no page: it has entries of its own.", timeout=3, markup=False
            )
            return
        await edit_page(self.screen, feed)

    async def ask_fetching(self, feed: Feed) -> None:
        """Show the dialog; what it says is one deed, and the feed is fetched so at once."""
        if is_own(feed.feed_url):
            self.screen.app.notify("It comes with Broadsheet and is never fetched.", timeout=3, markup=False)
            return
        library = await self.screen.library_ready()
        from tui.ui.screens.feed_fetching import FeedFetching

        settings = library.feedbook.settings(feed.feed_url)
        kept, why = await library.feedbook.kept(settings), await library.care.schedule(feed.id)
        dialog = FeedFetching(feed, settings, kept, self.screen.marks, why)
        change = await self.screen.app.push_screen_wait(dialog)
        if change is None or not (change.settings or change.secrets):
            return
        label = f"change how {feed.title} is fetched"
        if await self.screen.desk.marks.write(library.feedbook.change(feed, change, label)):
            self.screen.desk.marks.say(f"Changed how {feed.title} is fetched", undo=True)
        elif change.secrets:
            self.screen.desk.marks.say("The new password is kept, and tried now")
        due = next((one for one in library.feeds() if one.id == feed.id), feed)
        if due.health.next_check_at is None:
            # What is asked for in another way shows at once whether that was right.
            self.screen.desk.refreshing.start([feed.id], force=True)

    def hide(self) -> None:
        """Hide the feed under the cursor, or the one of the article; show it again if it is hidden."""
        feed = self.current()
        if feed is None or self.screen.desk.searches.current() is not None:
            self.screen.app.notify("Choose a feed first.", timeout=3, markup=False)
            return
        self.screen.run_worker(self.hiding(feed, not feed.hidden), group="marks", exit_on_error=False)

    async def hiding(self, feed: Feed, value: bool) -> None:
        """No question asked; a filter that is confined to a feed now hidden goes on to what it stood in."""
        library = await self.screen.library_ready()
        from tui.service.hiding import hidden

        await self.screen.desk.searches.catch_up(library)
        deed = hidden(library.definitions("feed"), feed, value)
        if not deed.changes:
            return
        filters, feed_list = self.screen.desk.filters, self.screen.feed_list
        if value and filters.scope_key() == f"feed:{feed.id}" and not feed_list.with_hidden:
            # Only a category that keeps a row: the last feed of one takes it along.
            path = shown_category([one for one in library.feeds() if one.id != feed.id], feed.category)
            filters.set(with_scope(filters.query, Scope("category", path) if path else Scope()))
        if not await self.screen.desk.marks.write(library.define(deed.changes, deed.label)):
            return
        said = "only what looks for something shows its articles" if value else "it has its row again"
        self.screen.desk.marks.say(f"{'Hid' if value else 'Showed'} {feed.title}: {said}", undo=True)

    def remove(self) -> None:
        """Unsubscribe from the feed under the cursor, or remove the saved search; undo brings it back."""
        if self.screen.desk.searches.current() is not None:
            self.screen.desk.searches.remove()
            return
        self.screen.run_worker(self.unsubscribe(), group="marks", exit_on_error=False)

    async def unsubscribe(self) -> None:
        """No question asked: the toast says how to take it back."""
        feed = self.screen.desk.feeds.current()
        if feed is None:
            self.screen.app.notify("Choose a feed first.", timeout=3, markup=False)
            return
        await self.unsubscribing(feed)

    async def unsubscribing(self, feed: Feed) -> None:
        """Unsubscribe from one feed."""
        library = await self.screen.library_ready()
        if await self.screen.desk.marks.write(library.unsubscribe(feed.id)):
            self.screen.desk.marks.say(f"Unsubscribed from {feed.title}", undo=True)

    def doctor(self) -> None:
        """Show how every feed is."""
        ask(self.screen, self.show_doctor)

    async def show_doctor(self) -> None:
        """The feed doctor, on all of the screen."""
        library = await self.screen.library_ready()
        from tui.ui.doctor.screen import DoctorScreen

        dialog = DoctorScreen(library, self.screen.desk, self.screen.clock, self.screen.marks)
        await self.screen.app.push_screen_wait(dialog)

    def import_opml(self) -> None:
        """Ask for a file and import it."""
        ask(self.screen, self.ask_file)

    async def ask_file(self) -> None:
        """Import the OPML file that the user names."""
        library = await self.screen.library_ready()
        from tui.ui.screens.prompt import Prompt

        dialog = Prompt("Import OPML", "Path of the file", suggestion="~/feeds.opml")
        answer = await self.screen.app.push_screen_wait(dialog)
        if not answer:
            return
        path = Path(answer).expanduser()
        try:
            report = await library.import_opml(path.read_bytes())
        except (OSError, BroadsheetError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            self.screen.app.notify(f"{path.name}: {reason}", severity="error", timeout=8, markup=False)
            return
        self.screen.desk.filters.feeds_changed()
        words = f"Added {counted(report.added, 'feed')}"
        if report.known:
            words += f", {report.known} were there already"
        if report.problems:
            words += f"; {counted(len(report.problems), 'line')} could not be used: {report.problems[0]}"
        self.screen.desk.marks.say(words, undo=bool(report.added))
        if report.added:
            self.screen.desk.refreshing.start(None, force=False)
