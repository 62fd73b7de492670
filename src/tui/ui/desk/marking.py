"""Read, starred, later, tags; each at once, each undoable."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet, Status, StatusChange, TagChange, Watch, Wish
from tui.model.errors import BroadsheetError, Stopped
from tui.model.ids import ArticleId
from tui.query import Query
from tui.query.verbs import VERBS, Verb
from tui.ui.paint import fit
from tui.ui.toasts import take_back
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen
    from tui.ui.screens.tags import TagWishes

__all__ = ["Marking", "counted"]

#: Cells that a title has in what undo says.
TITLE = 50


def counted(number: int, what: str = "article") -> str:
    """``1 article``, ``12 articles``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


class Marking:
    """Turns a key into a write, and the write's changes into new rows."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: Held while something is done to many articles; ``stop`` ends that.
        self.writing = asyncio.Lock()
        self.stop: Callable[[], None] = lambda: None
        #: Keys that come faster than the store writes are done one after the other, and so is undo.
        self.flipping = asyncio.Lock()

    # -------------------------------------------------------------------- status

    def toggle_read(self) -> None:
        """Read becomes unread and the other way round."""
        self.toggle("read")

    def toggle_star(self) -> None:
        """Star or unstar; a preview is kept and starred."""
        if self.is_in_preview:
            self.keep(star=True)
            return
        self.toggle("starred")

    def toggle_later(self) -> None:
        """Keep for later, or no longer; a preview is kept."""
        if self.is_in_preview:
            self.keep(star=False)
            return
        self.toggle("later")

    def toggle(self, status: Status) -> None:
        """Flip a status: of a selection all become alike, by its first; a group's only if all have it."""
        ids = list(dict.fromkeys(self.target_ids()))
        work = self.flip_group if self.on_heading else self.flip_one if len(ids) == 1 else self.flip_many
        if ids:
            on = work == self.flip_one and status == "read" and self.screen.desk.layout.focused_pane == "list"
            self.screen.run_worker(self.in_turn(work, ids, status), group="marks", exit_on_error=False)
            if on:
                # At once: the next key means the next article.
                self.screen.articles.action_cursor_down()

    async def in_turn(
        self,
        work: Callable[[Sequence[ArticleId], Status], Awaitable[None]],
        ids: Sequence[ArticleId],
        status: Status,
    ) -> None:
        """Do it when what was asked for before is done."""
        async with self.flipping:
            await work(ids, status)

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

    async def flip_group(self, ids: Sequence[ArticleId], status: Status) -> None:
        """Set a status on all of a group; only if all have it, take it off."""
        if not await self.set_on_all(ids, status, True):
            await self.set_on_all(ids, status, False)

    async def flip_many(self, ids: Sequence[ArticleId], status: Status) -> None:
        """Set a status on all of *ids* to what the first does not have."""
        library = await self.screen.library_ready()
        rows = await library.rows(ids[:1])
        await self.set_on_all(ids, status, not getattr(rows[0], status) if rows else True)

    async def set_on_all(self, ids: Sequence[ArticleId], status: Status, value: bool) -> bool:
        """Set a status where it is not so yet; False if it is so on all."""
        did = self.verb(status, value).did
        return await self.change(ids, [StatusChange(status, value, ())], lambda n: did.format(counted(n)))

    async def change(
        self, ids: Sequence[ArticleId], wishes: Sequence[Wish], words: Callable[[int], str]
    ) -> bool:
        """Do *wishes* to those of *ids* that they change, and say to how many; False if to none."""
        library = await self.screen.library_ready()
        from tui.service.parts import part
        from tui.ui.desk.bulk import change_many

        reach = await library.reach(Query(), part(ids), wishes)
        if len(reach.changing):
            await change_many(self.screen, reach.changing.tolist(), wishes, words)
        return bool(len(reach.changing))

    def verb(self, status: Status, value: bool) -> Verb:
        """The row of the table that says it."""
        return next(one for one in VERBS.values() if (one.status, one.value) == (status, value))

    async def flip_one(self, ids: Sequence[ArticleId], status: Status) -> None:
        """Flip a status of one article."""
        library = await self.screen.library_ready()
        rows = await library.rows(ids)
        value = not getattr(rows[0], status) if rows else True
        named = f"“{fit(rows[0].title, TITLE)}”" if rows else counted(1)
        said = self.verb(status, value).did.format(named)
        await self.write(library.set_status(ids, status, value, said))

    async def opened(self, article_id: ArticleId) -> None:
        """An article was opened on purpose."""
        library = await self.screen.library_ready()
        rows = await library.rows([article_id])
        if rows and not rows[0].read:
            said = f"Read “{fit(rows[0].title, TITLE)}”"
            await self.write(library.set_status([article_id], "read", True, said))

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
        said = " ".join([*(f"+#{name}" for name in wishes.add), *(f"-#{name}" for name in wishes.remove)])
        changes = [TagChange(name, name in wishes.add, ()) for name in (*wishes.add, *wishes.remove)]
        await self.change(ids, changes, lambda n: f"{said} on {counted(n)}")

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
        # What is being done just now is what is meant: no more of it, then all of it back.
        self.stop()
        await self.step(library.undo, "undo", "Undone: {}", "Nothing to undo.")

    async def step_forward(self) -> None:
        """Redo and say what."""
        library = await self.screen.library_ready()
        await self.step(library.redo, "redo", "Done again: {}", "Nothing to redo.")

    async def step(
        self, work: Callable[[Watch], Awaitable[ChangeSet | None]], name: str, done: str, nothing: str
    ) -> None:
        """Do it with progress where it takes long; Esc stops it, and then nothing is changed."""
        loop, stopped = asyncio.get_running_loop(), False

        def stop() -> None:
            nonlocal stopped
            stopped = True

        async with self.flipping, self.writing:
            with self.screen.desk.jobs.during("", stop) as job:

                def watch(made: int, total: int) -> bool:
                    loop.call_soon_threadsafe(job.say, f"{name} {made:,}/{total:,} changes")
                    return not stopped

                try:
                    changes = await work(watch)
                except Stopped as ended:
                    self.say(str(ended))
                    return
                except BroadsheetError as error:
                    self.screen.desk.showing.report(error)
                    return
        if changes:
            self.screen.changed(changes)
        self.say(done.format(changes.label) if changes else nothing)
        await self.screen.desk.reading.renew()

    # -------------------------------------------------------------------- common

    async def write(self, writing: Awaitable[ChangeSet | None]) -> ChangeSet | None:
        """Await a write, show its changes, report its failure.

        Whoever awaits it may be called off meanwhile; what is written is shown all the same.
        """
        return await asyncio.shield(self.shown(writing))

    async def shown(self, writing: Awaitable[ChangeSet | None]) -> ChangeSet | None:
        """Await a write and show its changes."""
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
        hint = f" {self.screen.marks.dot} {self.screen.desk.keys.shown('undo')} undoes"
        # The key takes back the last deed alone: no older toast may say that it is meant.
        take_back(self.screen.app, lambda toast: toast.message.endswith(hint))
        self.screen.app.notify(words + hint if undo else words, timeout=4, markup=False)
