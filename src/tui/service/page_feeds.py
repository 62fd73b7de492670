"""Pages that are feeds: looked at, tried with selectors, subscribed to and changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui.model.changes import ChangeSet
from tui.model.clean import clean
from tui.model.definition import Definition
from tui.model.errors import FeedError
from tui.model.feed import Feed, Subscription
from tui.model.fetching import NO_VALIDATORS, Fetched, FetchFailed, FetchResult
from tui.model.page_feed import PageSelectors, PageTrial, read_page_selectors
from tui.model.servers import parted
from tui.service.feedbook import Feedbook
from tui.service.finding import addresses
from tui.service.memory import Memory
from tui.service.page_selectors import SelectorError, checked_selectors, defined
from tui.service.transfer import checked
from tui.service.workers import WorkerPool
from tui.store import definitions

if TYPE_CHECKING:
    from tui.service.sources import Sources

__all__ = ["PageFeeds", "PageLook"]


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page that was fetched, with what its entries might be."""

    url: str
    #: Where it was, after redirects: what its addresses are relative to.
    final_url: str
    content_type: str
    body: bytes
    #: The best first.
    proposals: tuple[PageSelectors, ...] = ()


class PageFeeds:
    """One for a library."""

    def __init__(
        self,
        memory: Memory,
        sources: "Sources",
        feedbook: Feedbook,
        workers: WorkerPool,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory, self._sources, self._feedbook = memory, sources, feedbook
        self._workers, self._clock = workers, clock
        self._of: tuple[Definition, ...] | None = None
        self._selectors: dict[str, PageSelectors] = {}

    def selectors(self, feed_url: str) -> PageSelectors | None:
        """How the entries of a page are found; ``None`` for a feed that is no page."""
        return self.all().get(feed_url)

    def all(self) -> Mapping[str, PageSelectors]:
        """How the entries of all pages are found, by the address of the feed."""
        there = self._memory.definitions
        if self._of is not there:
            said = {one.name: read_page_selectors(one.body) for one in there if one.kind == "feed"}
            self._selectors = {url: one for url, one in said.items() if one is not None}
            self._of = there
        return self._selectors

    async def look(self, typed: str) -> PageLook:
        """Fetch the page at an address that somebody typed, and guess what its entries are.

        Raises:
            FeedError: there is no page.
        """
        answer: FetchResult | None = None
        for url in addresses(typed):
            answer = await self._sources.page(url)
            if not isinstance(answer, FetchFailed):
                break
        return await self._looked_at(answer)

    async def look_again(self, feed: Feed) -> PageLook:
        """The same for a feed that is there: fetched as it is at every visit.

        Raises:
            FeedError: there is no page.
        """
        return await self._looked_at(await self._sources.fetch(replace(feed, validators=NO_VALIDATORS)))

    async def _looked_at(self, answer: FetchResult | None) -> PageLook:
        if isinstance(answer, FetchFailed):
            raise FeedError(answer.sentence)
        if not isinstance(answer, Fetched):
            raise FeedError("There is no page at that address.")
        body, kind = answer.body, answer.content_type
        proposals = await self._workers.propose_page(body, kind, answer.final_url)
        return PageLook(answer.permanent_url, answer.final_url, kind, body, proposals)

    async def attempt(self, look: PageLook, selectors: PageSelectors) -> PageTrial:
        """What selectors find on a page; a mistake in one of them is its trouble."""
        try:
            fit = checked_selectors(selectors)
        except SelectorError as error:
            return PageTrial(trouble=str(error))
        return await self._workers.try_page(look.body, look.content_type, look.final_url, fit)

    async def subscribe(self, wish: Subscription, selectors: PageSelectors) -> ChangeSet:
        """Subscribe to a page, or read one that is there by other selectors; one deed.

        Raises:
            SelectorError: one of them cannot be read.
            BroadsheetError: its address is none of the web.
        """
        await self._memory.freshen()
        wishes = checked([wish], ())
        url = parted(wishes[0].feed_url)[0]
        for feed in self._memory.feeds:
            if feed.feed_url == url:
                return await self.choose(feed, selectors) or ChangeSet()
        change = defined(self._memory.definitions, url, checked_selectors(selectors))
        return await self._feedbook.subscribe(wishes, change)

    async def choose(self, feed: Feed, selectors: PageSelectors) -> ChangeSet | None:
        """Read a page by other selectors from now on; ``None`` if they are those it has.

        Raises:
            SelectorError: one of them cannot be read.
        """
        await self._memory.freshen()
        change = defined(self._memory.definitions, feed.feed_url, checked_selectors(selectors))
        if not change:
            return None
        label = f"change the selectors of {clean(feed.title, 100)}"
        return await self._memory.write(definitions.define, change, label, self._clock())
