"""Draw the still: the application itself, without a terminal, on the store as it was left.

Runs as ``python -m tui.ui.still.drawing COLUMNS ROWS`` in a process of its own, so that
nobody waits for it. What it saves is what the next start will paint, by construction.
"""

import asyncio
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from typing import cast

from textual._compositor import CompositorUpdate

from tui.config.loader import load
from tui.config.paths import Paths, from_environment
from tui.config.session import write_private
from tui.config.settings import Settings
from tui.query import FIELDS, terms
from tui.ui.app import BroadsheetApp
from tui.ui.still.picture import Still, moment, still_file

__all__ = ["draw", "draw_behind"]

#: Seconds after which drawing is given up.
_LONGEST = 30
#: Seconds in which the messages that a first layout sends around come to an end; nobody waits.
_SETTLING = 0.5


class StillApp(BroadsheetApp):
    """Opens as the next start will, looks at itself, and leaves without a trace."""

    def __init__(self, settings: Settings, paths: Paths) -> None:
        # A still is text and colors only: links of the terminal come with the true screen.
        super().__init__(replace(settings, hyperlinks=False), paths, background=False)
        self.text = ""

    def reveal(self) -> None:
        """Everything is there: once all panes have heard of their sizes, keep the picture."""
        super().reveal()
        self.set_timer(_SETTLING, self.take)

    def take(self) -> None:
        """The whole screen as the text that paints it; nothing if time alone would make it another."""
        if self.main.desk.pictures.drawing:
            self.set_timer(_SETTLING, self.take)
            return
        filters = self.main.desk.filters
        meant = filters.query if filters.selection is None else filters.selection.meant
        passing = any(FIELDS[term.field].kind == "moment" for term in terms(meant.expr))
        # Tomorrow it is shuffled otherwise.
        passing |= any(key.name == "random" for key in meant.sort)
        if self.library is not None and not self.library.notices and not passing:
            self.main.articles.hide_ages()
            self.main.feed_list.hide_waiting()
            # The way Textual's own screenshots go; there is no public one.
            update = cast("CompositorUpdate", self.main._compositor.render_update(full=True))
            self.text = update.render_segments(self.console)
        self.exit(0)

    def save_session(self) -> None:
        """Nothing: the user's session is the one that is drawn."""


async def draw(settings: Settings, paths: Paths, columns: int, rows: int) -> Still | None:
    """Draw the next start; ``None`` if there is nothing true to draw."""
    app = StillApp(settings, paths)
    async with asyncio.timeout(_LONGEST):
        await app.run_async(headless=True, size=(columns, rows))
    if not app.text:
        return None
    # After the store was closed: closing may write.
    return Still(columns, rows, moment(paths, os.environ), app.text)


def draw_behind(size: os.terminal_size) -> None:
    """Have the still drawn by a process that outlives this one; a failure costs a slower start."""
    command = [sys.executable, "-P", "-m", "tui.ui.still.drawing", str(size.columns), str(size.lines)]
    nothing = subprocess.DEVNULL
    with suppress(OSError):
        subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


def main(columns: str, rows: str) -> None:
    """Draw and keep the still; without one, take the old one away."""
    paths = from_environment(os.environ)
    settings = load(paths.config_file)
    still = asyncio.run(draw(settings, paths, int(columns), int(rows))) if settings.instant_start else None
    if still is None:
        still_file(paths).unlink(missing_ok=True)
    else:
        write_private(still_file(paths), json.dumps(asdict(still)).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
