"""What waited for a network is done: links go to the browser, pages are saved as articles."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import BroadsheetError
from tui.model.pack import OutboxItem
from tui.service.opening import open_in_browser

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["Settled", "settle"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How it went; what failed goes on waiting."""

    opened: int
    saved: int
    troubles: tuple[str, ...] = ()
    changes: tuple[ChangeSet, ...] = ()

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        parts = [
            f"{number:,} {noun if number == 1 else noun + 's'} {done}"
            for number, noun, done in ((self.opened, "link", "opened"), (self.saved, "page", "saved"))
            if number
        ]
        return f"{', '.join(parts) or 'Nothing was waiting'}."


async def settle(library: "Library", items: Sequence[OutboxItem], browser: Sequence[str] = ()) -> Settled:
    """Do what waits, one after the other; whatever is done no longer waits."""
    opened = saved = 0
    troubles: list[str] = []
    changes: list[ChangeSet] = []
    for item in items:
        try:
            if item.kind == "open":
                await asyncio.to_thread(open_in_browser, item.url, browser)
                opened += 1
            else:
                changes.append((await library.save_page(item.url)).changes or NO_CHANGES)
                saved += 1
        except BroadsheetError as error:
            troubles.append(f"{item.url}: {error}")
            continue
        await library.packs.settled([item.id])
    return Settled(opened, saved, tuple(troubles), tuple(changes))
