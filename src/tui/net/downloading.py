"""What is different about a download: no end but its own, parts of files, words of its own."""

from collections.abc import Callable
from datetime import datetime

import pycurl

from tui.model.downloading import Downloaded, DownloadRequest, RangeRefused
from tui.model.fetching import FailureKind, FetchFailed, FetchRequest
from tui.net import sentences
from tui.net.answer import Fault
from tui.net.caching import retry_at
from tui.net.flow import Flow, range_refused
from tui.net.request import own_headers
from tui.net.sentences import Problem
from tui.net.verdict import Hop, failed

__all__ = ["as_fetch", "judge", "loosen"]

#: Fewer bytes a second are no transfer.
_SLOWEST = 64
_AGAIN = " It will be tried again."


def as_fetch(request: DownloadRequest) -> FetchRequest:
    """As much of the request as other requests have."""
    return FetchRequest(
        url=request.url,
        user_agent=request.user_agent,
        max_bytes=request.max_bytes,
        connect_timeout=request.connect_timeout,
        total_timeout=request.stall_timeout,
        max_redirects=request.max_redirects,
        allow_private=request.allow_private,
        particulars=request.particulars,
    )


def loosen(curl: pycurl.Curl, request: DownloadRequest, hop: Hop) -> None:
    """Let it take its time as long as something comes, and ask for what is missing."""
    curl.setopt(pycurl.TIMEOUT_MS, 0)
    curl.setopt(pycurl.LOW_SPEED_LIMIT, _SLOWEST)
    curl.setopt(pycurl.LOW_SPEED_TIME, max(1, round(request.stall_timeout)))
    # Bytes of the file are counted, so they must not be packed.
    headers = ["Accept: */*", "Accept-Encoding: identity"]
    if request.offset:
        headers.append(f"Range: bytes={request.offset}-")
        if request.validator.isprintable() and request.validator:
            headers.append(f"If-Range: {request.validator}")
    lines = [line.encode("latin-1", "ignore") for line in headers]
    curl.setopt(pycurl.HTTPHEADER, [*lines, *own_headers(as_fetch(request), hop)])


def judge(
    request: DownloadRequest, hop: Hop, flow: Flow, now: datetime, online: Callable[[], bool]
) -> Downloaded | RangeRefused | FetchFailed:
    """What the last answer amounts to."""
    answer, host, asked = hop.answer, hop.address.host, as_fetch(request)
    if not hop.answered:
        return failed(asked, _unanswered(request, hop, online), answer)
    if answer.status == 416 and request.offset:
        return RangeRefused(range_refused(answer.headers))
    if not answer.successful:
        moment = retry_at(answer.headers, now)
        return failed(asked, _refused(hop, moment, now), answer, moment)
    fault = flow.fault or answer.fault
    if fault is Fault.TOO_LARGE:
        return failed(asked, _too_large(request, host), answer)
    if fault is not None:
        return failed(asked, _once(sentences.body_fault(fault, host, request.max_bytes)), answer)
    if flow.misplaced:
        return RangeRefused(0)
    if hop.code == pycurl.E_OPERATION_TIMEDOUT:
        stopped = Problem(FailureKind.TIMEOUT, f"{host} stopped sending. What has come is kept.")
        return failed(asked, stopped, answer)
    if hop.code:
        begun = sentences.transfer_problem(hop.code, host, seconds=request.stall_timeout, begun=True)
        return failed(asked, Problem(begun.kind, _once(begun).sentence + " What has come is kept."), answer)
    assert flow.head is not None
    return Downloaded(flow.head, flow.head.offset + flow.count)


def _unanswered(request: DownloadRequest, hop: Hop, online: Callable[[], bool]) -> Problem:
    host = hop.address.host
    if hop.guard.refused and not hop.connected:
        what = f"{host} leads" if hop.guard.refused == host else f"{host} leads to {hop.guard.refused},"
        return Problem(FailureKind.ADDRESS, f"{what} into a private network, so it was not asked.")
    seconds = request.stall_timeout if hop.connected else request.connect_timeout
    problem = _once(sentences.transfer_problem(hop.code, host, seconds=seconds, begun=False))
    if problem.kind in (FailureKind.DNS, FailureKind.CONNECT) and not hop.connected:
        if not (hop.guard.allow_private or online()):
            return _once(sentences.offline())
        if hop.proxy:
            return sentences.proxy_failed(host, own=request.particulars.proxy is not None)
    return problem


def _refused(hop: Hop, moment: datetime | None, now: datetime) -> Problem:
    status, host = hop.answer.status, hop.address.host
    if status in (404, 410):
        return Problem(
            FailureKind.NOT_FOUND, f"{host} has no such file ({status}): it may have been taken away."
        )
    if status in (401, 403):
        return Problem(
            FailureKind.UNAUTHORIZED,
            f"{host} does not give us this file ({status}). Open it in a browser to see why.",
        )
    if status == 429 or (status == 503 and "retry-after" in hop.answer.headers):
        waiting = sentences.asked_to_wait(host, moment - now if moment else None)
        return Problem(waiting.kind, waiting.sentence.removesuffix(" It will be tried again then."))
    if status >= 500:
        return Problem(FailureKind.SERVER, f"The server at {host} is in trouble ({status}).")
    return Problem(FailureKind.STATUS, f"{host} gave no file but the answer {status}.")


def _too_large(request: DownloadRequest, host: str) -> Problem:
    return Problem(
        FailureKind.TOO_LARGE,
        f"The file at {host} is larger than {request.max_bytes // 1_000_000:,} MB. "
        "`max_download_megabytes` in config.toml says how large one may be.",
    )


def _once(problem: Problem) -> Problem:
    """Nobody tries a download again but the user."""
    return Problem(problem.kind, problem.sentence.removesuffix(_AGAIN))
