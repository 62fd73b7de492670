"""A refresh in the background: progress in the status bar, a summary in words at the end."""

from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker

from tui.model.errors import BroadsheetError
from tui.model.ids import FeedId
from tui.model.progress import FeedDone, FeedFailed, Notice, RefreshEvent, RefreshFinished, RefreshStarted
from tui.service.summary import summarize
from tui.ui.desk.jobs import Job

if TYPE_CHECKING:
    from pathlib import Path

    from tui.service.lifesign import Alive
    from tui.ui.screens.main import MainScreen

__all__ = ["RefreshProgressed", "Refreshing"]


class RefreshProgressed(Message):
    """How far a refresh is; many of them become one repaint."""

    def __init__(self, done: int, total: int, line: str) -> None:
        self.done, self.total, self.line = done, total, line
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Only the newest progress is worth painting."""
        return isinstance(message, RefreshProgressed)


class Refreshing:
    """One refresh at a time; Esc cancels it and keeps what has been stored."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.worker: Worker[None] | None = None
        self.job: Job | None = None
        self.done = self.total = 0
        self.details = False
        #: What the daemon of this store holds while it runs.
        self.lock_file: Path | None = None

    @property
    def running(self) -> bool:
        """True while feeds are being fetched."""
        return self.worker is not None and self.worker.is_running

    def refresh_all(self) -> None:
        """Fetch every feed."""
        self.start(None, force=True)

    def refresh_here(self) -> None:
        """Fetch what the feed list's selection holds."""
        row = self.screen.feed_list.current
        if row is None or row.kind not in ("feed", "category"):
            self.refresh_all()
        elif row.feed is not None:
            self.start([row.feed.id], force=True)
        else:
            inside = (row.path, row.path + "/")
            ids = [
                feed.id for feed in self.screen.feed_list.feeds if (feed.category + "/").startswith(inside[1])
            ]
            self.start(ids, force=True)

    @property
    def daemon(self) -> "Alive | None":
        """The daemon that fetches what is due for this store, if one runs."""
        from tui.service.lifesign import living

        return None if self.lock_file is None else living(self.lock_file)

    def refresh_due(self) -> None:
        """Fetch the feeds whose time has come; quietly, for the timer. A daemon does it by itself."""
        if not self.running and self.daemon is None:
            self.start(None, force=False, quiet=True)

    def start(self, feed_ids: Sequence[FeedId] | None, *, force: bool, quiet: bool = False) -> None:
        """Begin, unless one is running."""
        if self.running:
            self.screen.app.notify("A refresh is running; Esc cancels it.", timeout=3, markup=False)
            return
        self.worker = self.screen.run_worker(
            self.run(feed_ids, force, quiet), group="refresh", exclusive=True, exit_on_error=False
        )

    def cancel(self) -> None:
        """Stop; what has been stored is kept."""
        if not self.running or self.worker is None:
            return
        self.worker.cancel()
        self.screen.details.display = False
        self.screen.app.notify(
            f"Refresh stopped after {self.done} of {self.total} feeds; what came in is kept.",
            timeout=4,
            markup=False,
        )

    async def run(self, feed_ids: Sequence[FeedId] | None, force: bool, quiet: bool) -> None:
        """Iterate over the events of the library; each feed is stored by itself."""
        library = await self.screen.library_ready()
        if library.read_only:
            return
        if await self.screen.desk.network.look() and quiet:
            feed_ids = library.care.due_here()
            if not feed_ids:
                return
        self.done = self.total = 0
        with self.screen.desk.jobs.during("", self.cancel) as self.job:
            async with aclosing(library.refresh(feed_ids, force=force, gently=True)) as events:
                async for event in events:
                    self.take(event, quiet)

    def take(self, event: RefreshEvent, quiet: bool) -> None:
        """One event: progress, rows, or the end."""
        if isinstance(event, RefreshStarted):
            self.total = event.total
            self.progress("")
        elif isinstance(event, FeedDone | FeedFailed):
            self.done += 1
            self.progress(f"{event.title}: {_outcome(event)}")
            if event.changes:
                self.screen.changed(event.changes)
        elif isinstance(event, RefreshFinished):
            self.finish(event, quiet)

    def progress(self, line: str) -> None:
        """Tell the screen, through its queue, so that a burst paints once."""
        self.screen.post_message(RefreshProgressed(self.done, self.total, line))

    def finish(self, event: RefreshFinished, quiet: bool) -> None:
        """The summary; a timer's refresh speaks only when there is something to say."""
        self.done = self.total = 0
        self.progress("")
        summary = event.summary
        if summary.notices:
            self.announce(summary.notices)
        for trouble in summary.hook_troubles:
            self.screen.desk.showing.report(BroadsheetError(trouble))
        if summary.failed and not summary.new and self.screen.library and self.screen.library.network.offline:
            self.screen.app.notify("There is no network: nothing was fetched.", timeout=4, markup=False)
        elif not quiet or summary.new or summary.failed:
            severity = "warning" if summary.failed else "information"
            self.screen.app.notify(summarize(summary) + ".", timeout=6, severity=severity, markup=False)  # type: ignore[arg-type]
        self.screen.desk.filters.feeds_changed()
        self.screen.desk.texts.fetch_waiting()

    def announce(self, notices: Sequence[Notice]) -> None:
        """A toast for each rule that wants its arrivals heard of."""
        from tui.service.notifying import messages

        for heading, body in messages(notices):
            self.screen.app.notify(body, title=heading, timeout=10, markup=False)

    def toggle_details(self) -> None:
        """Show or hide the line that says what is happening."""
        self.details = not self.details
        self.screen.details.display = self.details and self.running
        self.screen.app.notify(
            "A line shows what a refresh does." if self.details else "The line is hidden.",
            timeout=2,
            markup=False,
        )

    def show(self, message: RefreshProgressed) -> None:
        """Paint the newest progress."""
        if self.job is not None:
            self.job.say(f"{message.done}/{message.total}" if message.total else "")
        self.screen.details.display = self.details and bool(message.total)
        if self.screen.details.display:
            self.screen.details.update_line(message.line)


def _outcome(event: FeedDone | FeedFailed) -> str:
    if isinstance(event, FeedFailed):
        return event.sentence
    if event.not_modified or not (event.new or event.updated):
        return "unchanged"
    return ", ".join(
        f"{number} {word}" for number, word in ((event.new, "new"), (event.updated, "updated")) if number
    )
