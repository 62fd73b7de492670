"""The list of downloads: stop, go on, play, take off."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.downloading import Download
from tui.ui.files.row import download_lines
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark

if TYPE_CHECKING:
    from tui.ui.desk.listening import Listening

__all__ = ["DownloadList", "DownloadsScreen"]

#: Seconds between two looks at how far downloads are.
_LOOK = 0.25


class DownloadList(LineList):
    """One download a row, the newest first."""

    def __init__(self, desk: "Listening", marks: Marks) -> None:
        super().__init__(marks=marks, id="downloads")
        self.desk = desk
        self.rows: Sequence[Download] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def current(self) -> Download | None:
        """The one under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def rows_changed(self) -> None:
        """With air between them while they all fit."""
        self.row_height = 3 if 3 * self.count <= self.size.height + 1 else 2
        super().rows_changed()

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One download."""
        download = self.rows[index]
        return download_lines(download, self.desk.progress.get(download.id), width, self.marks)


class DownloadsScreen(ModalScreen[None]):
    """What is on its way, and what has come."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("p", "play", "Play", show=False),
        Binding("s,x", "stop", "Stop", show=False),
        Binding("r", "go_on", "Go on", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("D,delete", "remove", "Off the list", show=False),
    ]

    def __init__(self, desk: "Listening", marks: Marks) -> None:
        super().__init__()
        self.desk, self.marks = desk, marks
        self.seen: object = None

    def compose(self) -> ComposeResult:
        """The list, or how to begin; what the keys do."""
        with Vertical(classes="dialog tall", id="downloads-dialog"):
            yield Static(Content("Downloads"), classes="dialog-title", id="downloads-title")
            yield DownloadList(self.desk, self.marks)
            key = self.desk.screen.desk.keys.shown("article.enclosures")
            how = f"  {key}  on an article shows what comes with it, and d there fetches it"
            yield Static(Content(f"Nothing was downloaded yet.\n\n{how}"), id="downloads-empty")
            yield Static(Content("Enter plays · s stops · r goes on · y copies the path"), classes="hint")
            yield Static(
                Content("D takes off the list, a whole file stays · Esc closes"), classes="hint near"
            )

    async def on_mount(self) -> None:
        """Show what there is; look again while something goes on."""
        await self.look()
        self.lines.focus()
        self.set_interval(_LOOK, self.look)

    @property
    def lines(self) -> DownloadList:
        """The list."""
        return self.query_one(DownloadList)

    async def look(self) -> None:
        """How far everything is; the cursor stays with its row."""
        state = (self.desk.turns, dict(self.desk.progress))
        if state == self.seen:
            return
        self.seen = state
        library = await self.desk.screen.library_ready()
        lines, before = self.lines, self.lines.current
        lines.rows = await library.downloads.all()
        lines.rows_changed()
        if before is not None:
            place = next((at for at, one in enumerate(lines.rows) if one.id == before.id), lines.cursor)
            lines.move_to(min(place, max(0, lines.count - 1)))
        self.query_one("#downloads-empty").display = not lines.count
        lines.display = bool(lines.count)
        folder = self.desk.shown_folder(library)
        self.query_one("#downloads-title", Static).update(Content(f"Downloads  into {folder}"))

    @on(LineList.Opened)
    def action_play(self) -> None:
        """Play a whole file; go on with one that is not."""
        if (current := self.lines.current) is not None:
            if current.state == "done":
                self.desk.play_file(current)
            else:
                self.desk.go_on(current)

    def action_stop(self) -> None:
        """Stop it, or the player."""
        if (current := self.lines.current) is None or not self.desk.stop(current.id):
            self.desk.stop_playing()

    def action_go_on(self) -> None:
        """Fetch what is missing."""
        if (current := self.lines.current) is not None:
            self.desk.go_on(current)

    def action_copy(self) -> None:
        """Copy where it is, or where it comes from."""
        if (current := self.lines.current) is not None:
            self.app.copy_to_clipboard(current.path if current.state == "done" else current.url)
            what = "path" if current.state == "done" else "address"
            self.app.notify(f"Copied the {what}.", timeout=2, markup=False)

    def action_remove(self) -> None:
        """Take it off the list."""
        if (current := self.lines.current) is not None:
            self.desk.remove(current)
