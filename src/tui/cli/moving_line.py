"""The line that moves on standard error while many things are done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui.cli.printing import columns, cut

__all__ = ["MovingLine", "watched"]

_BAR = 24
_REPAINT_SECONDS = 0.08


class MovingLine:
    """A bar and two numbers; *shown* only where a person looks."""

    def __init__(self, words: str, *, shown: bool) -> None:
        self._words, self._shown, self._painted_at = words, shown, 0.0

    def take(self, done: int, total: int, words: str = "") -> None:
        """Paint, but not so often that painting becomes the work."""
        if self._shown and time.monotonic() - self._painted_at >= _REPAINT_SECONDS:
            filled = _BAR * min(done, total) // max(total, 1)
            said = words or f"{done:,}/{total:,} {self._words}"
            self._paint(f"{'━' * filled}{'─' * (_BAR - filled)} {said}")

    def say(self, words: str) -> None:
        """Paint words without a bar, at once."""
        if self._shown:
            self._paint(words)

    def _paint(self, line: str) -> None:
        self._painted_at = time.monotonic()
        sys.stderr.write(f"\r{cut(line, columns() - 1)}")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Leave an empty line for what follows."""
        if self._painted_at:
            sys.stderr.write("\r" + " " * (columns() - 1) + "\r")
            sys.stderr.flush()
            self._painted_at = 0.0


@contextmanager
def watched(words: str) -> Iterator[Callable[[int, int], bool]]:
    """What a long change of the store is watched by: it moves the line, and stops when the command does."""
    line, over = MovingLine(words, shown=sys.stderr.isatty()), False

    def watch(done: int, total: int) -> bool:
        line.take(done, total)
        return not over

    try:
        yield watch
    finally:
        over = True
        line.wipe()
