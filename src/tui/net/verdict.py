"""From the last exchange to one of the three answers: pure, all decisions and no effects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tui.model.fetching import FailureKind, Fetched, FetchFailed, FetchRequest, FetchResult, NotModified
from tui.net import sentences
from tui.net.addresses import Address
from tui.net.answer import Answer
from tui.net.caching import fresh_until, freshness, out_of_turns, retry_at, validators
from tui.net.guard import Guard
from tui.net.redirects import Trail

__all__ = ["Hop", "failed", "judge"]


@dataclass(slots=True)
class Hop:
    """One exchange on the way to an answer."""

    address: Address
    answer: Answer
    guard: Guard
    #: Whether it goes to the server that was asked first, which alone gets what is for it.
    at_home: bool = True
    #: The proxy it goes through, "" for none, and what that said to our wish, 0 if nothing.
    proxy: str = ""
    proxy_status: int = 0
    #: libcurl's code; 0 for success.
    code: int = 0
    #: True once the request could be sent.
    connected: bool = False
    #: The limit in seconds that applied in the phase it reached.
    seconds: float = 0.0
    #: Bytes that came over the wire, headers included.
    size: int = 0

    @property
    def answered(self) -> bool:
        """True if the server itself (not only a proxy before it) gave a status."""
        return self.answer.headed and self.connected


def judge(
    request: FetchRequest, trail: Trail, hop: Hop, now: datetime, online: Callable[[], bool]
) -> FetchResult:
    """What the last answer amounts to."""
    answer, host = hop.answer, hop.address.host
    if not hop.answered or (answer.successful and (hop.code or answer.fault)):
        return failed(request, _transfer_problem(request, hop, online), answer)
    if answer.status == 304:
        if not (request.validators.etag or request.validators.last_modified):
            return failed(request, sentences.unasked_304(host), answer)
        kept = validators(answer.headers, request.validators)
        return NotModified(
            url=request.url,
            validators=kept,
            permanent_url=trail.permanent_url,
            fresh_until=fresh_until(answer.headers, now),
            freshness=freshness(answer.headers, now),
        )
    if not answer.successful or answer.status == 206:  # we never ask for a part
        moment = retry_at(answer.headers, now)
        return failed(request, _status_problem(request, hop, moment, now), answer, moment)
    return Fetched(
        url=request.url,
        final_url=hop.address.url,
        permanent_url=trail.permanent_url or request.url,
        status=answer.status,
        body=answer.body,
        headers=answer.headers,
        validators=validators(answer.headers),
        fresh_until=fresh_until(answer.headers, now),
        freshness=freshness(answer.headers, now),
    )


def failed(
    request: FetchRequest, problem: sentences.Problem, answer: Answer, moment: datetime | None = None
) -> FetchFailed:
    """The answer for a problem."""
    return FetchFailed(request.url, problem.kind, problem.sentence, answer.status, moment, answer.headers)


def _with_password(request: FetchRequest, hop: Hop) -> bool:
    return hop.address.has_credentials or bool(hop.at_home and request.particulars.authorization)


def _status_problem(
    request: FetchRequest, hop: Hop, moment: datetime | None, now: datetime
) -> sentences.Problem:
    answer, host = hop.answer, hop.address.host
    limited = answer.status == 403 and out_of_turns(answer.headers)
    if answer.status == 429 or limited or (answer.status == 503 and "retry-after" in answer.headers):
        return sentences.asked_to_wait(host, moment - now if moment else None)
    return sentences.status_problem(answer.status, host, with_password=_with_password(request, hop))


def _transfer_problem(request: FetchRequest, hop: Hop, online: Callable[[], bool]) -> sentences.Problem:
    host, fault = hop.address.host, hop.answer.fault
    if hop.guard.refused and not hop.connected:
        return sentences.not_asked(host, hop.guard.refused)
    if fault is not None:
        return sentences.body_fault(fault, host, request.max_bytes)
    problem = sentences.transfer_problem(hop.code, host, seconds=hop.seconds, begun=hop.answered)
    if problem.kind in (FailureKind.DNS, FailureKind.CONNECT) and not hop.connected:
        if not (hop.guard.allow_private or online()):
            return sentences.offline()
        if hop.proxy:
            return sentences.proxy_failed(host, own=request.particulars.proxy is not None)
    return problem
