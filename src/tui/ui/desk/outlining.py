"""The headings of the article: as a list that the article follows, and one after the other."""

from typing import TYPE_CHECKING

from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Outlining"]


class Outlining:
    """Goes from heading to heading."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    def next(self) -> None:
        """To the next heading."""
        self.step(1)

    def previous(self) -> None:
        """To the heading before."""
        self.step(-1)

    def step(self, step: int) -> None:
        """To the nearest heading below or above the top; if there is none, to the end or the start."""
        reader = self.screen.reader
        top = reader.scroll_offset.y
        lines = [heading.line for heading in reader.page_shown.headings]
        if not lines:
            self.say_none()
            return
        if step > 0:
            line = next((line for line in lines if line > top), reader.max_scroll_y)
        else:
            line = next((line for line in reversed(lines) if line < top), 0)
        reader.scroll_to(y=line, animate=False, immediate=True)

    def open(self) -> None:
        """The headings as a list; the article goes along, and back if nothing is chosen."""
        if self.screen.reader.page_shown.headings:
            ask(self.screen, self.ask)
        else:
            self.say_none()

    async def ask(self) -> None:
        """Show the list; Esc leads back to where it was opened."""
        from tui.ui.screens.outline import OutlineDialog

        reader = self.screen.reader
        begun_at = reader.scroll_offset.y
        headings = reader.page_shown.headings
        here = max((at for at, one in enumerate(headings) if one.line <= begun_at), default=0)

        def go(at: int) -> None:
            reader.scroll_to(y=headings[at].line, animate=False, immediate=True)

        dialog = OutlineDialog(headings, here, go)
        # It stands where it covers the least of the article.
        dialog.add_class("-zen" if self.screen.desk.layout.zen else f"-{self.screen.desk.layout.width}")
        chosen = await self.screen.app.push_screen_wait(dialog)
        if chosen is None:
            reader.scroll_to(y=begun_at, animate=False, immediate=True)
        else:
            self.screen.desk.layout.focus("reader")

    def say_none(self) -> None:
        """There is nothing to go to."""
        shown = self.screen.desk.reading.article is not None
        words = "This article has no headings." if shown else "No article is open."
        self.screen.app.notify(words, timeout=3, markup=False)
