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
    from tui.service.saved_pages import SavedPage

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
        nothing = "It goes on waiting" if self.troubles else "Nothing was waiting"
        return f"{', '.join(parts) or nothing}."


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
                page = await _save(library, item)
                changes.append(page.changes or NO_CHANGES)
                saved += 1
                if page.trouble:
                    troubles.append(f"{item.url}: saved without its text. {page.trouble}")
        except BroadsheetError as error:
            troubles.append(f"{item.url}: {error}")
            continue
        await library.packs.settled([item.id])
    return Settled(opened, saved, tuple(troubles), tuple(changes))


async def _save(library: "Library", item: OutboxItem) -> "SavedPage":
    """Save a page; one that an article led to may lead no further than that article's own links."""
    if item.article_id is None:
        return await library.save_page(item.url)
    found = await library.articles([item.article_id])
    if not found:
        raise BroadsheetError("The article that it stood in is not there any more; open it, or drop it.")
    return await library.save_page(item.url, (), found[0])
