"""Full texts: the pages of articles read, kept beside what their feeds say, and chosen from."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from tui.config.settings import Settings
from tui.model.article import Article
from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.entry import files_of
from tui.model.errors import BroadsheetError, NotFound
from tui.model.extraction import NO_RULE, KnownFacts, SiteRule, Step
from tui.model.feed import Feed
from tui.model.full_text import FullText, TextChoice
from tui.model.ids import ArticleId
from tui.model.progress import TextEvent, TextFetched, TextsFinished, TextsStarted
from tui.model.rule import HitNote
from tui.query import Query, Term
from tui.service.memory import Memory
from tui.service.opened import OpenArticle, PagePreview
from tui.service.pages import FoundPage, PageReader
from tui.service.saved_pages import SavedPage, page_address, save
from tui.service.site_rules import SiteRules
from tui.service.text_choice import choice_for, chosen, due, rule_for, steps_of, wanted_step
from tui.service.visiting import is_private
from tui.store import articles, full_text_rows, full_texts

__all__ = ["MOST_WAITING", "FullTexts", "RuleTried"]

#: Pages that are read at a time when there are many.
_AT_ONCE = 4
#: Articles of a feed among which one with a page is looked for.
_NEWEST = 20
#: Articles that are looked at together.
_SOME = 256
#: Of the pages that wait, so many are fetched after a refresh; the others after the next.
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class RuleTried:
    """What a rule found on the page of one article."""

    title: str
    text: str
    words: int
    minutes: int
    trouble: str = ""


class FullTexts:
    """All about full texts that the screen, the command line and a pack may ask for."""

    def __init__(
        self,
        memory: Memory,
        reader: PageReader,
        settings: Settings,
        clock: Callable[[], datetime],
        sites: SiteRules,
    ) -> None:
        self._memory, self._reader, self._settings, self._clock = memory, reader, settings, clock
        #: The rules that hold for all feeds.
        self.sites = sites

    # Which text.

    def choice(self, feed: Feed) -> TextChoice:
        """What is wanted for the articles of a feed."""
        return choice_for(self._memory.definitions, feed)

    def rule(self, article: Article) -> SiteRule | None:
        """The rule for the site of an article: its feed's own, else one for its host."""
        feed = self._feed(article)
        choice = TextChoice() if feed is None else self.choice(feed)
        return rule_for(article.url, choice, self.sites.all())

    def wanted(self, article: Article) -> Step:
        """The step whose text is shown of an article, were its page there."""
        feed = self._feed(article)
        choice = TextChoice() if feed is None else self.choice(feed)
        steps = steps_of(article, rule_for(article.url, choice, self.sites.all()))
        return wanted_step(steps, choice, choice.when or self._settings.full_text, cut=_looks_cut(article))

    async def choose(self, feed: Feed, choice: TextChoice, label: str) -> ChangeSet | None:
        """Want something else for the articles of a feed; ``None`` if it is wanted already."""
        from tui.store import definitions

        await self._memory.freshen()
        deed = chosen(self._memory.definitions, feed, choice, label)
        if not deed.changes:
            return None
        return await self._memory.write(definitions.define, deed.changes, deed.label, self._clock())

    async def remember(self, article: Article, step: Step) -> ChangeSet | None:
        """From now on show the articles of its feed by this step."""
        feed = self._feed(article)
        if feed is None:
            return None
        words = {"feed": "the feed's text", "extracted": "the full text", "rule": "the text by the site rule"}
        return await self.choose(
            feed, replace(self.choice(feed), step=step), f"show {words[step]} of {feed.title}"
        )

    async def opened(
        self,
        article: Article,
        notes: tuple[HitNote, ...],
        step: Step | None = None,
        *,
        whole: bool = False,
    ) -> OpenArticle:
        """An article with the text that is wanted of it, or that of *step*, and else the feed's.

        What would take long to show is cut, with a note, unless the *whole* is wanted.
        """
        from tui.content import build

        steps = steps_of(article, self.rule(article))
        wanted = self.wanted(article) if step is None else step
        texts = {one.step: one for one in article.full}
        found = texts.get(wanted)
        shown = wanted if found is not None and not found.trouble else "feed"
        html = article.html if shown == "feed" else texts[shown].html
        # In a thread: a long article must not hold up the keys.
        document = await asyncio.to_thread(build, html, whole=whole)
        return OpenArticle(
            article,
            document,
            notes,
            shown,
            steps,
            wanted,
            found.trouble if found is not None else "",
            step is None and not self._memory.read_only and due(article, wanted, self._clock()),
        )

    # Fetching.

    async def fetch(self, article_id: ArticleId, step: Step = "extracted") -> TextFetched:
        """Fetch the page of an article and keep what is on it; a trouble is kept as a sentence.

        Raises:
            NotFound: there is no such article.
            StoreError: it could not be kept.
        """
        article = await self._memory.read(articles.get, article_id)
        fetched = await self._fetched(article, step)
        await self._memory.index_texts()
        return fetched

    async def fetch_many(
        self, ids: Sequence[ArticleId], step: Step | None = None, *, again: bool = False
    ) -> AsyncGenerator[TextEvent]:
        """Fetch the pages of many articles, a few at a time; iterate under ``contextlib.aclosing``.

        Each is stored by itself: whoever stops loses nothing that was told. ``step`` is by default
        the rule of the site where there is one; texts that are there are fetched ``again`` only on
        request, troubles always.
        """
        todo = deque(await self.todo(ids, step, again=again))
        yield TextsStarted(len(todo))
        total, got = len(todo), 0
        told: asyncio.Queue[TextFetched | None] = asyncio.Queue()
        work = asyncio.create_task(self._fetch_all(todo, told))
        try:
            while (event := await told.get()) is not None:
                got += not event.text.trouble
                yield event
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
        await self._memory.index_texts()
        yield TextsFinished(total, got)

    async def todo(
        self, ids: Sequence[ArticleId], step: Step | None = None, *, again: bool = False
    ) -> list[tuple[ArticleId, Step]]:
        """What :meth:`fetch_many` would fetch, and by which step."""
        todo: list[tuple[ArticleId, Step]] = []
        for start in range(0, len(ids), _SOME):
            for article in await self._memory.read(articles.many, list(ids[start : start + _SOME])):
                best = step or self._best(article)
                there = any(one.step == best and not one.trouble for one in article.full)
                if best in steps_of(article, self.rule(article))[1:] and (again or not there):
                    todo.append((article.id, best))
        return todo

    async def waiting(self, limit: int = MOST_WAITING) -> list[ArticleId]:
        """Articles whose pages are to be fetched, by a rule or a feed's setting; newest first."""
        return await self._memory.read(full_text_rows.waiting, limit)

    async def _fetch_all(
        self, todo: "deque[tuple[ArticleId, Step]]", told: "asyncio.Queue[TextFetched | None]"
    ) -> None:
        async def in_turn() -> None:
            while todo:
                number, step = todo.popleft()
                try:
                    article = await self._memory.read(articles.get, number)
                except NotFound:
                    # It has gone meanwhile.
                    continue
                told.put_nowait(await self._fetched(article, step, hasty=False))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(_AT_ONCE):
                    group.create_task(in_turn())
        finally:
            told.put_nowait(None)

    async def _fetched(self, article: Article, step: Step, *, hasty: bool = True) -> TextFetched:
        from tui.content import words_and_minutes

        if self._memory.read_only:
            raise BroadsheetError("The store can only be read, so nothing was fetched.")
        rule = (self.rule(article) if step == "rule" else None) or NO_RULE
        found = await self._read(article.url, article, known_facts(article), rule, hasty=hasty)
        text = _full_text(found, step, self._clock())
        if found.offline:
            # Nothing was learned of the page: what is known of it stays, and it is still to be fetched.
            return TextFetched(article.id, article.title, text, NO_CHANGES)
        changes = await self._memory.write(full_texts.put, [(article.id, text)], words_and_minutes)
        return TextFetched(article.id, article.title, text, changes or NO_CHANGES)

    async def forget(self, ids: Sequence[ArticleId]) -> ChangeSet:
        """Let go of the texts of articles; those of their feeds stay."""
        from tui.content import words_and_minutes

        changes = await self._memory.write(full_texts.forget, list(ids), words_and_minutes)
        await self._memory.index_texts()
        return changes

    async def try_newest(self, feed: Feed, rule: SiteRule) -> RuleTried:
        """What a rule finds on the page of a feed's newest article; without one, what is found by itself.

        Raises:
            NotFound: no article of the feed has a page.
        """
        asked = Query(Term("feed-url", "=", (feed.feed_url,)), limit=_NEWEST)
        ids = [int(one) for one in (await self._memory.select(asked)).ids]
        for article in await self._memory.read(articles.many, ids):
            if len(steps_of(article, rule)) > 1:
                page = (await self.try_rule(article, rule)).page
                return RuleTried(article.title, page.text, page.words, page.minutes, page.trouble)
        raise NotFound("None of the newest articles of this feed has a page of its own.")

    async def try_rule(self, article: Article, rule: SiteRule) -> FoundPage:
        """What a rule would find on the page of an article; nothing is kept."""
        return await self._read(article.url, article, known_facts(article), rule)

    # Any page.

    async def preview(self, url: str, article: Article | None = None) -> PagePreview:
        """The article behind a link, read but not stored.

        *article* is the one the link stands in; without it the address is the user's own.

        Raises:
            BroadsheetError: it is no web address.
        """
        from tui.content import build

        address = page_address(url)
        found = await self._page(address, article)
        facts = found.page.facts
        document = await asyncio.to_thread(build, found.page.html)
        title = facts.title or address.partition("://")[2]
        return PagePreview(
            address, found.url, title, document, facts.author, facts.site, found.page.minutes, found.trouble
        )

    async def save_page(
        self, url: str, tags: Sequence[str] = (), article: Article | None = None
    ) -> SavedPage:
        """Keep the page at an address for later, as an article of its own; undo takes it back.

        Raises:
            BroadsheetError: it is no web address.
            StoreError: it could not be kept.
        """
        address = page_address(url)
        return await save(self._memory, address, await self._page(address, article), tags, self._clock())

    async def _page(self, address: str, article: Article | None) -> FoundPage:
        rule = rule_for(address, TextChoice(), self.sites.all()) or NO_RULE
        if article is None:
            return await self._reader.read(address, KnownFacts(), rule, private=True)
        return await self._read(address, article, KnownFacts(), rule)

    async def _read(
        self, address: str, article: Article, known: KnownFacts, rule: SiteRule, *, hasty: bool = True
    ) -> FoundPage:
        """A page that an article leads to, fetched as its feed is."""
        feed = self._feed(article)
        # Into the user's own network only if the feed is one that he added from there.
        private = feed is not None and is_private(feed.feed_url)
        feed_url = "" if feed is None else feed.feed_url
        return await self._reader.read(address, known, rule, private=private, hasty=hasty, feed_url=feed_url)

    # Of an article.

    def _feed(self, article: Article) -> Feed | None:
        return next((feed for feed in self._memory.feeds if feed.id == article.feed_id), None)

    def _best(self, article: Article) -> Step:
        return steps_of(article, self.rule(article))[-1]


def known_facts(article: Article) -> KnownFacts:
    """What the feed has said of an article already."""
    return KnownFacts(
        article.title, article.author, article.feed_title, article.language, article.published_at
    )


def _full_text(found: FoundPage, step: Step, now: datetime) -> FullText:
    page = found.page
    if page.trouble:
        return FullText(step, found.url, now, facts=page.facts, trouble=page.trouble)
    return FullText(step, found.url, now, page.html, page.text, page.words, page.minutes, page.facts)


def _looks_cut(article: Article) -> bool:
    """Whether the feed gives no more than a beginning; a sound or a film needs no text."""
    from tui.content import looks_cut

    if not article.text.strip():
        return not files_of(article.enclosures)
    return looks_cut(article.text, article.html, article.url)
