"""The store by kind and by feed, and everything that is done about its size."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.amounts import amount_words
from tui.model.errors import BroadsheetError
from tui.model.retention import CleanWish
from tui.model.sizes import FeedSize, StoreSizes
from tui.ui.desk.marking import counted
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import Mark
from tui.ui.room.row import bar, head_line, legend, size_line
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.ui.desk.desk import Desk

__all__ = ["SizeList", "SizesScreen"]

_KEYS = "c cleans · Enter cleans this feed · u brings back · v gives free room back\ns sorts · Esc closes"
#: What the list is sorted by, and how that is said.
_ORDERS: Sequence[tuple[str, Callable[[FeedSize], object]]] = (
    ("the largest first", lambda one: -one.size),
    ("the most unread first", lambda one: (-one.unread, -one.size)),
    ("the oldest first", lambda one: (one.oldest is None, one.oldest, -one.size)),
    ("by title", lambda one: one.title.casefold()),
)


class SizeList(LineList):
    """The feeds, in the order that is wanted."""

    def __init__(self, *, marks: Marks, id: str) -> None:  # noqa: A002
        super().__init__(marks=marks, id=id)
        self.shown: Sequence[FeedSize] = ()

    @property
    def count(self) -> int:
        """How many feeds."""
        return len(self.shown)

    @property
    def current(self) -> FeedSize | None:
        """The feed under the cursor."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """One feed."""
        return [size_line(self.shown[index], width, self.marks)]


class SizesHead(Static):
    """The words above the columns."""

    def __init__(self, sizes: SizeList) -> None:
        super().__init__("", id="sizes-head")
        self.sizes = sizes

    def show(self) -> None:
        """Write them as wide as the list is."""
        line = head_line(max(0, self.size.width - 2), going=False)
        self.update(Content(" " + "".join(mark.text for mark in line)))


class SizesScreen(ModalScreen[None]):
    """What takes how much room, and what can be done about it."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,h", "dismiss(None)", "Close", show=False),
        Binding("c", "clean", "Clean", show=False),
        Binding("u", "restore", "Bring back", show=False),
        Binding("v", "vacuum", "Give room back", show=False),
        Binding("s,S", "sort", "Sort", show=False),
    ]

    def __init__(self, library: "Library", desk: "Desk", clock: Callable[[], datetime], marks: Marks) -> None:
        super().__init__()
        self.library, self.desk, self.clock, self.marks = library, desk, clock, marks
        self.sizes: StoreSizes | None = None
        self.order = 0
        self.advice = ""

    def compose(self) -> ComposeResult:
        """From the bar of kinds down to the keys."""
        sizes = SizeList(marks=self.marks, id="sizes")
        with Vertical(classes="dialog", id="sizes-dialog"):
            yield Static(
                Content("What takes how much room"), classes="dialog-title one-line", id="sizes-title"
            )
            yield Static("", id="sizes-bar")
            yield Static("", id="sizes-legend")
            yield SizesHead(sizes)
            yield sizes
            yield Static("", id="sizes-advice")
            yield Static(Content(_KEYS.replace("·", self.marks.dot)), classes="hint")

    def on_mount(self) -> None:
        """Measure."""
        self.list.focus()
        self.measure()

    @property
    def list(self) -> SizeList:
        """The feeds."""
        return self.query_one(SizeList)

    @work(group="sizes", exclusive=True, exit_on_error=False)
    async def measure(self) -> None:
        """Measure the store, saying how far it is; then what could go."""
        try:
            room = await self.library.keeper.compactor.room()
            self.title_says(
                f"{amount_words(room.size)} {self.marks.dot} counting articles {self.marks.ellipsis}"
            )
            self.sizes = await self.library.keeper.sizes(self.tell)
            self.show()
            plan = await self.library.keeper.plan(CleanWish())
            left = await self.library.keeper.plan(CleanWish(left=True))
        except BroadsheetError as error:
            self.title_says(str(error))
            return
        parts = []
        if plan.articles:
            parts.append(f"{counted(plan.articles)} may go by the settings, {amount_words(plan.size)} (c).")
        if left.articles:
            parts.append(f"{counted(left.articles)} are of feeds you have left.")
        if self.sizes.removed:
            parts.append(f"{counted(self.sizes.removed)} can be brought back (u).")
        if self.sizes.free * 20 > self.sizes.file:
            parts.append(f"{amount_words(self.sizes.free)} are free (v).")
        self.advice = " ".join(parts)
        self.show()

    def tell(self, done: int, total: int) -> None:
        """How far measuring is."""
        self.title_says(f"measuring, {done:,} of {total:,} articles")

    def title_says(self, words: str) -> None:
        """The title, and something behind it."""
        self.query_one("#sizes-title", Static).update(Content(f"Room  {words}"))

    def show(self) -> None:
        """All that is known."""
        if self.sizes is None:
            return
        feeds = self.list
        stood = feeds.current.feed_id if feeds.current else None
        words, key = _ORDERS[self.order]
        feeds.shown = sorted(self.sizes.feeds, key=key)  # type: ignore[arg-type]
        feeds.rows_changed()
        place = next((at for at, one in enumerate(feeds.shown) if one.feed_id == stood), feeds.cursor)
        if feeds.count:
            feeds.move_to(place)
        beside = self.sizes.log + self.sizes.removed_size
        more = f", {amount_words(beside)} beside it" if beside > self.sizes.file // 100 else ""
        dot = self.marks.dot
        self.title_says(
            f"{amount_words(self.sizes.file)}{more} {dot} {counted(len(feeds.shown), 'feed')}, {words}"
        )
        width = self.query_one("#sizes-bar").size.width
        self.query_one("#sizes-bar", Static).update(bar(self.sizes, width, self.marks))
        self.query_one("#sizes-legend", Static).update(legend(self.sizes, width, self.marks))
        self.query_one("#sizes-advice", Static).update(Content(self.advice))
        self.query_one("#sizes-advice").display = bool(self.advice)
        self.query_one(SizesHead).show()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.show)

    # ------------------------------------------------------------------ the keys

    def action_sort(self) -> None:
        """The next order."""
        self.order = (self.order + 1) % len(_ORDERS)
        self.show()
        if self.list.count:
            self.list.action_cursor_top()

    def action_clean(self) -> None:
        """See what would go, and have it go."""
        ask(self, self.after_cleaning, None)

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """The same for one feed."""
        message.stop()
        one = self.list.current
        if one is not None:
            ask(self, self.after_cleaning, one)

    async def after_cleaning(self, one: FeedSize | None) -> None:
        """The dialog; what is left is measured afterwards."""
        await self.desk.keeping.ask_clean(None, (one.feed_id, one.title) if one else None)
        self.after()

    @work(group="sizes-after", exclusive=True, exit_on_error=False)
    async def after(self) -> None:
        """Measure again when what was begun is over."""
        await self.desk.keeping.over()
        self.measure()

    def action_restore(self) -> None:
        """Bring back what the latest clean removed."""
        self.desk.keeping.restore()
        self.after()

    def action_vacuum(self) -> None:
        """Give free room back to the disk."""
        self.desk.keeping.vacuum()
        self.after()
