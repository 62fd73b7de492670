"""``broadsheet doctor``: look at the store and the feeds, and mend what can be mended."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK
from tui.cli.opening import with_library
from tui.cli.printing import say
from tui.cli.words import Parser
from tui.config.paths import from_environment

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["doctor"]


def doctor(arguments: Sequence[str]) -> int:
    """Say what is well and what is not."""
    if arguments and arguments[0] == "feeds":
        from tui.cli.doctor_feeds import doctor_feeds

        return doctor_feeds(arguments[1:])
    if arguments and arguments[0] == "sizes":
        from tui.cli.doctor_sizes import doctor_sizes

        return doctor_sizes(arguments[1:])
    parser = Parser(
        "doctor",
        "Examine the store and the feeds, and say what is wrong.",
        '"broadsheet doctor feeds" says how every feed is, and mends addresses.\n'
        '"broadsheet doctor sizes" says what takes how much room.\n'
        "Exit code 1 if something is left to do.",
    )
    parser.add_argument("--repair", action="store_true", help="mend what can be; nothing is thrown away")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        _say_who_fetches()
        findings = await library.doctor(given.repair)
        for finding in findings:
            say(f"{'well' if finding.well else '  !!'}  {finding.subject}: {finding.sentence}")
        if all(finding.well for finding in findings):
            say("All is well.")
            return OK
        return FAILED

    return with_library(work)


def _say_who_fetches() -> None:
    """A daemon that runs: an open screen leaves what is due to it."""
    from tui.service.lifesign import living

    alive = living(from_environment(os.environ).lock_file)
    if alive is not None:
        who = f" (process {alive.pid})" if alive.pid else ""
        say(f"well  daemon: It runs{who} and fetches what is due.")
