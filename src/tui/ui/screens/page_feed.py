"""A feed made of a page: the selectors of its entries, and what they find, while they are typed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.page_feed import PageSelectors, PageTrial, TriedEntry
from tui.ui.marks import Marks
from tui.ui.paint import fit
from tui.ui.screens.add_feed import tag_list

if TYPE_CHECKING:
    from tui.service.page_feeds import PageLook

__all__ = ["PageChoice", "PageFeedDialog"]

#: The page, fetched once and kept while the dialog is open.
Look = Callable[[], Awaitable["PageLook"]]
#: What selectors find on it.
Try = Callable[["PageLook", PageSelectors], Awaitable[PageTrial]]
#: The same selectors if they can be read; raises with the mistake in words.
Check = Callable[[PageSelectors], PageSelectors]

_FIELDS = (
    ("item", "Entries", "which elements they are, such as article or li.news"),
    ("title", "Title", "empty: its heading, or its link"),
    ("link", "Link", "empty: found by itself; a @data-url takes another attribute"),
    ("date", "Date", "empty: its time; .when @title takes an attribute, .when dmy the day first"),
    ("body", "Text", "empty: none, such as .summary, p"),
)
#: Lines of the sheet that are no preview.
_FRAME = 15
_LEAST, _MOST = 2, 8
_WIDTH, _SIDES = 84, 9
#: Cells of a date, and of where an entry leads, if its title leaves room for that.
_DATE, _PLACE, _LEAST_PLACE = 10, 24, 12


@dataclass(frozen=True, slots=True)
class PageChoice:
    """How a page is to be read; place and tags for one that is new."""

    url: str
    selectors: PageSelectors
    category: str = ""
    tags: tuple[str, ...] = ()


class PageFeedDialog(ModalScreen[PageChoice | None]):
    """Five lines, and what they find.

    Args:
        heading: What the dialog is about.
        look: Fetches the page and guesses.
        attempt: Tries selectors on it.
        check: Refuses those that cannot be read.
        marks: The characters to draw with.
        selectors: Those that the page is read by now; ``None`` for a page that is new.
        categories: What a new one may stand in.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("enter", "save", "Save", show=False),
        Binding("ctrl+n", "guess(1)", "Next guess", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        heading: str,
        look: Look,
        attempt: Try,
        check: Check,
        marks: Marks,
        selectors: PageSelectors | None = None,
        categories: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.heading, self.look, self.attempt, self.check, self.marks = heading, look, attempt, check, marks
        self.known, self.categories = selectors, categories
        self.page: PageLook | None = None
        #: Which of the guesses stands in the lines, from 1 on; 0 for none of them.
        self.place = 0
        self.trial = PageTrial()
        #: What was tried last, and whether somebody is at it.
        self.tried: PageSelectors | None = None
        self.trying = False

    def compose(self) -> ComposeResult:
        """The lines, then what comes of them."""
        start = self.known or PageSelectors("")
        with Vertical(classes="dialog", id="page-feed"):
            yield Static(Content(self.heading), classes="dialog-title")
            for name, label, example in _FIELDS:
                with Horizontal(classes="pair"):
                    yield Label(Content(label))
                    yield Input(
                        getattr(start, name),
                        placeholder=example,
                        compact=True,
                        id=name,
                        classes="field tight",
                        # A selector is mended, not typed anew.
                        select_on_focus=False,
                    )
            if self.known is None:
                yield from self.placing()
            yield Static("", id="tried")
            yield Static("", id="entries")
            yield Static(Content(self.keys(80)), id="keys", classes="hint")

    def placing(self) -> ComposeResult:
        """Where a new feed stands, and its tags."""
        suggester = SuggestFromList(self.categories, case_sensitive=False)
        for name, label, example in (
            ("category", "Category", "such as news/africa (optional)"),
            ("page-tags", "Tags", "for its articles (optional)"),
        ):
            with Horizontal(classes="pair"):
                yield Label(Content(label))
                yield Input(
                    placeholder=example,
                    compact=True,
                    id=name,
                    classes="field tight",
                    suggester=suggester if name == "category" else None,
                )

    def keys(self, width: int) -> str:
        """What can be pressed."""
        done = "Enter subscribes" if self.known is None else "Enter saves"
        dot = self.marks.dot
        if width < 70:
            return f"{done} {dot} Ctrl+N next guess {dot} Esc leaves"
        return f"{done} {dot} Ctrl+N next guess {dot} Tab moves on {dot} Esc leaves"

    def on_mount(self) -> None:
        """Fetch the page."""
        self.say(f"{self.marks.working} fetching the page …")
        self.run_worker(self.fetch(), group="look", exit_on_error=False)

    def on_resize(self) -> None:
        """As many entries as there is room for."""
        self.query_one("#keys", Static).update(Content(self.keys(self.size.width)))
        self.show()

    # -------------------------------------------------------------------- looking

    async def fetch(self) -> None:
        """The page itself; the best guess goes into empty lines."""
        try:
            self.page = await self.look()
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            return
        if self.known is None and not self.selectors().item:
            self.action_guess(1)
        await self.try_all()

    def action_guess(self, step: int) -> None:
        """Put the next guess into the lines."""
        guesses = self.page.proposals if self.page is not None else ()
        if not guesses:
            if self.page is not None:
                self.say("Nothing on the page looks like a list of entries: say which they are.", wrong=True)
            return
        self.place = (self.place - 1 + step) % len(guesses) + 1
        for name, _, _ in _FIELDS:
            self.query_one(f"#{name}", Input).value = getattr(guesses[self.place - 1], name)

    def selectors(self) -> PageSelectors:
        """What stands in the lines."""
        return PageSelectors(*(self.query_one(f"#{name}", Input).value.strip() for name, _, _ in _FIELDS))

    @on(Input.Changed)
    def changed(self) -> None:
        """Show what that finds, unless it is being looked at already."""
        if self.page is not None and not self.trying:
            self.run_worker(self.try_all(), group="try", exit_on_error=False)

    async def try_all(self) -> None:
        """Try what stands in the lines, until that is what was tried last.

        No try is broken off: that would cost the process that is at it.
        """
        if self.trying or self.page is None:
            return
        self.trying = True
        try:
            while (wanted := self.selectors()) != self.tried:
                if not wanted.item:
                    found = PageTrial(trouble="Say which elements of the page are its entries.")
                else:
                    found = await self.attempt(self.page, wanted)
                self.tried, self.trial = wanted, found
        finally:
            self.trying = False
        self.show()

    # -------------------------------------------------------------------- showing

    def say(self, words: str, *, wrong: bool = False) -> None:
        """How it stands, in a line."""
        tried = self.query_one("#tried", Static)
        tried.set_class(wrong, "-wrong")
        tried.update(Content(words))

    def show(self) -> None:
        """How many entries, and the newest of them."""
        preview = self.query_one("#entries", Static)
        if self.tried is None:
            return
        if self.trial.trouble:
            self.say(self.trial.trouble, wrong=True)
            preview.update("")
            return
        self.say(f" {self.marks.dot} ".join(self.facts()))
        room = min(_MOST, max(_LEAST, int(self.size.height * 0.9) - _FRAME))
        width = max(20, min(_WIDTH, int(self.size.width * 0.96)) - _SIDES)
        parts = urlsplit(self.page.final_url if self.page is not None else "")
        here = f"{parts.scheme}://{parts.netloc}"
        lines = [_line(one, width, here) for one in self.trial.newest[:room]]
        preview.update(Content("\n").join(lines))

    def facts(self) -> list[str]:
        """What is said of the entries."""
        trial, page = self.trial, self.page
        many = "1 entry" if trial.count == 1 else f"{trial.count:,} entries"
        dated, texts = (
            f"{_part(trial.dated, trial.count)} dated",
            f"{_part(trial.texts, trial.count)} with text",
        )
        guesses = page.proposals if page is not None else ()
        here = self.place and self.selectors() == guesses[self.place - 1]
        return [many, dated, texts, *([f"guess {self.place} of {len(guesses)}"] if here else [])]

    # -------------------------------------------------------------------- leaving

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Say how the page is to be read, if it can be."""
        try:
            wanted = self.check(self.selectors())
        except BroadsheetError as error:
            self.say(str(error), wrong=True)
            self.point_at(getattr(error, "field", "item"), getattr(error, "place", 0))
            return
        if self.page is None and self.known is None:
            return
        self.run_worker(self.save(wanted), group="save", exclusive=True, exit_on_error=False)

    async def save(self, wanted: PageSelectors) -> None:
        """Leave with selectors that find something; where there is no page now, with any."""
        if self.page is not None and wanted != self.tried:
            self.tried, self.trial = wanted, await self.attempt(self.page, wanted)
        if self.page is not None and self.trial.trouble:
            self.show()
            return
        choice = PageChoice(self.page.url if self.page is not None else "", wanted)
        if self.known is None:
            category = self.query_one("#category", Input).value.strip().strip("/")
            choice = replace(
                choice, category=category, tags=tag_list(self.query_one("#page-tags", Input).value)
            )
        self.dismiss(choice)

    def point_at(self, field: str, place: int) -> None:
        """The cursor goes to the mistake."""
        line = self.query_one(f"#{field}", Input)
        line.focus()
        line.cursor_position = min(place, len(line.value))


def _part(some: int, count: int) -> str:
    return "all" if some == count else f"{some:,}" if some else "none"


def _line(entry: TriedEntry, width: int, here: str) -> Content:
    """Date and title of one entry, and at the right where it leads."""
    when = f"{entry.published_at.astimezone():%Y-%m-%d}" if entry.published_at is not None else "no date"
    address = clean(entry.url, 300).removeprefix(here) or entry.url.partition("://")[2] or "no link"
    room = width - _DATE - 2
    title = fit(clean(entry.title, 300), room)
    rest = room - cell_len(title) - 2
    place = fit(address, min(_PLACE, rest)) if rest >= _LEAST_PLACE else ""
    gap = " " * (room - cell_len(title) - cell_len(place))
    return Content.assemble((f"{when:<{_DATE}}  ", "$soft"), (title, "$ink"), (f"{gap}{place}", "$soft"))
