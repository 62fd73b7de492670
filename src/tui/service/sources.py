"""Where a feed's document is had from: its server, its file, or its command.

Files and commands are the user's own doing. Their addresses become feeds in one way only: he
names one himself, and it is looked at first. No list of feeds, no other reader's file, no page
and no server gets there.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tui.config.settings import Settings
from tui.config.toml_file import nearest
from tui.feeds.sites import written_out
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, Subscription
from tui.model.fetching import (
    NO_VALIDATORS,
    FailureKind,
    Fetched,
    FetchFailed,
    FetchResult,
    HostManners,
    Validators,
)
from tui.model.ingest import PreparedFeed
from tui.model.origin import CommandOrigin, FileOrigin, is_local, local_url, origin_of
from tui.model.page_feed import NOTHING
from tui.service.command_feeds import run_feed_command
from tui.service.feedbook import Feedbook
from tui.service.finding import FoundFeed
from tui.service.habits import host_in
from tui.service.local_files import read_feed_file
from tui.service.memory import Memory
from tui.service.page_feeds import PageFeeds
from tui.service.transfer import checked
from tui.service.visiting import Visitor
from tui.service.workers import WorkerPool

__all__ = ["Sources", "place_of", "worded"]

_MEGABYTE = 1_000_000
#: Files are quickly read, commands may be at work for a while.
_MANNERS = {"file:": HostManners("file:", 4), "command:": HostManners("command:", 2)}
_ABSENT = "There is no "
#: What the parsers call whatever they are given.
_THINGS = (("The answer", "The document"), ("The address answers, but not", "It is there, but not"))


def place_of(feed_url: str) -> str:
    """Whose manners are minded: those of a host, of files, or of commands."""
    match origin_of(feed_url):
        case FileOrigin():
            return "file:"
        case CommandOrigin():
            return "command:"
    return host_in(feed_url)


def worded(feed_url: str, sentence: str, *, well_before: bool = False) -> str:
    """What is wrong with a document, as it is said where no server has answered; or of a page."""
    if sentence.startswith(NOTHING):
        before = " any more" if well_before else ""
        return f"{NOTHING}{before}{sentence.removeprefix(NOTHING)} Choose others: F, then Ctrl+G."
    if is_local(feed_url):
        for said, better in _THINGS:
            sentence = sentence.replace(said, better)
    return sentence


class Sources:
    """Gets documents, by whatever way a feed's address says.

    Attributes:
        named: Addresses on this machine that the user has named and that were looked at: the only
            ones that may be subscribed to.
    """

    def __init__(
        self,
        memory: Memory,
        visitor: Visitor,
        feedbook: Feedbook,
        workers: WorkerPool,
        settings: Settings,
        environ: Mapping[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self._visitor, self._feedbook, self._workers = visitor, feedbook, workers
        #: Pages that are feeds.
        self.pages = PageFeeds(memory, self, feedbook, workers, clock)
        self._settings, self._environ = settings, environ
        self._home = environ.get("HOME") or str(Path.home())
        self.named: set[str] = set()

    def manners(self, place: str) -> HostManners:
        """How a place is visited."""
        return _MANNERS.get(place) or self._visitor.manners(place)

    async def fetch(self, feed: Feed) -> FetchResult:
        """The document of a feed, unless it is as at the last visit."""
        if is_local(feed.feed_url):
            answer = await self._fetch_local(feed.feed_url, feed.validators)
            if isinstance(answer, FetchFailed) and answer.sentence.startswith(_ABSENT):
                return replace(answer, sentence=f"{answer.sentence} Put it back, or unsubscribe.")
            return answer
        url, known = feed.feed_url, feed.validators
        particulars = await self._feedbook.particulars(feed)
        as_page = self.pages.selectors(url) is not None
        return await self._visitor.feed(url, known, as_page=as_page, particulars=particulars)

    async def fetch_from(self, feed: Feed, new_url: str) -> FetchResult:
        """The document of a feed of the web from where it may have moved to."""
        particulars = await self._feedbook.for_page(feed.feed_url, new_url)
        as_page = self.pages.selectors(feed.feed_url) is not None
        return await self._visitor.feed(new_url, as_page=as_page, particulars=particulars)

    async def page(self, url: str) -> FetchResult:
        """The page at an address that somebody typed."""
        return await self._visitor.page(url)

    async def prepared(
        self, feed: Feed, answer: Fetched, known: frozenset[bytes] = frozenset()
    ) -> PreparedFeed:
        """The entries of a document; those whose ``raw_hash`` is known are left out.

        Raises:
            FeedError: there are none, or it is no feed.
            WorkerFailed: it took too long or too much memory.
        """
        body, kind = answer.body, answer.content_type
        selectors = self.pages.selectors(feed.feed_url)
        if selectors is None:
            return await self._workers.prepare(body, kind, answer.final_url, known)
        return await self._workers.prepare_page(body, kind, answer.final_url, selectors, known)

    async def find(self, typed: str, subscribed: Iterable[Feed] = ()) -> tuple[FoundFeed, ...]:
        """The feed at a file or command that somebody has typed; none if he means neither."""
        if written_out(typed) != typed.strip():
            return ()  # ``/r/python`` is a short form, not a file
        url = local_url(typed, self._home, _here() or self._home)
        if not url:
            return ()
        answer = await self._fetch_local(url, NO_VALIDATORS)
        if isinstance(answer, FetchFailed):
            return (FoundFeed(url, problem=answer.sentence),)
        assert isinstance(answer, Fetched)
        try:
            seen = await self._workers.inspect(answer.body, "", url)
        except BroadsheetError as error:
            return (FoundFeed(url, problem=worded(url, str(error))),)
        if not seen.is_feed:
            return (FoundFeed(url, problem="It can be read, but it is no feed."),)
        self.named.add(url)
        known = any(feed.feed_url == url for feed in subscribed)
        found = FoundFeed(
            url,
            seen.title,
            seen.newest_titles,
            kind=seen.kind,
            language=seen.language,
            entries=seen.entries,
            known=known,
        )
        return (found,)

    def checked(self, subscriptions: Sequence[Subscription]) -> tuple[Subscription, ...]:
        """The wishes with clean texts.

        Raises:
            BroadsheetError: one of them is neither on the web, nor was it named by the user.
        """
        return checked(subscriptions, self.named)

    async def _fetch_local(self, url: str, validators: Validators) -> FetchResult:
        settings = self._settings
        most = settings.max_feed_megabytes * _MEGABYTE
        match origin_of(url):
            case FileOrigin(path):
                return await read_feed_file(url, path, validators, most, settings.total_timeout)
            case CommandOrigin(name) if name in settings.commands:
                return await run_feed_command(
                    url,
                    settings.commands[name],
                    self._environ,
                    self._home,
                    seconds=settings.command_seconds,
                    most_bytes=most,
                )
            case CommandOrigin(name):
                return FetchFailed(url, FailureKind.COMMAND, _unknown(name, settings.commands))
        return FetchFailed(url, FailureKind.FILE, "It is no file of this machine.")


def _here() -> str:
    """The folder we are in; "" if it is gone."""
    try:
        return os.getcwd()  # noqa: PTH109 (it is a text that is wanted)
    except OSError:
        return ""


def _unknown(name: str, known: Collection[str]) -> str:
    near = nearest(name, [*known])
    return f"{_ABSENT}command “{clean(name, 60)}” under [commands] in config.toml{near}."
