"""The texts of an article: which of them is shown, and the fetching of those that are not there."""

from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual.worker import Worker, get_current_worker

from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.extraction import Step
from tui.model.full_text import step_after
from tui.model.ids import ArticleId
from tui.model.progress import TextFetched, TextsStarted
from tui.ui.paint import fit
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.model.feed import Feed
    from tui.render.lines import Page
    from tui.ui.screens.main import MainScreen

__all__ = ["Texts", "same_words"]

_SHOWN: dict[Step, str] = {
    "feed": "Shows the feed's own text",
    "extracted": "Shows the full text",
    "rule": "Shows the text by the site rule",
}
#: Shorter lines say too little about where they stand.
_TELLING = 12
#: So far below the top a landmark may stand.
_NEAR = 24


class Texts:
    """One page is fetched for the reader at a time, and many in the background; Esc stops both."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: The step that a key asked for, of the article in the reader.
        self.asked: tuple[ArticleId, Step] | None = None
        self.fetching: Worker[None] | None = None
        self.fetched_for: ArticleId | None = None
        self.many: Worker[None] | None = None

    # ------------------------------------------------------------------ choosing

    def asked_of(self, article_id: ArticleId) -> Step | None:
        """The step that a key asked for; ``None`` leaves it to what is remembered and set."""
        return self.asked[1] if self.asked is not None and self.asked[0] == article_id else None

    def choice_changed(self) -> None:
        """What is wanted for a feed has changed, perhaps by undo: that counts now."""
        self.asked = None
        self.screen.run_worker(
            self.screen.desk.reading.renew(), group="renew", exclusive=True, exit_on_error=False
        )

    def go_on(self) -> None:
        """The next text of the article: the feed's, that of its page, that by the site rule."""
        if self.screen.desk.marks.is_in_preview:
            self.say("This is a preview: it has been fetched from its page already.")
            return
        if self.fetching is not None:
            self.fetching.cancel()
        self.screen.run_worker(self.step(), group="text", exclusive=True, exit_on_error=False)

    async def step(self) -> None:
        """Show the next text; fetch it first if it is not there."""
        reading, library = self.screen.desk.reading, await self.screen.library_ready()
        current = self.screen.articles.current_id
        if reading.opened is None and current is not None:
            await reading.load(current, mark=False)
        opened = reading.opened
        if opened is None:
            return
        if library.texts.sites.problem:
            self.screen.desk.showing.report(BroadsheetError(library.texts.sites.problem))
        if len(opened.steps) < 2:
            self.say("This article has no page of its own: its feed names no address.")
            return
        step = step_after(opened.steps, opened.wanted, opened.step)
        self.asked = (opened.article.id, step)
        await reading.renew()
        if reading.opened is None or reading.opened.article.id != opened.article.id:
            return
        if reading.opened.step == step:
            await self.remember(step)
        elif library.read_only:
            self.say("The store can only be read, so nothing can be fetched.")
        else:
            self.fetch(opened.article.id, step, by_key=True)

    async def remember(self, step: Step) -> None:
        """The articles of this feed are shown so from now on; undo takes it back."""
        library, article = await self.screen.library_ready(), self.screen.desk.reading.article
        if article is None:
            return
        changes = await self.screen.desk.marks.write(library.texts.remember(article, step))
        if changes:
            said = f"{_SHOWN[step]} of {fit(article.feed_title, 40)} from now on"
            self.screen.desk.marks.say(said, undo=True)

    # ------------------------------------------------------------------ fetching

    def opened(self) -> None:
        """An article was opened on purpose: fetch its page if that is wanted and not there."""
        opened = self.screen.desk.reading.opened
        if opened is None or not opened.due:
            return
        if not (self.is_fetching and self.fetched_for == opened.article.id):
            self.fetch(opened.article.id, opened.wanted, by_key=False)

    @property
    def is_fetching(self) -> bool:
        """True while the page of an article is on its way."""
        return self.fetching is not None and self.fetching.is_running

    def fetch(self, article_id: ArticleId, step: Step, *, by_key: bool) -> None:
        """Begin; a newer call stops this one."""
        self.fetched_for = article_id
        self.fetching = self.screen.run_worker(
            self.bring(article_id, step, by_key), group="full text", exclusive=True, exit_on_error=False
        )

    async def bring(self, article_id: ArticleId, step: Step, by_key: bool) -> None:
        """Fetch the page; its text takes the place of the feed's if the article is still open."""
        library, reading = await self.screen.library_ready(), self.screen.desk.reading
        url = reading.article.url if reading.article is not None else ""
        said = f"fetching {fit(clean(urlsplit(url).hostname or '', 60), 30)}"
        try:
            with self.screen.desk.jobs.during(said, self.cancel, near=True):
                fetched = await library.texts.fetch(article_id, step)
        except BroadsheetError as error:
            self.screen.desk.showing.report(error)
            return
        if fetched.changes:
            self.screen.changed(fetched.changes)
        if reading.article is None or reading.article.id != article_id:
            return
        await reading.renew()
        if by_key and fetched.text.trouble:
            key = self.screen.desk.keys.shown("article.full-text")
            self.say(f"{fetched.text.trouble} {key} tries again.")
        elif by_key:
            await self.remember(step)

    def exchange(self) -> None:
        """Another text of the same article: the words at the top stay there, if it has them too."""
        reader, opened = self.screen.reader, self.screen.desk.reading.opened
        if opened is None or self.screen.desk.trail.preview is not None:
            # A page behind a link stays; whoever comes back from it finds the new text.
            return
        self.screen.desk.trail.forget()
        before, top = reader.page_shown, reader.scroll_offset.y
        self.screen.desk.finding.clear()
        reader.show(opened.document, self.screen.desk.reading.masthead)
        line = same_words(before, top, reader.page_shown)
        reader.scroll_to(y=line, animate=False, immediate=True, force=True)
        self.screen.desk.showing.emptiness()

    # --------------------------------------------------------------- many of them

    def fetch_waiting(self) -> None:
        """After a refresh: the pages that a rule or a feed's setting asks for."""
        if self.many is None or not self.many.is_running:
            self.many = self.screen.run_worker(self.bring_waiting(), group="full texts", exit_on_error=False)

    async def bring_waiting(self) -> None:
        """Fetch them in the background; the status bar says how far it is."""
        library = await self.screen.library_ready()
        if library.read_only or not (waiting := await library.texts.waiting()):
            return
        done = total = 0
        with self.screen.desk.jobs.during("", self.cancel_many) as job:
            async with aclosing(library.texts.fetch_many(waiting)) as events:
                async for event in events:
                    if isinstance(event, TextsStarted):
                        total = event.total
                    elif isinstance(event, TextFetched):
                        done += 1
                        if event.changes:
                            self.screen.changed(event.changes)
                    job.say(f"full text {done}/{total}" if done < total else "")

    # ---------------------------------------------------------------- of a feed

    def edit_feed(self) -> None:
        """Edit when pages of a feed are fetched, and the rule for them."""
        feed = self.screen.desk.feeds.current()
        if feed is None:
            self.say("Choose a feed first.")
            return
        ask(self.screen, self.ask_choice, feed)

    async def ask_choice(self, feed: "Feed") -> None:
        """Show the dialog; what it says is one deed that undo takes back."""
        library = await self.screen.library_ready()
        from tui.service.site_rules import rule_of_lines
        from tui.ui.screens.feed_text import FeedTextDialog

        dialog = FeedTextDialog(
            feed,
            library.texts.choice(feed),
            self.screen.settings.full_text,
            rule_of_lines,
            partial(library.texts.try_newest, feed),
            self.screen.marks,
        )
        choice = await self.screen.app.push_screen_wait(dialog)
        if choice is None:
            return
        label = f"change the full text of {feed.title}"
        if await self.screen.desk.marks.write(library.texts.choose(feed, choice, label)):
            self.screen.desk.marks.say(f"Changed the full text of {fit(feed.title, 40)}", undo=True)

    # ------------------------------------------------------------------ any page

    def ask_page(self) -> None:
        """Ask for the address of a page."""
        ask(self.screen, self.ask_address)

    async def ask_address(self) -> None:
        """Save the page that the user names."""
        from tui.ui.screens.prompt import Prompt

        dialog = Prompt("Save a page", "Address of the page", suggestion="https://example.org/article")
        answer = await self.screen.app.push_screen_wait(dialog)
        if answer and answer.strip():
            self.save_page(answer)

    def save_page(self, address: str) -> None:
        """Keep the page at an address that the user typed."""
        self.screen.run_worker(self.keep_page(address), group="keep", exit_on_error=False)

    async def keep_page(self, address: str) -> None:
        """Fetch and keep it for later; undo takes it back."""
        library, desk = await self.screen.library_ready(), self.screen.desk
        from tui.service.saved_pages import page_address

        try:
            url = page_address(address)
        except BroadsheetError as error:
            desk.showing.report(error)
            return
        if await desk.network.postponed(url):
            return
        with desk.jobs.during(f"saving {fit(clean(address, 60), 40)}", get_current_worker().cancel):
            try:
                saved = await library.save_page(url)
            except BroadsheetError as error:
                desk.showing.report(error)
                return
        self.screen.changed(saved.changes)
        words = f"Kept “{fit(saved.article.title, 50)}” for later"
        if saved.trouble:
            words += f", without its text: {saved.trouble.rstrip('.')}"
        desk.marks.say(words, undo=True)

    # ----------------------------------------------------------------- stopping

    def cancel(self) -> None:
        """Do not wait for the page of an article any longer."""
        if self.fetching is not None:
            self.fetching.cancel()
        self.say("The page is not fetched any more.")

    def cancel_many(self) -> None:
        """Stop what is fetched in the background; the others wait for the next refresh."""
        if self.many is not None:
            self.many.cancel()
        self.say("No more full texts are fetched for now; what has come is kept.")

    def say(self, words: str) -> None:
        """A toast."""
        self.screen.app.notify(words, timeout=4, markup=False)


def same_words(before: "Page", top: int, after: "Page") -> int:
    """The line of *after* that says what stood at the top of *before*; its first if none does."""
    if top == 0:
        return 0
    said = [" ".join(line.text.split()) for line in after.lines]
    for distance, line in enumerate(before.lines[top : top + _NEAR]):
        words = " ".join(line.text.split())[: 2 * _TELLING]
        found = [number for number, other in enumerate(said) if other.startswith(words)]
        # What is said more than once is no landmark.
        if len(words) >= _TELLING and len(found) == 1:
            return max(0, found[0] - distance)
    return 0
