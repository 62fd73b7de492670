"""The pure decider: what one visit to a feed writes, and when the next is due.

No clock, no store, no network: everything comes in and one :class:`IngestPlan` goes out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tui.model.feed import Feed, FeedHealth
from tui.model.fetching import FailureKind, Fetched, FetchFailed, NotModified
from tui.model.ids import ArticleId
from tui.model.ingest import IngestPlan, KnownEntry, PreparedEntry, PreparedFeed

__all__ = ["is_due", "plan_changed", "plan_failure", "plan_unchanged"]

#: The least time between two visits that nobody asked for.
PAUSE = timedelta(minutes=10)
#: The longest that anything makes us wait: a feed must not fall silent for a bad header.
LONGEST = timedelta(hours=24)
#: Waiting for the network to come back is not the feed's fault.
OFFLINE_PAUSE = timedelta(minutes=1)

_OFFLINE = frozenset({FailureKind.OFFLINE, FailureKind.STORE})


def is_due(health: FeedHealth, now: datetime) -> bool:
    """Whether a feed wants a visit; a visit planned further ahead than ever counts as due.

    So a clock that was wrong for a while, in either direction, leaves no feed stuck.
    """
    if not health.active:
        return False
    planned = health.next_check_at
    return planned is None or planned <= now or planned - now > 2 * LONGEST


def plan_unchanged(
    feed: Feed, answer: Fetched | NotModified, now: datetime, jitter: float = 0.0
) -> IngestPlan:
    """Nothing new: a 304, or the very bytes of the last visit."""
    return IngestPlan(
        feed_id=feed.id,
        now=now,
        health=_well(now, feed.health.changed_at, _next(now, answer.fresh_until, 0, jitter)),
        validators=answer.validators,
    )


def plan_changed(
    feed: Feed,
    answer: Fetched,
    prepared: PreparedFeed,
    known: Mapping[str, KnownEntry],
    body_hash: bytes,
    now: datetime,
    *,
    jitter: float = 0.0,
    taken: bool = False,
) -> IngestPlan:
    """Sort the entries of a document into new, changed and known.

    ``taken`` says that the address the feed has moved to is another feed's already.
    """
    new, changed = _sorted_out(prepared, known)
    facts = prepared.facts
    moved = answer.permanent_url != answer.url and answer.permanent_url != feed.feed_url and not taken
    return IngestPlan(
        feed_id=feed.id,
        now=now,
        health=_well(
            now,
            now if new or changed else feed.health.changed_at,
            _next(now, answer.fresh_until, facts.ttl, jitter),
        ),
        new=new,
        changed=changed,
        facts=facts,
        validators=answer.validators,
        body_hash=body_hash,
        feed_url=answer.permanent_url if moved else None,
    )


def plan_failure(feed: Feed, failed: FetchFailed, now: datetime, jitter: float = 0.0) -> IngestPlan:
    """A visit that came to nothing: the sentence stays on the feed, the next visit waits longer."""
    failures = feed.health.failures + (failed.kind not in _OFFLINE)
    gone = failed.kind is FailureKind.GONE
    health = replace(
        feed.health,
        checked_at=now,
        next_check_at=None if gone else now + _back_off(failed, failures, now, jitter),
        error=failed.sentence,
        error_kind=failed.kind,
        failures=failures,
        active=not gone,
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


def _remembered(entry: PreparedEntry, known: Mapping[str, KnownEntry]) -> KnownEntry | None:
    # Of several entries under one guid only the changed one may have come; the others were
    # cut as known, so it no longer looks ambiguous. Its longer name says which it is.
    return known.get(f"{entry.guid} {entry.url}") or known.get(entry.guid)


def _well(now: datetime, changed_at: datetime | None, next_check_at: datetime) -> FeedHealth:
    return FeedHealth(checked_at=now, changed_at=changed_at, next_check_at=next_check_at)


def _next(now: datetime, fresh_until: datetime | None, ttl: int, jitter: float) -> datetime:
    fresh = fresh_until - now if fresh_until is not None else PAUSE
    wish = max(PAUSE, fresh, timedelta(seconds=min(max(ttl, 0), LONGEST.total_seconds())))
    # The jitter spreads feeds that were added together, and stays small for the impatient.
    return now + min(wish * (1 + jitter / 10), LONGEST)


def _back_off(failed: FetchFailed, failures: int, now: datetime, jitter: float) -> timedelta:
    if failed.kind in _OFFLINE:
        return OFFLINE_PAUSE
    pause = PAUSE * (1 << min(max(failures, 1) - 1, 10)) * (1 + jitter / 10)
    asked = failed.retry_at - now if failed.retry_at is not None else pause
    return min(max(pause, asked), LONGEST)
