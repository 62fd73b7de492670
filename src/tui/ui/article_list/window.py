"""The ids of a list in order, and the few pages of rows that are at hand. Pure."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, Protocol

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId

__all__ = ["PAGE", "PAGES_KEPT", "Ids", "Window"]

#: Rows fetched at once, and pages remembered.
PAGE = 128
PAGES_KEPT = 64
_NEAR = 2_000


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
        #: Page and number of each row at hand; grouped by tag, an article has several.
        self.places: dict[ArticleId, list[tuple[int, int]]] = {}
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.ids)

    def id_at(self, index: int) -> ArticleId:
        """The article at *index*."""
        return ArticleId(int(self.ids[index]))

    def slice(self, start: int, stop: int) -> list[ArticleId]:
        """The articles from *start* up to *stop*."""
        return [ArticleId(int(number)) for number in self.ids[start:stop]]

    def nearest_but(self, index: int, gone: Collection[ArticleId]) -> ArticleId | None:
        """The article at *index*, or the one nearest to it that is not *gone*."""
        without = frozenset(gone)
        # Whoever lets more than some thousands go does not look for the next one.
        near = (*self.slice(index, index + _NEAR), *self.slice(max(0, index - _NEAR), index)[::-1])
        return next((number for number in near if number not in without), None)

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
        self.drop(page)
        by_id = {row.id: row for row in rows}
        kept = [by_id.get(article_id) for article_id in self.page_ids(page)]
        self.pages[page] = kept
        self.asked.discard(page)
        for place, row in enumerate(kept):
            if row is not None:
                self.places.setdefault(row.id, []).append((page, place))
        while len(self.pages) > PAGES_KEPT:
            self.drop(next(iter(self.pages)))

    def drop(self, page: int) -> None:
        """Forget a page; it is asked for again when it is looked at."""
        for row in self.pages.pop(page, []):
            if row is not None:
                left = [place for place in self.places.pop(row.id, ()) if place[0] != page]
                if left:
                    self.places[row.id] = left

    def apply(self, changes: ChangeSet) -> list[int]:
        """Patch the rows at hand; returns the indexes that look different now."""
        touched: list[int] = []
        for status in changes.statuses:
            for article_id in status.ids:
                touched += self.patch(article_id, **{status.status: status.value})
        for tag in changes.tags:
            for article_id in tag.ids:
                touched += self.patch_tags(article_id, tag.tag, tag.added)
        # Of a story that has grown all rows say another number.
        renewed = [entry.id for entry in changes.updated]
        renewed += [number for story in changes.stories for number in story.ids]
        for article_id in renewed:
            for page, number in tuple(self.places.get(article_id, ())):
                self.drop(page)
                touched.append(page * PAGE + number)
        return touched

    def patch(self, article_id: ArticleId, **values: bool) -> list[int]:
        """Change one article at hand, wherever it stands."""
        return self.replaced(article_id, lambda row: replace(row, **values))  # type: ignore[arg-type]

    def patch_tags(self, article_id: ArticleId, tag: str, added: bool) -> list[int]:
        """Add or take a tag of one article at hand, wherever it stands."""

        def retagged(row: ArticleRow) -> ArticleRow:
            tags = tuple(name for name in row.tags if name != tag) + ((tag,) if added else ())
            return replace(row, tags=tuple(sorted(tags)))

        return self.replaced(article_id, retagged)

    def replaced(self, article_id: ArticleId, change: Callable[[ArticleRow], ArticleRow]) -> list[int]:
        """Put a changed row in every place of an article; returns their indexes."""
        touched = []
        for page, number in self.places.get(article_id, ()):
            row = self.pages[page][number]
            if row is not None:
                self.pages[page][number] = change(row)
            touched.append(page * PAGE + number)
        return touched
