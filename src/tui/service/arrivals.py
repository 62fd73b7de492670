"""Rules on arrival: what they do to the new articles of a feed, put into its plan.

The decision is the rules' own room's; here it gets what it has to know.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from tui.model.article import IndexEntry
from tui.model.changes import ChangeSet
from tui.model.definition import Definition
from tui.model.entry import files_of
from tui.model.errors import StoreError
from tui.model.features import features_in
from tui.model.feed import Feed
from tui.model.ids import ArticleId, FeedId
from tui.model.ingest import IngestPlan, PreparedEntry
from tui.model.progress import Notice
from tui.model.rule import Outcome
from tui.query.matcher import Subject, subject_of
from tui.rules import Arrived, Arriving, PausedRule, ReadyRule, Standing, arrive, ready_rules
from tui.service.memory import Memory
from tui.service.rule_reading import rules_in
from tui.store import articles, rule_hits
from tui.store.health import host_of

_Ready = tuple[tuple[ReadyRule, ...], tuple[PausedRule, ...]]

#: Texts that are in memory at a time.
_TOGETHER = 200
_TOO_SLOW = "A pattern in its query takes too long."

_log = logging.getLogger(__name__)

__all__ = ["Arrivals", "Settled", "arriving_subject", "notices"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What one feed brought, once all rules have been asked."""

    changes: ChangeSet
    notices: tuple[Notice, ...] = ()
    #: Those that were there before and that a rule has touched now; no publisher changed them.
    pushed: frozenset[int] = frozenset()


class Arrivals:
    """The rules as they are, for the articles that one refresh brings."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        #: Rules with a pattern that took too long; they rest until the next refresh.
        self._slow: set[int] = set()
        self._known: tuple[tuple[Definition, ...], datetime, _Ready] | None = None

    def paused(self, now: datetime) -> list[tuple[str, str]]:
        """The rules that would act but could not, by name, and why."""
        ready, paused = self._ready(now)
        slow = [(one.rule.name, _TOO_SLOW) for one in ready if one.rule.id in self._slow]
        return [*((one.rule.name, one.reason) for one in paused), *slow]

    async def ruled(self, feed: Feed, plan: IngestPlan) -> IngestPlan:
        """The plan with what the rules do to its new articles, and to others of their days."""
        if not plan.new:
            return plan
        rules = self._rules(plan.now, copies=False)
        if not rules:
            return plan
        now = self._memory.local(plan.now)
        titled = replace(feed, title=_title(feed, plan))
        days = {_day(_sorted_at(entry, now), now.tzinfo) for entry in plan.new}
        standing = await self._standing(rules, titled, days, now)
        # In a thread: the words of a thousand texts must not hold up the keys.
        arrived = await asyncio.to_thread(_arrive, rules, titled, plan.new, standing, now)
        self._slow |= arrived.slow
        return replace(
            plan,
            outcomes=arrived.new,
            standing=tuple((ArticleId(number), outcome) for number, outcome in arrived.standing.items()),
            rule_names={ready.rule.id: ready.rule.name for ready in rules},
        )

    async def settled(self, changes: Sequence[ChangeSet], now: datetime) -> list[Settled]:
        """What rules that ask for copies do to articles that have just been stored, for each change."""
        rules = self._rules(now, copies=True)
        if not rules or not any(change.new for change in changes):
            return [Settled(change) for change in changes]
        # What the documents say of their feeds has just been written too.
        await self._memory.settle()
        feeds = {feed.id: feed for feed in self._memory.feeds}
        decided = [await self._decided(rules, feeds, change, now) for change in changes]
        done = [(ArticleId(number), one) for _, found in decided for number, one in found.items()]
        if not done:
            return [Settled(change) for change in changes]
        try:
            after = await self._memory.write(rule_hits.settle, done, now)
        except StoreError as error:
            # They are stored; only what these rules wanted is not done.
            _log.warning("Rules that ask for copies did nothing: %s", error)
            return [Settled(change) for change in changes]
        entries = {int(entry.id): entry for entry in after.updated}
        names = {ready.rule.id: ready.rule.name for ready in rules}
        return [
            _settled(change, arriving, found, entries, names)
            for change, (arriving, found) in zip(changes, decided, strict=True)
        ]

    async def _decided(
        self, rules: Sequence[ReadyRule], feeds: Mapping[FeedId, Feed], change: ChangeSet, now: datetime
    ) -> tuple[list[Arriving], dict[int, Outcome]]:
        """What the rules do to what one feed has brought, and to others of its days."""
        local = self._memory.local(now)
        # Of one moment the article with the greatest number is the newest.
        arriving = await self._stored(sorted((entry.id for entry in change.new), reverse=True), feeds)
        if not arriving:
            return [], {}
        fresh = {int(one.guid) for one in arriving}
        days = {_day(one.subject.sorted_at, local.tzinfo) for one in arriving}
        feed = feeds[next(entry.feed_id for entry in change.new)]
        standing = [
            one for one in await self._standing(rules, feed, days, local) if one.subject.id not in fresh
        ]
        arrived = await asyncio.to_thread(arrive, rules, arriving, standing, local)
        self._slow |= arrived.slow
        return arriving, {**{int(guid): one for guid, one in arrived.new.items()}, **arrived.standing}

    async def _stored(self, numbers: Sequence[ArticleId], feeds: Mapping[FeedId, Feed]) -> list[Arriving]:
        """Articles as rules see them, now that they are stored."""
        found: list[Arriving] = []
        for start in range(0, len(numbers), _TOGETHER):
            some = await self._memory.read(articles.many, numbers[start : start + _TOGETHER])
            found += [
                Arriving(str(one.id), subject_of(one, feeds[one.feed_id], new=True))
                for one in some
                if one.feed_id in feeds
            ]
        return found

    def _rules(self, now: datetime, *, copies: bool) -> tuple[ReadyRule, ...]:
        return tuple(
            one for one in self._ready(now)[0] if one.rule.id not in self._slow and one.asks_copies == copies
        )

    def _ready(self, now: datetime) -> _Ready:
        definitions = self._memory.definitions
        # A thousand feeds need not have the same ten queries read a thousand times.
        if self._known is None or self._known[0] is not definitions or self._known[1] != now:
            found = ready_rules(rules_in(definitions), now, self._memory.searches)
            self._known = definitions, now, found
        return self._known[2]

    async def _standing(
        self, rules: Iterable[ReadyRule], feed: Feed, days: Collection[date], now: datetime
    ) -> list[Standing]:
        if all(ready.rule.keep_newest is None for ready in rules):
            return []
        spans = [_span(day, now.tzinfo) for day in sorted(days)]
        found = await self._memory.read(rule_hits.neighbors, FeedId(feed.id), spans)
        return [Standing(subject_of(one.article, feed, rules=one.rules), one.own) for one in found]


def arriving_subject(entry: PreparedEntry, feed: Feed, now: datetime) -> Subject:
    """An entry as a query will see it once it is an article."""
    seen = int(now.timestamp())
    return Subject(
        title=entry.title,
        author=entry.author,
        body=entry.text,
        url=entry.url,
        source=entry.source,
        language=entry.language,
        feed_title=feed.title,
        feed_url=feed.feed_url,
        category=feed.category,
        tags=tuple(sorted(feed.tags)),
        terms=entry.terms,
        new=True,
        sorted_at=_sorted_at(entry, now),
        first_seen_at=seen,
        words=entry.words,
        minutes=entry.minutes,
        enclosures=tuple(one.media_type for one in files_of(entry.enclosures)),
        updated_at=None if entry.updated_at is None else int(entry.updated_at.timestamp()),
        features=features_in(entry.html),
        # It has just been fetched.
        feed_error=False,
    )


def _settled(
    change: ChangeSet,
    arriving: Sequence[Arriving],
    done: Mapping[int, Outcome],
    entries: Mapping[int, IndexEntry],
    names: Mapping[int, str],
) -> Settled:
    """What has come, with what the rules did to it and to those that stood there."""
    fresh = {int(one.guid): one.subject for one in arriving}
    pushed = frozenset(done) - frozenset(fresh)
    new = tuple(entries.get(entry.id, entry) for entry in change.new)
    others = tuple(entry for entry in change.updated if entry.id not in pushed)
    touched = tuple(entries[number] for number in sorted(pushed) if number in entries)
    notices = tuple(
        Notice(names[rule_id], fresh[entry.id].title, fresh[entry.id].feed_title)
        for entry in change.new
        if entry.id in done and entry.id in fresh
        for rule_id in _notifying(done[entry.id])
    )
    was_changed = {entry.id for entry in change.updated}
    return Settled(replace(change, new=new, updated=(*others, *touched)), notices, pushed - was_changed)


def _notifying(outcome: Outcome) -> list[int]:
    """The rules that want the user to hear of it."""
    return [hit.rule_id for hit in outcome.hits if any(action.kind == "notify" for action in hit.did)]


def notices(plan: IngestPlan, feed_title: str) -> tuple[Notice, ...]:
    """What rules want the user to hear of."""
    return tuple(
        Notice(plan.rule_names[rule_id], entry.title, feed_title)
        for entry in plan.new
        if entry.guid in plan.outcomes
        for rule_id in _notifying(plan.outcomes[entry.guid])
    )


def _arrive(
    rules: Sequence[ReadyRule],
    feed: Feed,
    new: Sequence[PreparedEntry],
    standing: Sequence[Standing],
    now: datetime,
) -> Arrived:
    arriving = [Arriving(entry.guid, arriving_subject(entry, feed, now)) for entry in new]
    return arrive(rules, arriving, standing, now)


def _title(feed: Feed, plan: IngestPlan) -> str:
    """How the feed will be called once the plan is written."""
    said = plan.facts.title if plan.facts is not None else ""
    own = feed.title not in (feed.publisher_title, host_of(feed.feed_url))
    return said if said and not own else feed.title


def _sorted_at(entry: PreparedEntry, now: datetime) -> int:
    seen = int(now.timestamp())
    return seen if entry.published_at is None else min(int(entry.published_at.timestamp()), seen)


def _day(seconds: int, zone: tzinfo | None) -> date:
    return datetime.fromtimestamp(seconds, zone).date()


def _span(day: date, zone: tzinfo | None) -> tuple[int, int]:
    """First second of a local day, and of the next."""
    start, end = (
        datetime(one.year, one.month, one.day, tzinfo=zone) for one in (day, day + timedelta(days=1))
    )
    return int(start.timestamp()), int(end.timestamp())
