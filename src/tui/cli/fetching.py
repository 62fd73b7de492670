"""Run a refresh and say how it goes: one moving line on a terminal, a summary in words."""

import contextlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK
from tui.cli.moving_line import MovingLine
from tui.cli.printing import complain, plural, say
from tui.model.ids import FeedId
from tui.model.progress import (
    FeedDone,
    FeedFailed,
    RefreshEvent,
    RefreshFinished,
    RefreshStarted,
    RefreshSummary,
)

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["fetch", "summary_words"]


async def fetch(
    library: "Library", feed_ids: Sequence[FeedId] | None, *, force: bool = False, quiet: bool = False
) -> int:
    """Refresh, print what came of it, and return the exit code: 1 if any feed failed."""
    progress = Progress(shown=not quiet and sys.stderr.isatty())
    summary: RefreshSummary | None = None
    try:
        async with contextlib.aclosing(library.refresh(feed_ids, force=force)) as events:
            async for event in events:
                progress.take(event)
                if isinstance(event, RefreshFinished):
                    summary = event.summary
    finally:
        progress.wipe()
    if summary is None:
        return FAILED
    for failure in summary.failed:
        complain(f"{failure.title}: {failure.sentence}")
    for name, reason in summary.paused_rules:
        complain(f'the rule "{name}" is paused: {reason}')
    for trouble in summary.hook_troubles:
        complain(trouble)
    if not quiet:
        for notice in summary.notices:
            say(f"{notice.rule}: {notice.title} ({notice.feed_title})")
        say(summary_words(summary))
    if waiting := await library.texts.waiting():
        # Their troubles stand with the articles; whether the feeds could be had is another matter.
        from tui.cli.fulltext import bring_texts

        await bring_texts(library, waiting, quiet=quiet, brief=True)
    return FAILED if summary.failed else OK


def summary_words(summary: RefreshSummary) -> str:
    """The outcome of a refresh as one sentence."""
    if not summary.total:
        return "No feed is due."
    parts = [plural(summary.new, "new article")]
    if summary.hidden:
        parts.append(f"{summary.hidden:,} hidden by rules")
    if summary.updated:
        parts.append(f"{summary.updated:,} updated")
    if summary.unchanged:
        parts.append(f"{plural(summary.unchanged, 'feed')} unchanged")
    if summary.failed:
        parts.append(f"{plural(len(summary.failed), 'feed')} failed")
    ending = ", stopped before the end" if summary.cancelled else ""
    return f"{plural(summary.total, 'feed')}: {', '.join(parts)}{ending}."


class Progress:
    """Counts what comes in, for the line that moves meanwhile."""

    def __init__(self, *, shown: bool) -> None:
        self._line = MovingLine("feeds", shown=shown)
        self._total = self._done = self._new = self._failed = 0

    def take(self, event: RefreshEvent) -> None:
        """Count one event and show it."""
        match event:
            case RefreshStarted(total=total):
                self._total = total
            case FeedDone(new=new):
                self._done += 1
                self._new += new
            case FeedFailed():
                self._done += 1
                self._failed += 1
            case RefreshFinished():
                return
        failed = f" · {self._failed:,} failed" if self._failed else ""
        if self._total:
            words = f"{self._done:,}/{self._total:,} · {self._new:,} new{failed}"
            self._line.take(self._done, self._total, words)

    def wipe(self) -> None:
        """Leave an empty line for what follows."""
        self._line.wipe()
