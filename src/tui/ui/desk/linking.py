"""Out of the reader: the browser, the links of an article, the clipboard."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.model.attached import label_of
from tui.model.errors import BroadsheetError
from tui.service.opening import open_in_browser
from tui.ui.paint import fit
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Linking"]


class Linking:
    """Opens and copies addresses; only web addresses leave, as one argument, never by a shell."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    @property
    def url(self) -> str:
        """The address of the article in question."""
        article = self.screen.desk.reading.article
        row = self.screen.articles.current_row
        preview = self.screen.desk.trail.preview
        if preview is not None and self.screen.desk.layout.focused_pane == "reader":
            return preview.url
        if article is not None and (self.screen.desk.layout.focused_pane == "reader" or row is None):
            return article.url
        return row.url if row is not None else ""

    def browse(self) -> None:
        """Open the article's page in the browser."""
        self.open(self.url)

    def browse_on(self) -> None:
        """Open the article's page, mark it read, stay in the list."""
        self.open(self.url)
        if self.screen.desk.marks.is_in_preview:
            return
        article_id = self.screen.articles.current_id
        if article_id is not None:
            self.screen.run_worker(
                self.screen.desk.marks.opened(article_id), group="marks", exit_on_error=False
            )
            if self.screen.desk.layout.focused_pane == "list":
                self.screen.articles.action_cursor_down()

    def open(self, url: str) -> None:
        """Open any address in the browser."""
        self.screen.run_worker(self.launch(url), group="browser", exit_on_error=False)

    async def launch(self, url: str) -> None:
        """Start the browser in the background and say what happened."""
        if not url:
            self.screen.app.notify("This article has no address.", timeout=3, markup=False)
            return
        if await self.screen.desk.network.look():
            await self.screen.desk.network.wait("open", [(url, self.title_of(url))])
            return
        try:
            await asyncio.to_thread(open_in_browser, url, self.screen.settings.browser)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        self.screen.app.notify(f"Opened {fit(url, 60)}", timeout=2, markup=False)

    def title_of(self, url: str) -> str:
        """What an address is called where it stands: the article it is of, or the words of its link."""
        article, row = self.screen.desk.reading.article, self.screen.articles.current_row
        for one in (article, row):
            if one is not None and one.url == url:
                return one.title
        return next((link.text for link in self.screen.reader.page_shown.links if link.url == url), "")

    async def open_all(self, urls: Sequence[str]) -> None:
        """Open several addresses, one after the other, and say how it went."""
        if urls and await self.screen.desk.network.look():
            await self.screen.desk.network.wait("open", [(url, self.title_of(url)) for url in urls])
            return
        opened, said = 0, ""
        for url in urls:
            try:
                await asyncio.to_thread(open_in_browser, url, self.screen.settings.browser)
            except BroadsheetError as error:
                # One address may be refused; what fails twice in the same words is the browser.
                if str(error) == said:
                    break
                said = str(error)
                self.screen.desk.showing.report(error)
                continue
            opened += 1
        if opened:
            pages = f"{opened:,} page" + ("" if opened == 1 else "s")
            self.screen.app.notify(f"Opened {pages} in the browser.", timeout=3, markup=False)
        elif not urls:
            self.screen.app.notify("These articles have no address.", timeout=3, markup=False)

    def copy(self) -> None:
        """Copy the article's address."""
        if self.url:
            self.copy_address(self.url)
        else:
            self.screen.app.notify("This article has no address.", timeout=3, markup=False)

    def copy_address(self, url: str) -> None:
        """Copy any address."""
        self.screen.app.copy_to_clipboard(url)
        self.screen.app.notify(f"Copied {fit(url, 60)}", timeout=2, markup=False)

    def choose(self) -> None:
        """List the article's links."""
        ask(self.screen, self.ask)

    async def ask(self) -> None:
        """Show the article first if it is not in the reader, then its links."""
        article_id = self.screen.articles.current_id
        reading = self.screen.desk.reading
        if reading.article is None and article_id is not None:
            await reading.load(article_id, False)
        links = [(link.text, link.url) for link in self.screen.reader.page_shown.links]
        article, preview = reading.article, self.screen.desk.trail.preview
        if preview is not None:
            links.insert(0, ("The page itself", preview.url))
        elif article is not None:
            links += [(label_of(part), part.url) for part in article.enclosures]
            if article.comments_url:
                links.append(("Comments", article.comments_url))
            if article.url:
                links.insert(0, ("The article itself", article.url))
        if not links:
            self.screen.app.notify("This article has no links.", timeout=3, markup=False)
            return
        from tui.ui.screens.links import LinksDialog

        choice = await self.screen.app.push_screen_wait(LinksDialog(links))
        if choice is None:
            return
        self.do(choice.verb, choice.url)

    def do(self, verb: str, url: str) -> None:
        """Do what was asked for with a link."""
        if verb == "copy":
            self.copy_address(url)
        elif verb == "preview":
            self.screen.desk.trail.open(url)
        elif verb == "save":
            self.screen.desk.trail.keep(url)
        else:
            self.open(url)
