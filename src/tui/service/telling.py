"""Who hears of a refresh besides whoever asked for it: the desktop, and the log."""

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from tui.model.progress import RefreshEvent, RefreshFinished
from tui.service.notifying import announced
from tui.service.summary import summarize

__all__ = ["told"]

_log = logging.getLogger(__name__)


async def told(
    events: AsyncGenerator[RefreshEvent], environ: Mapping[str, str]
) -> AsyncGenerator[RefreshEvent]:
    """Pass the events of a refresh on; one line of the log says what came of it."""
    async with aclosing(announced(events, environ)) as stream:
        async for event in stream:
            if isinstance(event, RefreshFinished) and event.summary.total:
                _log.info("%s.", summarize(event.summary))
            yield event
