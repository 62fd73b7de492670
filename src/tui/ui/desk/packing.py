"""Packs: asked for in a dialog, made in the background, told at the end."""

from contextlib import aclosing
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.model.amounts import amount_words
from tui.model.pack import ArticlePacked, PackFinished, PackStarted, PackSummary
from tui.ui.desk.marking import counted
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.offline.pack import PackWish
    from tui.ui.screens.main import MainScreen

__all__ = ["Packing"]

#: What is packed where nothing else is asked for.
USUAL, LIMIT = "is:later OR newer:2d", "200MB"


class Packing:
    """One pack at a time; Esc stops it and keeps what came in."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.worker: Worker[None] | None = None
        self.done = self.total = 0
        #: As they were wished last.
        self.limit, self.images = LIMIT, True

    def open(self) -> None:
        """Ask what to pack."""
        ask(self.screen, self.ask_wish)

    async def ask_wish(self) -> None:
        """The dialog: the filter of the moment, or the usual."""
        if self.worker is not None and self.worker.is_running:
            self.say("A pack is being made; Esc stops it.", 3)
            return
        library = await self.screen.library_ready()
        from tui.ui.offline.pack import PackDialog

        query = self.screen.desk.filters.text or USUAL
        dialog = PackDialog(
            library, self.screen.query_bar.names, query, self.limit, self.screen.marks, images=self.images
        )
        wish = await self.screen.app.push_screen_wait(dialog)
        if wish is None:
            return
        self.limit, self.images = wish.limit, wish.images
        if wish.forget:
            changes = await library.packs.forget(wish.ids)
            self.screen.changed(changes)
            self.say(f"{counted(len(changes.updated))} no longer kept for offline reading.", 4)
            return
        self.worker = self.screen.run_worker(self.pack(wish), group="pack", exit_on_error=False)

    async def pack(self, wish: "PackWish") -> None:
        """Pack, show how far it is, say how it came out."""
        library = await self.screen.library_ready()
        self.done = self.total = 0
        events = library.packs.pack(wish.ids, images=wish.images, most_bytes=wish.most_bytes, again=True)
        with self.screen.desk.jobs.during("pack", self.stop) as job:
            async with aclosing(events) as stream:
                async for event in stream:
                    match event:
                        case PackStarted():
                            self.total, self.done = event.total, event.ready
                        case ArticlePacked():
                            self.done += 1
                            job.say(f"pack {self.done:,}/{self.total:,} · {amount_words(event.used)}")
                            if event.changes:
                                self.screen.changed(event.changes)
                        case PackFinished():
                            self.finish(event.summary)

    def stop(self) -> None:
        """Stop; what came in is kept."""
        if self.worker is not None and self.worker.is_running:
            self.worker.cancel()
            self.say(f"Pack stopped at {self.done:,} of {self.total:,}; what came in is kept.", 4)

    def finish(self, summary: PackSummary) -> None:
        """The summary in a toast; what is missing stands in the dialog."""
        said = [f"{counted(summary.ready)} ready to read offline, {amount_words(summary.size)}."]
        if summary.partly:
            key = self.screen.desk.keys.shown("view.pack")
            said.append(f"{summary.partly:,} with something missing; {key} says what.")
        if summary.left_out:
            said.append(f"{summary.left_out:,} left out by the limit.")
        if summary.offline:
            said.append("There is no network, so nothing more could be had.")
        self.say(" ".join(said), 8)

    def say(self, words: str, seconds: float) -> None:
        """A toast."""
        self.screen.app.notify(words, timeout=seconds, markup=False)
