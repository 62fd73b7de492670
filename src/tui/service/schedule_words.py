"""Why a feed is visited as often as it is, in words."""

from datetime import datetime, timedelta

from tui.model.feed import Feed, Patience
from tui.service.habits import habit_of, host_in
from tui.service.schedule import Cadence, cadence

__all__ = ["counted", "explained", "span"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def explained(feed: Feed, articles_a_day: float | None, now: datetime, every: timedelta | None = None) -> str:
    """One or two sentences about a feed's schedule.

    ``"Checked every 2 hours, because it publishes about 5 articles a day and its server allows
    30 minutes."``
    """
    health = feed.health
    if not health.active:
        return "Not checked any more, because its server said that it is gone for good."
    if health.failures and health.next_check_at is not None:
        wait = span(max(health.next_check_at - now, timedelta(minutes=1)))
        visits = "the last visit" if health.failures == 1 else f"the last {health.failures} visits"
        return f"Checked again in {wait}, because {visits} failed."
    rhythm = cadence(feed.feed_url, feed.patience, articles_a_day, every)
    sentence = f"Checked every {span(rhythm.every)}, because {_reasons(feed, rhythm)}."
    skipped = "" if rhythm.decided_by == "user" else _skipped(feed.patience)
    return f"{sentence} {skipped}".strip()


def _reasons(feed: Feed, rhythm: Cadence) -> str:
    server = feed.patience.server
    allows = f" and its server allows {span(timedelta(seconds=server))}" if server else ""
    if rhythm.decided_by == "user":
        return "you want it so"
    if rhythm.decided_by == "file":
        return "a look at a file costs nothing"
    if rhythm.decided_by == "pace":
        return f"{_published(rhythm.pace)}{allows}"
    though = "" if rhythm.pace is None else f", though {_published(rhythm.pace)}"
    if rhythm.decided_by == "server":
        return f"its server asks for that{though}"
    if rhythm.decided_by == "publisher":
        return f"its publisher asks for that{though}"
    habit = habit_of(host_in(feed.feed_url))
    return f"{habit.host if habit else 'its host'} likes no more{though}"


def _published(pace: float | None) -> str:
    if pace is None:
        return "it is not known yet how often it publishes"
    for unit, days in (("day", 1), ("week", 7), ("month", 30)):
        if pace * days >= 1:
            return f"it publishes about {counted(round(pace * days), 'article')} a {unit}"
    return "it has published nothing for a month"


def _skipped(patience: Patience) -> str:
    hours = [f"between {start:02}:00 and {end:02}:00 UTC" for start, end in _runs(patience.skip_hours)]
    days = [day for place, day in enumerate(_DAYS) if patience.skip_days >> place & 1]
    parts = []
    if hours:
        parts.append(_listed(hours))
    if days:
        parts.append(f"on {_listed(days)}")
    return f"Not {' nor '.join(parts)}, as its publisher asks." if parts else ""


def _runs(hours: int) -> list[tuple[int, int]]:
    """Hours that follow each other, as first and end."""
    runs: list[tuple[int, int]] = []
    for hour in range(24):
        if hours >> hour & 1:
            joined = runs and runs[-1][1] == hour
            runs[-1:] = [(runs[-1][0], hour + 1)] if joined else [*runs[-1:], (hour, hour + 1)]
    return runs


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def span(length: timedelta) -> str:
    """A length of time in one round number: ``"30 minutes"``, ``"2 hours"``, ``"3 days"``."""
    minutes = length.total_seconds() / 60
    if minutes < 1:
        return counted(max(1, round(minutes * 60)), "second")
    if minutes < 50:
        return counted(round(minutes), "minute")
    if minutes < 48 * 60:
        return counted(max(1, round(minutes / 60)), "hour")
    return counted(round(minutes / 60 / 24), "day")


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
