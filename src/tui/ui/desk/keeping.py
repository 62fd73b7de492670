"""What is kept: cleaned by hand and once a day, brought back, and the room that it takes."""

import asyncio
import time
from collections.abc import AsyncGenerator, Coroutine, Iterable
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.worker import Worker

from tui.model.amounts import amount_words
from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import BroadsheetError, StoreError
from tui.model.ids import ArticleId, FeedId
from tui.model.retention import CleanEvent, CleanFinished, CleanPlan, CleanStep
from tui.ui.desk.marking import counted
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.app import BroadsheetApp
    from tui.ui.screens.main import MainScreen

__all__ = ["Gathered", "Keeping"]

#: Seconds between two paintings of what goes: a list is made anew for each.
PAUSE = 1.0
#: Seconds without a key after which the whole store may be written anew.
QUIET = 300.0


class Gathered:
    """Removals that come in many small steps, shown to the panes a second's worth at a time."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen, self.changes, self.shown_at = screen, NO_CHANGES, time.monotonic()

    def take(self, changes: ChangeSet) -> None:
        """One more step."""
        self.changes = replace(
            changes,
            removed=(*self.changes.removed, *changes.removed),
            updated=(*self.changes.updated, *changes.updated),
            new=(*self.changes.new, *changes.new),
        )
        if time.monotonic() - self.shown_at >= PAUSE:
            self.show()

    def show(self) -> None:
        """Have the panes follow."""
        if self.changes and self.screen.is_running:
            self.screen.changed(self.changes)
        self.changes, self.shown_at = NO_CHANGES, time.monotonic()


class Keeping:
    """One thing at a time; Esc stops it, and what is done is done."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.worker: Worker[None] | None = None
        self.ended = asyncio.Event()

    # -------------------------------------------------------------- what is asked for

    def sizes(self) -> None:
        """What takes how much room."""
        ask(self.screen, self.show_sizes)

    async def show_sizes(self) -> None:
        """The list of sizes, on all of the screen."""
        library = await self.screen.library_ready()
        from tui.ui.room.screen import SizesScreen

        await self.screen.app.push_screen_wait(
            SizesScreen(library, self.screen.desk, self.screen.clock, self.screen.marks)
        )

    def open(self) -> None:
        """Clean: what the settings say, or what is typed."""
        ask(self.screen, self.ask_clean, None, None)

    def clean_these(self, ids: Iterable[int]) -> None:
        """Clean among these articles."""
        ask(self.screen, self.ask_clean, frozenset(ArticleId(int(one)) for one in ids), None)

    async def ask_clean(self, articles: frozenset[ArticleId] | None, feed: tuple[FeedId, str] | None) -> None:
        """Show what would go, and have it go."""
        if self.is_busy():
            return
        library = await self.screen.library_ready()
        from tui.ui.room.clean import CleanDialog

        dialog = CleanDialog(library, articles, feed, self.screen.clock(), self.screen.marks)
        plan = await self.screen.app.push_screen_wait(dialog)
        if plan is not None:
            self.begin(self.clean(plan))

    def restore(self) -> None:
        """Bring back what the latest clean removed."""
        if not self.is_busy():
            self.begin(self.bring_back())

    def vacuum(self) -> None:
        """Give all free room back to the disk."""
        if not self.is_busy():
            self.begin(self.give_back())

    # ------------------------------------------------------------------------ doing

    def is_busy(self) -> bool:
        """Whether something of this is going on; it is said, then."""
        if self.worker is None or self.worker.is_finished:
            return False
        self.say("Something is being cleaned; Esc stops it.", 3)
        return True

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do it behind the screen."""
        self.ended = ended = asyncio.Event()

        async def doing() -> None:
            try:
                await work
            finally:
                ended.set()

        self.worker = self.screen.run_worker(doing, group="keeping", exit_on_error=False)

    async def over(self) -> None:
        """Wait until nothing of this is going on; whoever stops waiting does not stop it."""
        if self.worker is not None and not self.worker.is_finished:
            await self.ended.wait()

    def stop(self) -> None:
        """Stop it; the rest stays as it is."""
        if self.worker is not None:
            self.worker.cancel()

    async def clean(self, plan: CleanPlan) -> None:
        """Remove what a plan names."""
        library = await self.screen.library_ready()
        done = await self.followed("clean", library.keeper.clean(plan))
        back = "; g z, then u brings them back" if library.keeper.keeps else ""
        back = back.replace("g z", self.screen.desk.keys.shown("app.sizes"))
        if done is not None:
            spared = f" {done.spared:,} stayed, marked meanwhile." if done.spared else ""
            self.say(f"Removed {counted(done.done)}, {amount_words(done.size)}{back}.{spared}", 8)

    async def bring_back(self) -> None:
        """Bring back what the latest clean removed."""
        library = await self.screen.library_ready()
        done = await self.followed("bring back", library.keeper.restore())
        if done is not None:
            # Somebody asked for them: they need not wait as arrivals do.
            self.screen.desk.filters.reload()
            self.say(f"Brought back {counted(done.done)}.", 5)

    async def followed(self, name: str, events: AsyncGenerator[CleanEvent]) -> CleanFinished | None:
        """Go through all events, have the screen follow, and answer with the last; ``None`` if it failed."""
        gathered = Gathered(self.screen)
        finished = None
        try:
            with self.screen.desk.jobs.during(name, self.stop) as job:
                async with aclosing(events) as stream:
                    async for event in stream:
                        if isinstance(event, CleanStep):
                            job.say(f"{name} {event.done:,}/{event.total:,}")
                            gathered.take(event.changes)
                        elif isinstance(event, CleanFinished):
                            finished = event
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return None
        finally:
            gathered.show()
        return finished

    async def give_back(self) -> None:
        """Give all free room back to the disk."""
        library = await self.screen.library_ready()
        try:
            with self.screen.desk.jobs.during("room", self.stop) as job:
                done = await library.keeper.compactor.compact(tell=lambda words: job.say(f"room: {words}"))
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        self.say(done.trouble or f"The disk has {amount_words(done.given_back)} more room.", 6)

    def say(self, words: str, seconds: float) -> None:
        """A toast."""
        self.screen.app.notify(words, timeout=seconds, markup=False)

    # -------------------------------------------------------------------- by itself

    async def upkeep(self) -> None:
        """The daily clean, and room given back to the disk where there is much of it."""
        library = await self.screen.library_ready()
        try:
            await self.daily()
            await library.keeper.compactor.compact(may_rewrite=self.is_quiet)
        except StoreError as error:
            # Nobody asked for it; it is tried again later.
            self.screen.log.warning(f"Upkeep was not finished: {error}")

    def is_quiet(self) -> bool:
        """Whether nobody is at the keyboard."""
        app = cast("BroadsheetApp", self.screen.app)
        return time.monotonic() - app.typeahead.typed_at > QUIET

    async def daily(self) -> None:
        """What the settings do not keep goes, if that was not done today."""
        library = await self.screen.library_ready()
        if not await library.keeper.is_due():
            return
        gathered = Gathered(self.screen)
        try:
            async with aclosing(library.keeper.daily()) as stream:
                async for changes in stream:
                    gathered.take(changes)
        finally:
            gathered.show()
