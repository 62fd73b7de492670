"""All feeds as their doctor sees them, and everything that is done about them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import Worker, WorkerError, WorkerState

from tui.model.changes import ChangeSet
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed
from tui.model.servers import masked
from tui.service.checkup import Checkup, Order, ordered
from tui.ui.doctor.row import checkup_lines, more_of
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.ui.desk.desk import Desk

__all__ = ["CheckupList", "DoctorScreen"]

_KEYS = (
    "f takes the new address · r fetches it · D unsubscribes · H hides · F edits\n"
    "s sorts · t only with trouble · u undoes · Esc closes"
)
_ORDERS = {
    Order.TROUBLE: "the worst first",
    Order.NOISE: "the loudest first",
    Order.SILENCE: "the longest silent first",
    Order.OPENED: "the least opened first",
}


class CheckupList(LineList):
    """The feeds in the order that is wanted."""

    def __init__(self, *, marks: Marks, now: datetime, id: str | None = None) -> None:  # noqa: A002
        super().__init__(marks=marks, id=id)
        self.now = now
        self.row_height = 2
        self.shown: Sequence[Checkup] = ()

    @property
    def count(self) -> int:
        """How many feeds are shown."""
        return len(self.shown)

    @property
    def current(self) -> Checkup | None:
        """The feed under the cursor."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One feed."""
        return checkup_lines(self.shown[index], self.now, width, self.marks)


class DoctorScreen(ModalScreen[None]):
    """The list, one feed whole below it, and the keys."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("f", "fix", "Take the new address", show=False),
        Binding("r", "refresh_feed", "Fetch", show=False),
        Binding("D,delete", "remove", "Unsubscribe", show=False),
        Binding("H", "hide", "Hide", show=False),
        Binding("F,e", "edit", "Edit", show=False),
        Binding("s,S", "sort", "Sort", show=False),
        Binding("t", "filter", "Only with trouble", show=False),
        Binding("u", "undo", "Undo", show=False),
        Binding("U", "redo", "Redo", show=False),
    ]

    def __init__(self, library: "Library", desk: "Desk", clock: Callable[[], datetime], marks: Marks) -> None:
        super().__init__()
        self.library, self.desk, self.clock, self.marks = library, desk, clock, marks
        self.order, self.ill_only = Order.TROUBLE, False
        self.found: Sequence[Checkup] = ()

    def compose(self) -> ComposeResult:
        """From the list down to the keys."""
        with Vertical(classes="dialog", id="doctor-dialog"):
            yield Static(Content("Feed doctor"), classes="dialog-title", id="doctor-title")
            yield CheckupList(marks=self.marks, now=self.clock(), id="checkups")
            yield Static("", id="doctor-more")
            yield Static(Content(_KEYS.replace("·", self.marks.dot)), classes="hint")

    async def on_mount(self) -> None:
        """Look at all feeds."""
        self.checkups.focus()
        await self.reload()

    @property
    def checkups(self) -> CheckupList:
        """The list."""
        return self.query_one(CheckupList)

    async def reload(self) -> None:
        """Look again; the cursor stays with its feed."""
        self.found = await self.library.feed_doctor.examine()
        self.show()

    def show(self) -> None:
        """The feeds that are wanted, in the order that is wanted."""
        checkups = self.checkups
        stood = checkups.current.feed.id if checkups.current else None
        checkups.now = self.clock()
        checkups.shown = ordered(self.found, self.order, ill_only=self.ill_only)
        checkups.rows_changed()
        place = next((at for at, one in enumerate(checkups.shown) if one.feed.id == stood), checkups.cursor)
        if checkups.count:
            checkups.move_to(place)
        grave = sum(one.is_grave for one in self.found)
        parts = [f"{grave} of {len(self.found)} in trouble" if grave else "all feeds are well"]
        parts += [_ORDERS[self.order]] + (["only with trouble"] if self.ill_only else [])
        parts += ["the daemon fetches"] if self.desk.refreshing.daemon else []
        said = f" {self.marks.dot} ".join(parts)
        self.query_one("#doctor-title", Static).update(Content(f"Feed doctor  {said}"))
        self.show_more()

    @on(LineList.CursorMoved)
    def show_more(self) -> None:
        """All of the feed under the cursor; its visits follow."""
        one = self.checkups.current
        if one is None:
            said = "No feed has any trouble." if self.ill_only else "There are no feeds yet."
            self.query_one("#doctor-more", Static).update(Content(said))
        else:
            self.read_visits()

    @work(group="visits", exclusive=True, exit_on_error=False)
    async def read_visits(self) -> None:
        """Read the log of the feed under the cursor, and show what fits."""
        one = self.checkups.current
        if one is None:
            return
        visits = await self.library.feed_doctor.visits(one.feed.id)
        if one is self.checkups.current:
            more = self.query_one("#doctor-more", Static)
            size = (more.content_size.width or 70, more.content_size.height or 7)
            more.update(more_of(one, visits, self.clock(), size, self.marks))

    def on_resize(self) -> None:
        """Other lines fit below the list."""
        self.call_after_refresh(self.show_more)

    def run(self, doing: Coroutine[None, None, None]) -> None:
        """Do something without holding up the keys."""
        self.run_worker(doing, group="doctor", exit_on_error=False)

    @on(Worker.StateChanged)
    def worker_changed(self, message: Worker.StateChanged) -> None:
        """A job that failed says so."""
        error = message.worker.error
        if message.state is WorkerState.ERROR and isinstance(error, BroadsheetError):
            self.app.notify(str(error), severity="error", timeout=8, markup=False)

    # ------------------------------------------------------------------ the keys

    def action_sort(self) -> None:
        """The next order."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.show()
        if self.checkups.count:
            self.checkups.action_cursor_top()

    def action_filter(self) -> None:
        """Only feeds with something to say about, or all."""
        self.ill_only = not self.ill_only
        self.show()

    def action_fix(self) -> None:
        """Take the new address of the feed under the cursor, if the same feed answers there."""
        one = self.checkups.current
        if one is None or one.fix is None:
            self.app.notify("Nothing is known that would mend this feed.", timeout=3, markup=False)
            return
        self.run(self.fixed(one.feed, one.fix.new_url))

    async def fixed(self, feed: Feed, new_url: str) -> None:
        """Visit the address, take it, say so."""
        self.query_one("#doctor-title", Static).update(Content(f"Feed doctor  Asking {masked(new_url)}"))
        if await self.desk.marks.write(self.library.feed_doctor.move(feed, new_url)):
            self.desk.marks.say(f"{feed.title} is fetched from {masked(new_url)} now", undo=True)
        await self.reload()

    def action_refresh_feed(self) -> None:
        """Fetch the feed under the cursor now."""
        one = self.checkups.current
        if one is not None:
            self.run(self.refreshed(one.feed))

    async def refreshed(self, feed: Feed) -> None:
        """Fetch one feed; what came of it stands in its row afterwards."""
        refreshing = self.desk.refreshing
        refreshing.start([feed.id], force=True)
        if refreshing.worker is not None:
            with suppress(WorkerError):
                # Whoever leaves this screen stops waiting, and must not stop the refresh.
                await asyncio.shield(refreshing.worker.wait())
        await self.reload()

    def action_remove(self) -> None:
        """Unsubscribe from the feed under the cursor; nobody asks, undo brings it back."""
        one = self.checkups.current
        if one is not None:
            self.run(self.after(self.desk.feeds.unsubscribing(one.feed)))

    def action_hide(self) -> None:
        """Hide the feed under the cursor, or show it again."""
        one = self.checkups.current
        if one is not None:
            self.run(self.after(self.desk.feeds.hiding(one.feed, not one.feed.hidden)))

    def action_edit(self) -> None:
        """Edit the feed under the cursor."""
        one = self.checkups.current
        if one is not None:
            ask(self, self.edited, one.feed)

    async def edited(self, feed: Feed) -> None:
        """Show the dialog; what it changed stands in the row afterwards."""
        await self.after(self.desk.feeds.editing(feed))

    def action_undo(self) -> None:
        """Take the last change back."""
        self.run(self.stepped(self.library.undo(), "Undone", "Nothing to undo."))

    def action_redo(self) -> None:
        """Do it again."""
        self.run(self.stepped(self.library.redo(), "Done again", "Nothing to redo."))

    async def stepped(self, writing: Awaitable[ChangeSet | None], done: str, nothing: str) -> None:
        """Undo or redo, and say what."""
        changes = await self.desk.marks.write(writing)
        self.app.notify(f"{done}: {changes.label}" if changes else nothing, timeout=4, markup=False)
        await self.reload()

    async def after(self, deed: Awaitable[None]) -> None:
        """Look again when something has been done."""
        await deed
        await self.reload()
