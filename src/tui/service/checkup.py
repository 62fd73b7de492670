"""What the doctor says of one feed: what is wrong, what may be mended, how much it brings. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from tui.model.amounts import amount_words
from tui.model.feed import Feed, Visit
from tui.model.fetching import FailureKind
from tui.model.ids import FeedId
from tui.model.origin import is_local, is_own
from tui.model.servers import masked
from tui.service.habits import host_in
from tui.service.planner import SIGHTINGS
from tui.service.schedule import known_pace
from tui.service.schedule_words import counted, explained
from tui.service.twins import address_key, twins
from tui.service.visiting import is_private_host

__all__ = [
    "DAYS",
    "SILENCE",
    "Checkup",
    "Complaint",
    "Counts",
    "Order",
    "Trouble",
    "answer_words",
    "checkups",
    "illness_of",
    "ordered",
    "safe_address",
    "silence_of",
    "sparkline",
]

#: The days that are looked back on.
DAYS = 30
#: A feed that brought nothing for so long has probably moved or ended.
SILENCE = timedelta(days=180)
#: Articles in these days from which a feed is called noisy, or too much for being left unopened.
NOISY = 150
UNOPENED = 15
#: Of a noisy feed no more than one in so many is opened.
FEW = 50
#: Who has subscribed only now cannot have opened much.
_TRIAL = timedelta(days=14)
_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "._-=+*#@"
_NO_WISHES: Mapping[str, timedelta] = {}
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Trouble(StrEnum):
    """What may be the matter with a feed, the worst first."""

    GONE = "gone"
    FAILING = "failing"
    DUPLICATE = "duplicate"
    MOVED = "moved"
    SILENT = "silent"
    DOCUMENT = "document"
    UNPROVEN = "unproven"
    INSECURE = "insecure"
    NOISY = "noisy"
    UNOPENED = "unopened"

    @property
    def is_grave(self) -> bool:
        """Whether it is more than a matter of taste."""
        return self not in _MATTERS_OF_TASTE


_MATTERS_OF_TASTE = (
    Trouble.DOCUMENT,
    Trouble.UNPROVEN,
    Trouble.INSECURE,
    Trouble.NOISY,
    Trouble.UNOPENED,
)


class Order(StrEnum):
    """How the feeds stand below each other."""

    TROUBLE = "trouble"
    NOISE = "noise"
    SILENCE = "silence"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that the doctor says of a feed."""

    kind: Trouble
    #: What is so, and what to do about it.
    sentence: str
    #: The address that mends it, "" if none does.
    new_url: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the store counts, each by feed."""

    visits: Mapping[FeedId, Visit]
    #: Articles on each of the last :data:`DAYS` days, today's last.
    days: Mapping[FeedId, Sequence[int]]
    opened: Mapping[FeedId, int]
    #: As the schedule wants them.
    paces: Mapping[FeedId, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Checkup:
    """All that the doctor knows of one feed."""

    feed: Feed
    last: Visit | None
    days: tuple[int, ...]
    opened: int
    #: Why it is visited as often as it is.
    schedule: str
    complaints: tuple[Complaint, ...]

    @property
    def new(self) -> int:
        """Articles of the last :data:`DAYS` days."""
        return sum(self.days)

    @property
    def opened_words(self) -> str:
        """``"312 new in 30 days, you opened 1"``."""
        if not self.new:
            return f"nothing new in {DAYS} days"
        return f"{self.new:,} new in {DAYS} days, you opened {self.opened or 'none'}"

    @property
    def fix(self) -> Complaint | None:
        """The first complaint that another address mends."""
        return next((one for one in self.complaints if one.new_url), None)

    @property
    def is_grave(self) -> bool:
        """Whether something is wrong that wants doing."""
        return any(one.kind.is_grave for one in self.complaints)


def checkups(
    feeds: Sequence[Feed], counts: Counts, now: datetime, every: Mapping[str, timedelta] = _NO_WISHES
) -> tuple[Checkup, ...]:
    """Every feed from elsewhere, in the order given; ``every`` has the intervals that the user wants."""
    remote = [feed for feed in feeds if not is_own(feed.feed_url)]
    doubles = twins(remote)
    safe_hosts = frozenset(_plain_host(feed.feed_url) for feed in remote if _is_safe(feed.feed_url))
    found = []
    for feed in remote:
        days = tuple(counts.days.get(feed.id, (0,) * DAYS))
        opened = min(counts.opened.get(feed.id, 0), sum(days))
        said = (
            illness_of(feed),
            _double(feed, doubles.get(feed.id)),
            _moved(feed, feed.id in doubles),
            _silent(feed, now),
            _document(feed),
            _unproven(feed),
            _insecure(feed, safe_hosts),
            _too_much(feed, sum(days), opened, now),
        )
        pace = known_pace(feed, counts.paces.get(feed.id), now)
        schedule = explained(feed, pace, now, every.get(feed.feed_url))
        complaints = tuple(one for one in said if one is not None)
        found.append(Checkup(feed, counts.visits.get(feed.id), days, opened, schedule, complaints))
    return tuple(found)


def ordered(
    found: Sequence[Checkup], order: Order = Order.TROUBLE, *, ill_only: bool = False
) -> list[Checkup]:
    """The feeds as somebody wants to see them; ``ill_only`` leaves out those that are well."""
    shown = [one for one in found if one.complaints or not ill_only]
    if order is Order.NOISE:
        return sorted(shown, key=lambda one: -one.new)
    if order is Order.SILENCE:
        return sorted(shown, key=lambda one: one.feed.health.changed_at or _LONG_AGO)
    if order is Order.OPENED:
        # What is brought for nothing first, the most of it before the rest.
        return sorted(shown, key=lambda one: (one.opened / one.new if one.new else 1.0, -one.new))
    ranks = {kind: rank for rank, kind in enumerate(Trouble)}
    return sorted(
        shown, key=lambda one: min((ranks[said.kind] for said in one.complaints), default=len(ranks))
    )


def sparkline(counts: Sequence[int], *, plain: bool = False) -> str:
    """A character for each number, as high as it is beside the highest; a blank is nothing."""
    bars = _PLAIN_BARS if plain else _BARS
    most = max(counts, default=0)
    return "".join(bars[(one * len(bars) - 1) // most] if one > 0 else " " for one in counts)


def answer_words(visit: Visit) -> str:
    """A visit in a few words: ``"200 · 12 kB · 0.3 s"``."""
    if visit.kind in (FailureKind.FILE, FailureKind.COMMAND):
        return "not read" if visit.kind is FailureKind.FILE else "failed"
    if visit.status and not visit.requests:
        # A file or a command: no server was asked.
        answer = "as before" if visit.status == 304 else "read"
    elif visit.status == 304:
        answer = "304, as before"
    elif visit.status:
        answer = str(visit.status)
    else:
        answer = "no answer"
    return f"{answer} · {amount_words(visit.size)} · {visit.milliseconds / 1000:.1f} s"


def silence_of(feed: Feed, now: datetime) -> str:
    """That a feed has brought nothing for long, in words; "" if it has."""
    brought_at = feed.health.changed_at
    if brought_at is None or now - brought_at <= SILENCE:
        return ""
    guess = "" if is_local(feed.feed_url) else "; it may have moved or ended"
    return f"Nothing new for {(now - brought_at).days} days{guess}."


def safe_address(feed: Feed, safe_hosts: frozenset[str]) -> str:
    """The https address where this feed is likely to be too; "" if it is not likely.

    It is where the site itself is, or another feed of its host.
    """
    parts = urlsplit(feed.feed_url) if _plain_host(feed.feed_url) else None
    if parts is None or parts.scheme != "http" or parts.port not in (None, 80) or parts.username:
        return ""
    host = _plain_host(feed.feed_url)
    at_site = _is_safe(feed.site_url) and _plain_host(feed.site_url) == host
    if not (at_site or host in safe_hosts) or is_private_host(host):
        return ""
    return parts._replace(scheme="https", netloc=parts.hostname or "").geturl()


def illness_of(feed: Feed) -> Complaint | None:
    """What keeps a feed from being read."""
    health = feed.health
    if not health.active:
        said = health.error or "Its server said that it is gone for good."
        sentence = f"{said} It is left alone until you refresh it by name or unsubscribe."
        return Complaint(Trouble.GONE, sentence)
    if health.error is None or health.error_kind is FailureKind.OFFLINE:
        return None
    times = f" ({health.failures} times in a row)" if health.failures > 1 else ""
    return Complaint(Trouble.FAILING, f"{health.error}{times}")


def _double(feed: Feed, kept: Feed | None) -> Complaint | None:
    if kept is None:
        return None
    if feed.title != kept.title:
        return Complaint(
            Trouble.DUPLICATE, f"It is the same feed as {kept.title}: unsubscribe from one of both."
        )
    return Complaint(
        Trouble.DUPLICATE, f"You have it twice, also as {masked(kept.feed_url)}: unsubscribe from one."
    )


def _moved(feed: Feed, there_already: bool) -> Complaint | None:
    place = feed.moved.url
    if not place or there_already:
        return None
    seen = "once" if feed.moved.seen < SIGHTINGS else f"{feed.moved.seen} times"
    return Complaint(Trouble.MOVED, f"It says that it has moved to {masked(place)} (seen {seen}).", place)


def _silent(feed: Feed, now: datetime) -> Complaint | None:
    sentence = silence_of(feed, now)
    if not sentence and feed.health.changed_at is None and feed.health.error is None:
        visited = feed.health.checked_at is not None and now - feed.added_at > timedelta(days=DAYS)
        advice = "look into it" if is_local(feed.feed_url) else "look for another feed on its site"
        sentence = f"It has never brought anything; {advice}." if visited else ""
    return Complaint(Trouble.SILENT, sentence) if sentence else None


def _document(feed: Feed) -> Complaint | None:
    return Complaint(Trouble.DOCUMENT, feed.problem) if feed.problem else None


def _unproven(feed: Feed) -> Complaint | None:
    if not feed.unproven:
        return None
    sentence = "TLS not checked: its server need not prove who it is, because you want it so."
    return Complaint(Trouble.UNPROVEN, sentence)


def _insecure(feed: Feed, safe_hosts: frozenset[str]) -> Complaint | None:
    try:
        place = safe_address(feed, safe_hosts)
    except ValueError:
        return None
    if not place or address_key(feed.moved.url) == address_key(place):
        return None
    sentence = "It is fetched without encryption, and its host knows https."
    return Complaint(Trouble.INSECURE, sentence, place)


def _too_much(feed: Feed, new: int, opened: int, now: datetime) -> Complaint | None:
    if feed.hidden or now - feed.added_at < _TRIAL:
        return None
    if new >= NOISY and opened * FEW <= new:
        sentence = f"{counted(new, 'new article')} in {DAYS} days, you opened {opened or 'none'}."
        return Complaint(Trouble.NOISY, f"{sentence} Hide it, write a rule for it, or unsubscribe.")
    if new >= UNOPENED and not opened:
        return Complaint(Trouble.UNOPENED, f"{new} new in {DAYS} days, you opened none.")
    return None


def _is_safe(url: str) -> bool:
    return url.startswith("https:")


def _plain_host(url: str) -> str:
    return host_in(url).removeprefix("www.")
