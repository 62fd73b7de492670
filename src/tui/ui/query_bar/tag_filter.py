"""The tag pane: every tag with its live count; a key makes it required, excluded or one of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.query.edit import TagMode
from tui.ui.actions import bindings_for
from tui.ui.lines import LineList
from tui.ui.paint import Mark, row

__all__ = ["TagFilter", "TagRow", "tag_rows"]


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag: its name, how it filters, how many articles it has under the query."""

    name: str
    mode: TagMode | None
    count: int


def tag_rows(counts: Mapping[str, int], modes: Mapping[str, TagMode], narrow: str = "") -> list[TagRow]:
    """Filtering tags first, then by count, then by name; *narrow* keeps names that hold it."""
    names = {**dict.fromkeys(counts), **dict.fromkeys(modes)}
    wanted = narrow.casefold()
    rows = [
        TagRow(name, modes.get(name), counts.get(name, 0))
        for name in names
        if wanted in name.casefold() or name in modes
    ]
    return sorted(rows, key=lambda tag: (tag.mode is None, not tag.count, -tag.count, tag.name.casefold()))


class TagFilter(LineList):
    """Shows tags; says which one should filter how. The query itself is not its business."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("tags")]
    keeps_cursor = False

    class Toggled(Message):
        """A tag should filter in another way; ``None`` lets it go."""

        def __init__(self, name: str, mode: TagMode | None) -> None:
            self.name, self.mode = name, mode
            super().__init__()

    class Narrowed(Message):
        """The text that narrows the tags changed; ``typing`` while it is being typed."""

        def __init__(self, text: str, typing: bool) -> None:
            self.text, self.typing = text, typing
            super().__init__()

    def __init__(self, *, id: str | None = None, **rest: object) -> None:  # noqa: A002
        super().__init__(id=id, **rest)  # type: ignore[arg-type]
        self.rows: list[TagRow] = []
        self.counts: Mapping[str, int] = {}
        self.modes: Mapping[str, TagMode] = {}
        self.narrow_text = ""
        self.narrowing = False

    @property
    def count(self) -> int:
        """How many tags are shown."""
        return len(self.rows)

    @property
    def current(self) -> TagRow | None:
        """The tag under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(self, counts: Mapping[str, int], modes: Mapping[str, TagMode]) -> None:
        """Show other counts or modes; the cursor stays on its tag while the pane has focus."""
        self.counts, self.modes = counts, modes
        self.rebuild()

    def rebuild(self) -> None:
        """Make the rows anew."""
        name = self.current.name if self.current and self.has_focus else None
        self.rows = tag_rows(self.counts, self.modes, self.narrow_text)
        self.rows_changed()
        for index, tag in enumerate(self.rows):
            if tag.name == name:
                self.cursor = index
                self.scroll_to_cursor()
                break

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """Mode, name, count; the name stays readable without colour."""
        tag = self.rows[index]
        mark, role = {
            "require": (Mark(self.marks.required, "tag"), "tag-on"),
            "exclude": (Mark(self.marks.excluded, "mark"), "excluded"),
            "either": (Mark(self.marks.either, "tag"), "tag-on"),
            None: (Mark(" "), "ink" if tag.count else "soft"),
        }[tag.mode]
        left = [mark, Mark(" "), Mark(tag.name, role)]
        return [row(left, [Mark(f"{tag.count:,}", "soft")], width, self.marks.ellipsis)]

    # ------------------------------------------------------------------- toggles

    def toggle(self, mode: TagMode) -> None:
        """The tag under the cursor filters by *mode*, or no longer if it already did."""
        tag = self.current
        if tag is not None:
            self.post_message(self.Toggled(tag.name, None if tag.mode == mode else mode))

    def action_require(self) -> None:
        """Only articles with the tag."""
        self.toggle("require")

    def action_exclude(self) -> None:
        """No articles with the tag."""
        self.toggle("exclude")

    def action_either(self) -> None:
        """Articles with any of the tags so marked."""
        self.toggle("either")

    def action_cursor_open(self) -> None:
        """Enter requires the tag, as Space does."""
        self.action_require()

    def row_clicked(self, index: int, x: int) -> None:  # noqa: ARG002
        """A click requires, a second one lets go."""
        self.cursor = index
        self.action_require()

    # ------------------------------------------------------------------ narrowing

    def action_narrow(self) -> None:
        """From here on keys narrow the tags, until Enter or Esc."""
        self.narrowing = True
        self.post_message(self.Narrowed(self.narrow_text, True))

    def on_key(self, event: events.Key) -> None:
        """While narrowing, printable keys are text."""
        if not self.narrowing:
            return
        if event.key in ("enter", "escape", "tab"):
            self.narrowing = False
            if event.key == "escape":
                self.narrow_text = ""
        elif event.key == "backspace":
            self.narrow_text = self.narrow_text[:-1]
        elif event.is_printable and event.character:
            self.narrow_text += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.rebuild()
        self.post_message(self.Narrowed(self.narrow_text, self.narrowing))

    def on_blur(self) -> None:
        """Leaving the pane ends the typing, not the narrowing."""
        super().on_blur()
        if self.narrowing:
            self.narrowing = False
            self.post_message(self.Narrowed(self.narrow_text, False))
