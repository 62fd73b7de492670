"""Out of the program: files, the clipboard as Markdown, commands, other places.

What concerns articles concerns those that a mark would: the one in the reader, the selected
ones, the one under the cursor, or on a heading its group.
"""

from collections.abc import Coroutine, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.ui.desk.marking import counted
from tui.ui.query_bar.past import Past
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.desk.jobs import Job
    from tui.ui.screens.main import MainScreen
    from tui.ui.share.save import SaveWish

__all__ = ["Sharing"]

#: Terminals take so much for the clipboard and drop what is longer, without a word.
MOST_COPIED = 74_000


class Sharing:
    """Opens the dialogs, does what they say, shows how far it is."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: Commands that were entered.
        self.past = Past()
        #: The format that was used last.
        self.form = "md"

    @cached_property
    def folder(self) -> Path:
        """Where files go: the setting, else the system's folder for documents where there is one."""
        if self.screen.settings.export_folder:
            return Path(self.screen.settings.export_folder).expanduser()
        from platformdirs import user_documents_path

        documents = user_documents_path()
        return documents if documents.is_dir() else Path.home()

    @property
    def ids(self) -> list[ArticleId]:
        """The articles in question."""
        return list(dict.fromkeys(self.screen.desk.marks.target_ids()))

    def say(self, words: str, seconds: float = 4) -> None:
        """A toast."""
        self.screen.app.notify(words, timeout=seconds, markup=False)

    # ---------------------------------------------------------------------- working

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Do something in the background."""
        self.screen.run_worker(work, group="share", exit_on_error=False)

    def during(self, said: str) -> AbstractContextManager["Job"]:
        """Say in the status bar what the worker of the moment does; Esc ends it."""
        worker = get_current_worker()

        def stop() -> None:
            worker.cancel()
            self.say("Stopped; nothing was left behind.")

        return self.screen.desk.jobs.during(said, stop)

    # ----------------------------------------------------------------------- saving

    def save(self) -> None:
        """Ask how and where to save."""
        ask(self.screen, self.ask_save, self.ids)

    async def ask_save(self, ids: Sequence[ArticleId]) -> None:
        """The dialog: these articles, or the whole list."""
        library = await self.screen.library_ready()
        rows = await library.rows(list(ids[:1]))
        if not rows:
            self.say("There is no article here.", 3)
            return
        from tui.service.exporting import titled
        from tui.ui.share.save import SaveDialog

        in_view = len(self.screen.articles.window)
        these = "this article" if len(ids) == 1 else f"these {len(ids):,}"
        choices, titles = [("these", these)], {"these": titled([rows[0].title] * len(ids))}
        if in_view > len(ids):
            choices.append(("view", f"all {in_view:,} in view"))
            # The list goes by its query; without one it is all there is.
            titles["view"] = self.screen.desk.filters.text or titled([""] * in_view)
        wish = await self.screen.app.push_screen_wait(
            SaveDialog(choices, titles, self.form, self.folder, self.screen.marks)
        )
        if wish is not None:
            self.wished(wish, ids)

    def wished(self, wish: "SaveWish", ids: Sequence[ArticleId]) -> None:
        """Write what the dialog said."""
        self.form = wish.form
        window = self.screen.articles.window
        chosen = ids if wish.what == "these" else list(dict.fromkeys(window.slice(0, len(window))))
        self.export(chosen, wish.form, wish.path)

    def export(self, ids: Sequence[ArticleId], form: str, path: Path | None = None) -> None:
        """Write articles into a file, with a name of ours where none is given."""
        self.begin(self.write(ids, form, path))

    async def write(self, ids: Sequence[ArticleId], form: str, path: Path | None) -> None:
        """Write, show how far it is, say where the file is."""
        library = await self.screen.library_ready()
        from tui.render.writing.forms import FORMS
        from tui.service.exporting import export, titled
        from tui.service.file_names import default_path
        from tui.ui.share.save import tilde

        if path is None:
            rows = await library.rows(list(ids[:1]))
            title = titled([row.title for row in rows] * len(ids)) if rows else ""
            path = default_path(self.folder, title, FORMS[form].ending)

        with self.during("writing") as job:

            def progress(done: int, total: int) -> None:
                job.say(f"writing {done:,}/{total:,}" if total > 1 else "writing")

            try:
                written = await export(library, ids, form, path, self.screen.clock(), progress=progress)
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
        self.say(f"Saved {counted(written.count)} as {tilde(written.path)}", 8)

    # ---------------------------------------------------------------------- copying

    def copy_markdown(self) -> None:
        """Copy articles as Markdown, with their addresses."""
        self.begin(self.copying(self.ids))

    async def copying(self, ids: Sequence[ArticleId]) -> None:
        """Copy, or say that it is too much for the terminal."""
        if not ids:
            self.say("There is no article here.", 3)
            return
        library = await self.screen.library_ready()
        from tui.service.exporting import markdown_of

        text = await markdown_of(library, ids[:1_000], self.screen.clock())
        size = len(text.encode())
        if size > MOST_COPIED:
            key = self.screen.desk.keys.shown("article.save")
            what = "This article is" if len(ids) == 1 else f"These {len(ids):,} articles are"
            limit = f"{size // 1_000:,} kB of {MOST_COPIED // 1_000}"
            self.say(f"{what} too long for the terminal's clipboard ({limit}): {key} saves a file.", 6)
            return
        self.screen.app.copy_to_clipboard(text)
        self.say(f"Copied {counted(len(ids))} as Markdown.", 2)

    # ----------------------------------------------------------------------- piping

    def pipe(self) -> None:
        """Ask for a command and run it."""
        ask(self.screen, self.ask_command, self.ids)

    async def ask_command(self, ids: Sequence[ArticleId]) -> None:
        """The dialog, then the command in the background."""
        if not ids:
            self.say("There is no article here.", 3)
            return
        from tui.ui.share.pipe import PipeDialog

        what = "this article" if len(ids) == 1 else counted(len(ids))
        wish = await self.screen.app.push_screen_wait(PipeDialog(what, self.past, self.screen.marks))
        if wish is not None:
            self.begin(self.running(ids, wish.line, wish.as_json))

    async def running(self, ids: Sequence[ArticleId], line: str, as_json: bool) -> None:
        """Run a command and show what it answers."""
        library = await self.screen.library_ready()
        from tui.service.piping import pipe_articles
        from tui.ui.share.pipe import AnswerScreen

        seconds = self.screen.settings.command_seconds
        with self.during(f"running {line.split()[0][:20]} {self.screen.marks.dot} Esc stops it"):
            try:
                said = await pipe_articles(
                    library, ids, line, self.screen.clock(), seconds=seconds, as_json=as_json
                )
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
        self.screen.app.push_screen(AnswerScreen(line, said, seconds))

    # ---------------------------------------------------------------------- sharing

    def menu(self) -> None:
        """Show the places to share with."""
        ask(self.screen, self.ask_target, self.ids)

    async def ask_target(self, ids: Sequence[ArticleId]) -> None:
        """The menu; what it offers beside the user's own places has keys of its own, too."""
        library = await self.screen.library_ready()
        rows = await library.rows(list(ids[:1]))
        if not rows:
            self.say("There is no article here.", 3)
            return
        from tui.service.sharing import targets
        from tui.ui.share.menu import ShareDialog

        own = targets(self.screen.settings.share)
        what = rows[0].title if len(ids) == 1 else f"{rows[0].title} … and {len(ids) - 1:,} more"
        choice = await self.screen.app.push_screen_wait(ShareDialog(what, [one.name for one in own]))
        match (choice or "").split():
            case ["copy"]:
                self.copy_addresses([row.url for row in await library.rows(list(ids)) if row.url])
            case ["copy-markdown"]:
                self.begin(self.copying(ids))
            case ["save"]:
                ask(self.screen, self.ask_save, ids)
            case ["pipe"]:
                ask(self.screen, self.ask_command, ids)
            case ["mail"]:
                self.begin(self.sending(ids, None))
            case ["target", number]:
                self.begin(self.sending(ids, own[int(number)].name))

    def copy_addresses(self, urls: Sequence[str]) -> None:
        """Copy addresses, one a line."""
        if not urls:
            self.say("This article has no address.", 3)
            return
        self.screen.app.copy_to_clipboard("\n".join(urls))
        self.say("Copied the address." if len(urls) == 1 else f"Copied {len(urls):,} addresses.", 2)

    async def sending(self, ids: Sequence[ArticleId], name: str | None) -> None:
        """Send articles to a place, one after the other; no name is a mail."""
        library = await self.screen.library_ready()
        from tui.service.piping import share_articles

        settings = self.screen.settings
        with self.during(f"sharing with {name}" if name else "sharing"):
            try:
                said = await share_articles(library, ids, name, settings, self.screen.clock())
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
        self.say(said)
