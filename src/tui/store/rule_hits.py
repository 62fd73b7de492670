"""What rules did: their hits, what they do beside arrivals, and what they must not touch."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby
from typing import NamedTuple

from tui.model.article import Article
from tui.model.changes import ChangeSet, Status, StatusChange, TagChange, TagOrigin
from tui.model.ids import ArticleId, FeedId
from tui.model.rule import HitNote, Outcome, hit_text, read_hit
from tui.store import articles, full_texts, journal
from tui.store.connection import Connection
from tui.store.deeds import Marks, mark, perform
from tui.store.durability import durable
from tui.store.journal import HitChange, MarkChange
from tui.store.listing import entries_of
from tui.store.meta import bump
from tui.store.rows import id_list, moment, seconds
from tui.store.spelling import alike, alike_numbers, written

__all__ = [
    "Neighbor",
    "TouchedSome",
    "act",
    "apply",
    "counts_since",
    "hits_of",
    "neighbors",
    "refused",
    "rule_names_of",
    "settle",
    "tagged",
    "touched_by_user",
]

_ORIGINS: tuple[TagOrigin, ...] = ("user", "feed", "rule")
_STATES: tuple[Status, ...] = ("read", "starred", "later", "hidden")

# The index rule_hit_by_article.
_HITS_OF = """
SELECT rule_hit.rule_id, coalesce(definition.name, ''), rule_hit.did, rule_hit.hit_at
FROM rule_hit LEFT JOIN definition ON definition.id = rule_hit.rule_id AND definition.kind = 'rule'
WHERE rule_hit.article_id = ? ORDER BY rule_hit.hit_at, definition.position, rule_hit.rule_id"""
_RULES_OF = """
SELECT rule_hit.article_id, definition.name FROM json_each(?) AS wanted
CROSS JOIN rule_hit ON rule_hit.article_id = wanted.value
CROSS JOIN definition ON definition.id = rule_hit.rule_id AND definition.kind = 'rule'"""
# Through the whole table: it has a row for what rules touched only.
_COUNTS = "SELECT rule_id, count(*) FROM rule_hit WHERE hit_at >= ? GROUP BY rule_id"
# By the primary key of rule_hit.
_OLD_HITS = """
SELECT wanted.value, rule_hit.hit_at, rule_hit.did FROM json_each(?) AS wanted
CROSS JOIN rule_hit ON rule_hit.rule_id = ? AND rule_hit.article_id = wanted.value"""

# The index article_tag_by_tag.
_TAGGED = "SELECT article_id FROM article_tag WHERE tag_id IN (SELECT value FROM json_each(?))"
# As many rows as tags were ever taken off by hand.
_REFUSED = "SELECT article_id FROM removed_tag WHERE tag_id IN (SELECT value FROM json_each(?))"
# By the primary keys of article_tag and note.
_OWN = """
SELECT DISTINCT article_tag.article_id FROM json_each(?) AS wanted
CROSS JOIN article_tag ON article_tag.article_id = wanted.value WHERE article_tag.origin = 'user'
UNION SELECT article_id FROM json_each(?) AS wanted CROSS JOIN note ON note.article_id = wanted.value"""
# The index behind UNIQUE (feed_id, guid).
_NEIGHBORS = """
SELECT id FROM article
WHERE feed_id = ? AND sorted_at >= ? AND sorted_at < ? AND hidden = 0"""


class Neighbor(NamedTuple):
    """An article of a feed and a day, with what a rule has to know of it."""

    article: Article
    own: bool
    rules: tuple[str, ...]


class TouchedSome(NamedTuple):
    """One rule did the same to all of these, for the same reason."""

    rule_id: int
    ids: Sequence[int]
    tags: Sequence[str]
    untags: Sequence[str]
    states: Sequence[Status]
    #: What ``rule_hit.did`` holds.
    did: str


# Reading.


def hits_of(connection: Connection, article_id: ArticleId) -> tuple[HitNote, ...]:
    """What rules did to one article, oldest first."""
    return tuple(
        HitNote(name, read_hit(rule_id, did), moment(hit_at))
        for rule_id, name, did, hit_at in connection.execute(_HITS_OF, (article_id,))
    )


def rule_names_of(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of the rules that acted on articles."""
    found: dict[int, tuple[str, ...]] = {}
    for number, name in connection.execute(_RULES_OF, (id_list(ids),)):
        found[number] = (*found.get(number, ()), name)
    return found


def counts_since(connection: Connection, since: datetime) -> dict[int, int]:
    """How many articles each rule has touched since then, by the rule's id."""
    return dict(connection.execute(_COUNTS, (seconds(since),)).fetchall())


def tagged(connection: Connection, tag: str) -> "array[int]":
    """The articles that have this tag itself, in any spelling."""
    numbers = alike_numbers(connection, tag)
    return array("I", chain.from_iterable(connection.execute(_TAGGED, (numbers,))))


def refused(connection: Connection, tag: str) -> "array[int]":
    """The articles that the user took this tag off, in any spelling."""
    numbers = alike_numbers(connection, tag)
    return array("I", chain.from_iterable(connection.execute(_REFUSED, (numbers,))))


def touched_by_user(connection: Connection, ids: Sequence[int]) -> "array[int]":
    """Those of the articles that have a tag from the user's own hand, or a note."""
    wanted = id_list(ids)
    return array("I", chain.from_iterable(connection.execute(_OWN, (wanted, wanted))))


def neighbors(connection: Connection, feed_id: FeedId, days: Sequence[tuple[int, int]]) -> list[Neighbor]:
    """The articles of a feed that are shown and lie in these spans of seconds."""
    ids = [
        number for start, end in days for (number,) in connection.execute(_NEIGHBORS, (feed_id, start, end))
    ]
    own, names = frozenset(touched_by_user(connection, ids)), rule_names_of(connection, ids)
    return [Neighbor(one, one.id in own, names.get(one.id, ())) for one in articles.many(connection, ids)]


# Writing.


def act(
    connection: Connection, standing: Sequence[tuple[ArticleId, Outcome]], current: int, now: datetime
) -> list[ArticleId]:
    """Do to articles what rules decided when others of their day arrived; answers with those that changed."""
    steps: list[Marks] = []
    spelling = written(connection, [tag for _id, one in standing for tag in (*one.tags, *one.untags)])
    for number, outcome in standing:
        states: list[Status] = [state for state in _STATES if getattr(outcome, state)]
        some = TouchedSome(0, (number,), outcome.tags, outcome.untags, states, "")
        steps += _marks(connection, [some], spelling)
        steps += [
            HitChange(hit.rule_id, True, (number,), seconds(now), hit_text(hit)) for hit in outcome.hits
        ]
    full_texts.wait(connection, [number for number, outcome in standing if outcome.awaited])
    return list(
        dict.fromkeys(number for step in mark(connection, steps, current, now) for number in step.ids)
    )


def settle(connection: Connection, decided: Sequence[tuple[ArticleId, Outcome]], now: datetime) -> ChangeSet:
    """Do to articles that have just arrived what rules decided once their copies were known."""
    current = bump(connection)
    touched = act(connection, decided, current, now)
    return ChangeSet(updated=tuple(entries_of(connection, touched)), generation=current)


@durable
def apply(connection: Connection, touched: Sequence[TouchedSome], label: str, now: datetime) -> ChangeSet:
    """Do what rules were tried to do, as one deed that undo takes back whole.

    Tags that the user took off meanwhile stay off.
    """
    steps: list[Marks] = []
    spelling = written(connection, [tag for some in touched for tag in (*some.tags, *some.untags)])
    for rule_id, group in groupby(touched, lambda some: some.rule_id):
        of_rule = list(group)
        steps += _marks(connection, of_rule, spelling)
        everyone = [number for some in of_rule for number in some.ids]
        steps += _forgotten(connection, rule_id, everyone)
        for some in of_rule:
            steps.append(HitChange(rule_id, True, tuple(map(ArticleId, some.ids)), seconds(now), some.did))
    outcome = perform(connection, steps, now)
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)


def _marks(
    connection: Connection, of_rule: Sequence[TouchedSome], spelling: Mapping[str, str]
) -> list[Marks]:
    """The steps that one rule makes, each tag and each state in one."""
    tags: dict[str, list[ArticleId]] = {}
    untags: dict[str, list[ArticleId]] = {}
    states: dict[Status, list[ArticleId]] = {}
    for some in of_rule:
        ids = [ArticleId(number) for number in some.ids]
        for tag in some.tags:
            tags.setdefault(spelling[tag], []).extend(ids)
        for tag in some.untags:
            untags.setdefault(spelling[tag], []).extend(ids)
        for state in some.states:
            states.setdefault(state, []).extend(ids)
    steps: list[Marks] = []
    for tag, ids in tags.items():
        kept_off = frozenset(refused(connection, tag))
        steps.append(TagChange(tag, True, tuple(one for one in ids if one not in kept_off), "rule"))
    for tag, ids in untags.items():
        for name in dict.fromkeys((tag, *alike(connection, tag))):
            steps += [TagChange(name, False, tuple(ids), origin) for origin in _ORIGINS]
        # Or its feed would put it on again with the publisher's next change.
        steps.append(MarkChange(tag, True, tuple(ids)))
    return [*steps, *(StatusChange(state, True, tuple(ids)) for state, ids in states.items())]


def _forgotten(connection: Connection, rule_id: int, ids: Sequence[int]) -> list[Marks]:
    """The hits of the same rule that a new one takes the place of, so that undo brings them back."""
    old: dict[tuple[int, str], list[ArticleId]] = {}
    for number, hit_at, did in connection.execute(_OLD_HITS, (id_list(ids), rule_id)):
        old.setdefault((hit_at, did), []).append(number)
    return [HitChange(rule_id, False, tuple(some), hit_at, did) for (hit_at, did), some in old.items()]
