"""Away from the article and back to the exact place: previews of links, and jumps to notes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model.errors import BroadsheetError
from tui.model.reading import ReadingPlace
from tui.render.lines import Masthead
from tui.ui.paint import fit

if TYPE_CHECKING:
    from tui.service.library import PagePreview
    from tui.ui.screens.main import MainScreen

__all__ = ["Stop", "Trail"]

#: So many places are remembered on the way.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Stop:
    """What the reader showed, and where: the article where there is no preview."""

    preview: "PagePreview | None"
    place: ReadingPlace | None
    at_end: bool


class Trail:
    """The way that the reader has come since the article was opened."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.stops: list[Stop] = []
        #: The page that is shown instead of the article.
        self.preview: PagePreview | None = None

    def here(self) -> Stop:
        """What is shown now."""
        reader = self.screen.reader
        return Stop(self.preview, reader.place, reader.at_end)

    def article_stop(self) -> Stop:
        """Where the article itself is, or was left for a page."""
        stops = [*self.stops, self.here()]
        return next(stop for stop in reversed(stops) if stop.preview is None)

    def forget(self) -> None:
        """Another article: no way leads back."""
        self.stops, self.preview = [], None

    def push(self) -> None:
        """Leave from here, to come back."""
        self.stops.append(self.here())
        if len(self.stops) > _MOST:
            # Whatever else is forgotten, the article's own place is not.
            del self.stops[1]

    def back(self) -> bool:
        """To the place before; False if there is none."""
        if not self.stops:
            return False
        stop = self.stops.pop()
        reader = self.screen.reader
        if stop.preview is self.preview:
            reader.go_to(stop.place)
            return True
        self.preview = stop.preview
        if stop.preview is not None:
            self.show(stop.preview, stop.place)
        else:
            reading = self.screen.desk.reading
            self.put(reading.opened.document if reading.opened else None, reading.masthead, stop.place)
        return True

    def home(self) -> None:
        """To the article, from wherever it has led."""
        while self.preview is not None and self.back():
            pass

    # ------------------------------------------------------------------- previews

    def open(self, url: str) -> None:
        """Read the page behind a link, here."""
        self.screen.run_worker(self.fetch(url), group="preview", exclusive=True, exit_on_error=False)

    async def fetch(self, url: str) -> None:
        """Fetch and show it, unless the user has gone elsewhere meanwhile; Esc stops it."""
        desk, reading = self.screen.desk, self.screen.desk.reading
        article = reading.article
        library = await self.screen.library_ready()
        if await desk.network.look():
            keys = f"{desk.keys.shown('article.links')} {desk.keys.shown('hints.save')}"
            words = f"Offline: this page cannot be read now; {keys} saves it when the network is back."
            self.screen.app.notify(words, timeout=5, markup=False)
            return
        said = f"fetching {fit(_host(url), 40)}"
        with desk.jobs.during(said, get_current_worker().cancel, near=True):
            try:
                found = await library.texts.preview(url, article)
            except BroadsheetError as error:
                desk.showing.report(error)
                return
        if found.trouble:
            desk.showing.report(BroadsheetError(found.trouble))
        elif reading.article is article:
            self.push()
            self.preview = found
            self.show(found)
            desk.layout.focus("reader")

    def show(self, preview: "PagePreview", place: ReadingPlace | None = None) -> None:
        """A page in place of the article."""
        self.put(preview.document, self.masthead, place)

    def put(self, document: object, masthead: object, place: ReadingPlace | None) -> None:
        """Into the reader, with headers that say what it is."""
        self.screen.desk.finding.clear()
        self.screen.reader.show(document, masthead, place)  # type: ignore[arg-type]
        self.screen.desk.layout.show_focus()

    def masthead(self) -> Masthead:
        """What stands above a page: that it is but a preview, of which address."""
        preview = self.preview
        if preview is None:
            return Masthead("")
        key = self.screen.desk.keys.shown
        minutes = f"{preview.minutes} min" if preview.minutes else ""
        facts = (preview.site or _host(preview.url), preview.author, minutes)
        return Masthead(
            preview.title,
            tuple(fact for fact in facts if fact),
            note=f"A preview: {key('article.later')} keeps it, {key('app.back')} goes back",
        )

    @property
    def address(self) -> str:
        """The address of the page that is shown, without what every address begins with."""
        return "" if self.preview is None else self.preview.url.partition("://")[2]

    # --------------------------------------------------------------------- keeping

    def keep(self, url: str, *, star: bool = False) -> None:
        """Keep a page as an article for later."""
        work = self.keep_page(url, star)
        self.screen.run_worker(work, group="keep", exit_on_error=False)

    async def keep_page(self, url: str, star: bool) -> None:
        """Fetch and store it; undo takes it back."""
        desk, article = self.screen.desk, self.screen.desk.reading.article
        library = await self.screen.library_ready()
        if await desk.network.postponed(url, desk.links.title_of(url), article.id if article else None):
            return
        with desk.jobs.during(f"saving {fit(_host(url), 40)}", get_current_worker().cancel):
            try:
                saved = await library.save_page(url, (), article)
            except BroadsheetError as error:
                desk.showing.report(error)
                return
        self.screen.changed(saved.changes)
        if star:
            await desk.marks.write(library.set_status([saved.article.id], "starred", True))
        words = f"Kept “{fit(saved.article.title, 50)}” for later"
        if saved.trouble:
            words += f", without its text: {saved.trouble.rstrip('.')}"
        desk.marks.say(words, undo=True)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2]
