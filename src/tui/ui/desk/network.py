"""Whether there is a network: a sign in the status bar, and what waits for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.model.ids import ArticleId
from tui.model.pack import OutboxItem
from tui.ui.desk.marking import counted
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.ui.screens.main import MainScreen

__all__ = ["Connection"]


class Connection:
    """Looks now and then, says so without a box, and does what waited."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.offline = False

    async def look(self) -> bool:
        """Ask the machine, show it, and tend to what waits; True if there is no network."""
        library = self.screen.library
        if library is None:
            return self.offline
        was, self.offline = self.offline, await library.network.look()
        marks = self.screen.marks
        self.screen.status.sign = f"{marks.plane} offline" if self.offline else ""
        if was and not self.offline:
            await self.back(library)
        return self.offline

    async def back(self, library: "Library") -> None:
        """The network is there again: pages are saved by themselves, links wait for a key."""
        waiting = await library.packs.asked()
        pages = [item for item in waiting if item.kind == "save"]
        if pages:
            self.screen.run_worker(self.settle(library, pages), group="outbox", exit_on_error=False)
        links = len(waiting) - len(pages)
        if links:
            key = self.screen.desk.keys.shown("app.outbox")
            words = f"The network is back: {counted(links, 'link')} waiting; {key} opens them."
            self.screen.app.notify(words, timeout=8, markup=False)

    def toggle(self) -> None:
        """Stay offline, or no longer."""
        self.screen.run_worker(self.stay(), group="network", exit_on_error=False)

    async def stay(self) -> None:
        """Fetch nothing from now on, or again."""
        library = await self.screen.library_ready()
        library.network.stay_offline = not library.network.stay_offline
        stays = library.network.stay_offline
        if stays:
            self.screen.desk.jobs.cancel_all()
        await self.look()
        key = self.screen.desk.keys.shown("app.offline")
        words = f"Staying offline: nothing is fetched; {key} ends it." if stays else "Fetching again."
        self.screen.app.notify(words, timeout=4, markup=False)

    async def wait(
        self, kind: str, urls: Sequence[tuple[str, str]], article_id: ArticleId | None = None
    ) -> None:
        """Put addresses (and what they are called) where they wait for a network, and say so."""
        library = await self.screen.library_ready()
        for url, title in urls:
            await library.packs.ask(kind, url, title, article_id)
        key = self.screen.desk.keys.shown("app.outbox")
        what = counted(len(urls), "link" if kind == "open" else "page")
        self.screen.app.notify(f"Offline: {what} kept for later; {key} lists them.", timeout=4, markup=False)

    async def postponed(self, url: str, title: str = "", article_id: ArticleId | None = None) -> bool:
        """True without a network: the page will be saved once there is one."""
        if not await self.look():
            return False
        await self.wait("save", [(url, title)], article_id)
        return True

    def outbox(self) -> None:
        """List what waits."""
        ask(self.screen, self.ask_outbox)

    async def ask_outbox(self) -> None:
        """The dialog, again and again until it is left."""
        library = await self.screen.library_ready()
        from tui.ui.offline.outbox import OutboxDialog

        while waiting := await library.packs.asked():
            choice = await self.screen.app.push_screen_wait(OutboxDialog(waiting, offline=await self.look()))
            if choice is None:
                return
            if choice.deed == "drop":
                await library.packs.settled([item.id for item in choice.items])
            elif self.offline:
                self.screen.app.notify(
                    "There is no network yet; they go on waiting.", timeout=4, markup=False
                )
                return
            else:
                await self.settle(library, choice.items)
        self.screen.app.notify("Nothing is waiting for a network.", timeout=3, markup=False)

    async def settle(self, library: "Library", items: Sequence[OutboxItem]) -> None:
        """Do what waited, and say how it went."""
        from tui.service.outbox import settle

        done = await settle(library, items, self.screen.settings.browser)
        for changes in done.changes:
            self.screen.changed(changes)
        said = " ".join((done.sentence, *done.troubles[:2]))
        self.screen.app.notify(
            said, timeout=6, severity="warning" if done.troubles else "information", markup=False
        )
