"""How a feed is, in words."""

from datetime import datetime

from tui.cli.printing import ago
from tui.model.feed import Feed
from tui.model.origin import is_own

__all__ = ["health_words"]


def health_words(feed: Feed, now: datetime) -> str:
    """One sentence: well, failing since when and why, gone, or not visited yet."""
    health = feed.health
    if is_own(feed.feed_url):
        return "comes with Broadsheet"
    if health.error is not None:
        times = f" ({health.failures} times in a row)" if health.failures > 1 else ""
        state = "failing" if health.active else "given up"
        return f"{state}{times}: {health.error}"
    if not health.active:
        return "gone for good; refresh it by name to try again"
    if health.checked_at is None:
        return "not fetched yet"
    changed = f", something new {ago(health.changed_at, now)}" if health.changed_at is not None else ""
    return f"well; checked {ago(health.checked_at, now)}{changed}"
