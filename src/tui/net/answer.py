"""One answer while it comes in: status, headers, and a body that is bounded and unpacked."""

from collections.abc import Callable
from enum import Enum

from tui.net.decoding import Damaged, Decoder, TooLarge, Unreadable, decoder

__all__ = ["Answer", "Fault"]

#: As much of an error page is read as may save the connection, then we hang up.
_MAX_UNWANTED = 200_000
#: Returned to libcurl to stop the transfer.
_STOP = -1


class Fault(Enum):
    """What was wrong with a body, as far as libcurl cannot tell."""

    TOO_LARGE = "too large"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    CUT_SHORT = "cut short"


class Answer:
    """Takes what libcurl hands over; nothing that a server sends makes it raise.

    ``taker`` gets the pieces of a successful body as they come on the wire, in place of keeping
    them here; it answers as ``WRITEFUNCTION`` does.
    """

    def __init__(self, max_bytes: int, taker: Callable[[bytes], int | None] | None = None) -> None:
        self._taker = taker
        self.status = 0
        self.headers: dict[str, str] = {}
        #: True once the last header of the final status has come.
        self.headed = False
        self.fault: Fault | None = None
        self._max_bytes = max_bytes
        self._decoder: Decoder | None = None
        self._pieces: list[bytes] = []
        self._unwanted = 0

    @property
    def successful(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300

    @property
    def body(self) -> bytes:
        """All that was unpacked."""
        return b"".join(self._pieces)

    def on_header(self, line: bytes) -> int | None:
        """For ``HEADERFUNCTION``: one line, status lines and the empty one included."""
        text = line.decode("latin-1").strip()
        if line.startswith(b"HTTP/"):
            # Interim answers (100, 103) and those of a proxy come first; only the last counts.
            code = text.split(" ", 2)[1:2]
            self.status = int(code[0]) if code and code[0].isdecimal() else 0
            self.headers.clear()
            self.headed = False
        elif not text:
            self.headed = self.status >= 200
            if self.successful and self._announced() > self._max_bytes:
                return self._stop(Fault.TOO_LARGE)
        elif not self.headed:  # later ones are trailers and may not overrule
            name, _, value = text.partition(":")
            name, value = name.strip().lower(), value.strip()
            known = self.headers.get(name)
            if known is None:
                self.headers[name] = value
            elif name not in ("location", "content-type", "retry-after"):
                self.headers[name] = f"{known}, {value}"
        return None

    def on_body(self, data: bytes) -> int | None:
        """For ``WRITEFUNCTION``: keep the piece, or stop the transfer."""
        if not self.successful:
            self._unwanted += len(data)
            return _STOP if self._unwanted > _MAX_UNWANTED else None
        if self._taker is not None:
            return self._taker(data)
        try:
            if self._decoder is None:
                coding = self.headers.get("content-encoding", "")
                self._decoder = decoder(coding, self._max_bytes)
            self._pieces.append(self._decoder.feed(data))
        except TooLarge:
            return self._stop(Fault.TOO_LARGE)
        except Damaged:
            return self._stop(Fault.DAMAGED)
        except Unreadable:
            return self._stop(Fault.UNREADABLE)
        return None

    def finish(self) -> None:
        """The transfer ended as libcurl expected: is the packed stream whole, too?"""
        if self.fault is None and self._decoder is not None and not self._decoder.whole():
            self.fault = Fault.CUT_SHORT

    def _announced(self) -> int:
        length = self.headers.get("content-length", "")
        return int(length) if length.isdecimal() and len(length) < 20 else 0

    def _stop(self, fault: Fault) -> int:
        self.fault = fault
        self._pieces.clear()
        return _STOP
