"""Pages that were set lately, kept: going back to an article, or to a measure, sets nothing anew.

Documents are compared, not asked for their names: an article that changed is another document, and so
is another step of its text.
"""

from typing import TYPE_CHECKING

from tui.render.lines import Masthead, Page

if TYPE_CHECKING:
    from tui.content.document import Document

__all__ = ["Typesetter"]

#: So many pages are kept; one of a long read takes some megabytes.
_MOST = 4


class Typesetter:
    """Sets documents, and remembers the last few."""

    def __init__(self) -> None:
        self.kept: list[tuple[tuple[int, bool, Masthead], Document, Page]] = []

    def page(self, document: "Document", width: int, masthead: Masthead, *, reorder: bool = False) -> Page:
        """*document* as :func:`~tui.render.layout.layout` sets it."""
        how = (width, reorder, masthead)
        for at, (known, same, page) in enumerate(self.kept):
            if known == how and (same is document or same == document):
                self.kept.insert(0, self.kept.pop(at))
                return page
        # Typesetting is imported with the first article, not before the first frame.
        from tui.render.layout import layout

        page = layout(document, width, masthead=masthead, reorder=reorder)
        self.kept = [(how, document, page), *self.kept[: _MOST - 1]]
        return page
