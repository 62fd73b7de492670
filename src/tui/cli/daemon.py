"""``broadsheet daemon``: fetch what is due, for as long as it runs, without a screen."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, INTERRUPTED, OK
from tui.cli.printing import say
from tui.cli.words import Parser
from tui.config.loader import load
from tui.config.paths import from_environment, make_folders
from tui.service.logbook import PlainLine, Told, keep_log

if TYPE_CHECKING:
    from tui.service.daemon import Daemon

__all__ = ["daemon"]

#: Others who want the processor come first.
_NICENESS = 10
#: Seconds after which it is over, whatever still runs: what is written is written whole.
_LONGEST_END = 2.5


def daemon(arguments: Sequence[str]) -> int:
    """Run the daemon until it is told to end; or have the system run it."""
    if arguments and arguments[0] in ("install", "uninstall", "status"):
        from tui.cli.daemon_service import daemon_service

        return daemon_service(arguments[0], arguments[1:])
    parser = Parser(
        "daemon",
        "Fetch feeds when they are due, until it is told to end (Ctrl-C, SIGTERM); SIGHUP has it read the\n"
        "settings again. Screens that are open show what comes, and leave the fetching to it.",
        "daemon install has the system run it from now on, uninstall no longer; status says how it is.\n"
        "Exit code 1 if a daemon runs already, or with --once if a feed failed.",
    )
    parser.add_argument("--once", action="store_true", help="do all that is due now, and end")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what goes into the log, too")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but what goes wrong")
    given = parser.parse_args(arguments)

    paths = from_environment(os.environ)
    settings = load(paths.config_file)
    make_folders(paths)
    keep_log(paths)
    if given.verbose:
        _log_to_output()
    _be_nice()
    # Only now: it costs a third of a second, and what is wrong above is said before.
    from tui.service.daemon import Daemon

    runs = Daemon(settings, paths, lambda: load(paths.config_file))
    return asyncio.run(_run(runs, once=given.once, quiet=given.quiet or given.verbose or given.once))


async def _run(runs: "Daemon", *, once: bool, quiet: bool) -> int:
    stopped_by: list[int] = []
    _listen(runs, stopped_by)

    def began() -> None:
        if not quiet:
            say(f"The daemon runs (process {os.getpid()}); Ctrl-C ends it.")
            sys.stdout.flush()

    try:
        summary = await runs.run(once=once, began=began)
    except asyncio.CancelledError:
        if not stopped_by:
            raise
        return INTERRUPTED if stopped_by[0] == signal.SIGINT else OK
    return FAILED if summary is not None and summary.failed else OK


def _listen(runs: "Daemon", stopped_by: list[int]) -> None:
    """SIGTERM and SIGINT end it, SIGHUP has it read the settings again."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number: int) -> None:
        if stopped_by or task is None:
            return
        stopped_by.append(number)
        task.cancel()
        # A backup of a very large store, say, is not waited for.
        last = threading.Timer(_LONGEST_END, os._exit, (OK,))
        last.daemon = True
        last.start()

    if os.name == "posix":
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop, number)
        loop.add_signal_handler(signal.SIGHUP, runs.reload)


def _log_to_output() -> None:
    """Every line of the log to standard output too, without its time: a journal has its own."""
    handler = Told(sys.stdout)
    handler.setFormatter(PlainLine("%(message)s"))
    logging.getLogger().addHandler(handler)


def _be_nice() -> None:
    if hasattr(os, "setpriority"):
        nice = max(_NICENESS, os.getpriority(os.PRIO_PROCESS, 0))
        os.setpriority(os.PRIO_PROCESS, 0, nice)
