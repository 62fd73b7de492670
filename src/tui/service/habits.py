"""What is known of large hosts: how many requests they like, and which failures mean little there.

Everybody else is visited as the settings say. The table is printed in docs/refreshing.md.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from tui.model.fetching import FailureKind, HostManners

__all__ = ["HABITS", "Habit", "habit_of", "host_in", "manners_of"]


@dataclass(frozen=True, slots=True)
class Habit:
    """What one host and all below it are like."""

    host: str
    why: str
    #: Requests at a time, at most.
    at_once: int
    #: Seconds between the starts of two requests, at least.
    gap: float
    #: The least time between two visits to one feed.
    pause: timedelta
    #: Failures that pass by themselves there.
    passing: frozenset[FailureKind] = frozenset()


HABITS = (
    Habit(
        "reddit.com",
        "counts requests by address and User-Agent, about ten a minute, and answers 429 to the rest",
        1,
        6.0,
        timedelta(hours=1),
        frozenset({FailureKind.UNAUTHORIZED, FailureKind.THROTTLED}),
    ),
    Habit(
        "youtube.com",
        "sends no validators, and for some hours now and then 404 or 500 for channels that are well",
        2,
        0.2,
        timedelta(minutes=30),
        frozenset({FailureKind.NOT_FOUND, FailureKind.SERVER}),
    ),
    Habit(
        "github.com",
        "answers 304 well, and 429 to those who ask for many repositories at once",
        1,
        0.5,
        timedelta(minutes=30),
        frozenset({FailureKind.THROTTLED}),
    ),
    Habit(
        "feedburner.com",
        "fetches from the true site every half hour itself; asking it more often brings nothing",
        2,
        0.2,
        timedelta(minutes=30),
    ),
)


def habit_of(host: str) -> Habit | None:
    """The habit of a host, by its own name or that of a domain above it."""
    return next((one for one in HABITS if host == one.host or host.endswith(f".{one.host}")), None)


def host_in(url: str) -> str:
    """The host that an address names; "" if none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def manners_of(host: str, at_once: int, gap: float) -> HostManners:
    """How a host is visited by somebody whose settings say so much."""
    habit = habit_of(host)
    if habit is None:
        return HostManners(host, at_once, gap)
    return HostManners(habit.host, min(at_once, habit.at_once), max(gap, habit.gap))
