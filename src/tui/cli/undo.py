"""``broadsheet undo`` and ``redo``: the same journal that the screen writes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK
from tui.cli.moving_line import watched
from tui.cli.opening import with_library
from tui.cli.printing import say
from tui.cli.words import Parser

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["redo", "undo"]


def undo(arguments: Sequence[str]) -> int:
    """Take back the last change."""
    Parser("undo", "Take back the last change, whole, wherever it was made.").parse_args(arguments)

    async def work(library: "Library") -> int:
        with watched("changes taken back") as watch:
            changes = await library.undo(watch)
        say(f"Undone: {changes.label}." if changes is not None else "There is nothing to undo.")
        return OK

    return with_library(work)


def redo(arguments: Sequence[str]) -> int:
    """Do again what was undone last."""
    Parser("redo", "Do again what was undone last.").parse_args(arguments)

    async def work(library: "Library") -> int:
        with watched("changes made again") as watch:
            changes = await library.redo(watch)
        say(f"Done again: {changes.label}." if changes is not None else "There is nothing to redo.")
        return OK

    return with_library(work)
