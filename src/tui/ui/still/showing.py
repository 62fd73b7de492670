"""Put the still on the terminal, and hand the terminal on. Standard library only."""

import sys
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import TextIO

from tui.config.paths import Paths
from tui.ui.still import picture

try:
    import termios
except ImportError:  # Windows: no still
    termios = None  # type: ignore[assignment]

__all__ = ["Shown", "show"]

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?1049l\x1b[?25h"


class Shown:
    """The still stands on the alternate screen, and keys wait unseen for whoever reads them.

    ``taken`` once the application has the terminal: from then on it cleans up.
    """

    def __init__(self, out: TextIO, still: picture.Still) -> None:
        self.out = out
        self.taken = False
        number = sys.stdin.fileno()
        self.attributes = termios.tcgetattr(number)
        quiet = termios.tcgetattr(number)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(number, termios.TCSANOW, quiet)
        out.write(_ENTER + still.text)
        out.flush()

    def leave(self) -> None:
        """Back to the terminal as it was, if nobody took it over."""
        if self.taken:
            return
        self.taken = True
        self.out.write(_LEAVE)
        self.out.flush()
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self.attributes)


def show(paths: Paths, environ: Mapping[str, str]) -> Shown | None:
    """Show the still if there is a true one; ``None`` if not."""
    # Textual draws on stderr unless told otherwise; whoever chose a driver knows what he does.
    if termios is None or not sys.__stderr__ or "TEXTUAL_DRIVER" in environ:
        return None
    try:
        still = picture.load(paths, environ, get_terminal_size())
        return None if still is None else Shown(sys.__stderr__, still)
    except (OSError, termios.error):
        return None
