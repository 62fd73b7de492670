"""Tags for one article or many: type, complete, toggle."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.model.clean import clean

__all__ = ["TagDialog", "TagWishes", "matching_tags", "no_name", "tag_name"]


@dataclass(frozen=True, slots=True)
class TagWishes:
    """Tags to put on and to take off."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


def matching_tags(counts: Mapping[str, int], typed: str) -> list[str]:
    """Tags that hold *typed*: those that start with it first, then by use, then by name."""
    wanted = typed.casefold()
    found = [name for name in counts if wanted in name.casefold()]
    return sorted(
        found, key=lambda name: (not name.casefold().startswith(wanted), -counts[name], name.casefold())
    )


def tag_name(text: str) -> str:
    """What was typed as a tag: no ``#``, no blanks at the ends, nothing unprintable."""
    return clean(text, 100).lstrip("#").strip().strip("/")


def no_name(typed: str) -> str:
    """Why what was typed is no tag."""
    shown = clean(typed, 30).strip()
    return f"“{shown}” is no name for a tag." if shown else "A tag needs a name."


class TagDialog(ModalScreen[TagWishes | None]):
    """Type to find a tag; Enter toggles it (or makes it); Ctrl+S, or Enter on nothing, saves."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", "Cancel", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, what: str, total: int, present: Mapping[str, int], counts: Mapping[str, int]) -> None:
        super().__init__()
        self.what, self.total = what, total
        self.present = present
        self.counts = {**dict.fromkeys(present, 0), **counts}
        self.wanted: dict[str, bool] = {}
        self.shown: list[str] = []

    def compose(self) -> ComposeResult:
        """The line to type in, the tags below it."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"Tags for {self.what}"), classes="dialog-title")
            yield Input(placeholder="type a tag", compact=True, classes="field")
            yield OptionList(compact=True, markup=False)
            yield Static("", id="wrong", classes="trouble")
            yield Static(Content("Enter toggles · Enter on an empty line saves · Esc leaves"), classes="hint")

    def on_mount(self) -> None:
        """All tags, the present ones first; the cursor types."""
        self.query_one(OptionList).can_focus = False
        self.refill()

    def state(self, name: str) -> str:
        """``✓`` on all, ``-`` on some, blank on none."""
        if name in self.wanted:
            return "✓" if self.wanted[name] else " "
        number = self.present.get(name, 0)
        return "✓" if number and number >= self.total else "-" if number else " "

    @on(Input.Changed)
    def refill(self) -> None:
        """Show the tags that go with what is typed."""
        typed = tag_name(self.query_one(Input).value)
        self.say("")
        self.shown = matching_tags(self.counts, typed)
        if not typed:
            self.shown.sort(key=lambda name: name not in self.present and name not in self.wanted)
        options = [
            Option(
                Content.assemble(
                    (f" {self.state(name)} ", "$mark"),
                    (name, "$tag"),
                    (f"  {self.counts[name] or ''}", "$soft"),
                )
            )
            for name in self.shown[:200]
        ]
        if typed and typed.casefold() not in {name.casefold() for name in self.shown}:
            self.shown = [*self.shown[:200], typed]
            options.append(Option(Content.assemble((" + ", "$mark"), ("new tag ", "$soft"), (typed, "$tag"))))
        tags = self.query_one(OptionList)
        tags.clear_options()
        tags.add_options(options)
        if options:
            tags.highlighted = 0

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Toggle the tag under the cursor; on an empty line, save."""
        line = self.query_one(Input)
        index = self.query_one(OptionList).highlighted
        moved = index not in (None, 0)
        if not line.value.strip() and not moved:
            self.action_save()
            return
        if line.value.strip() and not tag_name(line.value):
            self.say(no_name(line.value))
            return
        if index is not None:
            self.toggle(self.shown[index])
            line.value = ""
            self.refill()

    def say(self, words: str) -> None:
        """What is wrong with what is typed; nothing takes no room."""
        outcome = self.query_one("#wrong", Static)
        outcome.display = bool(words)
        outcome.update(Content(words))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click toggles too."""
        self.toggle(self.shown[event.option_index])
        self.refill()

    def toggle(self, name: str) -> None:
        """On becomes off, anything else becomes on."""
        self.counts.setdefault(name, 0)
        self.wanted[name] = self.state(name) != "✓"

    def action_move(self, step: int) -> None:
        """The arrows move in the list while the line keeps the focus."""
        tags = self.query_one(OptionList)
        tags.action_cursor_down() if step > 0 else tags.action_cursor_up()

    def action_complete(self) -> None:
        """Tab writes the tag under the cursor into the line."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            line = self.query_one(Input)
            line.value = self.shown[index]
            line.cursor_position = len(line.value)

    def action_save(self) -> None:
        """Say what should change."""
        add = tuple(name for name, on in self.wanted.items() if on and self.present.get(name, 0) < self.total)
        remove = tuple(name for name, on in self.wanted.items() if not on and self.present.get(name, 0))
        self.dismiss(TagWishes(add, remove))
