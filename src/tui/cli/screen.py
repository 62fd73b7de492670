"""No command at all: open the screen."""

import os
import sys
from collections.abc import Sequence

from tui.cli.failure import USAGE, Failure
from tui.config.loader import load
from tui.config.paths import from_environment, make_folders

__all__ = ["open_screen"]


def open_screen(_arguments: Sequence[str]) -> int:
    """Open the screen and stay until the user quits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(
            'the screen needs a terminal; without one, try "broadsheet list" or "broadsheet --help"', USAGE
        )
    paths = from_environment(os.environ)
    settings = load(paths.config_file)
    make_folders(paths)

    from tui.ui.app import run

    return run(settings, paths)
