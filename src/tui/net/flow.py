"""A body on its way to a disk: a bounded store between libcurl, which must not wait, and a writer."""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Protocol

import pycurl

from tui.model.downloading import DownloadHead, DownloadRequest
from tui.net.answer import Answer, Fault

__all__ = ["Flow", "Sink", "head_of", "range_refused"]

#: Bytes that wait to be written; with more, the server is made to wait.
_MOST_WAITING = 4_000_000
_STOP = -1
_CONTENT_RANGE = re.compile(r"bytes\s+(?:(\d{1,18})-(\d{1,18})|\*)/(\d{1,18}|\*)", re.IGNORECASE)
_LONGEST_VALIDATOR = 1_000


class Sink(Protocol):
    """Where the bytes go; it may take its time."""

    async def begin(self, head: DownloadHead) -> None:
        """Called once, before the first byte."""

    async def write(self, data: bytes) -> None:
        """Called with the bytes in their order."""


class Flow:
    """One body; ``take`` is libcurl's, ``drain`` the writer's."""

    def __init__(self, request: DownloadRequest, sink: Sink, final_url: str) -> None:
        self._request, self._sink, self._final_url = request, sink, final_url
        self.answer = Answer(request.max_bytes, self.take)
        #: Starts libcurl again after it was made to wait.
        self.resume: Callable[[], None] = lambda: None
        self.head: DownloadHead | None = None
        self.fault: Fault | None = None
        #: The server sent another part than we asked for.
        self.misplaced = False
        self.count = 0
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._paused = self._closed = self._begun = False
        self._ready = asyncio.Event()

    def take(self, data: bytes) -> int | None:
        """For ``WRITEFUNCTION``: keep the piece for the writer, or have libcurl wait or stop."""
        if not self._headed():
            return _STOP
        if self._waiting > _MOST_WAITING:
            self._paused = True
            return int(pycurl.WRITEFUNC_PAUSE)
        assert self.head is not None
        if self.head.offset + self.count + len(data) > self._request.max_bytes:
            self.fault = Fault.TOO_LARGE
            return _STOP
        self._pieces.append(data)
        self._waiting += len(data)
        self.count += len(data)
        self._ready.set()
        return None

    async def drain(self) -> None:
        """Write what comes until :meth:`close`; raises what the sink raises."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            pieces, self._pieces = self._pieces, []
            if self.head is not None and not self._begun:
                self._begun = True
                await self._sink.begin(self.head)
            if pieces:
                await self._sink.write(b"".join(pieces))
                self._waiting -= sum(map(len, pieces))
            if self._paused and not self._closed:
                self._paused = False
                self.resume()
            if self._closed and not self._pieces:
                return

    def close(self, *, whole: bool) -> None:
        """Nothing more comes; of a *whole* body that is empty the sink hears, too."""
        if whole and self.answer.successful:
            self._headed()
        self._closed = True
        self._ready.set()

    def _headed(self) -> bool:
        """Look at the headers once; False if the body is of no use."""
        if self.head is None and self.fault is None and not self.misplaced:
            if self.answer.headers.get("content-encoding", "identity").strip().lower() not in (
                "identity",
                "",
            ):
                self.fault = Fault.UNREADABLE
                return False
            self.head = head_of(self._request, self.answer.status, self.answer.headers, self._final_url)
            self.misplaced = self.head is None
            if self.head is not None and self.head.size > self._request.max_bytes:
                self.fault, self.head = Fault.TOO_LARGE, None
        return self.head is not None


def head_of(
    request: DownloadRequest, status: int, headers: Mapping[str, str], final_url: str
) -> DownloadHead | None:
    """What the headers of a successful answer say; ``None`` if it is not the part we asked for."""
    offset, size = 0, _length(headers)
    if status == 206:
        found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
        if found is None or found[1] is None or int(found[1]) != request.offset:
            return None
        offset, size = request.offset, 0 if found[3] == "*" else int(found[3])
    return DownloadHead(final_url, offset, size, _validator(headers), dict(headers))


def range_refused(headers: Mapping[str, str]) -> int:
    """The size of the whole file that a 416 gives; 0 if it does not."""
    found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
    return int(found[3]) if found is not None and found[3] != "*" else 0


def _length(headers: Mapping[str, str]) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _validator(headers: Mapping[str, str]) -> str:
    """What If-Range takes: a strong ETag, else a date."""
    for text in (headers.get("etag", ""), headers.get("last-modified", "")):
        if text and not text.startswith("W/") and len(text) <= _LONGEST_VALIDATOR and text.isprintable():
            return text
    return ""
