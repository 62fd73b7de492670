"""What went wrong, in one plain sentence or two: what happened, and what to do.

Only our own words, numbers and the host's ASCII name are in them: nothing a server sent,
and no name or password.
"""

from datetime import timedelta
from typing import NamedTuple

import pycurl

from tui.model.amounts import amount_words
from tui.model.fetching import FailureKind
from tui.net.answer import Fault

__all__ = [
    "Problem",
    "asked_to_wait",
    "bad_address",
    "bad_redirect",
    "body_fault",
    "circle",
    "not_asked",
    "offline",
    "proxy_failed",
    "status_problem",
    "too_many_redirects",
    "transfer_problem",
    "unasked_304",
]

_AGAIN = "It will be tried again."


class Problem(NamedTuple):
    """Why there is no usable answer."""

    kind: FailureKind
    sentence: str


def bad_address() -> Problem:
    """The text is not an address at all."""
    return Problem(
        FailureKind.ADDRESS,
        "This is not a web address. It must begin with http:// or https:// and name a server.",
    )


def not_asked(host: str, address: str) -> Problem:
    """The guard refused to connect."""
    what = f"{host} is" if address in ("", host) else f"{host} leads to {address}, which is"
    return Problem(
        FailureKind.ADDRESS,
        f"{what} inside a private network, so it was not asked. "
        "If it is yours, subscribe to that address itself.",
    )


def offline() -> Problem:
    """There is no network."""
    return Problem(FailureKind.OFFLINE, f"There is no network connection. {_AGAIN}")


def too_many_redirects(host: str, most: int) -> Problem:
    """The chain is longer than allowed."""
    times = "once" if most == 1 else f"{most} times"
    return Problem(
        FailureKind.REDIRECTS,
        f"{host} passes us on more than {times}. Open the address in a browser to see where it ends.",
    )


def circle(host: str) -> Problem:
    """The chain comes back to where it was."""
    return Problem(
        FailureKind.REDIRECTS, f"{host} passes us on in a circle. Look for the feed's address on its site."
    )


def bad_redirect(host: str) -> Problem:
    """The chain leaves the web."""
    return Problem(
        FailureKind.REDIRECTS,
        f"{host} passes us on to something that is not a web address. "
        "Look for the feed's address on its site.",
    )


def unasked_304(host: str) -> Problem:
    """304 although nothing is known yet."""
    return Problem(
        FailureKind.STATUS, f"{host} says that nothing has changed, but nothing was fetched before. {_AGAIN}"
    )


def body_fault(fault: Fault, host: str, max_bytes: int) -> Problem:
    """The body is not usable."""
    if fault is Fault.TOO_LARGE:
        return Problem(
            FailureKind.TOO_LARGE,
            f"The answer of {host} is larger than {amount_words(max_bytes)}, too large for a feed. "
            "Check that this is the feed's address.",
        )
    if fault is Fault.UNREADABLE:
        return Problem(
            FailureKind.STATUS, f"{host} sent its answer packed in a way that was not asked for. {_AGAIN}"
        )
    how = "broke off before its end" if fault is Fault.CUT_SHORT else "arrived damaged"
    return Problem(FailureKind.TRUNCATED, f"The answer of {host} {how}. {_AGAIN}")


def status_problem(status: int, host: str, *, with_password: bool) -> Problem:
    """A status that brings no feed."""
    if status == 401:
        kind, text = FailureKind.UNAUTHORIZED, _PASSWORD_REFUSED if with_password else _PASSWORD_WANTED
    elif status in _BY_STATUS:
        kind, text = _BY_STATUS[status]
    elif status >= 500:
        kind, text = FailureKind.SERVER, "The server at {host} is in trouble ({status}). {again}"
    else:
        kind, text = (
            FailureKind.STATUS,
            "{host} gave no feed but the answer {status}. Open the address in a browser to see why.",
        )
    return Problem(kind, text.format(host=host, status=status, again=_AGAIN))


_PASSWORD_REFUSED = (
    "{host} did not accept the name and password, or the token (401). "
    "Correct them in the feed's settings: F, then Ctrl+N."
)
_PASSWORD_WANTED = (
    "{host} asks for a name and a password (401). "
    "Give them in the feed's settings: F, then Ctrl+N; in a shell: broadsheet feed set."
)

_BY_STATUS: dict[int, tuple[FailureKind, str]] = {
    206: (FailureKind.TRUNCATED, "{host} sent only a part of the feed. {again}"),
    403: (
        FailureKind.UNAUTHORIZED,
        "{host} does not let us read this feed (403). Open the address in a browser to see why.",
    ),
    404: (
        FailureKind.NOT_FOUND,
        "{host} has nothing at this address (404). The feed may have moved: look on its site.",
    ),
    407: (
        FailureKind.UNAUTHORIZED,
        "The proxy on the way to {host} asks for a name and a password (407). "
        "Write them into the proxy's address.",
    ),
    410: (
        FailureKind.GONE,
        "{host} says that this feed is gone for good (410). It is left alone until you refresh it yourself.",
    ),
}


def asked_to_wait(host: str, wait: timedelta | None) -> Problem:
    """429, or 503 with Retry-After: the server wants fewer visits; ``wait`` if it said how long."""
    when = f"for {_span(wait)}" if wait else "for a while"
    return Problem(
        FailureKind.THROTTLED, f"{host} asks not to be visited {when}. It will be tried again then."
    )


def _span(length: timedelta) -> str:
    seconds = max(1, round(length.total_seconds()))
    for unit, size in (("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return _counted(round(seconds / size), unit)
    return _counted(seconds, "second")


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


def proxy_failed(host: str, *, own: bool = False) -> Problem:
    """The proxy would not pass us on, or is not there; ``own``: it is set for this feed."""
    whose = "the feed's settings: F, then Ctrl+N" if own else "the proxy settings of this computer"
    return Problem(
        FailureKind.CONNECT, f"The proxy on the way to {host} does not let us through. Check {whose}."
    )


def transfer_problem(code: int, host: str, *, seconds: float, begun: bool) -> Problem:
    """An error of libcurl. ``seconds`` is the limit that applied; ``begun``: something had arrived."""
    if code == pycurl.E_OPERATION_TIMEDOUT:
        limit = _counted(round(seconds, 1), "second")
        text = "was still sending after" if begun else "did not answer within"
        return Problem(FailureKind.TIMEOUT, f"The server at {host} {text} {limit}. {_AGAIN}")
    if code == pycurl.E_OK or (begun and code in _BREAKS):  # libcurl lets headers break off
        return body_fault(Fault.CUT_SHORT, host, 0)
    kind, text = _BY_CODE.get(code, _OTHERWISE)
    return Problem(kind, text.format(host=host, again=_AGAIN))


_BREAKS = frozenset({
    pycurl.E_RECV_ERROR,
    pycurl.E_PARTIAL_FILE,
    pycurl.E_GOT_NOTHING,
    pycurl.E_HTTP2,
    92,  # CURLE_HTTP2_STREAM, which pycurl does not name
})  # fmt: skip

_OTHERWISE = (FailureKind.CONNECT, "The exchange with {host} failed. {again}")

_NONSENSE = "The answer of {host} makes no sense. {again}"

_BY_CODE: dict[int, tuple[FailureKind, str]] = {
    pycurl.E_COULDNT_RESOLVE_HOST: (
        FailureKind.DNS,
        "No server named {host} was found. Check the spelling of the address.",
    ),
    pycurl.E_COULDNT_CONNECT: (FailureKind.CONNECT, "The server at {host} cannot be reached. {again}"),
    pycurl.E_GOT_NOTHING: (FailureKind.CONNECT, "The server at {host} hung up without an answer. {again}"),
    pycurl.E_RECV_ERROR: (FailureKind.CONNECT, "The server at {host} hung up without an answer. {again}"),
    pycurl.E_SEND_ERROR: (FailureKind.CONNECT, "The server at {host} hung up without an answer. {again}"),
    pycurl.E_PARTIAL_FILE: (FailureKind.TRUNCATED, "The answer of {host} broke off before its end. {again}"),
    pycurl.E_UNSUPPORTED_PROTOCOL: (
        FailureKind.CONNECT,
        "What answers at {host} is not a web server. Check the spelling of the address.",
    ),
    pycurl.E_FTP_WEIRD_SERVER_REPLY: (FailureKind.CONNECT, _NONSENSE),  # also for HTTP, despite its name
    pycurl.E_BAD_CONTENT_ENCODING: (FailureKind.CONNECT, _NONSENSE),
    pycurl.E_PEER_FAILED_VERIFICATION: (
        FailureKind.TLS,
        "{host} could not prove that it is {host}, so nothing was fetched. "
        "Its certificate may have run out; a browser can tell more.",
    ),
    pycurl.E_SSL_CONNECT_ERROR: (FailureKind.TLS, "No secure connection to {host} came about. {again}"),
    pycurl.E_SSL_CACERT_BADFILE: (
        FailureKind.TLS,
        "The file of trusted certificates cannot be read. Check the variable SSL_CERT_FILE.",
    ),
    100: (  # CURLE_TOO_LARGE, which pycurl does not name
        FailureKind.TOO_LARGE,
        "The headers of {host} are too large. {again}",
    ),
}
