"""``broadsheet outbox``: what was asked for without a network, to be done now or not at all."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, Failure
from tui.cli.opening import with_library
from tui.cli.printing import complain, say, say_columns
from tui.cli.words import Parser
from tui.config.loader import load
from tui.config.paths import from_environment

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["outbox"]


def outbox(arguments: Sequence[str]) -> int:
    """List, do or drop what waits for a network."""
    parser = Parser(
        "outbox",
        "Links that were opened and pages that were saved without a network wait here.\n"
        "Without a word: list them. open: open the links and save the pages. clear: forget them all.",
    )
    parser.add_argument("deed", nargs="?", choices=["open", "clear"], metavar="open|clear")
    given = parser.parse_args(arguments)

    browser = load(from_environment(os.environ).config_file).browser

    async def work(library: "Library") -> int:
        waiting = await library.packs.asked()
        if given.deed is None:
            for item in waiting:
                say_columns([str(item.id), item.kind, item.url, item.title])
            return OK
        if given.deed == "clear":
            await library.packs.settled([item.id for item in waiting])
            say(f"{len(waiting):,} dropped.")
            return OK
        if await library.network.look():
            raise Failure("there is no network; they go on waiting")
        from tui.service.outbox import settle

        done = await settle(library, waiting, browser)
        for sentence in done.troubles:
            complain(sentence)
        say(done.sentence)
        return FAILED if done.troubles else OK

    return with_library(work)
