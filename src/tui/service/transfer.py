"""Feeds in and out: OPML files, the starter set, and what may be subscribed to at all."""

import asyncio
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from urllib.parse import urlsplit

from tui.model.changes import DefinitionChange
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, Subscription
from tui.model.page_feed import PageSelectors
from tui.model.servers import parted
from tui.service.feedbook import Feedbook
from tui.service.memory import Memory
from tui.service.page_selectors import SelectorError, checked_selectors, defined

__all__ = [
    "ImportReport",
    "checked",
    "cleaned",
    "export_opml",
    "import_opml",
    "is_web",
    "starter_set",
]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import: feeds added, feeds there already, and lines that were no feeds."""

    added: int
    known: int
    problems: tuple[str, ...]


def checked(subscriptions: Sequence[Subscription], named: Container[str]) -> tuple[Subscription, ...]:
    """The wishes with clean texts; files and commands are only those that the user has named himself.

    Raises:
        BroadsheetError: an address is not a web address; nothing may be subscribed then.
    """
    for one in subscriptions:
        if not (is_web(one.feed_url) or one.feed_url in named):
            raise BroadsheetError(f"Not a web address: {clean(one.feed_url, 200) or '(empty)'}")
    return tuple(map(cleaned, subscriptions))


async def import_opml(memory: Memory, feedbook: Feedbook, data: bytes) -> ImportReport:
    """Subscribe to all feeds of a file in one transaction; a password in an address is kept elsewhere.

    Raises:
        CredentialsError: it can be kept nowhere.
        OpmlError: the file cannot be read; nothing was subscribed.
    """
    # Here, because hardly any start reads or writes such a file.
    from tui.feeds import opml

    document = await asyncio.to_thread(opml.read, data)
    wishes = {one.feed_url: cleaned(one) for one in document.subscriptions if is_web(one.feed_url)}
    refused = [one.feed_url for one in document.subscriptions if not is_web(one.feed_url)]
    problems = [*document.problems, *(f"Not a web address: {clean(url, 200)}" for url in refused)]
    before = {feed.feed_url for feed in memory.feeds}
    pages: list[DefinitionChange] = []
    for url, one in [*wishes.items()]:
        if one.page is not None and url not in before:
            try:
                pages += defined(memory.definitions, parted(url)[0], checked_selectors(one.page))
            except SelectorError as error:
                del wishes[url]
                problems.append(f"{clean(url, 200)}: {error}")
    if wishes:
        await feedbook.subscribe(tuple(wishes.values()), pages)
    added = len({feed.feed_url for feed in memory.feeds} - before)
    return ImportReport(added, len(wishes) - added, tuple(problems))


def export_opml(feeds: Sequence[Feed], now: datetime, pages: Mapping[str, PageSelectors]) -> bytes:
    """All feeds that another reader could subscribe to; files and commands mean nothing elsewhere."""
    from tui.feeds import opml

    remote = [feed for feed in feeds if is_web(feed.feed_url)]
    return opml.write("Broadsheet", remote, now, pages)


def starter_set() -> tuple[Subscription, ...]:
    """The bundled first newsstand."""
    from tui.feeds import opml

    return opml.read((files("tui.service") / "bundled" / "starter.opml").read_bytes()).subscriptions


def is_web(url: str) -> bool:
    """Whether something may be fetched from there."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
    except ValueError:
        return False


def cleaned(one: Subscription) -> Subscription:
    """A wish with clean texts."""
    return replace(
        one,
        feed_url=one.feed_url.strip(),
        title=clean(one.title, 300),
        site_url=one.site_url if is_web(one.site_url) else "",
        category=clean(one.category, 300),
        tags=tuple(tag for tag in (clean(tag, 100) for tag in one.tags) if tag),
    )
