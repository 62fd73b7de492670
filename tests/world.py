"""The web on loopback: hosts by their true names, each path of each answered as a test says.

A SOCKS proxy leads every name to one server, which proves with a certificate of its own authority
that it is whom it is asked for.
"""

import ssl
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

from tests.routes import Route, Visit, answer
from tests.server import Server
from tests.socks import Socks

__all__ = ["World", "page"]


def page(html: str | bytes) -> Route:
    """A web page."""
    body = html.encode() if isinstance(html, str) else html
    return answer(body, headers={"Content-Type": "text/html; charset=utf-8"})


class World:
    """Use it as a context manager; ``environ`` leads a library into it."""

    def __init__(self, folder: Path, *hosts: str) -> None:
        authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*hosts).configure_cert(context)
        trusted = folder / "authority.pem"
        authority.cert_pem.write_to_path(trusted)
        self.server = Server(tls=context)
        self.socks = Socks(self.server.port)
        self.environ = {"all_proxy": self.socks.url, "SSL_CERT_FILE": str(trusted), "no_proxy": "127.0.0.1"}
        self._routes: dict[str, Route] = {}

    def on(self, address: str, route: Route) -> str:
        """Answer ``host/path``, with its query if it has one, by ``route``; gives the address."""
        _host, slash, path = address.partition("/")
        self._routes[address] = route
        self.server.on(slash + path, self._by_host)
        return f"https://{address}"

    def asked(self) -> list[str]:
        """What was asked for, in order."""
        return [f"{seen.headers['host']}{seen.path}" for seen in self.server.seen]

    def _by_host(self, visit: Visit) -> None:
        route = self._routes.get(f"{visit.request.headers['host']}{visit.request.path}")
        (route or answer(b"nothing here", status=404))(visit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socks.__exit__(kind, error, trace)
        self.server.close()
