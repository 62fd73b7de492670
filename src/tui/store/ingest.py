"""Writes what refreshed feeds brought: the plans of many feeds in one transaction.

What the user did to an article stays when its publisher changes it. The plans were made
from what was known a moment ago; another process may have written since, so what is new
and what has changed is decided here once more.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from tui.model.article import IndexEntry
from tui.model.changes import ChangeSet, DefinitionChange, StoryChange
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import IngestPlan, KnownEntry, PreparedEntry
from tui.model.rule import Outcome
from tui.rules.likeness import Piece
from tui.store import announcing, definitions, full_texts, rule_hits, story_writing, text_index, tombstones
from tui.store.article_rows import NOTHING_DONE, Arrival, Revision, insert_arrivals, update_articles
from tui.store.connection import Connection
from tui.store.health import Checked, write_checks
from tui.store.listing import entries_of
from tui.store.meta import bump, next_article_id
from tui.store.rows import id_list
from tui.store.spelling import written

__all__ = ["apply_plans", "index_text", "known_entries"]

# The index behind UNIQUE (feed_id, guid), and the primary key of tombstone.
_KNOWN = """
SELECT guid, id, raw_hash, fingerprint FROM article WHERE feed_id = ?1
UNION ALL SELECT guid, NULL, raw_hash, fingerprint FROM tombstone WHERE feed_id = ?1"""
_KNOWN_OF = """
SELECT guid, id FROM article
WHERE feed_id = ?1 AND guid IN (SELECT value FROM json_each(?2))
UNION ALL SELECT guid, NULL FROM tombstone
WHERE feed_id = ?1 AND guid IN (SELECT value FROM json_each(?2))"""
# By the primary key.
_STORED = """
SELECT id, feed_id, fingerprint, first_seen_at, published_at FROM article
WHERE id IN (SELECT value FROM json_each(?))"""
_FEEDS = """
SELECT id, feed_url, publisher_title, site_url, language, tags FROM feed
WHERE id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL"""


def known_entries(connection: Connection, feed_id: FeedId) -> dict[str, KnownEntry]:
    """What is remembered of a feed's entries, by guid; deleted articles included."""
    return {
        guid: KnownEntry(number, raw_hash, fingerprint)
        for guid, number, raw_hash, fingerprint in connection.execute(_KNOWN, (feed_id,))
    }


def apply_plans(connection: Connection, plans: Sequence[IngestPlan]) -> list[ChangeSet]:
    """Write all plans; one ChangeSet for each, in their order, all of one generation.

    A plan for a feed that was unsubscribed meanwhile changes nothing.
    """
    if not plans:
        return []
    stored = _feeds(connection, plans)
    current = bump(connection)
    plans, tags = _spelled(connection, plans, stored)
    batch = _Batch(connection, current, tags)
    drafts = [batch.draft(plan) if plan.feed_id in stored else _Draft() for plan in plans]
    visited = [(plan, draft) for plan, draft in zip(plans, drafts, strict=True) if plan.feed_id in stored]
    moves = _moves(connection, [plan for plan, _draft in visited])
    write_checks(connection, [_checked(plan, draft, moves) for plan, draft in visited])
    batch.write()
    stories = batch.find_copies(plans, drafts)
    for plan, _draft in visited:
        tombstones.settle(connection, plan.feed_id, plan.listed, plan.unlisted, plan.now)
    # After the rows: a rule may have acted on articles that these push out of their day.
    pushed = [
        rule_hits.act(connection, plan.standing if plan.feed_id in stored else (), current, plan.now)
        for plan in plans
    ]
    moved = [_follow(connection, plan, stored, moves) for plan in plans]
    touched = {*batch.updated, *chain.from_iterable(pushed)}
    entries = {entry.id: entry for entry in entries_of(connection, sorted(touched))}
    changes = [
        ChangeSet(
            new=tuple(batch.entry(arrival) for arrival in draft.arrivals),
            # They are told as they are now, and not as the user's deeds: nobody asked for a new list.
            updated=tuple(entries[number] for number in dict.fromkeys((*draft.updated, *others))),
            stories=grown,
            definitions=renamed,
            feeds_changed=plan.feed_id in stored and stored[plan.feed_id].changed_by(plan, moves),
            generation=current,
        )
        for plan, draft, others, renamed, grown in zip(plans, drafts, pushed, moved, stories, strict=True)
    ]
    told = zip(plans, changes, strict=True)
    announcing.remember(
        connection,
        [entry.id for plan, one in told if plan.announced for entry in one.new if not entry.hidden],
    )
    return changes


def index_text(connection: Connection, limit: int) -> int:
    """Put articles that are not there yet into the full-text index; returns how many.

    The generation stays: what lists show has not changed.
    """
    return text_index.add(connection, limit)


@dataclass(frozen=True, slots=True)
class _StoredFeed:
    url: str
    facts: tuple[str, str, str]
    tags: tuple[str, ...]

    def changed_by(self, plan: IngestPlan, moves: dict[FeedId, str]) -> bool:
        """Whether the feed list has to be read again."""
        if plan.feed_id in moves:
            return True
        if plan.facts is None:
            return False
        said = (plan.facts.title, plan.facts.site_url, plan.facts.language)
        return any(new and new != old for new, old in zip(said, self.facts, strict=True))


@dataclass(slots=True)
class _Draft:
    arrivals: list[Arrival] = field(default_factory=list)
    updated: list[ArticleId] = field(default_factory=list)


class _Batch:
    """Collects the rows of all plans, so that each table is written once."""

    def __init__(self, connection: Connection, generation: int, tags: dict[FeedId, tuple[str, ...]]) -> None:
        self._connection, self._generation, self._tags = connection, generation, tags
        self._arrivals: list[Arrival] = []
        self._revisions: dict[ArticleId, Revision] = {}
        self._seen: set[tuple[FeedId, str]] = set()
        self._told = story_writing.Told()
        #: By article: its story, and whether a copy names its feed as the source.
        self._placed: dict[ArticleId, tuple[int, bool]] = {}

    @property
    def updated(self) -> list[ArticleId]:
        """Articles that were changed in place."""
        return list(self._revisions)

    def draft(self, plan: IngestPlan) -> _Draft:
        """Take up one plan and say what will come of it."""
        draft = _Draft()
        fresh = self._fresh(plan)
        known = self._known(plan.feed_id, fresh)
        changed = [*plan.changed]
        newcomers = []
        for entry in fresh:
            if entry.guid not in known:
                newcomers.append(entry)
            elif (number := known[entry.guid]) is not None:
                # Another process was quicker: at most a newer version of what it stored.
                changed.append((number, entry))
        if newcomers:
            first = next_article_id(self._connection, len(newcomers))
            tags = self._tags[plan.feed_id]
            draft.arrivals = [
                # Documents have the newest first, and of one moment the larger id is the newer.
                Arrival(
                    ArticleId(first + len(newcomers) - place),
                    plan.feed_id,
                    entry,
                    plan.now,
                    tags,
                    plan.outcomes.get(entry.guid, NOTHING_DONE),
                    plan.awaited,
                )
                for place, entry in enumerate(newcomers, start=1)
            ]
            self._arrivals += draft.arrivals
        draft.updated = self._revise(plan, changed)
        return draft

    def write(self) -> None:
        """Write all rows."""
        if self._arrivals:
            insert_arrivals(self._connection, self._arrivals, self._generation)
            awaited = [one.id for one in self._arrivals if one.awaited or one.outcome.awaited]
            full_texts.wait(self._connection, awaited)
        if self._revisions:
            text_index.forget(self._connection, self.updated)
            update_articles(self._connection, list(self._revisions.values()), self._generation)
            full_texts.refill(self._connection, self.updated)

    def find_copies(
        self, plans: Sequence[IngestPlan], drafts: Sequence[_Draft]
    ) -> list[tuple[StoryChange, ...]]:
        """Put what is written into stories; which of them each plan has changed as the last one."""
        pieces: list[Piece] = []
        along: set[ArticleId] = set()
        last_by: dict[int, int] = {}
        for place, (plan, draft) in enumerate(zip(plans, drafts, strict=True)):
            some = [
                *(one.piece for one in draft.arrivals),
                *(self._revisions[number].piece(plan.feed_id) for number in draft.updated),
            ]
            last_by.update((one.id, place) for one in some)
            if plan.copies == "now":
                pieces += some
            elif plan.copies == "later" and draft.arrivals:
                story_writing.postpone(self._connection, max(one.id for one in draft.arrivals))
            if plan.read_along:
                along.update(one.id for one in draft.arrivals)
        now = plans[0].now
        self._told = story_writing.assign(self._connection, pieces, self._generation, along, now)
        told: list[list[StoryChange]] = [[] for _ in plans]
        for change in self._told.changes:
            told[max(last_by[number] for number in change.ids if number in last_by)].append(change)
            named = frozenset(change.named)
            self._placed.update((number, (change.story, number in named)) for number in change.ids)
        return list(map(tuple, told))

    def entry(self, arrival: Arrival) -> IndexEntry:
        """What the index needs of an arrival, once everything is written."""
        entry = arrival.entry
        if arrival.id not in self._placed:
            return entry
        story, named = self._placed[arrival.id]
        return replace(entry, story=story, named=named, read=entry.read or arrival.id in self._told.read)

    def _fresh(self, plan: IngestPlan) -> list[PreparedEntry]:
        """New entries, each guid once: the first is the newest."""
        fresh = []
        for entry in plan.new:
            key = (plan.feed_id, entry.guid)
            if key not in self._seen:
                self._seen.add(key)
                fresh.append(entry)
        return fresh

    def _known(self, feed_id: FeedId, entries: Iterable[PreparedEntry]) -> dict[str, ArticleId | None]:
        guids = [entry.guid for entry in entries]
        if not guids:
            return {}
        found = self._connection.execute(_KNOWN_OF, (feed_id, json.dumps(guids)))
        return dict(found.fetchall())

    def _revise(
        self, plan: IngestPlan, changed: Sequence[tuple[ArticleId, PreparedEntry]]
    ) -> list[ArticleId]:
        """Keep those that are this feed's own and really differ from what is stored."""
        if not changed:
            return []
        wanted = id_list(number for number, _entry in changed)
        stored = {row[0]: row[1:] for row in self._connection.execute(_STORED, (wanted,))}
        updated: list[ArticleId] = []
        for number, entry in changed:
            if number not in stored or number in self._revisions:
                continue
            feed_id, fingerprint, first_seen, published = stored[number]
            if feed_id == plan.feed_id and fingerprint != entry.fingerprint:
                tags = self._tags[plan.feed_id]
                self._revisions[number] = Revision(number, entry, plan.now, first_seen, published, tags)
                updated.append(number)
        return updated


def _feeds(connection: Connection, plans: Iterable[IngestPlan]) -> dict[FeedId, _StoredFeed]:
    wanted = id_list({plan.feed_id for plan in plans})
    return {
        number: _StoredFeed(url, (title, site, language), tuple(json.loads(tags)))
        for number, url, title, site, language, tags in connection.execute(_FEEDS, (wanted,))
    }


def _spelled(
    connection: Connection, plans: Sequence[IngestPlan], stored: dict[FeedId, _StoredFeed]
) -> tuple[list[IngestPlan], dict[FeedId, tuple[str, ...]]]:
    """The plans, and the tags that feeds give, with every tag as it is written already."""
    outcomes = [outcome for plan in plans for outcome in plan.outcomes.values()]
    given = chain.from_iterable(one.tags for one in stored.values())
    named = chain.from_iterable((*one.tags, *one.untags) for one in outcomes)
    spelling = written(connection, (*given, *named))

    def spell(tags: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelling[tag] for tag in tags))

    spelled = [
        replace(plan, outcomes={guid: _respelled(one, spell) for guid, one in plan.outcomes.items()})
        if plan.outcomes
        else plan
        for plan in plans
    ]
    return spelled, {number: spell(one.tags) for number, one in stored.items()}


def _respelled(outcome: Outcome, spell: Callable[[Iterable[str]], tuple[str, ...]]) -> Outcome:
    return replace(outcome, tags=spell(outcome.tags), untags=spell(outcome.untags))


def _moves(connection: Connection, plans: Iterable[IngestPlan]) -> dict[FeedId, str]:
    """Feeds that have moved for good to an address that is nobody else's."""
    moves: dict[FeedId, str] = {}
    for plan in plans:
        if plan.feed_url is None or plan.feed_url in moves.values():
            continue
        taken = connection.execute("SELECT 1 FROM feed WHERE feed_url = ?", (plan.feed_url,)).fetchone()
        if taken is None:
            moves[plan.feed_id] = plan.feed_url
    return moves


def _follow(
    connection: Connection,
    plan: IngestPlan,
    stored: dict[FeedId, _StoredFeed],
    moves: dict[FeedId, str],
) -> tuple[DefinitionChange, ...]:
    """Have what is defined for a feed by its address follow it to the new one."""
    if plan.feed_id not in moves:
        return ()
    return definitions.follow(connection, stored[plan.feed_id].url, moves[plan.feed_id])


def _checked(plan: IngestPlan, draft: _Draft, moves: dict[FeedId, str]) -> Checked:
    visit = plan.visit
    if visit is not None and (draft.arrivals or draft.updated):
        visit = replace(visit, new=len(draft.arrivals), updated=len(draft.updated))
    return Checked(
        plan.feed_id,
        plan.health,
        plan.validators,
        plan.body_hash,
        moves.get(plan.feed_id),
        plan.facts,
        plan.patience,
        plan.moved,
        visit,
    )
