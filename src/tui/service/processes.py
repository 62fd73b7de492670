"""Other programs while they run: what they say is heard, and nothing of them is left behind."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable

__all__ = ["Hearing", "end_all"]

#: Seconds that a command has to end after it was asked to.
_GRACE = 2.0
#: Seconds to wait for words of a command that has ended.
_LAST_WORDS = 0.5


class Hearing:
    """Takes what a command says, in a thread of its own.

    Programs leave others behind that hold the stream open, a browser for instance: nobody waits
    for those, so it cannot be asyncio that reads.

    Args:
        most: So many bytes are kept, and one read more.
        last: Keep the last that is said instead of the first.
        overflow: Called once, in that thread, when more was said.
    """

    def __init__(
        self, most: int, *, last: bool = False, overflow: Callable[[], object] | None = None
    ) -> None:
        self._source, self.end = os.pipe()
        self._most, self._last, self._overflow = most, last, overflow
        self._kept: list[bytes] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def begin(self) -> None:
        """The command has its own end now; ours would keep the stream open."""
        os.close(self.end)
        self._thread.start()

    def output(self) -> bytes:
        """All that was said until now; what the command itself said is here by then."""
        self._thread.join(_LAST_WORDS)
        return b"".join(self._kept)

    def _listen(self) -> None:
        size = 0
        with os.fdopen(self._source, "rb", buffering=0) as stream:
            while data := stream.read(65_536):
                size += len(data)
                if self._last:
                    self._kept = [b"".join((*self._kept, data))[-self._most :]]
                elif size - len(data) <= self._most:
                    # What is too much is read and dropped: a full pipe would hold the command up.
                    self._kept.append(data)
                if size > self._most and self._overflow is not None:
                    call, self._overflow = self._overflow, None
                    with contextlib.suppress(RuntimeError):  # nobody waits for it any more
                        call()


async def end_all(process: asyncio.subprocess.Process) -> None:
    """See to it that nothing of a command is left that leads a group of its own."""
    for name in ("SIGTERM", "SIGKILL"):
        number = getattr(signal, name, signal.SIGTERM)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, number)
            else:
                process.terminate()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await process.wait()
