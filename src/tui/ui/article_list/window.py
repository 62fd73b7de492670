"""The ids of a list in order, and the few pages of rows that are at hand. Pure."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Protocol

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId

__all__ = ["PAGE", "PAGES_KEPT", "Ids", "Window"]

#: Rows fetched at once, and pages remembered.
PAGE = 128
PAGES_KEPT = 64


class Ids(Protocol):
    """Article ids in order: a list, or the index's own array."""

    def __len__(self) -> int: ...

    def __getitem__(self, key: Any, /) -> Any: ...


class Window:
    """Answers "which row is number n" from memory, and says which page to ask for.

    Args:
        ids: Article ids in the list's order; read by slices only.
    """

    def __init__(self, ids: Ids = ()) -> None:
        self.ids = ids
        self.pages: OrderedDict[int, list[ArticleRow | None]] = OrderedDict()
        self.places: dict[ArticleId, tuple[int, int]] = {}
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.ids)

    def id_at(self, index: int) -> ArticleId:
        """The article at *index*."""
        return ArticleId(int(self.ids[index]))

    def slice(self, start: int, stop: int) -> list[ArticleId]:
        """The articles from *start* up to *stop*."""
        return [ArticleId(int(number)) for number in self.ids[start:stop]]

    def row(self, index: int) -> ArticleRow | None:
        """The row at *index* if it is at hand."""
        page = self.pages.get(index // PAGE)
        if page is None:
            return None
        place = index % PAGE
        return page[place] if place < len(page) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Pages that rows *first* to *last* need and nobody has asked for; now asked."""
        if not len(self.ids) or last < 0:
            return []
        last = min(last, len(self.ids) - 1)
        wanted = [
            page
            for page in range(max(0, first) // PAGE, last // PAGE + 1)
            if page not in self.pages and page not in self.asked
        ]
        self.asked.update(wanted)
        return wanted

    def page_ids(self, page: int) -> list[ArticleId]:
        """The articles of one page."""
        return self.slice(page * PAGE, (page + 1) * PAGE)

    def put(self, page: int, rows: Iterable[ArticleRow]) -> None:
        """Keep the rows of a page; one that is gone meanwhile leaves a gap."""
        by_id = {row.id: row for row in rows}
        kept = [by_id.get(article_id) for article_id in self.page_ids(page)]
        self.pages[page] = kept
        self.asked.discard(page)
        for place, row in enumerate(kept):
            if row is not None:
                self.places[row.id] = (page, place)
        while len(self.pages) > PAGES_KEPT:
            self.drop(next(iter(self.pages)))

    def drop(self, page: int) -> None:
        """Forget a page; it is asked for again when it is looked at."""
        for row in self.pages.pop(page, []):
            if row is not None:
                self.places.pop(row.id, None)

    def apply(self, changes: ChangeSet) -> list[int]:
        """Patch the rows at hand; returns the indexes that look different now."""
        touched: list[int] = []
        for status in changes.statuses:
            for article_id in status.ids:
                touched += self.patch(article_id, **{status.status: status.value})
        for tag in changes.tags:
            for article_id in tag.ids:
                touched += self.patch_tags(article_id, tag.tag, tag.added)
        for entry in changes.updated:
            place = self.places.get(entry.id)
            if place is not None:
                self.drop(place[0])
                touched.append(place[0] * PAGE + place[1])
        return touched

    def patch(self, article_id: ArticleId, **values: bool) -> list[int]:
        """Change one row at hand."""
        place = self.places.get(article_id)
        if place is None:
            return []
        page, number = place
        row = self.pages[page][number]
        if row is not None:
            self.pages[page][number] = replace(row, **values)  # type: ignore[arg-type]
        return [page * PAGE + number]

    def patch_tags(self, article_id: ArticleId, tag: str, added: bool) -> list[int]:
        """Add or take a tag of one row at hand."""
        place = self.places.get(article_id)
        if place is None:
            return []
        page, number = place
        row = self.pages[page][number]
        if row is not None:
            tags = tuple(name for name in row.tags if name != tag) + ((tag,) if added else ())
            self.pages[page][number] = replace(row, tags=tuple(sorted(tags)))
        return [page * PAGE + number]
