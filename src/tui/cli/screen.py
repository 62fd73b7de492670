"""No command at all: open the screen."""

import gc
import os
import sys
from collections.abc import Sequence
from shutil import get_terminal_size

from tui.cli.failure import USAGE, Failure
from tui.config.loader import load
from tui.config.paths import from_environment, make_folders
from tui.service.logbook import keep_log
from tui.ui.still.showing import show

__all__ = ["open_screen"]


def open_screen(_arguments: Sequence[str]) -> int:
    """Open the screen and stay until the user quits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(
            'the screen needs a terminal; without one, try "broadsheet list" or "broadsheet --help"', USAGE
        )
    # Until everything stands; a tenth of the start would be looking for garbage in vain.
    gc.disable()
    paths = from_environment(os.environ)
    shown = show(paths, os.environ)
    try:
        settings = load(paths.config_file)
        make_folders(paths)
        # Without it a warning would be written across the screen.
        keep_log(paths)

        from tui.ui.app import run

        code = run(settings, paths, shown)
    finally:
        if shown is not None:
            shown.leave()
    if settings.instant_start:
        from tui.ui.still.drawing import draw_behind

        draw_behind(get_terminal_size())
    return code
