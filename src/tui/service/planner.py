"""The pure decider: what one visit to a feed writes, and when the next is due.

No clock, no store, no network: everything comes in and one :class:`IngestPlan` goes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tui.model.feed import Feed, FeedHealth, Move, Patience, Visit
from tui.model.fetching import NO_VALIDATORS, FailureKind, Fetched, FetchFailed, NotModified
from tui.model.ids import ArticleId
from tui.model.ingest import IngestPlan, KnownEntry, PreparedEntry, PreparedFeed
from tui.service.habits import habit_of, host_in
from tui.service.schedule import LONGEST, PAUSE, cadence, jitter, next_visit, pace

__all__ = ["Circumstances", "plan_changed", "plan_failure", "plan_put_off", "plan_unchanged"]

#: Waiting for the network to come back is not the feed's fault.
OFFLINE_PAUSE = timedelta(minutes=1)
#: Visits in a row on which a permanent redirect must be seen before it is believed.
SIGHTINGS = 2
#: Failures in a row after which a sentence says so.
STUBBORN = 5

_OFFLINE = frozenset({FailureKind.OFFLINE, FailureKind.STORE})
_ENDED = "It has been so {times} times in a row, so the feed may have ended: {advice}"
_ADVICE = "look for a new address on its site, or unsubscribe."


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else is known when a visit is judged."""

    now: datetime
    #: Articles of the last weeks that are stored: how many, and the date of the first in seconds.
    counted: tuple[int, int] | None = None
    #: The user's own wish for the time between two visits.
    every: timedelta | None = None
    #: The address that the feed has moved to is another feed's already.
    taken: bool = False


def plan_unchanged(feed: Feed, answer: Fetched | NotModified, around: Circumstances) -> IngestPlan:
    """Nothing new: a 304, or the very bytes of the last visit."""
    # What the document says is as it was; a 304 without a word about freshness changes nothing.
    silent = answer.freshness is None and isinstance(answer, NotModified)
    server = feed.patience.server if silent else answer.freshness or 0
    patience = replace(feed.patience, server=server)
    moved, new_url = _moved(feed, answer, around)
    return IngestPlan(
        feed_id=feed.id,
        now=around.now,
        health=_well(feed, patience, around, (), answer.fresh_until, feed.health.changed_at),
        validators=answer.validators,
        patience=patience if patience != feed.patience else None,
        moved=moved,
        feed_url=new_url,
        visit=_visit(answer, around.now),
    )


def plan_changed(
    feed: Feed,
    answer: Fetched,
    prepared: PreparedFeed,
    known: Mapping[str, KnownEntry],
    body_hash: bytes,
    around: Circumstances,
) -> IngestPlan:
    """Sort the entries of a document into new, changed and known."""
    new, changed = _sorted_out(prepared, known)
    facts = prepared.facts
    patience = Patience(
        answer.freshness or 0, facts.ttl, facts.update_base, facts.skip_hours, facts.skip_days
    )
    moved, new_url = _moved(feed, answer, around)
    listed, unlisted = _removed(prepared, known)
    changed_at = around.now if new or changed else feed.health.changed_at
    dates = [entry.published_at for entry in new]
    return IngestPlan(
        feed_id=feed.id,
        now=around.now,
        health=_well(feed, patience, around, dates, answer.fresh_until, changed_at),
        new=new,
        changed=changed,
        facts=facts,
        # What ended too soon is not the feed: with its validators the rest would never be asked for.
        validators=answer.validators if facts.whole else NO_VALIDATORS,
        body_hash=body_hash if facts.whole else b"",
        patience=patience if patience != feed.patience else None,
        moved=moved,
        feed_url=new_url,
        visit=_visit(answer, around.now),
        listed=listed,
        unlisted=unlisted,
    )


def plan_failure(feed: Feed, failed: FetchFailed, around: Circumstances) -> IngestPlan:
    """A visit that came to nothing: the sentence stays on the feed, the next visit waits longer."""
    now = around.now
    failures = feed.health.failures + (failed.kind not in _OFFLINE)
    gone = failed.kind is FailureKind.GONE
    habit = habit_of(host_in(feed.feed_url))
    passing = habit is not None and failed.kind in habit.passing
    sentence = failed.sentence if passing else _stubborn(failed, failures)
    health = replace(
        feed.health,
        checked_at=now,
        next_check_at=None if gone else now + _back_off(failed, failures, now, jitter(feed.id)),
        error=sentence,
        error_kind=failed.kind,
        failures=failures,
        active=not gone,
    )
    visit = replace(_visit(failed, now), kind=failed.kind, sentence=failed.sentence)
    return IngestPlan(feed_id=feed.id, now=now, health=health, visit=visit)


def plan_put_off(feed: Feed, failed: FetchFailed, around: Circumstances) -> IngestPlan:
    """The host has asked for patience on another feed's visit, so this feed was not visited at all."""
    now = around.now
    health = replace(
        feed.health,
        next_check_at=now + _back_off(failed, 1, now, jitter(feed.id)),
        error=failed.sentence,
        error_kind=failed.kind,
    )
    return IngestPlan(feed_id=feed.id, now=now, health=health)


def _sorted_out(
    prepared: PreparedFeed, known: Mapping[str, KnownEntry]
) -> tuple[tuple[PreparedEntry, ...], tuple[tuple[ArticleId, PreparedEntry], ...]]:
    new: dict[str, PreparedEntry] = {}
    changed: dict[str, tuple[ArticleId, PreparedEntry]] = {}
    for entry in prepared.entries:
        # Twice in one document: the first is the newest.
        if entry.guid in new or entry.guid in changed:
            continue
        before = _remembered(entry, known)
        if before is None:
            new[entry.guid] = entry
        elif before.article_id is not None and before.fingerprint != entry.fingerprint:
            changed[entry.guid] = (before.article_id, entry)
    return tuple(new.values()), tuple(changed.values())


def _removed(
    prepared: PreparedFeed, known: Mapping[str, KnownEntry]
) -> tuple[frozenset[str], frozenset[str]]:
    """Removed entries that a document lists, and those that it does not; of a part of one, nothing."""
    removed = {guid: entry.raw_hash for guid, entry in known.items() if entry.article_id is None}
    if not removed or not prepared.facts.whole:
        return frozenset(), frozenset()
    hashes = frozenset(prepared.known_hashes)
    there = {name for entry in prepared.entries for name in (entry.guid, f"{entry.guid} {entry.url}")}
    listed = frozenset(guid for guid, own in removed.items() if guid in there or (own and own in hashes))
    return listed, frozenset(removed) - listed


def _remembered(entry: PreparedEntry, known: Mapping[str, KnownEntry]) -> KnownEntry | None:
    # Of several entries under one guid only the changed one may have come; the others were
    # cut as known, so it no longer looks ambiguous. Its longer name says which it is.
    return known.get(f"{entry.guid} {entry.url}") or known.get(entry.guid)


def _well(
    feed: Feed,
    patience: Patience,
    around: Circumstances,
    arriving: tuple[()] | list[datetime | None],
    fresh_until: datetime | None,
    changed_at: datetime | None,
) -> FeedHealth:
    unknown = around.counted is None and changed_at is None
    rate = None if unknown else pace(around.counted, arriving, around.now)
    rhythm = cadence(feed.feed_url, patience, rate, around.every)
    planned = next_visit(rhythm, patience, around.now, jitter(feed.id), fresh_until)
    return FeedHealth(checked_at=around.now, changed_at=changed_at, next_check_at=planned)


def _moved(
    feed: Feed, answer: Fetched | NotModified, around: Circumstances
) -> tuple[Move | None, str | None]:
    """How far a permanent redirect is believed, and the new address once it is.

    One alone may be a mistake, or a hotel that wants its guests to log in. From https to
    http nobody is taken: that is followed, but not kept.
    """
    place = answer.permanent_url or answer.url
    downgrade = feed.feed_url.startswith("https:") and not place.startswith("https:")
    if place in (answer.url, feed.feed_url) or downgrade:
        return (Move() if feed.moved.url else None), None
    seen = feed.moved.seen + 1 if feed.moved.url == place else 1
    if seen < SIGHTINGS or around.taken:
        return Move(place, seen), None
    return Move(), place


def _visit(answer: Fetched | NotModified | FetchFailed, now: datetime) -> Visit:
    status = 304 if isinstance(answer, NotModified) else answer.status
    cost = answer.cost
    return Visit(now, status, None, "", cost.requests, cost.size, round(cost.seconds * 1_000))


def _stubborn(failed: FetchFailed, failures: int) -> str:
    if failures < STUBBORN or failed.kind is not FailureKind.NOT_FOUND:
        return failed.sentence
    return f"{failed.sentence} {_ENDED.format(times=failures, advice=_ADVICE)}"


def _back_off(failed: FetchFailed, failures: int, now: datetime, chance: float) -> timedelta:
    if failed.kind in _OFFLINE:
        return OFFLINE_PAUSE
    if failed.kind is FailureKind.FILE:
        # A look costs nothing, and a disk may be back at any time.
        return PAUSE
    pause = PAUSE * (1 << min(max(failures, 1) - 1, 10)) * (1 + chance / 10)
    asked = failed.retry_at - now if failed.retry_at is not None else pause
    return min(max(pause, asked), LONGEST)
