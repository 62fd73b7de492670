"""Edit a tag: what it is called and how it is painted; what that touches is said while it is typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from tui.model.tagging import TAG_COLORS, TagReach
from tui.ui.desk.marking import counted
from tui.ui.screens.tags import tag_name

__all__ = ["EditTag", "TagEdit", "reach_words"]

#: What the colors are called: each theme has others.
_WORDS = {"tag": "usual", "link": "like links", "star": "like stars", "mark": "loud", "soft": "quiet"}

Reach = Callable[[str], Awaitable[TagReach]]
"""Finds out what giving the tag that name would touch."""


@dataclass(frozen=True, slots=True)
class TagEdit:
    """What the tag should be called, and the role that paints it."""

    name: str
    color: str


def reach_words(reach: TagReach) -> str:
    """``214 articles, 3 tags and 1 feed``."""
    parts = [counted(reach.articles)]
    if len(reach.tags) > 1:
        parts.append(counted(len(reach.tags), "tag"))
    if reach.feeds:
        parts.append(counted(reach.feeds, "feed"))
    if reach.searches:
        parts.append(
            "1 saved search" if len(reach.searches) == 1 else f"{len(reach.searches)} saved searches"
        )
    if reach.rules:
        parts.append(counted(len(reach.rules), "rule"))
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


class EditTag(ModalScreen[TagEdit | None]):
    """A line for the name, the colors below it, and what would happen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, name: str, color: str, tags: tuple[str, ...], reach: Reach) -> None:
        super().__init__()
        self.tag, self.color, self.tags, self.reach = name, color, tags, reach

    def compose(self) -> ComposeResult:
        """Name, colors, outcome."""
        with Vertical(classes="dialog small"):
            yield Static(Content(f"Edit #{self.tag}"), classes="dialog-title")
            yield Label(Content("Name"), classes="label")
            yield Input(
                self.tag,
                compact=True,
                classes="field",
                select_on_focus=False,
                suggester=SuggestFromList(self.tags, case_sensitive=False),
            )
            yield Label(Content("Color"), classes="label")
            yield OptionList(
                *(Option(self.sample(role), id=role) for role in TAG_COLORS), compact=True, markup=False
            )
            yield Static("", id="outcome", classes="hint")
            yield Static(Content("Enter saves · ↓ ↑ color · Tab completes · Esc leaves"), classes="hint")

    def sample(self, role: str) -> Content:
        """The tag painted so, and what that is called."""
        return Content.assemble(" ", (f"#{self.tag[:24]}", f"${role}"), (f"  {_WORDS[role]}", "$soft"))

    def on_mount(self) -> None:
        """The line has the focus; the arrows choose the color."""
        colors = self.query_one(OptionList)
        colors.can_focus = False
        colors.highlighted = TAG_COLORS.index(self.color)
        self.query_one(Input).cursor_position = len(self.tag)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Say what that name would do."""
        self.foretell(tag_name(event.value))

    @work(exclusive=True, exit_on_error=False)
    async def foretell(self, name: str) -> None:
        """What this name would touch; a newer key cancels this."""
        outcome = self.query_one("#outcome", Static)
        if not name:
            outcome.update(Content("A tag needs a name."))
            return
        reach = await self.reach(name)
        said = f"On {reach_words(reach)}."
        if reach.joined:
            there = ", ".join(f"#{one}" for one in reach.joined[:3])
            more = " …" if len(reach.joined) > 3 else ""
            said += (
                f" {there}{more} is there already, on {counted(reach.joined_articles)}: the two become one."
            )
        outcome.update(Content(said))

    def action_move(self, step: int) -> None:
        """The arrows choose among the colors."""
        colors = self.query_one(OptionList)
        colors.action_cursor_down() if step > 0 else colors.action_cursor_up()

    def action_complete(self) -> None:
        """Take the suggested name."""
        self.query_one(Input).action_cursor_right()

    @on(Input.Submitted)
    def action_save(self) -> None:
        """Say what the tag should be like; a tag without a name stays as it was."""
        name = tag_name(self.query_one(Input).value)
        chosen = self.query_one(OptionList).highlighted
        if name:
            self.dismiss(TagEdit(name, TAG_COLORS[chosen or 0]))
