"""When a feed is visited next, and why then: pure, from what is known of it.

A feed is looked at more often than it publishes, but not much: about twice for each article.
Nobody is visited sooner than the server allows and the publisher asks, and nobody is kept
waiting for longer than a day, or three with days to be skipped, whatever anybody says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from tui.model.feed import Feed, FeedHealth, Patience
from tui.model.ids import FeedId
from tui.model.origin import FileOrigin, origin_of
from tui.service.habits import habit_of, host_in

__all__ = [
    "FASTEST",
    "FIRST",
    "LONGEST",
    "LONGEST_CHOSEN",
    "LONGEST_SKIP",
    "NEWCOMER",
    "PAUSE",
    "SLOWEST",
    "WINDOW",
    "Cadence",
    "cadence",
    "is_due",
    "jitter",
    "known_pace",
    "next_due",
    "next_visit",
    "pace",
]

#: The least time between two visits that nobody asked for.
PAUSE = timedelta(minutes=10)
#: The longest that a header or a publisher makes us wait: no feed falls silent for a bad one.
LONGEST = timedelta(hours=24)
#: The longest that days and hours to be skipped add to it.
LONGEST_SKIP = timedelta(days=3)
#: The longest that a user may choose.
LONGEST_CHOSEN = timedelta(days=30)
#: Between visits to a feed that publishes all the time, to one that hardly does, to an unknown one.
FASTEST = timedelta(minutes=15)
SLOWEST = timedelta(hours=12)
FIRST = timedelta(hours=1)
#: How far back a feed's own pace is taken from.
WINDOW = timedelta(days=30)

#: How long whoever has added a feed is left to fetch it himself.
NEWCOMER = timedelta(seconds=30)

_DAY = timedelta(days=1)
#: The part of the time between two articles after which we look.
_SHARE = 0.4
#: A visit that lies ahead of the clock by more than this was made by a wrong clock.
_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a feed is visited, and the reasons; ``every`` without the jitter."""

    every: timedelta
    #: Articles a day, ``None`` while that is not known.
    pace: float | None
    #: "user", "pace", "file", "server", "publisher" or "host": whose word decides.
    decided_by: str


def pace(counted: tuple[int, int] | None, arriving: Iterable[datetime | None], now: datetime) -> float:
    """Articles a day over the last :data:`WINDOW`.

    Args:
        counted: how many are stored of that time, and the date of the first in seconds.
        arriving: the dates of those that have just come; ``None`` says nothing.
        now: the present moment.
    """
    fresh = [moment for moment in arriving if moment is not None and now - WINDOW < moment <= now]
    number, oldest = len(fresh), min(fresh, default=now)
    if counted is not None:
        number += counted[0]
        oldest = min(oldest, datetime.fromtimestamp(counted[1], UTC))
    # One article of this hour is not twenty-four a day.
    return number / (max(now - oldest, _DAY) / _DAY)


def cadence(
    feed_url: str, patience: Patience, articles_a_day: float | None, every: timedelta | None = None
) -> Cadence:
    """How often a feed is visited; ``every`` is the user's own wish.

    The user overrules the publisher and the feed's pace, but neither the server nor what a
    host is known to need.
    """
    if every is not None:
        wish, whose = min(every, LONGEST_CHOSEN), "user"
    elif isinstance(origin_of(feed_url), FileOrigin):
        # A look at a file costs nobody anything.
        wish, whose = FASTEST, "file"
    else:
        wish, whose = _by_pace(articles_a_day), "pace"
        publisher = timedelta(seconds=min(max(patience.publisher, 0), LONGEST.total_seconds()))
        if publisher > wish:
            wish, whose = publisher, "publisher"
    habit = habit_of(host_in(feed_url))
    if habit is not None and habit.pause > wish:
        wish, whose = habit.pause, "host"
    server = timedelta(seconds=min(max(patience.server, 0), LONGEST.total_seconds()))
    if server > wish:
        wish, whose = server, "server"
    return Cadence(max(PAUSE, wish), articles_a_day, whose)


def _by_pace(articles_a_day: float | None) -> timedelta:
    if articles_a_day is None:
        return FIRST
    if articles_a_day * SLOWEST <= _SHARE * _DAY:
        return SLOWEST
    return max(FASTEST, _SHARE * _DAY / articles_a_day)


def jitter(feed_id: FeedId) -> float:
    """From 0 to 1, always the same for a feed: those added together drift apart."""
    return int.from_bytes(blake2b(str(feed_id).encode(), digest_size=4).digest(), "big") / 2**32


def next_visit(
    rhythm: Cadence,
    patience: Patience,
    now: datetime,
    chance: float,
    fresh_until: datetime | None = None,
) -> datetime:
    """The moment from which a feed is due again; ``chance`` is its jitter."""
    now = now.astimezone(UTC)  # sums of local times forget that clocks are put back
    moment = now + max(rhythm.every, min(rhythm.every * (1 + chance / 10), LONGEST))
    if fresh_until is not None:
        moment = max(moment, min(fresh_until, now + LONGEST))
    if rhythm.decided_by == "user":
        return moment
    if rhythm.decided_by == "publisher" and patience.update_base:
        moment = max(_on_the_beat(patience, now), fresh_until or now, now + PAUSE) + chance * PAUSE
        moment = min(moment, now + LONGEST)
    return min(_not_skipped(moment, patience, chance), now + LONGEST + LONGEST_SKIP)


def _on_the_beat(patience: Patience, now: datetime) -> datetime:
    """The next of the moments that sy:updateBase and the period name."""
    period = max(patience.publisher, 1)
    passed = int(now.timestamp()) - patience.update_base
    return now + timedelta(seconds=min(period - passed % period, LONGEST.total_seconds()))


def _not_skipped(moment: datetime, patience: Patience, chance: float) -> datetime:
    if not (patience.skip_hours or patience.skip_days):
        return moment
    wanted = moment
    while _is_skipped(wanted, patience):
        if wanted - moment > LONGEST_SKIP:
            # Who skips all but a few hours of a week does not mean it so strictly.
            return moment
        wanted = wanted.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return wanted if wanted == moment else wanted + chance * PAUSE


def _is_skipped(moment: datetime, patience: Patience) -> bool:
    return bool(patience.skip_hours >> moment.hour & 1 or patience.skip_days >> moment.weekday() & 1)


def is_due(health: FeedHealth, now: datetime) -> bool:
    """Whether a feed wants a visit.

    One whose last visit lies in the future was visited by a wrong clock: it is due, once, and
    so a clock that jumps in either direction leaves no feed stuck.
    """
    if not health.active:
        return False
    planned, checked = health.next_check_at, health.checked_at
    if planned is None or planned <= now or planned - now > LONGEST_CHOSEN + LONGEST:
        return True
    return checked is not None and checked > now + _TOLERANCE


def next_due(feeds: Iterable[Feed], now: datetime) -> datetime | None:
    """The moment from which one of these feeds is due, at the earliest *now*; ``None`` if none ever is.

    Only a clock that is put back makes a feed due sooner. Whoever adds a feed fetches it, so
    one that was never visited is left to him for a moment.
    """
    moments = []
    for feed in feeds:
        if is_due(feed.health, now):
            fresh = feed.health.checked_at is None and now - NEWCOMER < feed.added_at <= now
            moments.append(feed.added_at + NEWCOMER if fresh else now)
        elif feed.health.active and feed.health.next_check_at is not None:
            moments.append(feed.health.next_check_at)
    return min(moments, default=None)


def known_pace(feed: Feed, counted: tuple[int, int] | None, now: datetime) -> float | None:
    """The pace of a feed by what is stored; ``None`` before its first visit."""
    if counted is None and feed.health.changed_at is None:
        return None
    return pace(counted, (), now)
