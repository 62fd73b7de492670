"""Pictures in the reader: known, fetched, drawn; shown or not; opened outside."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, cast

from textual.worker import get_current_worker

from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.model.picture import Drawing, Picture
from tui.service.viewing import view_picture
from tui.ui.desk.jobs import Job
from tui.ui.pixels.answers import NOTHING_SAID, Said
from tui.ui.pixels.choosing import cell_of, drawing_for
from tui.ui.pixels.writing import Pixels
from tui.ui.reader.pictures import Wanted
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from textual.app import App

    from tui.service.library import Library, OpenArticle
    from tui.ui.screens.main import MainScreen

__all__ = ["Picturing"]

_LOADING = "loading …"


class Picturing:
    """Stands between the reader, which has places for pictures, and the library, which has them."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: Whether the user wants to see pictures; remembered.
        self.shown = True
        #: Where pictures are put for other programs to show.
        self.folder = Path(gettempdir()) / "broadsheet"
        #: What the terminal says of itself.
        self.said = NOTHING_SAID
        self.urls: tuple[str, ...] = ()
        self.known: dict[str, Picture] = {}
        #: The article that was opened on purpose, not only passed by.
        self.on_purpose: ArticleId | None = None
        #: Whether pictures are being drawn, and whether there may be more of them by now.
        self.drawing = self.undrawn = False

    @cached_property
    def pixels(self) -> Pixels:
        """What is written to the terminal past Textual."""
        return Pixels(cast("App[int]", self.screen.app))

    # ------------------------------------------------------------------- knowing

    async def know(self, opened: "OpenArticle") -> None:
        """Before an article is shown: which of its pictures are here, so that they have their places."""
        from tui.content import picture_urls

        # What is still on its way belongs to the article before.
        self.screen.workers.cancel_group(self.screen, "pictures")
        # The terminal keeps no pictures of articles that are gone.
        if self.kind == "kitty":
            self.pixels.forget()
            self.screen.reader.pictures.forget()
        self.urls = picture_urls(opened.document)
        library = await self.screen.library_ready()
        self.known = dict(await library.pictures.known(self.urls)) if self.urls else {}
        self.tell()

    def tell(self, *loading: str) -> None:
        """Tell the reader what is known, and which are on their way."""
        pictures = self.screen.reader.pictures
        pictures.kind = self.kind
        pictures.percent = self.screen.settings.picture_height
        sizes = {url: (one.width, one.height) for url, one in self.known.items() if one.ready}
        notes = {url: one.trouble for url, one in self.known.items() if not one.ready}
        if self.kind is not None:
            notes |= dict.fromkeys(loading, _LOADING)
        width, height = cell_of(self.said)
        pictures.gallery = replace(pictures.gallery, sizes=sizes, notes=notes, aspect=height / width)
        pictures.exact = self.screen.app.console.color_system == "truecolor"

    @property
    def kind(self) -> Drawing | None:
        """How pictures are drawn now; ``None`` where words stand for them."""
        return self.possible if self.shown else None

    @property
    def possible(self) -> Drawing | None:
        """How pictures are drawn on this terminal; ``None``: not at all."""
        app, settings = self.screen.app, self.screen.settings
        plain = app.no_color or settings.ascii_marks
        return drawing_for(settings.graphics, self.said, app.console.color_system, plain=plain)

    def answered(self, said: Said) -> None:
        """The terminal has said more of itself: that may be another way to draw, or another size."""
        before = self.possible, cell_of(self.said)
        self.said = said
        if before != (self.possible, cell_of(said)):
            self.redraw()

    def redraw(self) -> None:
        """All that is drawn is drawn anew."""
        self.pixels.forget()
        self.screen.reader.pictures.forget()
        self.tell()
        if self.urls:
            self.screen.reader.pictures.rehang()

    # ------------------------------------------------------------------ fetching

    def go_on(self, opened: "OpenArticle", *, fetch: bool) -> None:
        """An article is shown; one that was opened on purpose gets the pictures that it lacks."""
        if fetch:
            self.on_purpose = opened.article.id
        if self.urls and self.on_purpose == opened.article.id:
            self.start(opened, asked=False)

    def start(self, opened: "OpenArticle", *, asked: bool) -> None:
        """Fetch what is missing; an article that is opened later takes its place."""
        self.screen.run_worker(
            self.fetch(opened, asked=asked), group="pictures", exclusive=True, exit_on_error=False
        )

    async def fetch(self, opened: "OpenArticle", *, asked: bool) -> None:
        """Fetch the pictures of an article, each shown as it comes."""
        library = await self.screen.library_ready()
        article = opened.article
        if library.read_only:
            return
        await library.pictures.looked_at(article.id, self.urls)
        if self.kind is None or not (asked or library.pictures.wanted(article)):
            return
        missing = library.pictures.missing(self.urls, self.known, again=asked)
        if not missing:
            return
        self.tell(*missing)
        self.screen.reader.pictures.rehang()
        worker = get_current_worker()
        with self.screen.desk.jobs.during(f"pictures 0/{len(missing)}", worker.cancel) as job:
            try:
                await self.gather(library, opened, list(missing), job, again=asked)
            finally:
                self.tell()
                self.screen.reader.pictures.rehang()

    async def gather(
        self, library: "Library", opened: "OpenArticle", left: list[str], job: Job, *, again: bool
    ) -> None:
        """Show each picture as it comes."""
        total = len(left)
        async with aclosing(library.pictures.gather({opened.article.id: left}, again=again)) as events:
            async for event in events:
                left.remove(event.picture.url)
                job.say(f"pictures {total - len(left)}/{total}")
                self.known[event.picture.url] = event.picture
                self.tell(*left)
                self.screen.reader.pictures.rehang()

    # ------------------------------------------------------------------- drawing

    def draw(self) -> None:
        """Draw what the reader has places for; while that goes on, a look again is enough."""
        self.undrawn = True
        if not self.drawing:
            self.drawing = True
            self.screen.run_worker(self.draw_all(), group="drawing", exit_on_error=False)

    async def draw_all(self) -> None:
        """One picture after the other, those in view first, until nobody asks for more."""
        reader = self.screen.reader
        try:
            library = await self.screen.library_ready()
            while self.undrawn:
                self.undrawn = False
                for wanted in tuple(reader.pictures.undrawn()):
                    try:
                        await self.draw_one(library, wanted)
                    except BroadsheetError:
                        reader.pictures.failed(wanted)
                    if self.undrawn:
                        break
        finally:
            self.drawing = False

    async def draw_one(self, library: "Library", wanted: Wanted) -> None:
        """One picture, in the way that it is wanted."""
        pictures = self.screen.reader.pictures
        width, height = cell_of(self.said)
        back = wanted.background
        size = (
            (wanted.columns, 2 * wanted.rows)
            if wanted.kind == "blocks"
            else (wanted.columns * width, wanted.rows * height)
        )
        page = back >> 16, back >> 8 & 255, back & 255
        drawn = await library.pictures.draw(wanted.url, wanted.kind, size, height, page)
        if drawn is None:
            pictures.failed(wanted)
        elif wanted.kind == "kitty":
            pictures.put(wanted, self.pixels.send(wanted, drawn.rows[0]))
        else:
            pictures.drawn(wanted, drawn)

    def painted(self) -> None:
        """Sixels over their cells, unless something else stands there."""
        screen = self.screen
        if screen.app.screen is not screen or screen.reader.hints is not None:
            return
        covered = [toast.region for toast in screen.query("Toast")]
        self.pixels.paint(
            [
                (column, line, sixel)
                for column, line, sixel in screen.reader.pictures.pieces()
                if not any(one.y <= line < one.bottom and one.right > column for one in covered)
            ]
        )

    # --------------------------------------------------------------------- verbs

    def toggle(self) -> None:
        """``i``: fetch what is missing; with everything here, show words instead, or pictures again."""
        opened = self.screen.desk.reading.opened
        if self.possible is None:
            self.screen.app.notify(self.why_not(), timeout=4, markup=False)
        elif not self.shown:
            self.show(True)
        elif opened is not None and any(url not in self.known for url in self.urls):
            self.start(opened, asked=True)
        else:
            self.show(False)

    def show(self, shown: bool) -> None:
        """Show pictures, or the words that stand for them; the next article too."""
        self.shown = shown
        self.tell()
        self.screen.reader.pictures.rehang()
        opened = self.screen.desk.reading.opened
        said = "Pictures are shown." if shown else "Pictures are not shown; their words are."
        self.screen.app.notify(said, timeout=2, markup=False)
        if shown and opened is not None and self.urls:
            self.start(opened, asked=True)

    # ------------------------------------------------------------------- outside

    def view(self) -> None:
        """``I``: open a picture in the system's viewer; of several, the one that is chosen."""
        ask(self.screen, self.choose)

    async def choose(self) -> None:
        """Ask which, if there are several."""
        figures = self.screen.reader.page_shown.figures
        ready = {url: one for url, one in self.known.items() if one.ready}
        names = {one.url: one.alt or "image" for one in reversed(figures) if one.url in ready}
        found = [
            (f"{names[url]} ({ready[url].width}×{ready[url].height})", url)
            for url in self.urls
            if url in names
        ]
        if not found:
            key = self.screen.desk.keys.shown("article.images")
            said = (
                f"No picture of this article is here; {key} fetches them."
                if self.urls
                else "There is no picture."
            )
            self.screen.app.notify(said, timeout=3, markup=False)
            return
        if len(found) == 1:
            await self.open(found[0][1])
            return
        top = self.screen.reader.scroll_offset.y
        in_view = next((one.url for one in figures if one.end > top and one.url in names), "")
        first = next((at for at, (_, url) in enumerate(found) if url == in_view), 0)
        from tui.ui.screens.pictures import PicturesDialog

        choice = await self.screen.app.push_screen_wait(PicturesDialog(found, first))
        if choice is None:
            return
        if choice.deed == "view":
            await self.open(choice.url)
        elif choice.deed == "browse":
            self.screen.desk.links.open(choice.url)
        else:
            self.screen.app.copy_to_clipboard(choice.url)
            self.screen.app.notify("Copied the address.", timeout=2, markup=False)

    def chosen(self, url: str) -> None:
        """A picture was clicked."""
        self.screen.run_worker(self.open(url), group="browser", exit_on_error=False)

    async def open(self, url: str) -> None:
        """Give our bytes of a picture to the viewer."""
        picture = self.known.get(url)
        library = await self.screen.library_ready()
        data = await library.pictures.data(url) if picture is not None else b""
        if picture is None or not data:
            return
        name = next((one.alt for one in self.screen.reader.page_shown.figures if one.url == url), "")
        command = self.screen.settings.picture_viewer
        try:
            await asyncio.to_thread(view_picture, data, picture.media_type, name, self.folder, command)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)

    def why_not(self) -> str:
        """Why this terminal shows no pictures."""
        if self.screen.settings.graphics == "off":
            return 'Pictures are off: set `graphics = "auto"` in config.toml.'
        return "This terminal has too few colors for pictures; I opens one in a viewer."
