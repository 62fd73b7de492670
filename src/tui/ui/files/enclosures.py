"""What comes with an article: play it, download it, look at it in the browser."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.downloading import Download
from tui.model.entry import Enclosure
from tui.model.ids import ArticleId
from tui.ui.files.row import enclosure_lines
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark, fit

if TYPE_CHECKING:
    from tui.ui.desk.listening import Listening

__all__ = ["EnclosureList", "EnclosuresDialog"]

#: Seconds between two looks at how far downloads are.
_LOOK = 0.25


class EnclosureList(LineList):
    """One file a row."""

    def __init__(self, items: Sequence[tuple[ArticleId, Enclosure]], desk: "Listening", marks: Marks) -> None:
        super().__init__(marks=marks, id="enclosures")
        self.items, self.desk = items, desk
        self.known: Mapping[str, Download] = {}
        self.row_height = 3 if len(items) < 6 else 2

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self.items)

    @property
    def current(self) -> tuple[ArticleId, Enclosure]:
        """The file under the cursor, and its article."""
        return self.items[self.cursor]

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One file."""
        item = self.items[index][1]
        download = self.known.get(item.url)
        progress = None if download is None else self.desk.progress.get(download.id)
        return enclosure_lines(item, download, progress, width, self.marks)


class EnclosuresDialog(ModalScreen[None]):
    """The list stays open: what is begun here goes on behind it."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h,e", "dismiss(None)", "Close", show=False),
        Binding("p", "play", "Play", show=False),
        Binding("d", "download", "Download", show=False),
        Binding("s", "stop", "Stop", show=False),
        Binding("o", "browse", "Browser", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("D", "downloads", "Downloads", show=False),
    ]

    def __init__(
        self, title: str, items: Sequence[tuple[ArticleId, Enclosure]], desk: "Listening", marks: Marks
    ) -> None:
        super().__init__()
        self.title_text, self.items, self.desk, self.marks = title, items, desk, marks
        self.seen: object = None

    def compose(self) -> ComposeResult:
        """The article, its files, what the keys do."""
        with Vertical(classes="dialog", id="enclosures-dialog"):
            yield Static(Content("Listen and watch"), classes="dialog-title")
            yield Static(Content(fit(self.title_text, 76)), classes="label", id="enclosures-of")
            yield EnclosureList(self.items, self.desk, self.marks)
            yield Static(
                Content("Enter plays or reads · d downloads · s stops · o browser · y copies"),
                classes="hint",
            )
            yield Static(Content("D lists the downloads · Esc closes"), classes="hint near")

    async def on_mount(self) -> None:
        """Show what is known; look again while something goes on."""
        self.lines.styles.height = self.lines.row_height * self.lines.count
        await self.look()
        self.lines.focus()
        self.set_interval(_LOOK, self.look)

    @property
    def lines(self) -> EnclosureList:
        """The list."""
        return self.query_one(EnclosureList)

    async def look(self) -> None:
        """How far everything is."""
        state = (self.desk.turns, dict(self.desk.progress))
        if state == self.seen:
            return
        self.seen = state
        library = await self.desk.screen.library_ready()
        self.lines.known = await library.downloads.of(item.url for _, item in self.items)
        self.lines.rows_changed()

    @on(LineList.Opened)
    def action_play(self) -> None:
        """Play the file, or what is at its address; what is to be read comes into the reader."""
        article_id, item = self.lines.current
        if item.relation:
            self.desk.read(article_id, item)
            self.dismiss(None)
            return
        self.desk.play(self.lines.current[1], self.lines.known.get(self.lines.current[1].url))

    def action_download(self) -> None:
        """Fetch the file, or go on with it."""
        article_id, item = self.lines.current
        self.desk.want(article_id, item)

    def action_stop(self) -> None:
        """Stop the download of the file; else the player."""
        download = self.lines.known.get(self.lines.current[1].url)
        if download is None or not self.desk.stop(download.id):
            self.desk.stop_playing()

    def action_browse(self) -> None:
        """Open the address in the browser."""
        self.desk.screen.desk.links.open(self.lines.current[1].url)

    def action_copy(self) -> None:
        """Copy the address."""
        self.desk.screen.desk.share.copy_addresses([self.lines.current[1].url])

    def action_downloads(self) -> None:
        """The list of downloads, in place of this one."""
        self.dismiss(None)
        self.desk.downloads()
