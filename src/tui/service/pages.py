"""Pages of the web read for the article on them: fetched politely, page after page, extracted in a worker.

Nothing is stored here. Whatever goes wrong comes back as a sentence, never as an exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tui.model.clean import clean
from tui.model.extraction import NO_RULE, ExtractedPage, KnownFacts, PageFacts, SiteRule
from tui.model.fetching import FailureKind, Fetched, FetchFailed
from tui.model.ids import SafeHtml
from tui.query import rewriting
from tui.service.feedbook import Feedbook
from tui.service.visiting import Visitor
from tui.service.workers import WorkerFailed, WorkerPool

__all__ = ["MOST_PAGES", "FoundPage", "PageReader", "page_of"]

#: So many pages of one article are read.
MOST_PAGES = 10
_NO_FACTS = KnownFacts()

_NO_ADDRESS = "This article has no address on the web."
#: What a fetch that failed means for somebody who wants to read one page.
_TROUBLES: dict[FailureKind, str] = {
    FailureKind.ADDRESS: "The address leads into a private network or to no web page, so it was not asked.",
    FailureKind.DNS: "No server named {host} was found.",
    FailureKind.OFFLINE: "There is no network connection.",
    FailureKind.CONNECT: "The server at {host} cannot be reached.",
    FailureKind.TLS: "No secure connection to {host} came about.",
    FailureKind.TIMEOUT: "The server at {host} took too long.",
    FailureKind.TRUNCATED: "The page of {host} broke off before its end.",
    FailureKind.TOO_LARGE: "The page of {host} is too large to be read.",
    FailureKind.REDIRECTS: "{host} passes us on without arriving at a page.",
    FailureKind.UNAUTHORIZED: "{host} lets nobody read the page without a login or a browser ({status}).",
    FailureKind.NOT_FOUND: "{host} has no such page any more ({status}).",
    FailureKind.GONE: "{host} has no such page any more ({status}).",
    FailureKind.THROTTLED: "{host} asks not to be visited for a while.",
    FailureKind.SERVER: "The server at {host} is in trouble ({status}).",
}
_OTHERWISE = "{host} gave no page but the answer {status}."


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What was found at an address, or its ``trouble``."""

    #: Where the (first) page was, after redirects.
    url: str
    page: ExtractedPage
    #: There was no network to ask over, which says nothing about the page.
    offline: bool = False

    @property
    def trouble(self) -> str:
        """Why there is no article; "" where there is one."""
        return self.page.trouble


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is the same for all pages of an article."""

    known: KnownFacts
    rule: SiteRule
    private: bool
    hasty: bool
    feed_url: str


class PageReader:
    """Fetches pages and finds the article on them."""

    def __init__(self, visitor: Visitor, feedbook: Feedbook, workers: WorkerPool) -> None:
        self._visitor, self._feedbook, self._workers = visitor, feedbook, workers

    async def read(
        self,
        url: str,
        known: KnownFacts = _NO_FACTS,
        rule: SiteRule = NO_RULE,
        *,
        private: bool = False,
        hasty: bool = True,
        feed_url: str = "",
    ) -> FoundPage:
        """The article at an address, with all its further pages on the same host.

        ``private`` says that the user himself reaches into his own network there, ``hasty``
        that he waits; ``feed_url`` is the feed that has led there.
        """
        reading = _Reading(known, rule, private, hasty, feed_url)
        address = page_of(url, rule)
        if not address:
            return FoundPage(url, _nothing(_NO_ADDRESS))
        first = await self._one(address, reading)
        if first.trouble:
            return first
        pages, seen, last = [first.page], {address, first.url}, first
        while len(pages) < MOST_PAGES and (following := last.page.next_url):
            if following in seen or not _same_host(following, first.url):
                break
            seen.add(following)
            last = await self._one(following, reading)
            if last.trouble:
                # Better a part than nothing; the link to the rest is in the browser.
                break
            pages.append(last.page)
        return replace(first, page=_joined(pages))

    async def _one(self, url: str, reading: "_Reading") -> FoundPage:
        particulars = await self._feedbook.for_page(reading.feed_url, url)
        answer = await self._visitor.article_page(
            url, private=reading.private, hasty=reading.hasty, particulars=particulars
        )
        if isinstance(answer, FetchFailed):
            offline = answer.kind is FailureKind.OFFLINE
            return FoundPage(url, _nothing(_trouble(answer)), offline)
        if not isinstance(answer, Fetched):
            return FoundPage(url, _nothing("The server answers without any content."))
        try:
            page = await self._workers.extract(
                answer.body, answer.content_type, answer.final_url, reading.known, reading.rule
            )
        except WorkerFailed as error:
            page = _nothing(str(error))
        return FoundPage(answer.final_url, page)


def page_of(url: str, rule: SiteRule) -> str:
    """The address to fetch for an article's address; "" if there is nothing to fetch."""
    address = rewriting.rewritten(url, rule.rewrite) if rule.rewrite else url
    return address if address.startswith(("http://", "https://")) else ""


def _joined(pages: Sequence[ExtractedPage]) -> ExtractedPage:
    if len(pages) == 1:
        return pages[0]
    from tui.content import words_and_minutes

    text = "\n".join(page.text for page in pages)
    words, minutes = words_and_minutes(text)
    html = SafeHtml("\n".join(page.html for page in pages))
    return replace(pages[0], html=html, text=text, words=words, minutes=minutes, next_url="")


def _nothing(trouble: str) -> ExtractedPage:
    return ExtractedPage(SafeHtml(""), "", 0, 0, PageFacts(), trouble)


def _trouble(failed: FetchFailed) -> str:
    sentence = _TROUBLES.get(failed.kind, _OTHERWISE)
    return sentence.format(host=_host(failed.url), status=failed.status)


def _host(url: str) -> str:
    try:
        return clean(urlsplit(url).hostname or url, 100)
    except ValueError:
        return "the server"


def _same_host(url: str, other: str) -> bool:
    try:
        return urlsplit(url).hostname == urlsplit(other).hostname
    except ValueError:
        return False
