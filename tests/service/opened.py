"""A real library for tests: opened on real files, closed whatever happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

from tui.config.settings import Settings
from tui.model.progress import RefreshEvent, RefreshSummary
from tui.query import Query, parse
from tui.service.library import Library

__all__ = ["manual_free", "opened", "refreshed", "run", "titles"]

SETTINGS = Settings(connect_timeout=2.0, total_timeout=5.0)


@asynccontextmanager
async def opened(paths: Any, clock: Any, settings: Settings = SETTINGS) -> AsyncIterator[Library]:
    library = await Library.open(settings, paths, clock=clock, environ={})
    try:
        yield library
    finally:
        await library.close()


def run(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(work())  # type: ignore[arg-type]


async def refreshed(
    library: Library, *named: int, force: bool = True, gently: bool = False
) -> tuple[RefreshSummary, list[RefreshEvent]]:
    """Refresh to the end; the summary and all events."""
    async with aclosing(library.refresh(list(named) or None, force=force, gently=gently)) as stream:
        events = [event async for event in stream]
    return events[-1].summary, events


async def titles(library: Library, text: str = "") -> list[str]:
    """The titles that a query finds, in order."""
    selection = await library.select(parse(text) if text else Query())
    return [row.title for row in await library.rows(selection.ids)]


async def manual_free(library: Library) -> None:
    """Unsubscribe from the manual, so that only the test's own articles are there."""
    for feed in library.feeds():
        if feed.feed_url.startswith("broadsheet:"):
            await library.unsubscribe(feed.id)
