"""From what somebody typed to feeds: the address itself, what its page names, what sites often have."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.fetching import FailureKind, Fetched, FetchFailed
from tui.service.visiting import Visitor, is_private
from tui.service.workers import WorkerPool

__all__ = ["Finder", "FoundFeed", "addresses"]

#: More candidates than that are not looked at.
_MOST = 8
#: Usual places that are tried together.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that could be subscribed to, or the problem why not."""

    feed_url: str
    title: str = ""
    #: Its newest titles, newest first.
    newest: tuple[str, ...] = ()
    #: A sentence; "" when the feed can be read.
    problem: str = ""


def addresses(typed: str) -> tuple[str, ...]:
    """The addresses to try for what was typed: https first when there is no scheme."""
    text = "".join(typed.split())
    if text.lower().startswith("feed:"):
        rest = text[5:]
        text = rest if rest.lower().startswith(("http:", "https:")) else rest.lstrip("/")
    if "://" in text:
        return (text,)
    if not text:
        return ()
    order = ("http", "https") if is_private(f"http://{text}") else ("https", "http")
    return tuple(f"{scheme}://{text}" for scheme in order)


class Finder:
    """Looks for feeds at an address."""

    def __init__(self, visitor: Visitor, workers: WorkerPool) -> None:
        self._visitor, self._workers = visitor, workers

    async def find(self, typed: str) -> tuple[FoundFeed, ...]:
        """The feeds found, best first; or one with the problem that stood in the way."""
        tries = addresses(typed)
        if not tries:
            return ()
        found: tuple[FoundFeed, ...] = ()
        for url in tries:
            found, failed = await self._look(url)
            if failed is None or failed.kind not in (
                FailureKind.CONNECT,
                FailureKind.TLS,
                FailureKind.TIMEOUT,
            ):
                break
        return found

    async def _look(self, url: str) -> tuple[tuple[FoundFeed, ...], FetchFailed | None]:
        answer = await self._visitor.page(url)
        if isinstance(answer, FetchFailed):
            return (FoundFeed(url, problem=answer.sentence),), answer
        if not isinstance(answer, Fetched):
            return (FoundFeed(url, problem="The server answers without any content."),), None
        try:
            result = await self._workers.inspect(answer.body, answer.content_type, answer.final_url)
        except BroadsheetError as error:
            return (FoundFeed(url, problem=str(error)),), None
        is_feed, title, newest, candidates, well_known = result
        if is_feed:
            return (FoundFeed(answer.permanent_url, title, newest),), None
        named = dict(_reachable(candidates, url))
        found = await self._preview(named)
        if not found:
            found = await self._guess([guess for guess in well_known if guess not in named], title)
        if not found:
            host = clean(urlsplit(answer.final_url).hostname or url, 100)
            found = (FoundFeed(url, title, problem=f"No feed was found at {host}."),)
        return found, None

    async def _guess(self, places: Sequence[str], title: str) -> tuple[FoundFeed, ...]:
        """Try usual places, a few at a time, until one holds a feed."""
        for start in range(0, len(places), _AT_ONCE):
            some = dict.fromkeys(places[start : start + _AT_ONCE], title)
            if found := tuple(one for one in await self._preview(some) if not one.problem):
                return found[:1]
        return ()

    async def _preview(self, named: dict[str, str]) -> tuple[FoundFeed, ...]:
        looks = [self._preview_one(url, title) for url, title in list(named.items())[:_MOST]]
        found = await asyncio.gather(*looks)
        return tuple(sorted(found, key=lambda one: bool(one.problem)))

    async def _preview_one(self, url: str, title: str) -> FoundFeed:
        answer = await self._visitor.feed(url)
        if isinstance(answer, FetchFailed):
            return FoundFeed(url, title, problem=answer.sentence)
        if not isinstance(answer, Fetched):
            return FoundFeed(url, title, problem="The server answers without any content.")
        try:
            result = await self._workers.inspect(answer.body, answer.content_type, answer.final_url)
        except BroadsheetError as error:
            return FoundFeed(url, title, problem=str(error))
        if not result[0]:
            return FoundFeed(url, title, problem="This address is a page, not a feed.")
        return FoundFeed(answer.permanent_url, result[1] or title, result[2])


def _reachable(candidates: Sequence[tuple[str, str]], page_url: str) -> list[tuple[str, str]]:
    """A page out on the web must not send us into the user's own network."""
    return [one for one in candidates if is_private(page_url) or not is_private(one[0])]
