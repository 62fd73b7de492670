"""Open the library for one command and close it, however the command ends."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui.cli.printing import complain
from tui.config.loader import load
from tui.config.paths import Paths, from_environment, make_folders
from tui.config.settings import Settings
from tui.service.logbook import keep_log

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["Work", "with_library"]

Work = Callable[["Library"], Awaitable[int]]


def with_library(work: Work) -> int:
    """Run *work* on the open library and return its exit code."""
    # What is wrong here is said before anything that costs time is imported.
    paths = from_environment(os.environ)
    settings = load(paths.config_file)
    make_folders(paths)
    keep_log(paths)
    stopped_by: list[int] = []
    try:
        return asyncio.run(_session(work, settings, paths, stopped_by))
    except asyncio.CancelledError:
        if not stopped_by:
            raise
        return 128 + stopped_by[0]


async def _session(work: Work, settings: Settings, paths: Paths, stopped_by: list[int]) -> int:
    from tui.service.library import Library

    _leave_in_order(stopped_by)
    library = await Library.open(settings, paths)
    try:
        for notice in library.notices:
            complain(notice)
        return await work(library)
    finally:
        await library.close()


def _leave_in_order(stopped_by: list[int]) -> None:
    """A terminal that closes or a system that shuts down ends the command as Ctrl-C does."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number: int) -> None:
        stopped_by.append(number)
        if task is not None:
            task.cancel()

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup the hang-up is ignored already, and stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, stop, number)
