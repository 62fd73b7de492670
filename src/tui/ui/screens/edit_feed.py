"""Edit a feed: how it is called, where it stands, which tags its articles get; and how it is doing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from tui.model.feed import Feed, FeedEdits
from tui.model.servers import masked
from tui.ui.ages import age
from tui.ui.marks import Marks
from tui.ui.rules.ticks import Ticks
from tui.ui.screens.add_feed import tag_list

__all__ = ["EditFeed", "Edited", "health_lines"]

_KEYS = "Enter saves · Ctrl+N fetching, keeping · Ctrl+T full text · Esc leaves"
#: No longer than the other, which fills the narrowest terminal.
_PAGE_KEYS = "Enter saves · Ctrl+N fetching · Ctrl+T full text · Ctrl+G entries · Esc"
_CHOICES = (("hidden", "hidden: no row, and only what looks for something finds it"),)


@dataclass(frozen=True, slots=True)
class Edited:
    """What the feed should be like."""

    edits: FeedEdits
    hidden: bool = False
    #: The user goes on to its full text, to how it is fetched, or to the selectors of its page.
    then: Literal["", "texts", "fetching", "page"] = ""


def health_lines(feed: Feed, now: datetime) -> list[str]:
    """How the feed is doing, in words."""
    health = feed.health
    lines = [masked(feed.feed_url)]
    if feed.unproven:
        lines.append("! TLS not checked: anybody on the way can read and change what comes from it.")
    if health.checked_at is None:
        lines.append("It has not been fetched yet.")
    else:
        lines.append(f"Looked at {_ago(health.checked_at, now)}; last change {_ago(health.changed_at, now)}.")
    if health.next_check_at is not None and health.next_check_at > now:
        lines.append(f"Next look after {health.next_check_at.astimezone(now.tzinfo):%H:%M}.")
    if not health.active:
        lines.append("It is gone for good and no longer fetched; r tries once more.")
    return lines


def _ago(when: datetime | None, now: datetime) -> str:
    if when is None:
        return "never"
    said = age(when, now)
    return {"now": "just now", "yesterday": "yesterday"}.get(
        said, f"{said} ago" if said[-1] in "mh" else said
    )


class EditFeed(ModalScreen[Edited | None]):
    """Three lines and the feed's health."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False, priority=True),
        Binding("ctrl+t", "go_on('texts')", "Full text", show=False, priority=True),
        Binding("ctrl+n", "go_on('fetching')", "Fetching", show=False, priority=True),
        Binding("ctrl+g", "page", "Entries of the page", show=False, priority=True),
        Binding("enter", "save", "Save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        feed: Feed,
        categories: Sequence[str],
        tags: Collection[str],
        now: datetime,
        marks: Marks,
        schedule: str = "",
        *,
        is_page: bool = False,
    ) -> None:
        super().__init__()
        self.is_page = is_page
        self.feed, self.categories, self.tags, self.now = feed, categories, tags, now
        self.marks, self.schedule = marks, schedule

    def compose(self) -> ComposeResult:
        """Title, category, tags, health."""
        with Vertical(classes="dialog", id="edit-feed"):
            yield Static(Content("Edit feed"), classes="dialog-title")
            yield from self._line("title", "Title", self.feed.title, self.feed.publisher_title)
            suggester = SuggestFromList(self.categories, case_sensitive=False)
            yield from self._line("category", "Category", self.feed.category, "none", suggester)
            yield from self._line("tags", "Tags", " ".join(self.feed.tags), "none; its articles get them")
            yield Ticks(_CHOICES, ("hidden",) if self.feed.hidden else (), self.marks, id="hidden")
            lines = [*health_lines(self.feed, self.now), self.schedule]
            yield Static(Content("\n".join(filter(None, lines))), classes="hint")
            if self.feed.health.error:
                yield Static(Content(self.feed.health.error), classes="trouble")
            keys = _PAGE_KEYS if self.is_page else _KEYS
            yield Static(Content(keys), classes="hint")

    @staticmethod
    def _line(
        name: str, label: str, value: str, example: str, suggester: SuggestFromList | None = None
    ) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Label(Content(label), classes="label")
            yield Input(
                value,
                placeholder=example,
                compact=True,
                id=name,
                classes="field tight",
                suggester=suggester,
            )

    def action_go_on(self, where: Literal["texts", "fetching"]) -> None:
        """Save, and go on to what else there is of a feed."""
        self.dismiss(replace(self.edits(), then=where))

    def action_page(self) -> None:
        """Save, and go on to the selectors, where the feed is a page."""
        if self.is_page:
            self.dismiss(replace(self.edits(), then="page"))

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Say what the feed should be like."""
        self.dismiss(self.edits())

    def edits(self) -> Edited:
        """What stands in the lines."""
        title, category, tags = (
            self.query_one(f"#{name}", Input).value.strip() for name in ("title", "category", "tags")
        )
        hidden = "hidden" in self.query_one(Ticks).ticked
        own = None if title == self.feed.title else title
        return Edited(FeedEdits(own, category.strip("/"), tag_list(tags)), hidden)
