"""Writes what visits to feeds came to: many feeds in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.model.feed import FeedHealth, Move, Patience, Visit
from tui.model.fetching import Validators
from tui.model.ids import FeedId
from tui.model.ingest import FeedFacts
from tui.model.origin import calling_name
from tui.store import visits
from tui.store.connection import Connection
from tui.store.meta import bump
from tui.store.rows import seconds_or_none

__all__ = ["Checked", "host_of", "record_checks", "write_checks"]

# By the primary key; what is not given stays.
_WRITE = """
UPDATE feed SET checked_at = ?, changed_at = ?, next_check_at = ?, error = ?, error_kind = ?, failures = ?,
    active = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified),
    body_hash = coalesce(?, body_hash), feed_url = coalesce(?, feed_url), host = coalesce(?, host),
    publisher_title = coalesce(nullif(?, ''), publisher_title), site_url = coalesce(nullif(?, ''), site_url),
    language = coalesce(nullif(?, ''), language), version = coalesce(nullif(?, ''), version),
    problem = coalesce(?, problem), server_wait = coalesce(?, server_wait), ttl = coalesce(?, ttl),
    update_base = coalesce(?, update_base), skip_hours = coalesce(?, skip_hours),
    skip_days = coalesce(?, skip_days), moved_to = coalesce(?, moved_to),
    moved_seen = coalesce(?, moved_seen), visits = visits + ?
WHERE id = ?"""
_NO_FACTS = FeedFacts()


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of one visit; ``None`` leaves the stored value."""

    feed_id: FeedId
    health: FeedHealth
    validators: Validators | None = None
    body_hash: bytes | None = None
    feed_url: str | None = None
    facts: FeedFacts | None = None
    patience: Patience | None = None
    moved: Move | None = None
    #: Goes into the feed's log.
    visit: Visit | None = None


def host_of(url: str) -> str:
    """What a feed is called while nobody has said its title."""
    try:
        return calling_name(url) or urlsplit(url).hostname or url
    except ValueError:
        return url


def record_checks(
    connection: Connection, checks: Sequence[tuple[FeedId, FeedHealth, Validators | None]]
) -> int:
    """Write health and validators of feeds that brought nothing new; returns the generation."""
    write_checks(connection, [Checked(number, health, validators) for number, health, validators in checks])
    return bump(connection)


def write_checks(connection: Connection, checks: Sequence[Checked]) -> None:
    """Write the outcome of many visits."""
    connection.executemany(_WRITE, [_parameters(check) for check in checks])
    visits.note(connection, [(check.feed_id, check.visit) for check in checks if check.visit is not None])


def _parameters(check: Checked) -> tuple[object, ...]:
    health, validators, facts = check.health, check.validators, check.facts or _NO_FACTS
    patience, moved = check.patience, check.moved
    return (
        seconds_or_none(health.checked_at),
        seconds_or_none(health.changed_at),
        seconds_or_none(health.next_check_at),
        health.error,
        health.error_kind,
        health.failures,
        int(health.active),
        None if validators is None else validators.etag,
        None if validators is None else validators.last_modified,
        check.body_hash,
        check.feed_url,
        None if check.feed_url is None else host_of(check.feed_url),
        facts.title,
        facts.site_url,
        facts.language,
        facts.version,
        None if check.facts is None else facts.problem,
        *((None,) * 5 if patience is None else _waits(patience)),
        None if moved is None else moved.url,
        None if moved is None else moved.seen,
        int(check.visit is not None),
        check.feed_id,
    )


def _waits(patience: Patience) -> tuple[int, int, int, int, int]:
    base = patience.update_base
    return patience.server, patience.publisher, base, patience.skip_hours, patience.skip_days
