"""The feed list: a tree of categories and feeds with live counts."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from tui.model.feed import Feed
from tui.ui.actions import bindings_for
from tui.ui.feed_list.tree import Counts, FeedRow, SavedRow, feed_rows
from tui.ui.lines import LineList
from tui.ui.paint import Mark, row

__all__ = ["FeedList"]

NO_COUNTS = Counts(0, {}, {})


class FeedList(LineList):
    """Rows come from ``tree.feed_rows``; the cursor's row is the scope of the query."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("feeds")]

    class Folded(Message):
        """A category was folded or unfolded."""

    class Highlighted(Message):
        """The cursor came to rest on *row* by the user's hand."""

        def __init__(self, chosen: FeedRow) -> None:
            self.row = chosen
            super().__init__()

    class SearchMoved(Message):
        """The saved search under the cursor should go up or down."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    def __init__(self, *, id: str | None = None, **rest: object) -> None:  # noqa: A002
        super().__init__(id=id, **rest)  # type: ignore[arg-type]
        self.feeds: Sequence[Feed] = ()
        self.counts = NO_COUNTS
        self.saved: Sequence[SavedRow] = ()
        self.with_hidden = False
        self.folded: set[str] = set()
        self.rows: list[FeedRow] = []
        self.scope_key = "all"

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def can_stand(self, index: int) -> bool:
        """Not on headings."""
        return self.rows[index].kind not in ("heading", "space")

    @property
    def current(self) -> FeedRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show(self, feeds: Sequence[Feed], counts: Counts) -> None:
        """Show other feeds or counts; the cursor stays on its row."""
        self.feeds, self.counts = feeds, counts
        self.rebuild()

    def show_saved(self, saved: Sequence[SavedRow]) -> None:
        """Show other saved searches, or other counts of theirs."""
        if saved != self.saved:
            self.saved = saved
            self.rebuild()

    def hide_waiting(self) -> None:
        """Leave blank how much waits in the saved searches: a new screen counts it last."""
        self.show_saved([SavedRow(one.id, one.name) for one in self.saved])

    def rebuild(self) -> None:
        """Make the rows anew and find the cursor's row again."""
        key = self.current.key if self.current else self.scope_key
        self.rows = feed_rows(self.feeds, self.counts, self.folded, self.saved, hidden=self.with_hidden)
        self.rows_changed()
        self.put_cursor(key)

    def put_cursor(self, key: str) -> None:
        """Stand on the row with this key; its category if it is folded away."""
        for index, shown in enumerate(self.rows):
            if shown.key == key:
                self.cursor = index
                self.scroll_to_cursor()
                return

    def mark_scope(self, key: str) -> None:
        """The query's scope is this row, whoever set it."""
        if key != self.scope_key:
            self.scope_key = key
            self.strips.clear()
            self.put_cursor(key)
            self.refresh()

    def row_lines(self, index: int, width: int) -> Sequence[Sequence[Mark]]:
        """A row: fold mark, name, count; ``!`` for a failing feed, ``TLS!`` for an unproven server."""
        shown = self.rows[index]
        if shown.kind == "space":
            return [[Mark("")]]
        if shown.kind == "heading":
            return [[Mark(shown.label, "heading")]]
        role = "strong" if shown.count else "soft"
        if shown.kind in ("all", "search", "starred", "later"):
            role = "ink"
        left = [Mark("  " * shown.depth)]
        if shown.kind == "category":
            left.append(Mark(f"{self.marks.folded if shown.folded else self.marks.unfolded} ", "soft"))
        else:
            left.append(Mark("  "))
        if shown.feed is not None and shown.feed.hidden:
            role = "soft"
        if shown.key == self.scope_key and not self.has_focus:
            role = "mark"
        left.append(Mark(shown.label, role))
        right = []
        if shown.trouble or (shown.feed is not None and shown.feed.health.error):
            right.append(Mark(f"{self.marks.failing} ", "mark"))
        if shown.feed is not None and shown.feed.unproven:
            right.append(Mark("TLS! ", "mark"))
        if shown.feed is not None and shown.feed.hidden:
            right.append(Mark("hidden ", "soft"))
        right.append(Mark(f"{shown.count:,}" if shown.count else "", "soft"))
        return [row(left, right, width, self.marks.ellipsis)]

    def action_show_hidden(self) -> None:
        """Give the hidden feeds rows, or take them away again."""
        self.with_hidden = not self.with_hidden
        self.rebuild()
        self.post_message(self.Folded())

    def action_search_up(self) -> None:
        """Move the saved search under the cursor up."""
        self.post_message(self.SearchMoved(-1))

    def action_search_down(self) -> None:
        """Move the saved search under the cursor down."""
        self.post_message(self.SearchMoved(1))

    def action_toggle_fold(self) -> None:
        """Fold or unfold the category under the cursor, or the one the feed is in."""
        current = self.current
        if current is None or not current.path:
            return
        self.fold(current.path, current.path not in self.folded)

    def fold(self, path: str, folded: bool) -> None:
        """Fold or unfold *path*; the cursor goes to it."""
        if folded:
            self.folded.add(path)
        else:
            self.folded.discard(path)
        self.rebuild()
        self.put_cursor(f"category:{path}")
        self.post_message(self.Folded())

    def row_clicked(self, index: int, x: int) -> None:
        """A click on the fold mark folds; elsewhere it opens."""
        clicked = self.rows[index]
        if clicked.kind == "category" and x <= 2 + 2 * clicked.depth:
            self.fold(clicked.path, clicked.path not in self.folded)
            return
        super().row_clicked(index, x)
