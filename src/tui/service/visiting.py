"""One polite visit to an address: settings become a request, the client starts at first need."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui import __version__
from tui.config.settings import Settings
from tui.model.downloading import Downloaded, DownloadRequest, RangeRefused
from tui.model.fetching import (
    NO_PARTICULARS,
    NO_VALIDATORS,
    FailureKind,
    FetchFailed,
    FetchRequest,
    FetchResult,
    HostManners,
    Particulars,
    Validators,
)
from tui.service.habits import host_in, manners_of
from tui.service.network import Network

if TYPE_CHECKING:
    from tui.net import Client
    from tui.net.flow import Sink

__all__ = ["Visitor", "is_private"]

_FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)
_PAGES = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, */*;q=0.8"
_ARTICLES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_PICTURES = "image/avif, image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5, */*;q=0.1"
_MEGABYTE = 1_000_000
_MOST_DOWNLOADS = 4
_STAYING = "You are staying offline, so it was not asked."
_LOCAL_ENDINGS = (".localhost", ".local", ".lan", ".home.arpa", ".internal")


class Visitor:
    """Fetches feeds and pages with the user's limits."""

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str],
        clock: Callable[[], datetime],
        network: Network | None = None,
    ) -> None:
        self._settings, self._environ, self._clock = settings, environ, clock
        #: What visits tell of the network.
        self.network = network or Network()
        self._client: Client | None = None
        self._user_agent = settings.user_agent or honest_name(settings.contact)
        self._downloads: Client | None = None

    async def feed(
        self,
        url: str,
        validators: Validators = NO_VALIDATORS,
        *,
        hasty: bool = False,
        as_page: bool = False,
        particulars: Particulars | FetchFailed = NO_PARTICULARS,
    ) -> FetchResult:
        """Fetch a feed, unless it is as the validators say; ``hasty`` if somebody waits for it.

        ``as_page`` asks for the page itself, of which some servers have a feed at the same address.
        Where there is a reason in place of ``particulars``, that is the answer.
        """
        accept = _PAGES if as_page else _FEEDS
        return await self._fetch(url, accept, validators, hasty=hasty, particulars=particulars)

    async def page(self, url: str) -> FetchResult:
        """Fetch whatever is at an address that somebody typed."""
        return await self._fetch(url, _PAGES, NO_VALIDATORS, hasty=True)

    async def article_page(
        self,
        url: str,
        *,
        private: bool,
        hasty: bool = True,
        particulars: Particulars | FetchFailed = NO_PARTICULARS,
    ) -> FetchResult:
        """Fetch the page of an article; into the user's own network only where he is at home there.

        Most such addresses are a publisher's words: only ``private`` lets one lead inside.
        ``hasty`` is for a page that somebody waits for.
        """
        return await self._fetch(
            url, _ARTICLES, NO_VALIDATORS, private=private, hasty=hasty, particulars=particulars
        )

    async def picture(
        self,
        url: str,
        *,
        most_bytes: int,
        private: bool,
        particulars: Particulars | FetchFailed = NO_PARTICULARS,
    ) -> FetchResult:
        """Fetch a picture; into the user's own network only where its feed is at home there."""
        return await self._fetch(
            url,
            _PICTURES,
            NO_VALIDATORS,
            private=private,
            most_bytes=most_bytes,
            hasty=True,
            particulars=particulars,
        )

    def manners(self, host: str) -> HostManners:
        """How a host is visited; the user's own machines need no pause between two requests."""
        settings = self._settings
        gap = 0.0 if is_private_host(host) else settings.host_gap
        return manners_of(host, settings.per_host, gap)

    async def download(
        self, request: DownloadRequest, sink: "Sink"
    ) -> Downloaded | RangeRefused | FetchFailed:
        """Fetch a file to *sink*; downloads have connections of their own, so that none waits for them.

        Raises:
            OSError: the sink could not take it.
        """
        if self.network.stay_offline:
            return FetchFailed(request.url, FailureKind.OFFLINE, _STAYING)
        if self._downloads is None:
            self._downloads = self._new_client(_MOST_DOWNLOADS)
        settings = self._settings
        result = await self._downloads.download(
            replace(
                request,
                user_agent=request.particulars.user_agent or self._user_agent,
                max_bytes=settings.max_download_megabytes * _MEGABYTE,
                connect_timeout=settings.connect_timeout,
                stall_timeout=settings.total_timeout,
            ),
            sink,
        )
        if isinstance(result, FetchFailed):
            self.network.noted(result)
        return result

    async def aclose(self) -> None:
        """Close all connections."""
        clients = [one for one in (self._client, self._downloads) if one is not None]
        self._client = self._downloads = None
        for client in clients:
            await client.aclose()

    def _new_client(self, most: int) -> "Client":
        from tui.net import Client

        return Client(
            max_connections=most,
            manners=self.manners,
            environ=self._environ,
            clock=self._clock,
            online=self.network.route_exists,
        )

    async def _fetch(
        self,
        url: str,
        accept: str,
        validators: Validators,
        *,
        private: bool = True,
        most_bytes: int | None = None,
        hasty: bool = False,
        particulars: Particulars | FetchFailed = NO_PARTICULARS,
    ) -> FetchResult:
        settings = self._settings
        if self.network.stay_offline:
            return FetchFailed(url, FailureKind.OFFLINE, _STAYING)
        if isinstance(particulars, FetchFailed):
            return particulars
        if self._client is None:
            self._client = self._new_client(settings.max_connections)
        request = FetchRequest(
            url=url,
            validators=validators,
            accept=accept,
            user_agent=particulars.user_agent or self._user_agent,
            max_bytes=most_bytes or settings.max_feed_megabytes * _MEGABYTE,
            connect_timeout=settings.connect_timeout,
            total_timeout=settings.total_timeout,
            # An address that says "private" itself was typed or imported by the user: no
            # redirect and no link of a publisher's can bring one in.
            allow_private=private and is_private(url),
            hasty=hasty,
            particulars=particulars,
        )
        result = await self._client.fetch(request)
        self.network.noted(result)
        return result


def honest_name(contact: str) -> str:
    """The User-Agent: what we are, in which version, and whom to write to if the user says so."""
    name = f"Broadsheet/{__version__}"
    return f"{name} (+{contact.strip()})" if contact.strip() else name


def is_private(url: str) -> bool:
    """Whether an address names, by itself, a host of the user's own network."""
    return is_private_host(host_in(url))


def is_private_host(host: str) -> bool:
    """The same for the host alone."""
    if not host:
        return False
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
