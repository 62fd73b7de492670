"""Add a feed: an address or a site, what is found there, then category and tags."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, Subscription
from tui.ui.paint import fit

if TYPE_CHECKING:
    from tui.service.library import FoundFeed

__all__ = ["AddFeed", "tag_list"]

Find = Callable[[str], Awaitable[tuple["FoundFeed", ...]]]


def tag_list(text: str) -> tuple[str, ...]:
    """Tags from a line: blanks or commas between, ``#`` optional."""
    return tuple(
        dict.fromkeys(part.strip("#/") for part in text.replace(",", " ").split() if part.strip("#/"))
    )


class AddFeed(ModalScreen[tuple[Subscription, ...] | str | None]):
    """Two steps on one screen: look up, then choose and subscribe; or keep the page itself."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "subscribe", "Subscribe", show=False, priority=True),
        Binding("ctrl+b", "keep", "Keep the page", show=False, priority=True),
    ]

    def __init__(
        self, find: Find, categories: Sequence[str], tags: Collection[str], feeds: Sequence[Feed]
    ) -> None:
        super().__init__()
        self.find = find
        self.categories, self.tags = categories, tags
        self.known = {feed.feed_url for feed in feeds}
        self.found: tuple[FoundFeed, ...] = ()

    def compose(self) -> ComposeResult:
        """Address; what was found and its newest titles; category and tags."""
        with Vertical(classes="dialog"):
            yield Static(Content("Add a feed"), classes="dialog-title")
            yield Input(
                placeholder="address of a feed or of a site", compact=True, id="address", classes="field"
            )
            yield Static("", id="outcome", classes="hint")
            yield SelectionList[int](id="found", compact=True)
            yield Static("", id="preview")
            yield Input(
                placeholder="category, such as news/africa (optional)",
                compact=True,
                id="category",
                classes="field late",
                suggester=SuggestFromList(self.categories, case_sensitive=False),
            )
            yield Input(
                placeholder="tags for its articles (optional)", compact=True, id="tags", classes="field late"
            )
            yield Static(
                Content("Enter looks the address up · Ctrl+B keeps the page itself · Esc leaves"),
                id="keys",
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin with the address alone."""
        self.set_class(True, "-looking")
        self.query_one("#address").focus()

    def say(self, words: str) -> None:
        """What happened, in a line."""
        self.query_one("#outcome", Static).update(Content(words))

    @on(Input.Submitted, "#address")
    def look_up(self, event: Input.Submitted) -> None:
        """Ask for the feeds at the address."""
        address = event.value.strip()
        if address:
            self.say(f"Looking at {fit(address, 60)} …")
            self.search(address)

    @work(exclusive=True, group="find", exit_on_error=False)
    async def search(self, address: str) -> None:
        """Find feeds; the screen stays alive meanwhile."""
        try:
            found = await self.find(address)
        except BroadsheetError as error:
            self.say(str(error))
            return
        self.show_found(found)

    def show_found(self, found: "tuple[FoundFeed, ...]") -> None:
        """List what was found; the first is chosen."""
        self.found = found
        usable = [feed for feed in found if not feed.problem]
        if not usable:
            self.say(found[0].problem if found else "No feed was found there. Is the address right?")
            return
        self.set_class(False, "-looking")
        chooser = self.query_one("#found", SelectionList)
        chooser.clear_options()
        first = True
        for number, feed in enumerate(found):
            if feed.problem:
                continue
            known = feed.feed_url in self.known
            note = "  (subscribed already)" if known else ""
            label = Content.assemble(
                (fit(feed.title or feed.feed_url, 50), ""), (f"  {fit(feed.feed_url, 60)}{note}", "$soft")
            )
            chooser.add_option(Selection(label, number, initial_state=first and not known))
            first = False
        chooser.highlighted = 0
        self.say(f"Found {len(usable)} feed{'s' if len(usable) > 1 else ''}; Space chooses.")
        self.query_one("#keys", Static).update(
            Content("Enter or Ctrl+S subscribes · Tab moves on · Esc leaves")
        )
        self.query_one("#category").focus()
        self.preview(0)

    @on(SelectionList.SelectionHighlighted)
    def highlighted(self, event: SelectionList.SelectionHighlighted[int]) -> None:
        """Show the newest titles of the feed under the cursor."""
        self.preview(event.selection_index)

    def preview(self, place: int) -> None:
        """The newest titles of a found feed."""
        usable = [feed for feed in self.found if not feed.problem]
        if place < len(usable):
            lines = [Content(f"  · {fit(title, 74)}") for title in usable[place].newest[:5]]
            self.query_one("#preview", Static).update(
                Content("\n").join(lines) if lines else Content("  It has no articles yet.")
            )

    @on(Input.Submitted, "#category")
    @on(Input.Submitted, "#tags")
    def submitted(self) -> None:
        """Enter on the last lines subscribes."""
        self.action_subscribe()

    def action_subscribe(self) -> None:
        """Subscribe to what is chosen."""
        if not self.found:
            return
        chosen: list[int] = self.query_one("#found", SelectionList).selected
        if not chosen:
            self.say("Choose a feed with Space first.")
            return
        category = self.query_one("#category", Input).value.strip().strip("/")
        tags = tag_list(self.query_one("#tags", Input).value)
        self.dismiss(
            tuple(
                Subscription(self.found[number].feed_url, "", "", category, tags) for number in sorted(chosen)
            )
        )

    def action_keep(self) -> None:
        """Not the feed: the page at the address, as an article."""
        address = self.query_one("#address", Input).value.strip()
        if address:
            self.dismiss(address)

    def action_leave(self) -> None:
        """Esc: leave without a trace."""
        self.dismiss(None)
