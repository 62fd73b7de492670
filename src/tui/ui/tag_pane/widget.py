"""The tag pane: every tag with its live count; a key makes it required, excluded or one of several."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.query.edit import TagMode
from tui.ui.actions import bindings_for
from tui.ui.lines import LineList
from tui.ui.looks import USUAL
from tui.ui.paint import Mark, fit, row
from tui.ui.tag_pane.tree import Order, TagRow, tag_rows

__all__ = ["TagFilter"]


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

    class Sorted(Message):
        """The tags are in another order."""

    class EditWanted(Message):
        """The tag should be called or painted in another way."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    class DeleteWanted(Message):
        """The tag should be taken off everything."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    def __init__(self, *, id: str | None = None, **rest: object) -> None:  # noqa: A002
        super().__init__(id=id, **rest)  # type: ignore[arg-type]
        self.rows: list[TagRow] = []
        #: Compared names of tags whose branches are folded.
        self.folded: set[str] = set()
        self.order: Order = "count"
        self.looks = USUAL
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

    @property
    def note(self) -> str:
        """For the header: what narrows the tags, else how they filter and are sorted."""
        if self.narrow_text or self.narrowing:
            return f"/{self.narrow_text}" + ("▏" if self.narrowing else "")
        modes = set(self.modes.values())
        if not modes:
            return f"by {self.order} {self.marks.unfolded}"
        mode = "any of" if "either" in modes else "all of" if "require" in modes else "none of"
        return f"{mode} {self.marks.dot} {self.order}"

    def rebuild(self) -> None:
        """Make the rows anew."""
        key = self.current.key if self.current and self.has_focus else None
        self.rows = tag_rows(self.counts, self.modes, self.narrow_text, self.folded, self.order)
        self.rows_changed()
        if key is not None:
            self.put_cursor(key)

    def put_cursor(self, key: str) -> None:
        """Stand on the tag with this compared name, if it is shown."""
        for index, tag in enumerate(self.rows):
            if tag.key == key:
                self.cursor = index
                self.scroll_to_cursor()
                break

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """Mode, name, fold mark, count; the mode is readable without colour."""
        tag = self.rows[index]
        look = self.looks.role(tag.name)
        plain = ("ink" if look == "tag" else look) if tag.count else "soft"
        mark, role = {
            "require": (Mark(self.marks.required, look), f"{look}-on"),
            "exclude": (Mark(self.marks.excluded, "mark"), "excluded"),
            "either": (Mark(self.marks.either, look), f"{look}-on"),
            None: (Mark(" "), plain),
        }[tag.mode]
        left = [mark, Mark(" " + "  " * tag.depth), Mark(self.shown_name(tag, width), role)]
        if tag.fold:
            left.append(
                Mark(" " + (self.marks.folded if tag.fold == "folded" else self.marks.unfolded), "soft")
            )
        return [row(left, [Mark(f"{tag.count:,}", "soft")], width, self.marks.ellipsis)]

    def shown_name(self, tag: TagRow, width: int) -> str:
        """As much of the name as leaves room for what stands around it."""
        taken = 2 + 2 * tag.depth + (2 if tag.fold else 0) + len(f"{tag.count:,}") + 1
        return fit(tag.label, width - taken, self.marks.ellipsis)

    # -------------------------------------------------------------- folds, order

    def action_toggle_fold(self) -> None:
        """Fold or unfold the branch under the cursor, or the one that the tag is in."""
        tag = self.current
        if tag is None:
            return
        parent = tag.key.rpartition("/")[0].rstrip("/")
        if tag.fold:
            self.fold(tag.key, tag.fold == "open")
        elif tag.depth and parent:
            self.fold(parent, True)

    def fold(self, key: str, folded: bool) -> None:
        """Fold or unfold a branch; the cursor goes to its tag."""
        (self.folded.add if folded else self.folded.discard)(key)
        self.rebuild()
        self.put_cursor(key)

    def action_sort(self) -> None:
        """By count, or by name."""
        self.order = "name" if self.order == "count" else "count"
        self.rebuild()
        self.post_message(self.Sorted())

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

    def row_clicked(self, index: int, x: int) -> None:
        """A click requires, a second one lets go; on the fold mark it folds."""
        self.cursor = index
        tag = self.rows[index]
        name = self.shown_name(tag, self.scrollable_content_region.width - 2)
        # A cell for the bar, two for the mode, the indent, and the blank in front of the mark.
        mark_at = 4 + 2 * tag.depth + cell_len(name)
        if tag.fold and abs(x - mark_at) <= 1:
            self.action_toggle_fold()
        else:
            self.action_require()

    # ---------------------------------------------------------------- tags themselves

    def action_edit(self) -> None:
        """Rename, join or paint the tag under the cursor."""
        if self.current is not None:
            self.post_message(self.EditWanted(self.current.name))

    def action_delete(self) -> None:
        """Take the tag under the cursor off everything."""
        if self.current is not None:
            self.post_message(self.DeleteWanted(self.current.name))

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
