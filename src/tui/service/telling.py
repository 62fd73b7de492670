"""Who hears of a refresh besides whoever asked for it: the desktop, the user's hooks, and the log."""

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace

from tui.model.progress import RefreshEvent, RefreshFinished
from tui.service.hooking import Hooking
from tui.service.notifying import announced
from tui.service.summary import summarize

__all__ = ["told"]

_log = logging.getLogger(__name__)


async def told(
    events: AsyncGenerator[RefreshEvent], environ: Mapping[str, str], hooking: Hooking
) -> AsyncGenerator[RefreshEvent]:
    """Pass the events of a refresh on; before the last the hooks run, and the log has a line."""
    async with aclosing(announced(events, environ)) as stream:
        async for event in stream:
            if isinstance(event, RefreshFinished):
                if event.summary.total:
                    _log.info("%s.", summarize(event.summary))
                if troubles := await hooking.run(event.summary):
                    event = replace(event, summary=replace(event.summary, hook_troubles=troubles))
            yield event
