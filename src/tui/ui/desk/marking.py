"""Read, starred, later, tags; each at once, each undoable."""

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet, Status, TagChange
from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen
    from tui.ui.screens.tags import TagWishes

__all__ = ["Marking", "counted"]


def counted(number: int, what: str = "article") -> str:
    """``1 article``, ``12 articles``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


class Marking:
    """Turns a key into a write, and the write's changes into new rows."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    # -------------------------------------------------------------------- status

    def toggle_read(self) -> None:
        """Read becomes unread and the other way round."""
        self.toggle("read", "Marked {} read", "Marked {} unread")

    def toggle_star(self) -> None:
        """Star or unstar; a preview is kept and starred."""
        if self.is_in_preview:
            self.keep(star=True)
            return
        self.toggle("starred", "Starred {}", "Unstarred {}")

    def toggle_later(self) -> None:
        """Keep for later, or no longer; a preview is kept."""
        if self.is_in_preview:
            self.keep(star=False)
            return
        self.toggle("later", "Kept {} for later", "{} no longer kept for later")

    def toggle(self, status: Status, did: str, undid: str) -> None:
        """Flip a status: of a selection all become alike, by the row under the cursor."""
        ids = self.target_ids()
        if self.on_heading and ids:
            work = self.flip_group(list(dict.fromkeys(ids)), status, did, undid)
            self.screen.run_worker(work, group="marks", exit_on_error=False)
        elif ids:
            self.screen.run_worker(self.flip(ids, status, did, undid), group="marks", exit_on_error=False)

    def target_ids(self) -> list[ArticleId]:
        """The article in the reader while it has the focus, else the list's selection."""
        article = self.screen.desk.reading.article
        if self.is_in_preview:
            # It is no article yet, and the one that it was opened from is not meant.
            key = self.screen.desk.keys.shown("article.later")
            self.say(f"This is a preview: {key} keeps it as an article.")
            return []
        if self.screen.desk.layout.focused_pane == "reader" and article is not None:
            return [article.id]
        return self.screen.articles.target_ids

    @property
    def is_in_preview(self) -> bool:
        """Whether a verb would mean a page that is only looked at."""
        desk = self.screen.desk
        return desk.trail.preview is not None and desk.layout.focused_pane == "reader"

    def keep(self, *, star: bool) -> None:
        """Make an article of the page that is looked at."""
        preview = self.screen.desk.trail.preview
        if preview is not None:
            self.screen.desk.trail.keep(preview.url, star=star)

    @property
    def on_heading(self) -> bool:
        """Whether a verb means the group whose heading the cursor stands on."""
        in_reader = self.screen.desk.layout.focused_pane == "reader" and self.screen.desk.reading.article
        articles = self.screen.articles
        return articles.heading is not None and not articles.chosen and not in_reader

    async def flip_group(self, ids: Sequence[ArticleId], status: Status, did: str, undid: str) -> None:
        """Set a status on all of a group; only if all have it, take it off."""
        library = await self.screen.library_ready()
        changes = None
        for value, words in ((True, did), (False, undid)):
            said = words.format(counted(len(ids)))
            changes = await self.write(library.set_status(ids, status, value, said))
            if changes is None or changes.statuses:
                break
        if changes:
            number = sum(len(change.ids) for change in changes.statuses)
            self.say(words.format(counted(number)), undo=True)

    async def flip(self, ids: Sequence[ArticleId], status: Status, did: str, undid: str) -> None:
        """Set a status on all of *ids* to what the first does not have."""
        library = await self.screen.library_ready()
        rows = await library.rows(ids[:1])
        value = not getattr(rows[0], status) if rows else True
        words = (did if value else undid).format(counted(len(ids)))
        changes = await self.write(library.set_status(ids, status, value, words))
        if changes and len(ids) > 1:
            self.say(words, undo=True)
        if status == "read" and len(ids) == 1 and self.screen.desk.layout.focused_pane == "list":
            self.screen.articles.action_cursor_down()

    async def opened(self, article_id: ArticleId) -> None:
        """An article was opened on purpose."""
        library = await self.screen.library_ready()
        rows = await library.rows([article_id])
        if rows and not rows[0].read:
            await self.write(library.set_status([article_id], "read", True, f"Read “{rows[0].title}”"))

    def mark_all(self) -> None:
        """All articles of the list; on a heading, all of its group."""
        self.mark_scope("." if self.on_heading else "%")

    def mark_above(self) -> None:
        """All above the cursor, and the one under it."""
        self.mark_scope("above")

    def mark_below(self) -> None:
        """All below the cursor, and the one under it."""
        self.mark_scope("below")

    def mark_scope(self, scope: str) -> None:
        """Mark a part of the list read, as the command line does."""
        from tui.query.commands import Command
        from tui.query.verbs import VERBS

        self.screen.desk.commands.run(Command(VERBS["read"], scope=scope))

    # ---------------------------------------------------------------------- tags

    def tag(self) -> None:
        """Ask which tags, with completion."""
        ids = self.target_ids()
        if ids:
            ask(self.screen, self.ask_tags, ids)

    async def ask_tags(self, ids: Sequence[ArticleId]) -> None:
        """Show the dialog with the tags that the articles have now."""
        library = await self.screen.library_ready()
        rows = await library.rows(ids[:1000])
        present: dict[str, int] = {}
        for row in rows:
            for tag in row.tags:
                present[tag] = present.get(tag, 0) + 1
        counts = dict(self.screen.tag_filter.counts)
        from tui.ui.screens.tags import TagDialog

        dialog = TagDialog(
            counted(len(ids)), len(rows), present, {**dict.fromkeys(library.tags(), 0), **counts}
        )
        wishes = await self.screen.app.push_screen_wait(dialog)
        if wishes is not None:
            await self.apply_tags(ids, wishes)

    async def apply_tags(self, ids: Sequence[ArticleId], wishes: "TagWishes") -> None:
        """Put tags on and take tags off, all as one deed."""
        library = await self.screen.library_ready()
        said = [f"+#{name}" for name in wishes.add] + [f"-#{name}" for name in wishes.remove]
        words = f"{' '.join(said)} on {counted(len(ids))}"
        changes = [TagChange(name, name in wishes.add, ()) for name in (*wishes.add, *wishes.remove)]
        if await self.write(library.change(ids, changes, words)):
            self.say(words, undo=True)

    # ---------------------------------------------------------------------- undo

    def undo(self) -> None:
        """Take the last change back."""
        self.screen.run_worker(self.step_back(), group="marks", exit_on_error=False)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.screen.run_worker(self.step_forward(), group="marks", exit_on_error=False)

    async def step_back(self) -> None:
        """Undo and say what."""
        library = await self.screen.library_ready()
        changes = await self.write(library.undo())
        self.say(f"Undone: {changes.label}" if changes else "Nothing to undo.")
        await self.screen.desk.reading.renew()

    async def step_forward(self) -> None:
        """Redo and say what."""
        library = await self.screen.library_ready()
        changes = await self.write(library.redo())
        self.say(f"Done again: {changes.label}" if changes else "Nothing to redo.")
        await self.screen.desk.reading.renew()

    # -------------------------------------------------------------------- common

    async def write(self, writing: Awaitable[ChangeSet | None]) -> ChangeSet | None:
        """Await a write, show its changes, report its failure."""
        try:
            changes = await writing
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return None
        if changes:
            self.screen.changed(changes)
        return changes

    def say(self, words: str, *, undo: bool = False) -> None:
        """A toast; with *undo* it says which key takes it back."""
        hint = f" {self.screen.marks.dot} {self.screen.desk.keys.shown('undo')} undoes" if undo else ""
        self.screen.app.notify(words + hint, timeout=4, markup=False)
