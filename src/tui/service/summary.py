"""A refresh in words, for the status bar and the command line."""

from collections.abc import Sequence

from tui.model.progress import FeedFailed, RefreshSummary

__all__ = ["summarize"]

_NAMED = 3


def summarize(summary: RefreshSummary) -> str:
    """One line: ``"812 unchanged, 174 new articles, 3 failing: A, B, C"``."""
    if not summary.total:
        return "Nothing to refresh"
    # Nought of anything is said only when there is nothing else to say.
    parts = [f"{summary.unchanged:,} unchanged"] if summary.unchanged else []
    if summary.new or not summary.failed:
        parts.append(_counted(summary.new, "new article"))
    if summary.hidden:
        parts.append(f"{summary.hidden:,} hidden by rules")
    if summary.updated:
        parts.append(f"{summary.updated:,} updated")
    if summary.failed:
        parts.append(f"{len(summary.failed):,} failing: {_names(summary.failed)}")
    if summary.paused_rules:
        parts.append(f"{_counted(len(summary.paused_rules), 'rule')} paused")
    return ", ".join(parts) + (" (stopped early)" if summary.cancelled else "")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _names(failed: Sequence[FeedFailed]) -> str:
    named = ", ".join(one.title for one in failed[:_NAMED])
    more = len(failed) - _NAMED
    return f"{named} and {more:,} more" if more > 0 else named
