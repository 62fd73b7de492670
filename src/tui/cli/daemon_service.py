"""``broadsheet daemon install``, ``uninstall`` and ``status``: the daemon as a service of the system."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, Failure
from tui.cli.opening import with_library
from tui.cli.printing import ago, complain, say
from tui.cli.words import Parser
from tui.config.paths import Paths, from_environment, make_folders, systemd_folder

if TYPE_CHECKING:
    from tui.service.installing import Service
    from tui.service.library import Library

__all__ = ["daemon_service", "own_command", "service_for"]

_PACKAGE = __name__.partition(".")[0]
_DESCRIPTIONS = {
    "install": "Have the system run the daemon from now on, whenever you are logged in: by a unit of\n"
    "systemd, on macOS of launchd. It says what it does; once more does no harm.",
    "uninstall": "End the daemon that the system runs, and have it run no longer.",
    "status": "Say whether the daemon runs, whether the system runs it, and when feeds are fetched.",
}


def daemon_service(deed: str, arguments: Sequence[str]) -> int:
    """Install, uninstall, or say how it is."""
    endings = {"status": "Exit code 1 if no daemon runs."}
    parser = Parser(f"daemon {deed}", _DESCRIPTIONS[deed], endings.get(deed, ""))
    if deed != "status":
        parser.add_argument("-n", "--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--force", action="store_true", help="also if the file was changed by hand; it is kept"
        )
    given = parser.parse_args(arguments)
    paths = from_environment(os.environ)
    if deed == "status":
        return _status(paths)

    from tui.service.installing import install, uninstall
    from tui.service.lifesign import living

    make_folders(paths)
    do = install if deed == "install" else uninstall
    service, alive = _service(paths), living(paths.lock_file)
    by_hand = alive is not None and not service.file.exists()
    done = do(service, os.environ, dry_run=given.dry_run, force=given.force)
    for sentence in done.said:
        (complain if done.failed and sentence is done.said[-1] else say)(sentence)
    if deed == "install" and alive is not None and by_hand:
        say(f"A daemon that you began runs (process {alive.pid}); once it ends, the system's takes over.")
    return FAILED if done.failed else OK


def _service(paths: Paths) -> "Service":
    command = own_command(Path(sys.argv[0]))
    return service_for(sys.platform, command, os.environ, paths)


def own_command(called: Path) -> tuple[str, ...]:
    """The command that is running, by its full path: it will be the same tomorrow."""
    if called.stem == "broadsheet" and os.access(called, os.X_OK):
        # Not resolved: a link in ~/.local/bin stays when what it leads to is renewed.
        return (str(called.absolute()),)
    return (sys.executable, "-m", _PACKAGE)


def service_for(platform: str, command: Sequence[str], environ: Mapping[str, str], paths: Paths) -> "Service":
    """The service that this system knows.

    Raises:
        Failure: it knows none of ours; says what to do instead.
    """
    from tui.service.installing import launchd, systemd
    from tui.service.units import LABEL, UNIT, carried, launchd_plist, systemd_unit

    if platform == "win32":
        raise Failure(
            "Windows has no service of this kind; have its Task Scheduler run this every 15 minutes: "
            f"{' '.join(command)} refresh --quiet"
        )
    if platform == "darwin":
        agents = Path(environ["HOME"]) / "Library" / "LaunchAgents"
        text = launchd_plist(
            (*command, "daemon", "--quiet"), carried(environ), paths.state_dir / "daemon-errors.txt"
        )
        return launchd(agents / f"{LABEL}.plist", text, os.getuid())
    text = systemd_unit((*command, "daemon", "--verbose"), carried(environ))
    return systemd(systemd_folder(environ) / UNIT, text)


def _status(paths: Paths) -> int:
    from tui.service.installing import service_state
    from tui.service.lifesign import living

    alive = living(paths.lock_file)
    if alive is None:
        say("It does not run.")
    else:
        since = "" if alive.since is None else f", since {alive.since.astimezone():%Y-%m-%d %H:%M}"
        say(f"It runs: process {alive.pid}{since}.")
    if sys.platform != "win32":
        say(service_state(_service(paths), os.environ))

    async def work(library: "Library") -> int:
        say(_schedule(library, datetime.now(UTC)))
        return OK if alive is not None else FAILED

    return with_library(work)


def _schedule(library: "Library", now: datetime) -> str:
    """When feeds were looked at last, and when the next one is due."""
    from tui.model.origin import is_own
    from tui.service.schedule import next_due

    feeds = [feed for feed in library.feeds() if not is_own(feed.feed_url)]
    if not feeds:
        return "There are no feeds yet."
    checked = [feed.health.checked_at for feed in feeds if feed.health.checked_at is not None]
    last = f"A feed was looked at {ago(max(checked), now)}" if checked else "No feed was looked at yet"
    due = next_due(feeds, now)
    if due is None:
        return f"{last}; none will be by itself."
    return f"{last}; the next is due {'now' if due <= now else f'at {due.astimezone():%H:%M}'}."
