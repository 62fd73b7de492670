"""Opening articles, and going from feed to feed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.model.article import ArticleRow
from tui.model.clean import clean_body
from tui.model.errors import BroadsheetError
from tui.model.ids import ArticleId
from tui.model.reading import ReadingPlace
from tui.render.lines import Masthead
from tui.ui.ages import day_and_time
from tui.ui.article_list.window import PAGE
from tui.ui.desk.stories import also_in

if TYPE_CHECKING:
    from tui.model.article import Article
    from tui.service.library import Library, OpenArticle
    from tui.ui.screens.main import MainScreen

__all__ = ["Reading"]

#: Seconds that the cursor rests on a row before its article is shown beside the list.
REST = 0.2


class Reading:
    """Knows which article the reader shows, and where one was left."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.opened: OpenArticle | None = None
        #: The article that was asked for last; it may still be on its way.
        self.wanted: ArticleId | None = None
        #: Where articles were left since the start, and where the one in the reader was found.
        self.places: dict[ArticleId, ReadingPlace | None] = {}
        self.found_at: ReadingPlace | None = None
        #: The same piece in all feeds that have it, the original first.
        self.copies: Sequence[ArticleRow] = ()

    @property
    def article(self) -> "Article | None":
        """The article in the reader."""
        return self.opened.article if self.opened else None

    # ------------------------------------------------------------------- opening

    def rest(self) -> None:
        """The cursor moved in the list: show its article once it rests."""
        if self.screen.desk.layout.width != "narrow" and not self.screen.desk.layout.zen:
            self.screen.rest_timer(REST, self.preview)

    def preview(self) -> None:
        """Show the article under the cursor; it stays unread."""
        article_id = self.screen.articles.current_id
        if article_id is not None and article_id != self.wanted:
            self.show(article_id, mark=False)

    async def begin(self) -> None:
        """At the start: the rows in view and the article under the cursor, without waiting for a rest."""
        screen, articles = self.screen, self.screen.articles
        if articles.current_id is None:
            return
        if articles.current_row is None:
            await screen.fetch_page(articles.window, (articles.place or 0) // PAGE)
        if screen.desk.layout.width != "narrow":
            self.wanted = articles.current_id
            await self.load(self.wanted, mark=False)

    def open_current(self) -> None:
        """Open the article under the cursor and go to it."""
        article_id = self.screen.articles.current_id
        if article_id is not None:
            self.show(article_id, mark=True)
            self.screen.desk.layout.focus("reader")

    def show(self, article_id: ArticleId, *, mark: bool) -> None:
        """Show an article; a newer call cancels this one."""
        self.wanted = article_id
        self.screen.run_worker(self.load(article_id, mark), group="open", exclusive=True, exit_on_error=False)

    async def load(self, article_id: ArticleId, mark: bool) -> None:
        """Fetch, lay out, and mark read if it was opened on purpose."""
        library = await self.screen.library_ready()
        if self.article is None or self.article.id != article_id:
            try:
                opened = await library.open_article(article_id)
                copies = await self.copies_of(library, opened.article)
                place = await self.place(library, article_id)
                await self.screen.desk.pictures.know(opened)
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
            self.leave()
            self.opened, self.copies = opened, copies
            self.put(place)
        else:
            self.screen.desk.trail.home()
        if self.opened is not None:
            self.screen.desk.pictures.go_on(self.opened, fetch=mark)
        if mark and self.screen.settings.mark_read_on_open:
            await self.screen.desk.marks.opened(article_id)
        if mark:
            self.screen.desk.texts.opened()

    def masthead(self) -> Masthead:
        """What stands above the text."""
        article = self.article
        if article is None:
            return Masthead(title="")
        now = self.screen.clock()
        when = article.published_at or article.first_seen_at
        minutes = self.opened.minutes if self.opened else article.minutes
        byline = (article.feed_title, article.author, day_and_time(when, now), f"{minutes} min")
        return Masthead(
            title=article.title,
            byline=tuple(part for part in byline if part),
            source=article.source,
            tags=article.tags,
            tag_roles=tuple(self.screen.tag_filter.looks.reader_role(tag) for tag in article.tags),
            text=self.opened.note if self.opened else "",
            also=also_in(article.id, self.copies),
            note=self.note(),
            own=clean_body(article.note),
        )

    async def copies_of(self, library: "Library", article: "Article") -> Sequence[ArticleRow]:
        """The copies of an article, itself among them; none for most."""
        return await library.stories.copies(article.id) if article.copies > 1 else ()

    def note(self) -> str:
        """Which rule touched the article and why: one of them, and how many more there are."""
        notes = self.opened.notes if self.opened else ()
        if not notes:
            return ""
        more = f" (and {len(notes) - 1} more)" if len(notes) > 1 else ""
        return f"by rule {notes[-1].sentence}{more}"

    def put(self, place: ReadingPlace | None) -> None:
        """The article into the reader, from where it was left on."""
        document = self.opened.document if self.opened else None
        self.screen.desk.trail.forget()
        self.screen.desk.finding.clear()
        self.screen.reader.show(document, self.masthead if document else None, place)
        self.found_at = self.screen.reader.place
        self.screen.desk.showing.emptiness()

    def close(self) -> None:
        """Nothing in the reader."""
        self.leave()
        self.opened = self.wanted = None
        self.put(None)

    # -------------------------------------------------------------------- places

    async def place(self, library: "Library", article_id: ArticleId) -> ReadingPlace | None:
        """Where an article was left, in this run or an earlier one."""
        if article_id in self.places:
            return self.places[article_id]
        return await library.places.find(article_id)

    def leave(self) -> None:
        """Remember where the article in the reader is left."""
        library, left = self.screen.library, self.left()
        if library is not None and left is not None:
            self.screen.run_worker(library.places.keep(*left), group="places", exit_on_error=False)

    def left(self) -> tuple[ArticleId, ReadingPlace | None] | None:
        """The article and where it is left, nowhere at its start and end; ``None`` if nothing moved."""
        if self.article is None or self.screen.reader.place_wanted is not None:
            return None
        stop = self.screen.desk.trail.article_stop()
        place = None if stop.at_end else stop.place
        if place == self.found_at:
            return None
        self.places[self.article.id] = self.found_at = place
        return self.article.id, place

    async def leave_for_good(self) -> None:
        """The program ends."""
        library, left = self.screen.library, self.left()
        if library is not None and left is not None:
            await library.places.keep(*left)

    def renew_soon(self) -> None:
        """The same, without waiting; a newer call takes the place of one that has not ended."""
        # Not the coroutine itself: a newer call may cancel this one before it has begun.
        self.screen.run_worker(self.renew, group="renew", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def renew(self) -> None:
        """The open article's tags, marks or texts changed."""
        before = self.opened
        if before is None:
            return
        library, number = await self.screen.library_ready(), before.article.id
        renewed = await library.open_article(number, self.screen.desk.texts.asked_of(number))
        copies = await self.copies_of(library, renewed.article)
        is_other = renewed.html != before.html
        if is_other:
            await self.screen.desk.pictures.know(renewed)
        if self.article is None or self.article.id != number:
            # Another was opened meanwhile.
            return
        head = self.masthead()
        self.opened, self.copies = renewed, copies
        if is_other:
            self.screen.desk.texts.exchange()
            self.screen.desk.pictures.go_on(renewed, fetch=False)
        elif self.masthead() != head:
            self.screen.reader.restyle_masthead()

    # -------------------------------------------------------------------- moving

    def scroll_down(self) -> None:
        """Scroll the article from wherever the focus is."""
        self.screen.reader.scroll_lines(3)

    def scroll_up(self) -> None:
        """Scroll the article back from wherever the focus is."""
        self.screen.reader.scroll_lines(-3)

    def read_on(self) -> None:
        """A page of the article; at its end the next unread one."""
        reader, layout, trail = self.screen.reader, self.screen.desk.layout, self.screen.desk.trail
        article, current = self.article, self.screen.articles.current_id
        in_reader = layout.focused_pane == "reader" and article is not None
        is_hidden = layout.width == "narrow" and not in_reader
        if is_hidden:
            # Nobody reads what is not to be seen.
            layout.focus("reader")
        if in_reader and trail.preview is not None:
            # At the end of a page the article goes on where it was left.
            if not reader.at_end or not trail.back():
                reader.action_page_down()
        elif (
            article is not None
            and not reader.at_end
            and (in_reader or article.id == current)
            and not is_hidden
        ):
            reader.action_page_down()
            self.show(article.id, mark=True)
        elif current is not None and (is_hidden or article is None or article.id != current):
            # It is not shown yet, or only about to be.
            self.show(current, mark=True)
        else:
            self.screen.desk.moving.next_unread()

    def read_back(self) -> None:
        """A page back."""
        self.screen.reader.action_page_up()

    def next_feed(self) -> None:
        """The next feed of the list."""
        self.step_feed(1)

    def previous_feed(self) -> None:
        """The feed before."""
        self.step_feed(-1)

    def next_unread_feed(self) -> None:
        """The next feed that has unread articles."""
        self.step_feed(1, unread=True)

    def previous_unread_feed(self) -> None:
        """The feed before that has unread articles."""
        self.step_feed(-1, unread=True)

    def step_feed(self, step: int, *, unread: bool = False) -> bool:
        """Select another feed; False if there is none in that direction."""
        feed_list = self.screen.feed_list
        keys = [row.key for row in feed_list.rows]
        here = keys.index(feed_list.scope_key) if feed_list.scope_key in keys else 0
        order = range(here + step, len(keys) if step > 0 else -1, step)
        for index in order:
            row = feed_list.rows[index]
            if row.kind == "feed" and (row.count or not unread):
                if unread and feed_list.scope_key == "all":
                    return False
                self.screen.desk.filters.scope(row)
                return True
        return False
