"""Writes what visits to feeds came to: many feeds in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.model.feed import FeedHealth
from tui.model.fetching import Validators
from tui.model.ids import FeedId
from tui.model.ingest import FeedFacts
from tui.store.connection import Connection
from tui.store.meta import bump
from tui.store.rows import seconds_or_none

__all__ = ["Visit", "host_of", "record_checks", "write_visits"]

# By the primary key; what is not given stays.
_WRITE = """
UPDATE feed SET checked_at = ?, changed_at = ?, next_check_at = ?, error = ?, error_kind = ?, failures = ?,
    active = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified),
    body_hash = coalesce(?, body_hash), feed_url = coalesce(?, feed_url), host = coalesce(?, host),
    publisher_title = coalesce(nullif(?, ''), publisher_title), site_url = coalesce(nullif(?, ''), site_url),
    language = coalesce(nullif(?, ''), language)
WHERE id = ?"""
_NO_FACTS = FeedFacts()


@dataclass(frozen=True, slots=True)
class Visit:
    """The outcome of one visit; ``None`` leaves the stored value."""

    feed_id: FeedId
    health: FeedHealth
    validators: Validators | None = None
    body_hash: bytes | None = None
    feed_url: str | None = None
    facts: FeedFacts | None = None


def host_of(url: str) -> str:
    """What a feed is called while nobody has said its title."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def record_checks(
    connection: Connection, checks: Sequence[tuple[FeedId, FeedHealth, Validators | None]]
) -> int:
    """Write health and validators of feeds that brought nothing new; returns the generation."""
    write_visits(connection, [Visit(number, health, validators) for number, health, validators in checks])
    return bump(connection)


def write_visits(connection: Connection, visits: Sequence[Visit]) -> None:
    """Write the outcome of many visits."""
    connection.executemany(_WRITE, [_parameters(visit) for visit in visits])


def _parameters(visit: Visit) -> tuple[object, ...]:
    health, validators, facts = visit.health, visit.validators, visit.facts or _NO_FACTS
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
        visit.body_hash,
        visit.feed_url,
        None if visit.feed_url is None else host_of(visit.feed_url),
        facts.title,
        facts.site_url,
        facts.language,
        visit.feed_id,
    )
