"""From what somebody typed to feeds: what is known of the site, what its page names, usual places."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tui.feeds.sites import Lead, lead_of, written_out
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.model.feed import Feed
from tui.model.fetching import FailureKind, Fetched, FetchFailed
from tui.model.finding import Candidate, FoundFeed, Inspection, Looking
from tui.service.found_words import trouble_of
from tui.service.twins import address_key
from tui.service.visiting import Visitor, is_private
from tui.service.workers import WorkerPool

__all__ = ["Finder", "FoundFeed", "Looking", "Tell", "addresses"]

Tell = Callable[[Looking], None]

#: More candidates than that are not looked at.
_MOST = 12
#: Usual places that are tried together.
_AT_ONCE = 4
_DAY = 86_400.0
#: Where another way to the same place is worth a try.
_NO_WAY = (FailureKind.CONNECT, FailureKind.TLS, FailureKind.TIMEOUT)
#: Schemes that stand for the web's own, for programs that take feeds.
_FEED_SCHEMES = ("feed:", "podcast:", "itpc:", "pcast:", "rss:")
#: The status of who wants to know who asks.
_LOCKED = 401
_NO_CONTENT = "The server answers without any content."
_NO_ADDRESS = (
    "That is no address. Type that of a feed or of a page, such as example.org; "
    "r/python, youtube.com/@name and @name@mastodon.social are understood too."
)


def addresses(typed: str) -> tuple[str, ...]:
    """The addresses to try for what was typed: https first when there is no scheme."""
    text = "".join(typed.split())
    for scheme in _FEED_SCHEMES:
        if text.lower().startswith(scheme):
            rest = text[len(scheme) :]
            text = rest if rest.lower().startswith(("http:", "https:")) else rest.lstrip("/")
    if "://" in text:
        return (text,)
    if not text:
        return ()
    order = ("http", "https") if is_private(f"http://{text}") else ("https", "http")
    return tuple(f"{scheme}://{text}" for scheme in order)


def trouble_with(typed: str) -> str:
    """Why something that was typed leads nowhere, without asking anybody; "" if it may lead somewhere."""
    words = typed.split()
    if len(words) > 1 and not any(sign in typed for sign in "./:"):
        return _NO_ADDRESS
    if len(words) == 1 and words[0].startswith("@"):
        name = clean(words[0], 60)
        return f"Where is {name}? Type youtube.com/{name}, or its server too, such as {name}@mastodon.social."
    return ""


class Finder:
    """Looks for feeds at an address.

    Args:
        subscribed: the feeds that are there already.
        tell: is told how far the search is.
    """

    def __init__(
        self, visitor: Visitor, workers: WorkerPool, subscribed: Iterable[Feed] = (), tell: Tell | None = None
    ) -> None:
        self._visitor, self._workers = visitor, workers
        self._known = {address_key(feed.feed_url) for feed in subscribed}
        self._tell = tell or (lambda _: None)

    async def find(self, typed: str) -> tuple[FoundFeed, ...]:
        """The feeds found, best first; or one with the problem that stood in the way."""
        written = written_out(typed)
        if trouble := trouble_with(written):
            return (FoundFeed(written.strip(), problem=trouble),)
        found: tuple[FoundFeed, ...] = ()
        for url in addresses(written):
            found, failed = await self._look(url)
            if failed is None or failed.kind not in _NO_WAY:
                break
        return found

    async def _look(self, url: str) -> tuple[tuple[FoundFeed, ...], FetchFailed | None]:
        """Ask for the feeds that the site is known to have, else read the page."""
        lead = lead_of(url)
        offered: tuple[FoundFeed, ...] = ()
        if lead is not None and lead.offers:
            offered = await self._preview(_offers(lead))
            if _sound(offered):
                return offered, None
        self._tell(Looking(f"Looking at {_host(url)}"))
        answer = await self._visitor.page(lead.page if lead is not None and lead.page else url)
        if not isinstance(answer, Fetched):
            failed = answer if isinstance(answer, FetchFailed) else None
            if failed is not None and failed.status == _LOCKED:
                return offered or (self._locked(url),), None
            problem = trouble_of(failed, url) if failed is not None else _NO_CONTENT
            if failed is not None and failed.status and lead is not None and lead.hint:
                problem = _nothing_at(url, lead)
            return offered or (FoundFeed(url, problem=problem),), failed
        try:
            seen = await self._workers.inspect(answer.body, answer.content_type, answer.final_url)
        except BroadsheetError as error:
            return (FoundFeed(url, problem=str(error)),), None
        if seen.is_feed:
            return (self._found(Candidate(url), answer, seen),), None
        at_home = is_private(url) and is_private(answer.final_url)
        return await self._at_page(seen, url, lead, at_home=at_home) or offered, None

    async def _at_page(
        self, seen: Inspection, url: str, lead: Lead | None, *, at_home: bool
    ) -> tuple[FoundFeed, ...]:
        """What a page names, what stands behind it, and where its site may have a feed all the same."""
        named = _merged(_behind(seen), (Candidate(*one) for one in seen.candidates))
        found = await self._preview(_reachable(named, at_home=at_home))
        if not found and lead is None:
            guessed = lead_of(url, named=False)
            places = _offers(guessed) if guessed is not None else []
            places += [Candidate(place, seen.title) for place in seen.well_known]
            found = await self._guess(_reachable(_merged(places), at_home=at_home))
        if not found:
            found = (FoundFeed(url, seen.title, problem=_nothing_at(url, lead), is_page=True),)
        return found

    async def _guess(self, places: Sequence[Candidate]) -> tuple[FoundFeed, ...]:
        """Try usual places, a few at a time, until one holds a feed."""
        for start in range(0, len(places), _AT_ONCE):
            self._tell(Looking(f"Trying the usual places, {start + 1} of {len(places)}"))
            some = await asyncio.gather(*map(self._preview_one, places[start : start + _AT_ONCE]))
            if found := _sound(some):
                return found[:1]
        return ()

    async def _preview(self, named: Sequence[Candidate]) -> tuple[FoundFeed, ...]:
        """Look at each; those that can be read first, and none twice."""
        named = named[:_MOST]
        done: dict[int, FoundFeed] = {}

        async def one(place: int, candidate: Candidate) -> None:
            done[place] = await self._preview_one(candidate)
            so_far = tuple(done[number] for number in sorted(done))
            self._tell(Looking(f"Looking at {_feeds(len(named))}, {len(done)} done", _distinct(so_far)))

        if named:
            self._tell(Looking(f"Looking at {_feeds(len(named))}"))
        async with asyncio.TaskGroup() as group:
            for place, candidate in enumerate(named):
                group.create_task(one(place, candidate))
        return _distinct(done[place] for place in range(len(named)))

    async def _preview_one(self, candidate: Candidate) -> FoundFeed:
        answer = await self._visitor.feed(candidate.feed_url, hasty=True)
        if isinstance(answer, FetchFailed):
            return self._found(candidate, problem=trouble_of(answer, candidate.feed_url))
        if not isinstance(answer, Fetched):
            return self._found(candidate, problem=_NO_CONTENT)
        try:
            seen = await self._workers.inspect(answer.body, answer.content_type, answer.final_url)
        except BroadsheetError as error:
            return self._found(candidate, problem=str(error))
        if not seen.is_feed:
            return self._found(candidate, problem="This address is a page, not a feed.")
        return self._found(candidate, answer, seen)

    def _locked(self, url: str) -> FoundFeed:
        """What cannot be looked at without a password; the user knows whether it is a feed."""
        known = address_key(url) in self._known
        return FoundFeed(url, _host(url), kind="asks for a password", known=known, is_locked=True)

    def _found(
        self,
        candidate: Candidate,
        answer: Fetched | None = None,
        seen: Inspection | None = None,
        problem: str = "",
    ) -> FoundFeed:
        url = answer.permanent_url if answer is not None else candidate.feed_url
        seen = seen or Inspection(False)
        return FoundFeed(
            url,
            seen.title or candidate.title,
            seen.newest_titles,
            problem,
            name=candidate.name,
            kind=seen.kind,
            language=seen.language,
            entries=seen.entries,
            newest_at=_moment(seen.newest),
            per_day=_per_day(seen),
            known=address_key(url) in self._known,
        )


def _nothing_at(url: str, lead: Lead | None) -> str:
    return f"No feed was found at {_host(url)}. {lead.hint if lead is not None else ''}".strip()


def _offers(lead: Lead) -> list[Candidate]:
    return [Candidate(offer.feed_url, name=offer.name) for offer in lead.offers]


def _behind(seen: Inspection) -> list[Candidate]:
    """The feeds of what stands behind a page; that may be a feed itself."""
    if not seen.leads_to:
        return []
    lead = lead_of(seen.leads_to)
    return _offers(lead) if lead is not None and lead.offers else [Candidate(seen.leads_to, seen.title)]


def _merged(*several: Iterable[Candidate]) -> list[Candidate]:
    """Each address once; who comes first gives the name."""
    merged: dict[str, Candidate] = {}
    for candidates in several:
        for one in candidates:
            merged.setdefault(one.feed_url, one)
    return list(merged.values())


def _reachable(candidates: Sequence[Candidate], *, at_home: bool) -> list[Candidate]:
    """A page out on the web must not send us into the user's own network."""
    return [one for one in candidates if at_home or not is_private(one.feed_url)]


def _sound(found: Iterable[FoundFeed]) -> tuple[FoundFeed, ...]:
    return tuple(one for one in found if not one.problem)


def _distinct(found: Iterable[FoundFeed]) -> tuple[FoundFeed, ...]:
    """One for each address that they have in the end, those with a problem last; who repeats one says so."""
    by_url: dict[str, FoundFeed] = {}
    first: dict[tuple[str, ...], str] = {}
    for one in sorted(found, key=lambda one: bool(one.problem)):
        # A single title may be the same by chance.
        same = first.setdefault(one.newest, one.feed_url) if len(one.newest) > 1 else one.feed_url
        by_url.setdefault(one.feed_url, replace(one, same_as="" if same == one.feed_url else same))
    return tuple(by_url.values())


def _per_day(seen: Inspection) -> float | None:
    """How many appear a day, by the span that the document covers."""
    if seen.newest is None or seen.oldest is None or seen.entries < 2:
        return None
    return (seen.entries - 1) / max((seen.newest - seen.oldest) / _DAY, 1.0)


def _moment(seconds: float | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _host(url: str) -> str:
    try:
        return clean(urlsplit(url).hostname or url, 100)
    except ValueError:
        return clean(url, 100)


def _feeds(number: int) -> str:
    return f"{number} feed{'' if number == 1 else 's'}"
