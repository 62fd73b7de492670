"""The line that moves on standard error while many things are done."""

import sys
import time

from tui.cli.printing import columns, cut

__all__ = ["MovingLine"]

_BAR = 24
_REPAINT_SECONDS = 0.08


class MovingLine:
    """A bar and two numbers; *shown* only where a person looks."""

    def __init__(self, words: str, *, shown: bool) -> None:
        self._words, self._shown, self._painted_at = words, shown, 0.0

    def take(self, done: int, total: int, words: str = "") -> None:
        """Paint, but not so often that painting becomes the work."""
        moment = time.monotonic()
        if not self._shown or moment - self._painted_at < _REPAINT_SECONDS:
            return
        self._painted_at = moment
        filled = _BAR * min(done, total) // max(total, 1)
        line = f"{'━' * filled}{'─' * (_BAR - filled)} {words or f'{done:,}/{total:,} {self._words}'}"
        sys.stderr.write(f"\r{cut(line, columns() - 1)}")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Leave an empty line for what follows."""
        if self._painted_at:
            sys.stderr.write("\r" + " " * (columns() - 1) + "\r")
            sys.stderr.flush()
            self._painted_at = 0.0
