"""The user's notes on articles."""

from typing import TYPE_CHECKING

from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.model.note import NoteDesk
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen
    from tui.ui.screens.note import NoteEditor, NoteLeft

__all__ = ["Writing"]


class Writing:
    """Opens the editor, and does with its words what was said."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: The article that is written on, and where.
        self.open_on: tuple[ArticleId, NoteEditor] | None = None
        #: What the store would not take.
        self.refused: dict[ArticleId, str] = {}

    def open(self) -> None:
        """Write on the article in the reader while it has the focus, else on the one under the cursor."""
        desk = self.screen.desk
        if desk.marks.is_in_preview:
            # Says that it has to be kept first.
            desk.marks.target_ids()
            return
        in_reader = desk.layout.focused_pane == "reader" and desk.reading.article is not None
        article_id = desk.reading.article.id if in_reader and desk.reading.article else self.under_cursor
        if article_id is None:
            self.screen.app.notify("Notes are written on articles: go to one.", timeout=3, markup=False)
        else:
            ask(self.screen, self.edit, article_id)

    @property
    def under_cursor(self) -> ArticleId | None:
        """The article under the cursor of the list."""
        return self.screen.articles.current_id

    async def edit(self, article_id: ArticleId) -> None:
        """Show the editor with the note, or with what was typed and not saved."""
        library = await self.screen.library_ready()
        desk = await library.notes.desk(article_id)
        if article_id in self.refused:
            desk = NoteDesk(desk.note, self.refused[article_id])
        rows = await library.rows([article_id])
        from tui.ui.screens.note import NoteEditor

        async def keep(text: str) -> None:
            await self.keep(article_id, text)

        editor = NoteEditor(rows[0].title if rows else "", desk, keep)
        # Also there when the program ends with the editor open: that cancels this.
        self.open_on = article_id, editor
        left = await self.screen.app.push_screen_wait(editor)
        self.open_on = None
        await self.take(article_id, left, begun=editor.begun)

    async def take(self, article_id: ArticleId, left: "NoteLeft", *, begun: bool) -> None:
        """Save the note, or keep what was typed; the toast says which."""
        marks, key = self.screen.desk.marks, self.screen.desk.keys.shown("article.note")
        if left.saved:
            library = await self.screen.library_ready()
            changes = await marks.write(library.notes.write(article_id, left.text))
            if changes is None:
                self.refused[article_id] = left.text
                return
            self.refused.pop(article_id, None)
            if changes.notes:
                said = "Note saved" if changes.notes[0].after else "Note removed"
                marks.say(said, undo=True)
        elif begun and await self.keep(article_id, left.text):
            marks.say(f"Not saved: {key} goes on with what you typed")

    async def keep(self, article_id: ArticleId, text: str) -> bool:
        """Keep what is typed, in memory if the store refuses; true if there is a draft now."""
        library = await self.screen.library_ready()
        try:
            await library.notes.keep_draft(article_id, text)
        except BroadsheetError as error:
            self.refused[article_id] = text
            self.screen.desk.showing.report(error)
            return False
        self.refused.pop(article_id, None)
        return bool((await library.notes.desk(article_id)).draft)

    async def leave_for_good(self) -> None:
        """The program ends while something is typed."""
        if self.open_on is not None and self.screen.library is not None:
            article_id, editor = self.open_on
            if editor.begun:
                await self.keep(article_id, editor.text)
