"""Feeds and the tree of categories they stand in.

Reading is plain SQL, for every command does it; what writes feeds goes through Core.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tui.model.changes import ChangeSet, DefinitionChange, SubscriptionChange
from tui.model.errors import NotFound, StoreError
from tui.model.feed import Feed, FeedEdits, FeedHealth, Move, Patience, Subscription
from tui.model.fetching import FailureKind, Validators
from tui.model.ids import FeedId
from tui.model.origin import is_own
from tui.model.servers import is_for, masked
from tui.store import definitions, journal
from tui.store.categories import ALL_CATEGORIES
from tui.store.connection import Connection
from tui.store.deeds import perform
from tui.store.durability import durable
from tui.store.health import host_of, record_checks
from tui.store.meta import bump
from tui.store.names import category_id, clean_path
from tui.store.rows import id_list, moment, moment_or_none, seconds

__all__ = [
    "all_feeds",
    "edit_feed",
    "lately_subscribed",
    "make_due",
    "move_feed",
    "record_checks",
    "rename_category",
    "subscribe",
    "subscribing",
    "unsubscribe",
]

_KINDS = {kind.value: kind for kind in FailureKind}

# All feeds, or one by the primary key; the category by its primary key.
_SUBSCRIBED = """
SELECT feed.id, feed_url, site_url, title, publisher_title, category.path, tags, etag, last_modified,
       body_hash, checked_at, changed_at, next_check_at, error, error_kind, failures, active, added_at,
       language, server_wait, ttl, update_base, skip_hours, skip_days, moved_to, moved_seen, version, problem
FROM feed LEFT JOIN category ON category.id = feed.category_id
WHERE removed_at IS NULL"""
_ONE_SUBSCRIBED = f"{_SUBSCRIBED} AND feed.id = ?"
# The unique SQL index over kind and name.
_MARKED = """
SELECT name, json_extract(body, '$.hidden') IS NOT NULL,
    CASE WHEN json_extract(body, '$.fetch.insecure_tls') IS 1 THEN json_extract(body, '$.fetch.server') END
FROM definition WHERE kind = 'feed'
    AND (json_extract(body, '$.hidden') OR json_extract(body, '$.fetch.insecure_tls') IS 1)"""
# By the primary key.
_NOW = "SELECT own_title, tags FROM feed WHERE id = ?"
_DUE = """
UPDATE feed SET etag = '', last_modified = '', body_hash = x'',
    next_check_at = CASE WHEN error_kind = 'throttled' THEN next_check_at END
WHERE id = ?"""
# All feeds.
_LATELY = "SELECT feed_url FROM feed WHERE removed_at IS NULL OR removed_at > ?"
# By the foreign key from feed to category.
_IN_CATEGORIES = """
SELECT feed.id, category.path FROM feed JOIN category ON category.id = feed.category_id
WHERE category.id IN (SELECT value FROM json_each(?)) ORDER BY feed.id"""


def all_feeds(connection: Connection) -> list[Feed]:
    """All subscribed feeds, by their shown titles."""
    found = [_feed(row) for row in connection.execute(_SUBSCRIBED)]
    if marked := {url: marks for url, *marks in connection.execute(_MARKED)}:
        found = [_with_marks(one, *marked.get(one.feed_url, (0, None))) for one in found]
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))


@durable
def subscribe(
    connection: Connection,
    subscriptions: Sequence[Subscription],
    now: datetime,
    defined: Sequence[DefinitionChange] = (),
) -> ChangeSet:
    """Subscribe to feeds; those subscribed already stay as they are, unsubscribed ones come back.

    What is ``defined`` of them is part of the same deed.
    """
    changes = subscribing(connection, subscriptions, now)
    steps: list[journal.Change] = [*changes, *definitions.checked_steps(connection, defined)]
    outcome = perform(connection, steps, now)
    wishes = {wish.feed_url: wish for wish in reversed(subscriptions)}
    titles = [wish.title or wish.feed_url for wish in wishes.values()]
    label = f"subscribe to {titles[0] if len(titles) == 1 else f'{len(changes)} feeds'}"
    # Feeds that come with the program are no deed of the user's: undo does not take them back.
    if any(not is_own(url) for url in wishes) and steps:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def subscribing(
    connection: Connection, subscriptions: Sequence[Subscription], now: datetime
) -> list[SubscriptionChange]:
    """The steps of a deed that subscribes to feeds; their rows are there afterwards."""
    wishes = {wish.feed_url: wish for wish in reversed(subscriptions)}
    known = _known(connection)
    changes = []
    for wish in reversed(wishes.values()):
        number, subscribed = known.get(wish.feed_url, (None, False))
        if subscribed:
            continue
        if number is None:
            number = _insert(connection, wish, now)
        else:
            _revive(connection, number, wish)
        changes.append(SubscriptionChange(number, True))
    return changes


@durable
def unsubscribe(connection: Connection, feed_id: FeedId, now: datetime) -> ChangeSet:
    """Unsubscribe; the articles leave the lists, and undo brings all of them back.

    Raises:
        NotFound: there is no such feed.
    """
    title = _subscribed(connection, feed_id).title
    outcome = perform(connection, [SubscriptionChange(feed_id, False)], now)
    label = f"unsubscribe from {title}"
    journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


@durable
def edit_feed(
    connection: Connection,
    feed_id: FeedId,
    edits: FeedEdits,
    changes: Sequence[DefinitionChange],
    label: str,
    now: datetime,
) -> ChangeSet:
    """Change what is not ``None``, and what is defined of the feed, as one deed.

    Raises:
        NotFound: there is no such feed.
        StoreError: another process has changed what is defined.
    """
    before = _subscribed(connection, feed_id)
    own_title, tags = connection.execute(_NOW, (feed_id,)).fetchone()
    steps: list[journal.Change] = []
    if edits.title is not None and (title := edits.title.strip()) != own_title:
        steps.append(journal.FeedTitleChange(feed_id, own_title, title))
    if edits.category is not None and (path := clean_path(edits.category)) != before.category:
        steps.append(journal.FeedPlaceChange(feed_id, before.category, path))
    if edits.tags is not None and (after := tuple(dict.fromkeys(edits.tags))) != before.tags:
        steps.append(journal.FeedTagsChange(feed_id, tuple(json.loads(tags)), after))
    steps += definitions.checked_steps(connection, changes)
    outcome = perform(connection, steps, now)
    label = label or f"edit {before.title}"
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def make_due(connection: Connection, feed_id: FeedId) -> ChangeSet:
    """Have the next refresh visit a feed and take whatever comes."""
    connection.execute(_DUE, (feed_id,))
    return ChangeSet(feeds_changed=True, generation=bump(connection))


def lately_subscribed(connection: Connection, since: datetime) -> frozenset[str]:
    """The addresses of feeds that are subscribed, or were so at some time since then."""
    return frozenset(url for (url,) in connection.execute(_LATELY, (seconds(since),)))


@durable
def move_feed(connection: Connection, feed_id: FeedId, feed_url: str, now: datetime) -> ChangeSet:
    """Fetch a feed from another address from now on; undo takes it back.

    Raises:
        NotFound: there is no such feed.
        StoreError: the address is another feed's.
    """
    before = _subscribed(connection, feed_id)
    outcome = perform(connection, [journal.AddressChange(feed_id, before.feed_url, feed_url)], now)
    if not outcome.changes:
        raise StoreError(f"{masked(feed_url)} is the address of another feed of yours.")
    label = f"fetch {before.title} from {masked(feed_url)}"
    journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


@durable
def rename_category(connection: Connection, path: str, new_path: str, now: datetime) -> ChangeSet:
    """Give a category (with all below it) another path; "" moves what is in it to the top.

    A category of that path is joined.

    Raises:
        NotFound: there is no such category.
        StoreError: a category cannot move into itself.
    """
    old, new = clean_path(path), clean_path(new_path)
    if f"{new}/".startswith(f"{old}/") and new != old:
        raise StoreError(f"The category {old} cannot move into itself.")
    numbers = [
        number
        for number, here in connection.execute(ALL_CATEGORIES)
        if here == old or here.startswith(f"{old}/")
    ]
    if not old or not numbers:
        raise NotFound(f"There is no category {path}.")
    steps = [
        journal.FeedPlaceChange(FeedId(number), here, clean_path(new + here[len(old) :]))
        for number, here in connection.execute(_IN_CATEGORIES, (id_list(numbers),)).fetchall()
    ]
    outcome = perform(connection, steps if new != old else (), now)
    label = f"rename the category {old}"
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def _known(connection: Connection) -> dict[str, tuple[FeedId, bool]]:
    """Every address with its feed, and whether that is subscribed."""
    found = connection.execute("SELECT feed_url, id, removed_at FROM feed")
    return {url: (FeedId(number), removed is None) for url, number, removed in found}


def _subscribed(connection: Connection, feed_id: FeedId) -> Feed:
    row = connection.execute(_ONE_SUBSCRIBED, (feed_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no feed {feed_id}.")
    return _feed(row)


def _insert(connection: Connection, wish: Subscription, now: datetime) -> FeedId:
    values = {
        "feed_url": wish.feed_url,
        "host": host_of(wish.feed_url),
        "site_url": wish.site_url,
        "own_title": wish.title,
        "category_id": category_id(connection, wish.category),
        "tags": json.dumps(list(dict.fromkeys(wish.tags)), ensure_ascii=False),
        "added_at": seconds(now),
        # Subscribed by the step that also undo and redo take.
        "removed_at": seconds(now),
    }
    from tui.store import core

    return FeedId(core.insert_row(connection, "feed", values))


def _revive(connection: Connection, number: FeedId, wish: Subscription) -> None:
    """Take over what the new wish says, and have the feed visited soon."""
    values: dict[str, Any] = {
        "next_check_at": None,
        "active": 1,
        "failures": 0,
        "error": None,
        "error_kind": None,
    }
    if wish.title:
        values["own_title"] = wish.title
    if wish.category:
        values["category_id"] = category_id(connection, wish.category)
    if wish.tags:
        values["tags"] = json.dumps(list(dict.fromkeys(wish.tags)), ensure_ascii=False)
    _change(connection, number, values)


def _change(connection: Connection, number: FeedId, values: Mapping[str, object]) -> None:
    from tui.store import core

    core.change_row(connection, "feed", number, values)


def _with_marks(feed: Feed, hidden: int, unproven: object) -> Feed:
    """*unproven* is the server that need prove nothing, wherever the feed may be by now."""
    if not (hidden or unproven):
        return feed
    return replace(
        feed,
        hidden=bool(hidden),
        unproven=isinstance(unproven, str)
        and feed.feed_url.startswith("https:")
        and is_for(unproven, feed.feed_url),
    )


def _feed(row: tuple[Any, ...]) -> Feed:
    (
        number, feed_url, site_url, title, publisher_title, category, tags, etag, last_modified, body_hash,
        checked, changed, next_check, error, error_kind, failures, active, added, language,
        server_wait, ttl, update_base, skip_hours, skip_days, moved_to, moved_seen, version, problem,
    ) = row  # fmt: skip
    return Feed(
        id=FeedId(number),
        feed_url=feed_url,
        site_url=site_url,
        title=title,
        publisher_title=publisher_title,
        category=category or "",
        tags=tuple(json.loads(tags)),
        validators=Validators(etag, last_modified),
        body_hash=body_hash,
        health=FeedHealth(
            checked_at=moment_or_none(checked),
            changed_at=moment_or_none(changed),
            next_check_at=moment_or_none(next_check),
            error=error,
            error_kind=_KINDS.get(error_kind),
            failures=failures,
            active=bool(active),
        ),
        added_at=moment(added),
        language=language,
        patience=Patience(server_wait, ttl, update_base, skip_hours, skip_days),
        moved=Move(moved_to, moved_seen),
        version=version,
        problem=problem,
    )
