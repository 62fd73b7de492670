"""Stories on the screen: copies below their row, folding on and off, and where else a piece stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.model.article import ArticleRow
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library, Selection
    from tui.ui.article_list.window import Window
    from tui.ui.screens.main import MainScreen

__all__ = ["Stories", "also_in"]

#: Headings that are named at a time.
_NAMED = 400
#: So many feeds are named in the header of an article.
_FEEDS = 6


class Stories:
    """What is done with copies of one piece."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: Whether copies have one row, as the user turned it; ``None`` leaves it to the settings.
        self.turned: bool | None = None

    def folds(self, library: "Library") -> bool:
        """Whether lists show copies as one row."""
        return library.stories.folds if self.turned is None else self.turned

    def turn(self) -> None:
        """A row for each copy, or one for all; the article under the cursor stays there."""
        library = self.screen.library
        if library is None:
            return
        self.turned = not self.folds(library)
        self.screen.desk.filters.run(self.screen.articles.anchor_id)
        key = self.screen.desk.keys.shown("list.stories")
        said = "one row for all" if self.turned else "a row for each"
        words = f"Copies of one piece: {said} {self.screen.marks.dot} {key} turns back"
        self.screen.app.notify(words, timeout=3, markup=False)

    # ----------------------------------------------------------------- unfolding

    def unfold(self) -> None:
        """Show the copies of the article under the cursor below it, or fold them away."""
        articles = self.screen.articles
        place = articles.place
        if place is None or articles.current_row is None:
            self.screen.app.notify("Copies are those of an article: go to one.", timeout=3, markup=False)
        elif place in articles.copies.rows:
            articles.unfold(articles.window, place, ())
        elif articles.current_row.copies < 2:
            self.screen.app.notify("No other feed has a copy of this.", timeout=3, markup=False)
        else:
            self.screen.run_worker(self.show(articles.window, [place]), group="copies", exit_on_error=False)

    async def show(self, window: "Window", places: Sequence[int]) -> None:
        """Read the copies of articles, and show them below."""
        library = await self.screen.library_ready()
        for place in places:
            article_id = window.id_at(place)
            rows = await library.stories.copies(article_id)
            self.screen.articles.unfold(window, place, [row for row in rows if row.id != article_id])

    def changed(self, changes: ChangeSet) -> None:
        """Copies that are shown may be others now."""
        articles = self.screen.articles
        places = articles.copies.stale(changes)
        if places:
            self.screen.run_worker(self.show(articles.window, places), group="copies", exit_on_error=False)
        article = self.screen.desk.reading.article
        if article is not None and any(article.id in story.ids for story in changes.stories):
            self.screen.desk.reading.renew_soon()

    # ---------------------------------------------------------------------- bulk

    def with_folded(self, ids: Sequence[int]) -> Sequence[int]:
        """Rows of the list, with the articles of it that are folded under them."""
        selection = self.screen.desk.filters.selection
        if selection is None or selection.folded is None:
            return ids
        rows = {int(number) for number in ids}
        folded = zip(selection.folded.ids.tolist(), selection.folded.under.tolist(), strict=True)
        return [*rows, *(number for number, row in folded if row in rows)]

    # ------------------------------------------------------------------ headings

    def name_groups(self, selection: "Selection") -> None:
        """Headings by story are named after their originals, some at a time."""
        self.screen.articles.names.clear()
        groups = selection.groups
        if groups is not None and groups.kind == "story":
            self.screen.run_worker(
                self.read_names([int(key) for key in groups.keys if key]),
                group="story-names",
                exclusive=True,
                exit_on_error=False,
            )

    async def read_names(self, keys: Sequence[int]) -> None:
        """Read titles; those at the top come first."""
        library = await self.screen.library_ready()
        for start in range(0, len(keys), _NAMED):
            rows = await library.rows(keys[start : start + _NAMED])
            self.screen.articles.names.update({str(row.id): row.title for row in rows})
            self.screen.articles.rows_changed()


def also_in(article_id: ArticleId, copies: Sequence[ArticleRow]) -> str:
    """``original in Rabat Courier · also in World Desk, Example Digest``; "" for an article without copies.

    *copies* are all articles of its story, the original first.
    """
    original, *others = copies or (None,)
    if original is None or not others:
        return ""
    said = [] if original.id == article_id else [f"original in {original.feed_title}"]
    feeds = list(dict.fromkeys(row.feed_title for row in others if row.id != article_id))
    if feeds:
        more = f" and {len(feeds) - _FEEDS} more" if len(feeds) > _FEEDS else ""
        said.append(f"also in {', '.join(feeds[:_FEEDS])}{more}")
    return " · ".join(said)
