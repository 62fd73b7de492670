"""What comes with articles: played, opened, downloaded in the background."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    import subprocess

    from tui.model.downloading import Download
    from tui.model.entry import Enclosure
    from tui.service.library import Library
    from tui.ui.screens.main import MainScreen

__all__ = ["Listening"]

#: Downloads at a time; the others wait.
_AT_ONCE = 2
#: So many articles are looked through for files.
_MOST_ARTICLES = 50


class Listening:
    """Knows what is being downloaded and what plays."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: How far each download is, by its number; those that wait have none.
        self.progress: dict[int, tuple[int, int]] = {}
        self.workers: dict[int, Worker[None]] = {}
        #: Counts up whenever the list has changed.
        self.turns = 0
        self.room = asyncio.Semaphore(_AT_ONCE)
        self.player: subprocess.Popen[bytes] | None = None

    def say(self, words: str, seconds: float = 4) -> None:
        """A toast."""
        self.screen.app.notify(words, timeout=seconds, markup=False)

    # ------------------------------------------------------------------- the dialogs

    def enclosures(self) -> None:
        """Show what comes with the article, or with the selected ones."""
        ask(self.screen, self.ask_enclosures, self.screen.desk.share.ids[:_MOST_ARTICLES])

    async def ask_enclosures(self, ids: Sequence[ArticleId]) -> None:
        """The dialog, if anything comes with them."""
        library = await self.screen.library_ready()
        articles = [one for one in await library.articles(list(ids)) if one.enclosures]
        items = [(one.id, item) for one in articles for item in one.enclosures]
        if not items:
            self.say("Nothing comes with this article." if len(ids) < 2 else "Nothing comes with these.", 3)
            return
        from tui.ui.files.enclosures import EnclosuresDialog

        more = f" … and {len(articles) - 1:,} more" if len(articles) > 1 else ""
        dialog = EnclosuresDialog(articles[0].title + more, items, self, self.screen.marks)
        await self.screen.app.push_screen_wait(dialog)

    def downloads(self) -> None:
        """Show the list of downloads."""
        ask(self.screen, self.show_downloads)

    async def show_downloads(self) -> None:
        """The list."""
        await self.screen.library_ready()
        from tui.ui.files.downloads import DownloadsScreen

        await self.screen.app.push_screen_wait(DownloadsScreen(self, self.screen.marks))

    def shown_folder(self, library: "Library") -> str:
        """Where downloads go, as people write it."""
        from tui.ui.share.save import tilde

        return tilde(library.downloads.folder)

    # ----------------------------------------------------------------------- playing

    def play(self, item: "Enclosure", download: "Download | None") -> None:
        """Play the file if it is here, else what is at its address."""
        self.screen.run_worker(self.playing(item, download), group="play", exit_on_error=False)

    def play_file(self, download: "Download") -> None:
        """Play a file that has been downloaded."""
        from tui.model.entry import Enclosure

        self.play(Enclosure(download.url, download.media_type, download.size), download)

    async def playing(self, item: "Enclosure", download: "Download | None") -> None:
        """Start the player in the background and say what happened."""
        library = await self.screen.library_ready()
        from tui.service.playing import play, player_argv

        settings = self.screen.settings
        file = None if download is None else library.downloads.file_of(download)
        place: str | Path = item.url if file is None else file
        try:
            argv = player_argv(
                place, item.media_type, settings.player, settings.players, browser=settings.browser
            )
            self.player = await asyncio.to_thread(play, argv)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        self.say(f"Playing with {argv[0]}." if file is None else f"Playing {file.name} with {argv[0]}.", 3)

    def read(self, article_id: ArticleId, item: "Enclosure") -> None:
        """Show a transcript or a list of chapters in the reader, in place of its article."""
        self.screen.run_worker(self.reading(article_id, item), group="preview", exclusive=True)

    async def reading(self, article_id: ArticleId, item: "Enclosure") -> None:
        """The article first: the address is its publisher's word, and must not pass for the user's own."""
        reading = self.screen.desk.reading
        await reading.load(article_id, False)
        if reading.article is not None and reading.article.id == article_id:
            await self.screen.desk.trail.fetch(item.url)

    def stop_playing(self) -> None:
        """End the player that was started last."""
        if self.player is None or self.player.poll() is not None:
            self.say("Nothing is being downloaded or played here.", 3)
            return
        self.player.terminate()
        self.player = None
        self.say("Stopped playing.", 2)

    # ------------------------------------------------------------------- downloading

    def want(self, article_id: ArticleId, item: "Enclosure") -> None:
        """Put a file on the list and fetch it."""
        self.screen.run_worker(self.wanting(article_id, item), group="want", exit_on_error=False)

    async def wanting(self, article_id: ArticleId, item: "Enclosure") -> None:
        """The row in the list, then the work."""
        library = await self.screen.library_ready()
        if library.read_only:
            self.say("The store can only be read, so nothing can be downloaded.")
            return
        try:
            download = await library.downloads.ask(item.url, article_id, item.media_type, item.length)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        if (file := library.downloads.file_of(download)) is not None:
            self.say(f"{file.name} is here already.", 3)
            return
        self.go_on(download)

    def go_on(self, download: "Download") -> None:
        """Fetch what is missing, unless that is being done."""
        worker = self.workers.get(download.id)
        if worker is not None and worker.is_running:
            return
        self.turns += 1
        self.workers[download.id] = self.screen.run_worker(
            self.fetching(download), group="download", exit_on_error=False
        )

    def stop(self, number: int) -> bool:
        """Stop one; False if it does not run."""
        worker = self.workers.get(number)
        if worker is None or not worker.is_running:
            return False
        worker.cancel()
        self.say("Stopped; what has come is kept.", 3)
        return True

    async def fetching(self, download: "Download") -> None:
        """Wait for a place, fetch, say how it ended."""
        library = await self.screen.library_ready()
        from tui.service.downloads import size_words
        from tui.ui.files.row import name_in

        name = Path(download.path).name if download.path else name_in(download.url)
        with self.screen.desk.jobs.during(f"{name[:24]} waits", lambda: self.stop(download.id)) as job:

            def progress(done: int, size: int) -> None:
                self.progress[download.id] = (done, size)
                of = f" of {size_words(size)}" if size else ""
                job.say(f"{name[:24]} {size_words(done) or '0 kB'}{of}")

            try:
                async with self.room:
                    progress(download.done, download.size)
                    ended = await library.downloads.fetch(download.id, progress)
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
            finally:
                self.progress.pop(download.id, None)
                self.turns += 1
        if ended.state == "done":
            self.say(f"Downloaded {Path(ended.path).name} into {self.shown_folder(library)}", 6)
        else:
            self.screen.desk.showing.report(BroadsheetError(f"{name}: {ended.trouble}"))

    def remove(self, download: "Download") -> None:
        """Take one off the list."""
        self.screen.run_worker(self.removing(download), group="want", exit_on_error=False)

    async def removing(self, download: "Download") -> None:
        """A whole file stays where it is, and that is said."""
        library = await self.screen.library_ready()
        try:
            await library.downloads.remove(download)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        self.turns += 1
        stays = library.downloads.file_of(download) is not None
        self.say("Off the list; the file stays." if stays else "Off the list.", 3)
