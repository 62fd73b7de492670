"""The facade: all that the screen and the command line may ask for.

Every method is one sentence of orchestration: no SQL, no HTTP, no parsing here.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config.paths import Paths, make_folders
from tui.config.settings import Settings
from tui.model.article import Article, ArticleRow
from tui.model.changes import ChangeSet, DefinitionChange, Status, Watch, Wish
from tui.model.definition import Definition, DefinitionKind
from tui.model.extraction import Step
from tui.model.feed import Feed, Subscription
from tui.model.ids import ArticleId, FeedId
from tui.model.progress import RefreshEvent
from tui.model.saved import SavedSearch, Tally, saved_searches
from tui.query import Query, Term
from tui.query.searches import Searches
from tui.service import doctoring, manual, placebook, transfer
from tui.service.clock import utc_now
from tui.service.doctoring import Finding
from tui.service.downloads import Downloads
from tui.service.feed_care import FeedCare
from tui.service.feed_doctor import FeedDoctor
from tui.service.feedbook import Feedbook
from tui.service.finding import Finder, FoundFeed, Tell
from tui.service.fulltext import FullTexts
from tui.service.hooking import Hooking
from tui.service.keeper import Keeper
from tui.service.memory import Memory
from tui.service.network import Network
from tui.service.notebook import Notebook
from tui.service.opened import OpenArticle, PagePreview
from tui.service.packer import Packer
from tui.service.pages import PageReader
from tui.service.parts import plain
from tui.service.pattern_search import FOREVER
from tui.service.pictures import Pictures
from tui.service.refresher import Refresher
from tui.service.rulebook import Rulebook, RuleTrial
from tui.service.saved_pages import SavedPage
from tui.service.site_rules import SiteRules
from tui.service.sources import Sources
from tui.service.storybook import Storybook
from tui.service.tagbook import Tagbook
from tui.service.telling import told
from tui.service.termbook import Termbook
from tui.service.transfer import ImportReport
from tui.service.visiting import Visitor
from tui.service.workers import WorkerPool
from tui.store import Database, articles, definitions, feeds, listing, status

if TYPE_CHECKING:
    from tui.index import Facets, Reach, Selection
    from tui.index.reach import Within
    from tui.peers.belongings import Belongings
    from tui.service.bringing import BringReport, Progress

__all__ = [
    "Facets",
    "Finding",
    "FoundFeed",
    "ImportReport",
    "Library",
    "OpenArticle",
    "PagePreview",
    "Reach",
    "RuleTrial",
    "SavedPage",
    "Selection",
    "utc_now",
]


class Library:
    """Feeds, articles and everything that can be done with them; made by :meth:`open`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        environ: Mapping[str, str],
        zone: tzinfo | None,
        sites: SiteRules,
        route: Callable[[], bool] | None = None,
    ) -> None:
        self._settings, self._database, self._clock, self._environ = settings, database, clock, environ
        self._memory = Memory(database, clock, zone)
        self._workers = WorkerPool()
        #: Whether there is one.
        self.network = Network(route)
        self._visitor = Visitor(settings, environ, clock, self.network)
        #: What is wanted of single feeds.
        self.feedbook = Feedbook(self._memory, database.path.with_name("credentials"), clock)
        #: Where feeds come from: pages, files and commands too.
        self.sources = Sources(
            self._memory, self._visitor, self.feedbook, self._workers, settings, environ, clock
        )
        #: When feeds are looked at, and why then.
        self.care = FeedCare(self._memory, self.feedbook, clock)
        #: The user's rules, and what they would do.
        self.rules = Rulebook(self._memory, clock)
        #: The user's tags themselves.
        self.tagbook = Tagbook(self._memory, clock)
        #: What the user wrote on articles.
        self.notes = Notebook(self._memory, clock)
        #: Copies of one piece in several feeds.
        self.stories = Storybook(self._memory, settings)
        #: The publishers' own words.
        self.terms = Termbook(self._memory, clock)
        #: The texts on the articles' own pages.
        reader = PageReader(self._visitor, self.feedbook, self._workers)
        self.texts = FullTexts(self._memory, reader, settings, clock, sites)
        #: The pictures of articles.
        self.pictures = Pictures(self._memory, self._visitor, self.feedbook, self._workers, settings, clock)
        #: What is kept for reading without a network, and what waits for one.
        self.packs = Packer(self._memory, self.texts, self.pictures, self.network, settings, clock)
        #: What is kept and for how long, and what it takes.
        self.keeper = Keeper(database, self._memory, self.packs.tidier, settings, clock)
        #: Where articles were left.
        self.places = placebook.Placebook(self._memory, clock)
        #: How the feeds are, and what mends them.
        self.feed_doctor = FeedDoctor(self._memory, self.sources, self.feedbook, clock)
        #: Files from elsewhere, on the way to a folder.
        self.downloads = Downloads(database, self._visitor, self.feedbook, settings, clock)
        self._closed = False
        self._chore: asyncio.Task[None] | None = None
        self.notices, self.read_only = database.notices, database.read_only

    @classmethod
    async def open(
        cls,
        settings: Settings,
        paths: Paths,
        *,
        clock: Callable[[], datetime] = utc_now,
        environ: Mapping[str, str] = os.environ,
        zone: tzinfo | None = None,
        route: Callable[[], bool] | None = None,
    ) -> "Library":
        """Open the store (creating, migrating or rescuing it) and read what stays in memory.

        ``environ`` is where proxies and authorities are looked up; ``zone`` decides what a
        day is, ``None`` being the system's; ``route`` tells of a network, in place of the system.
        """
        make_folders(paths)
        database = Database(paths.store_file, paths.backup_dir)
        await database.open(clock())
        library = cls(settings, database, clock, environ, zone, SiteRules(paths.sites_file), route)
        try:
            await library._begin()
        except BaseException:
            await database.close()
            raise
        return library

    async def _begin(self) -> None:
        await self._memory.load()
        if self.read_only:
            return
        await manual.ensure(self._memory, self._workers, self._clock())
        # What a refresh that was killed has left over.
        self._chore = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        await self._memory.look_back(copies=self._settings.stories)
        await self.feedbook.sweep()

    async def close(self) -> None:
        """Stop what runs, save the index and close the store; once is enough."""
        if self._closed:
            return
        self._closed = True
        if self._chore is not None:
            self._chore.cancel()
            await asyncio.wait([self._chore])
        await self._workers.aclose()
        await self._visitor.aclose()
        await self._memory.save()
        await self._database.close()

    # What is in memory.

    def feeds(self) -> tuple[Feed, ...]:
        """All subscribed feeds, in the order of their titles."""
        return self._memory.feeds

    def categories(self) -> tuple[str, ...]:
        """All category paths, parents included."""
        return self._memory.categories

    def tags(self) -> tuple[str, ...]:
        """All tags that an article has, in alphabetical order."""
        return self._memory.tags

    def definitions(self, kind: DefinitionKind) -> tuple[Definition, ...]:
        """What the user has defined of a kind, in its order."""
        return tuple(one for one in self._memory.definitions if one.kind == kind)

    def saved(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of the feed list."""
        return saved_searches(self._memory.definitions)

    @property
    def searches(self) -> Searches:
        """The same, as what puts them into a query that names them."""
        return self._memory.searches

    @property
    def generation(self) -> int:
        """The store's counter of writes, as far as we have followed it."""
        return self._memory.generation

    # Looking.

    async def select(self, query: Query, seconds: float = FOREVER, *, fold: bool = False) -> "Selection":
        """The articles that match, in order, with their count; with *fold*, copies as one row.

        Patterns are looked for no longer than ``seconds``; ``Selection.left`` says how many
        articles that left out, and the next call with the same query goes on from there.

        Raises:
            QueryTooSlow: a pattern takes too long for a single text.
        """
        return await self._memory.select(query, seconds, fold=fold)

    async def tally(self, query: Query, seconds: float = FOREVER) -> Tally:
        """How many articles match, without the list; a search that is broken is told by its trouble."""
        return await self._memory.tally(query, seconds)

    async def tally_of(self, search: SavedSearch, seconds: float = FOREVER) -> Tally:
        """What a saved search finds, by its name as any query does."""
        return await self._memory.tally(Query(Term("search", "is", (search.name,))), seconds)

    async def first_rows(self, query: Query, *, fold: bool = False) -> list[int] | None:
        """The ids that the list of a query begins with, where they are there much sooner than the rest."""
        return await self._memory.first_rows(query, fold=fold)

    def facets(self, selection: "Selection") -> "Facets":
        """Counts by tag, feed, category and state under a selection's query; quick."""
        return self._memory.facets(selection)

    def next_unread(self, selection: "Selection", start: int, step: int = 1) -> int | None:
        """The first unread place of a selection from ``start`` on, forwards or backwards."""
        return self._memory.next_unread(selection, start, step)

    async def reach(
        self,
        query: Query,
        within: "Within | None" = None,
        wishes: Sequence[Wish] = (),
        *,
        in_order: bool = False,
        seconds: float = FOREVER,
    ) -> "Reach":
        """What a command would touch: the articles of a query, of a list (*within*) or of both.

        *wishes* name no articles; they say which of them would really change. Patterns are
        looked for as :meth:`select` does.
        """
        return await self._memory.reach(query, within, wishes, in_order, seconds)

    def random_unread(self, selection: "Selection", chance: float, but: int = 0) -> int | None:
        """The place of any unread article of a selection except *but*; *chance* (0 to 1) says which."""
        return self._memory.random_unread(selection, chance, but)

    def group_unread(self, selection: "Selection") -> list[int]:
        """How many articles under each heading of a selection are unread now."""
        return self._memory.group_unread(selection)

    async def rows(self, ids: Sequence[int]) -> list[ArticleRow]:
        """What the list shows of these articles, in the order given."""
        return await self._database.read(listing.rows, plain(ids))

    async def articles(self, ids: Sequence[int]) -> list[Article]:
        """These articles whole, in the order given."""
        return await self._database.read(articles.many, plain(ids))

    async def open_article(
        self, article_id: ArticleId, step: Step | None = None, *, whole: bool = False
    ) -> OpenArticle:
        """One article with the document of a step, or of what is wanted (*whole*: however long); no mark."""
        article = await self._database.read(articles.get, article_id)
        opened = await self.texts.opened(article, await self.rules.hits_of(article_id), step, whole=whole)
        return await self.pictures.placed(opened)

    async def save_page(
        self, url: str, tags: Sequence[str] = (), article: Article | None = None
    ) -> SavedPage:
        """Keep any page for later as an article of its own; undo takes it back."""
        return await self.texts.save_page(url, tags, article)

    # Marks.

    async def set_status(
        self, ids: Sequence[ArticleId], name: Status, value: bool, label: str = ""
    ) -> ChangeSet:
        """Mark articles read (with their copies), starred or for later, or take the mark away."""
        meant = (plain(ids), name, value, label, self._clock(), self.stories.along)
        return await self._memory.write(status.set_status, *meant)

    async def add_tag(self, ids: Sequence[ArticleId], tag: str, label: str = "") -> ChangeSet:
        """Put a tag on articles."""
        return await self._memory.write(status.add_tag, plain(ids), tag, label, self._clock())

    async def remove_tag(self, ids: Sequence[ArticleId], tag: str, label: str = "") -> ChangeSet:
        """Take a tag off articles."""
        return await self._memory.write(status.remove_tag, plain(ids), tag, label, self._clock())

    async def change(
        self, ids: Sequence[int], wishes: Sequence[Wish], label: str, deed: int = 0, watch: Watch = None
    ) -> ChangeSet:
        """Do several things to the same articles as one deed, or as more of *deed*: undone as one."""
        meant = (plain(ids), wishes, label, self._clock(), deed, self.stories.along, watch)
        return await self._memory.write(status.change, *meant)

    async def define(self, changes: Sequence[DefinitionChange], label: str) -> ChangeSet:
        """Make, change or remove definitions, as one deed."""
        return await self._memory.write(definitions.define, changes, label, self._clock())

    async def undo(self, watch: Watch = None) -> ChangeSet | None:
        """Take back the last change, all or (where *watch* stops it) nothing; ``None`` when there is none."""
        return await self._memory.write(status.undo, self._clock(), watch)

    async def redo(self, watch: Watch = None) -> ChangeSet | None:
        """Do again what was undone last, in the same way; ``None`` when there is nothing."""
        return await self._memory.write(status.redo, self._clock(), watch)

    # Feeds.

    async def find_feeds(self, address: str, tell: Tell | None = None) -> tuple[FoundFeed, ...]:
        """The feeds that an address or its short form leads to; ``tell`` hears how far the search is."""
        here = await self.sources.find(address, self.feeds())
        return here or await Finder(self._visitor, self._workers, self.feeds(), tell).find(address)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> ChangeSet:
        """Subscribe; those subscribed stay as they are, a password in an address is kept elsewhere."""
        return await self.feedbook.subscribe(self.sources.checked(subscriptions))

    async def unsubscribe(self, feed_id: FeedId) -> ChangeSet:
        """Unsubscribe; undo brings the feed back with all its articles."""
        return await self._memory.write(feeds.unsubscribe, feed_id, self._clock())

    def refresh(
        self, feed_ids: Sequence[FeedId] | None = None, *, force: bool = False, gently: bool = False
    ) -> AsyncGenerator[RefreshEvent]:
        """Fetch feeds, all by default; iterate under ``contextlib.aclosing``.

        Feeds not yet due or gone for good are left out, unless named or forced; *gently* lets keys go first.
        """
        refresher = Refresher(
            self._memory, self.sources, self.feedbook, self._workers, self._settings, self._clock
        )
        hooking = Hooking(self._memory, self._settings, self._environ, self._clock)
        return told(refresher.run(feed_ids, force=force, gently=gently), self._environ, hooking)

    # In and out, and care.

    async def import_opml(self, data: bytes) -> ImportReport:
        """Subscribe to the feeds of an OPML file, all or none."""
        return await transfer.import_opml(self._memory, self.feedbook, data)

    async def bring(
        self,
        found: "Belongings",
        cache: Path | None,
        label: str,
        *,
        progress: "Progress",
        dry_run: bool = False,
    ) -> "BringReport":
        """Bring along what was found of another reader, with the articles in its cache: all or nothing."""
        from tui.service.bringing import Bringer

        bringer = Bringer(self._memory, self._workers, self._database.path.parent, progress)
        return await bringer.bring(found, cache, label, self._clock(), dry_run=dry_run)

    def export_opml(self) -> bytes:
        """All feeds as an OPML file."""
        return transfer.export_opml(self.feeds(), self._clock(), self.sources.pages.all())

    async def catch_up(self) -> ChangeSet | None:
        """What another process wrote since; ``None`` when nothing."""
        return await self._memory.catch_up()

    async def doctor(self, repair: bool = False) -> tuple[Finding, ...]:
        """Examine the store and the feeds, and mend what can be mended."""
        return await doctoring.examine(self._database, self._memory, repair, self._clock())

    async def backup(self) -> None:
        """Make today's backup of the store, and let go of the oldest."""
        await doctoring.back_up(self._database, self._settings.backups, self._clock())
