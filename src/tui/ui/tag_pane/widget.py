"""The tag pane: every tag with its live count; a key makes it required, excluded or one of several."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.query.edit import TagField, TagMode
from tui.ui.actions import bindings_for
from tui.ui.lines import LineList
from tui.ui.looks import USUAL
from tui.ui.paint import Mark, fit, row
from tui.ui.tag_pane.tree import UNCOUNTED, Kind, Order, TagRow, tag_rows, term_rows

__all__ = ["TagFilter"]


def count_text(tag: TagRow) -> str:
    """The number at the right; nothing where nobody has counted."""
    return "" if tag.count == UNCOUNTED else f"{tag.count:,}"


class TagFilter(LineList):
    """Shows tags; says which one should filter how. The query itself is not its business."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("tags")]
    keeps_cursor = False

    class Toggled(Message):
        """A tag should filter in another way; ``None`` lets it go."""

        def __init__(self, name: str, mode: TagMode | None, field: TagField) -> None:
            self.name, self.mode, self.field = name, mode, field
            super().__init__()

    class Narrowed(Message):
        """The text that narrows the tags changed; ``typing`` while it is being typed."""

        def __init__(self, text: str, typing: bool) -> None:
            self.text, self.typing = text, typing
            super().__init__()

    class Sorted(Message):
        """The tags are in another order."""

    class TermsOpened(Message):
        """The terms are shown now, or no longer."""

    class TagWanted(Message):
        """A publisher's term should become a tag."""

        def __init__(self, term: str) -> None:
            self.term = term
            super().__init__()

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
        #: Whether there are any publishers' terms, and whether they are shown.
        self.has_terms = False
        #: A row that is not there (yet), and where the cursor stood when it was looked for.
        self.awaited: tuple[tuple[Kind, str], int] | None = None
        self.terms_open = self.just_opened = False
        self.term_counts: Mapping[str, int] = {}
        self.term_modes: Mapping[str, TagMode] = {}
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

    def show_terms(self, counts: Mapping[str, int], modes: Mapping[str, TagMode]) -> None:
        """Show other terms; those that filter also while the others are closed."""
        if (counts, modes) == (self.term_counts, self.term_modes):
            return
        self.term_counts, self.term_modes = counts, modes
        self.rebuild()
        if self.just_opened and counts:
            # What was asked for is below the heading: bring it into view.
            self.just_opened = False
            self.scroll_to(y=self.cursor, animate=False, immediate=True)

    def sections(self) -> list[TagRow]:
        """Tags, then the publishers' terms below a heading."""
        rows = tag_rows(self.counts, self.modes, self.narrow_text, self.folded, self.order)
        if not (self.has_terms or self.term_modes):
            return rows
        heading = TagRow(
            "TERMS", None, UNCOUNTED, "TERMS", 0, "open" if self.terms_open else "folded", "heading"
        )
        counts = self.term_counts if self.terms_open else {}
        return [*rows, heading, *term_rows(counts, self.term_modes, self.narrow_text, self.order)]

    @property
    def note(self) -> str:
        """For the header: what narrows the tags, else how they filter and are sorted."""
        if self.narrow_text or self.narrowing:
            return f"/{self.narrow_text}" + ("▏" if self.narrowing else "")
        modes = {*self.modes.values(), *self.term_modes.values()}
        if not modes:
            return f"by {self.order} {self.marks.unfolded}"
        mode = "any of" if "either" in modes else "all of" if "require" in modes else "none of"
        return f"{mode} {self.marks.dot} {self.order}"

    def rebuild(self) -> None:
        """Make the rows anew."""
        place = self.current.place if self.current and self.has_focus else None
        if self.awaited is not None and self.awaited[1] == self.cursor:
            place = self.awaited[0]
        self.rows = self.sections()
        self.rows_changed()
        if place is not None:
            self.put_cursor(*place)

    def put_cursor(self, kind: Kind, key: str) -> None:
        """Stand on the row with this compared name; when it comes, unless the cursor was moved by then."""
        for index, tag in enumerate(self.rows):
            if tag.place == (kind, key):
                self.cursor, self.awaited = index, None
                self.scroll_to_cursor()
                return
        self.awaited = ((kind, key), self.cursor)

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """Mode, name, fold mark, count; the mode is readable without colour."""
        tag = self.rows[index]
        if tag.kind == "heading":
            fold = self.marks.folded if tag.fold == "folded" else self.marks.unfolded
            return [[Mark(f"{tag.label} ", "heading"), Mark(fold, "soft")]]
        look = self.looks.role(tag.name) if tag.kind == "tag" else "tag"
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
        return [row(left, [Mark(count_text(tag), "soft")], width, self.marks.ellipsis)]

    def shown_name(self, tag: TagRow, width: int) -> str:
        """As much of the name as leaves room for what stands around it."""
        taken = 2 + 2 * tag.depth + (2 if tag.fold else 0) + len(count_text(tag)) + 1
        return fit(tag.label, width - taken, self.marks.ellipsis)

    # -------------------------------------------------------------- folds, order

    def action_toggle_fold(self) -> None:
        """Fold or unfold the branch under the cursor, or the one that the tag is in."""
        tag = self.current
        if tag is None:
            return
        if tag.kind != "tag":
            self.open_terms(not self.terms_open)
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
        self.put_cursor("tag", key)

    def open_terms(self, shown: bool) -> None:
        """Show the publishers' terms, or only those that filter."""
        self.terms_open = self.just_opened = shown
        if not shown:
            self.term_counts = {}
        self.rebuild()
        self.put_cursor("heading", "terms")
        self.post_message(self.TermsOpened())

    def action_sort(self) -> None:
        """By count, or by name."""
        self.order = "name" if self.order == "count" else "count"
        self.rebuild()
        self.post_message(self.Sorted())

    # ------------------------------------------------------------------- toggles

    def toggle(self, mode: TagMode) -> None:
        """The tag under the cursor filters by *mode*, or no longer if it already did."""
        tag = self.current
        if tag is None:
            return
        if tag.kind == "heading":
            if mode == "require":
                self.open_terms(not self.terms_open)
            return
        self.post_message(self.Toggled(tag.name, None if tag.mode == mode else mode, tag.kind))

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
        if self.is_tag("renamed"):
            self.post_message(self.EditWanted(self.rows[self.cursor].name))

    def action_delete(self) -> None:
        """Take the tag under the cursor off everything."""
        if self.is_tag("deleted"):
            self.post_message(self.DeleteWanted(self.rows[self.cursor].name))

    async def action_make_tag(self) -> None:
        """The term under the cursor becomes a tag; anywhere else, tags of the article."""
        if self.current is not None and self.current.kind == "term":
            self.post_message(self.TagWanted(self.current.name))
        else:
            await self.run_action("screen.do('article.tag')")

    def is_tag(self, done: str) -> bool:
        """Whether the cursor stands on a tag of the user's; says so if not."""
        kind = self.current.kind if self.current is not None else "heading"
        if kind == "term":
            self.app.notify(
                f"That is the publisher's word: it cannot be {done}. A tag can be made of it.",
                timeout=4,
                markup=False,
            )
        return kind == "tag"

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
