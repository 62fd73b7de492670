"""Add feeds: an address or a short form, what is found there to pick from, then category and tags."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Subscription
from tui.model.servers import masked
from tui.service.found_words import outcome_of
from tui.ui.lines import LineList
from tui.ui.marks import Marks
from tui.ui.paint import fit
from tui.ui.screens.found_list import FoundList

if TYPE_CHECKING:
    from tui.model.finding import FoundFeed, Looking

__all__ = ["AddFeed", "PageWish", "tag_list"]

Tell = Callable[["Looking"], None]
Find = Callable[[str, Tell], Awaitable[tuple["FoundFeed", ...]]]

_LOOKING = "Enter looks the address up · Ctrl+B keeps the page itself · Esc leaves"
_PICKING = "Space picks · * picks all · Enter subscribes · Tab moves on · Esc leaves"
_PICKING_SHORT = "Space picks · Enter subscribes · Esc leaves"
#: Lines of the sheet that are neither list nor preview, and how many more where there is room for air.
_FRAME, _AIR = 10, 3
_TALL = 30
#: As the stylesheet has it, and what of it is no text.
_WIDTH, _SIDES = 84, 9
_LEAST_PREVIEW, _MOST_PREVIEW = 2, 6


def tag_list(text: str) -> tuple[str, ...]:
    """Tags from a line: blanks or commas between, ``#`` optional."""
    return tuple(
        dict.fromkeys(part.strip("#/") for part in text.replace(",", " ").split() if part.strip("#/"))
    )


@dataclass(frozen=True, slots=True)
class PageWish:
    """Make a feed of the page at this address."""

    address: str


class AddFeed(ModalScreen[tuple[Subscription, ...] | PageWish | str | None]):
    """Two steps on one screen: look up, then pick and subscribe; or keep the page itself."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "subscribe", "Subscribe", show=False, priority=True),
        Binding("ctrl+b", "keep", "Keep the page", show=False, priority=True),
        Binding("ctrl+g", "page", "Make a feed of the page", show=False, priority=True),
    ]

    def __init__(
        self,
        find: Find,
        categories: Sequence[str],
        tags: Collection[str],
        clock: Callable[[], datetime],
        marks: Marks,
    ) -> None:
        super().__init__()
        self.find = find
        self.categories, self.tags = categories, tags
        self.list = FoundList(clock, marks)
        self.marks = marks
        self.searching = False
        #: The address of a page on which no feed was found: Enter once more makes one of it.
        self.page = ""

    def compose(self) -> ComposeResult:
        """Address; what was found and its newest titles; category and tags."""
        with Vertical(classes="dialog"):
            yield Static(Content("Add a feed"), classes="dialog-title")
            yield Input(
                placeholder="address of a site or a feed, r/python, @name@mastodon.social",
                compact=True,
                id="address",
                classes="field tight",
            )
            yield Static("", id="outcome", classes="hint near")
            yield self.list
            yield Static("", id="preview")
            yield Input(
                placeholder="category, such as news/africa (optional)",
                compact=True,
                id="category",
                classes="field tight late",
                suggester=SuggestFromList(self.categories, case_sensitive=False),
            )
            yield Input(
                placeholder="tags for its articles (optional)",
                compact=True,
                id="tags",
                classes="field tight late",
            )
            yield Static(Content(_LOOKING), id="keys", classes="hint")

    def on_mount(self) -> None:
        """Begin with the address alone."""
        self.begin()
        self.query_one("#address").focus()

    def on_resize(self) -> None:
        """The list and the preview share what the screen leaves them."""
        self.share_room()

    def begin(self) -> None:
        """Nothing is found yet."""
        self.list.picked = set()
        self.list.show(())
        self.set_class(True, "-looking")
        self.set_class(True, "-empty")
        self.query_one("#keys", Static).update(Content(_LOOKING))

    def say(self, words: str) -> None:
        """What happened, in a line or two."""
        self.query_one("#outcome", Static).update(Content(words))

    # -------------------------------------------------------------------- looking

    @on(Input.Submitted, "#address")
    def look_up(self, event: Input.Submitted) -> None:
        """Ask for the feeds at the address."""
        address = event.value.strip()
        if address and address == self.page:
            self.action_page()
        elif address:
            self.page = ""
            self.begin()
            self.say(f"Looking at {fit(clean(address, 200), 50)} … Esc stops")
            self.search(address)

    @work(exclusive=True, group="find", exit_on_error=False)
    async def search(self, address: str) -> None:
        """Find feeds; the screen stays alive meanwhile."""
        self.searching = True
        try:
            found = await self.find(address, self.hear)
        except BroadsheetError as error:
            self.say(str(error))
            return
        finally:
            self.searching = False
        words = outcome_of(found)
        if found and all(feed.is_page for feed in found):
            self.page = address
            words = f"{words} Enter makes one from the page."
        self.ended(found, words)

    def hear(self, looking: "Looking") -> None:
        """How far the search is; what is there already can be picked meanwhile."""
        self.say(f"{looking.words} … Esc stops")
        self.show_found(looking.found)

    def show_found(self, found: "Sequence[FoundFeed]") -> None:
        """List those that can be read."""
        sound = [feed for feed in found if not feed.problem]
        self.list.show(sound)
        self.set_class(not sound, "-empty")
        self.share_room()
        self.preview()

    def ended(self, found: "Sequence[FoundFeed]", words: str) -> None:
        """The search is over: pick the first, and go on where there is something to decide."""
        self.show_found(found)
        self.say(words)
        if not self.list.count:
            self.query_one("#address").focus()
            return
        fresh = [feed for feed in self.list.feeds if not feed.known]
        if fresh and not self.list.picked:
            self.list.picked = {fresh[0].feed_url}
            self.list.rows_changed()
        self.set_class(False, "-looking")
        keys = _PICKING if self.size.width >= _WIDTH else _PICKING_SHORT
        self.query_one("#keys", Static).update(Content(keys))
        # One feed leaves nothing to pick.
        self.query_one("#category" if len(fresh) == 1 == self.list.count else "#found").focus()

    # -------------------------------------------------------------------- picking

    def share_room(self) -> None:
        """Whole rows for the list, and for the preview what is left; both are seen in any terminal."""
        tall = self.size.height >= _TALL
        self.set_class(not tall and self.list.count > 0, "-low")
        room = int(self.size.height * 0.9) - _FRAME - _AIR * tall
        rows = max(1, min(self.list.count, (room - _LEAST_PREVIEW) // 2))
        self.list.styles.height = rows * self.list.row_height
        preview = self.query_one("#preview")
        preview.styles.max_height = max(1, min(_MOST_PREVIEW, room - rows * 2))

    @on(LineList.CursorMoved, "#found")
    def preview(self) -> None:
        """The address and the newest titles of the feed under the cursor."""
        feed = self.list.current
        if feed is None:
            return
        # The list has no width yet when it has just come to be seen.
        width = max(20, min(_WIDTH, int(self.size.width * 0.96)) - _SIDES)
        lines = [Content.styled(fit(clean(masked(feed.feed_url), 500), width), "$link")]
        lines += [Content(f"{self.marks.dot} {fit(clean(title, 300), width - 2)}") for title in feed.newest]
        if feed.is_locked:
            lines.append(Content("Name and password are asked for next."))
        elif not feed.newest:
            lines.append(Content("It has no articles yet."))
        self.query_one("#preview", Static).update(Content("\n").join(lines))

    @on(LineList.Opened, "#found")
    @on(Input.Submitted, "#category")
    @on(Input.Submitted, "#tags")
    def submitted(self) -> None:
        """Enter subscribes."""
        self.action_subscribe()

    def action_subscribe(self) -> None:
        """Subscribe to what is picked; in the list without a pick, to the feed under the cursor."""
        chosen = self.list.chosen
        if not chosen and self.list.has_focus and self.list.current and not self.list.current.known:
            chosen = (self.list.current,)
        if not chosen:
            if self.list.count:
                fresh = any(not feed.known for feed in self.list.feeds)
                self.say("Pick a feed with Space first." if fresh else "You have all of these already.")
            return
        category = self.query_one("#category", Input).value.strip().strip("/")
        tags = tag_list(self.query_one("#tags", Input).value)
        self.dismiss(tuple(Subscription(feed.feed_url, "", "", category, tags) for feed in chosen))

    # -------------------------------------------------------------------- leaving

    def action_keep(self) -> None:
        """Not the feed: the page at the address, as an article."""
        address = self.query_one("#address", Input).value.strip()
        if address:
            self.dismiss(address)

    def action_page(self) -> None:
        """Not a feed that is there: one made of the page at the address."""
        address = self.query_one("#address", Input).value.strip()
        if address:
            self.dismiss(PageWish(address))

    def action_leave(self) -> None:
        """Esc: stop looking, else leave without a trace."""
        if not self.searching:
            self.dismiss(None)
            return
        self.workers.cancel_group(self, "find")
        self.searching = False
        self.ended(self.list.feeds, "Stopped looking.")
