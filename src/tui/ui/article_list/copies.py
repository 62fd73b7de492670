"""The copies that are shown below the rows they are of. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet

__all__ = ["Copies"]


class Copies:
    """The rows of copies by the place of the article that they are unfolded under."""

    def __init__(self) -> None:
        self.rows: dict[int, list[ArticleRow]] = {}

    @property
    def counts(self) -> dict[int, int]:
        """How many there are under each place."""
        return {place: len(rows) for place, rows in self.rows.items()}

    def row(self, place: int, number: int) -> ArticleRow | None:
        """The copy of that number, from 1, under a place."""
        rows = self.rows.get(place, ())
        return rows[number - 1] if 0 < number <= len(rows) else None

    def put(self, place: int, rows: Iterable[ArticleRow]) -> None:
        """These stand under a place now; nobody folds it."""
        self.rows[place] = list(rows)
        if not self.rows[place]:
            del self.rows[place]

    def apply(self, changes: ChangeSet) -> Sequence[int]:
        """Patch marks and tags; returns the places under which rows look different now."""
        touched = []
        for place, rows in self.rows.items():
            patched = [_patched(row, changes) for row in rows]
            if patched != rows:
                self.rows[place] = patched
                touched.append(place)
        return touched

    def stale(self, changes: ChangeSet) -> list[int]:
        """The places under which rows have to be read again."""
        renewed = {entry.id for entry in changes.updated} | {
            one for story in changes.stories for one in story.ids
        }
        if not renewed:
            return []
        return [place for place, rows in self.rows.items() if any(row.id in renewed for row in rows)]


def _patched(row: ArticleRow, changes: ChangeSet) -> ArticleRow:
    for status in changes.statuses:
        if row.id in status.ids:
            row = replace(row, **{status.status: status.value})  # type: ignore[arg-type]
    for tag in changes.tags:
        if row.id in tag.ids:
            names = {name for name in row.tags if name != tag.tag} | ({tag.tag} if tag.added else set())
            row = replace(row, tags=tuple(sorted(names)))
    return row
