"""A tag itself, with all below it, gets another name or goes: one deed over everything that names it.

Articles keep where their tags came from; notes that the user took the tag away move along;
feeds give the new name to what arrives; saved searches and rules say the new name.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from tui.model.changes import ChangeSet, DefinitionChange, TagChange, TagOrigin
from tui.model.clean import clean
from tui.model.errors import NotFound, StoreError
from tui.model.ids import ArticleId
from tui.model.tagging import TagReach
from tui.query.matcher import inside
from tui.query.renaming import moved_tag
from tui.query.words import path_key
from tui.store import journal, mentions
from tui.store.connection import Connection
from tui.store.deeds import perform
from tui.store.durability import durable
from tui.store.journal import Change, MarkChange
from tui.store.names import clean_path, names_of
from tui.store.rows import id_list
from tui.store.spelling import written

__all__ = ["delete_tag", "edit_tag", "tag_all", "tag_reach"]

_ORIGINS: tuple[TagOrigin, ...] = ("user", "feed", "rule")

# The index article_tag_by_tag.
_TAGGED = "SELECT article_id, origin FROM article_tag WHERE tag_id = ?"
_HAVING = "SELECT article_id FROM article_tag WHERE tag_id = (SELECT id FROM tag WHERE name = ?)"
# The whole table: it holds only what somebody took away by hand.
_TAKEN = "SELECT article_id FROM removed_tag WHERE tag_id = ?"
# The index article_tag_by_tag, for every tag by its number.
_IN_USE = "SELECT id, name FROM tag WHERE EXISTS (SELECT 1 FROM article_tag WHERE tag_id = tag.id)"
_ARTICLES = """
SELECT count(DISTINCT article_id) FROM article_tag
CROSS JOIN article ON article.id = article_tag.article_id
WHERE tag_id IN (SELECT value FROM json_each(?))
  AND feed_id IN (SELECT id FROM feed WHERE removed_at IS NULL)"""


@dataclass(slots=True)
class _Tag:
    """One tag as it is stored: who has it, by origin, and from whom it was taken."""

    name: str
    number: int
    ids: dict[TagOrigin, list[ArticleId]] = field(default_factory=dict)
    taken: tuple[ArticleId, ...] = ()

    @property
    def every(self) -> tuple[ArticleId, ...]:
        """All articles that have it."""
        return tuple(chain.from_iterable(self.ids.values()))

    def off(self) -> list[Change]:
        """The steps that take it off everything."""
        return [TagChange(self.name, False, tuple(ids), origin) for origin, ids in self.ids.items() if ids]


@durable
def edit_tag(connection: Connection, old: str, new: str, color: str | None, now: datetime) -> ChangeSet:
    """Give a tag, with all below it, another name; where that is there already, the two become one.

    ``color`` is the role that paints it from now on, "" the usual one, ``None`` leaves it.

    Raises:
        NotFound: nothing names that tag.
        StoreError: the new name is none.
    """
    wanted = old if new == old else clean_path(clean(new))
    if not wanted:
        raise StoreError("A tag needs a name.")
    if not tag_reach(connection, old):
        raise NotFound(f"There is no tag #{old}.")
    naming = _naming(connection, old, wanted)

    tags = _branch(connection, old)
    targets = [naming(tag.name) for tag in tags]
    # One that keeps its name makes the way too where another joins it: the index knows one set for both.
    moving = [tag for tag in tags if naming(tag.name) != tag.name or targets.count(tag.name) > 1]
    steps: list[Change] = []
    for tag in moving:
        steps += [*tag.off(), MarkChange(tag.name, False, tag.taken)]
    for target in dict.fromkeys(targets):
        steps += _arrivals(connection, target, [tag for tag in moving if naming(tag.name) == target], moving)
    steps += mentions.feeds_after(connection, naming)
    definitions = [*mentions.definitions_after(connection, old, wanted, naming)]
    if color is not None:
        definitions += mentions.look_after(connection, definitions, naming(old), color)
    label = f"rename #{old} to #{naming(old)}" if wanted != old else f"color #{old}"
    return _do(connection, [*steps, *definitions], label, now)


@durable
def delete_tag(connection: Connection, name: str, now: datetime) -> ChangeSet:
    """Take a tag and all below it off every article; no feed gives it any more.

    Raises:
        NotFound: no article and no feed has that tag.
    """
    steps: list[Change] = []
    for tag in _branch(connection, name):
        steps += [*tag.off(), MarkChange(tag.name, True, tag.every)]
    steps += mentions.feeds_after(connection, lambda one: None if inside(one, name) else one)
    steps += mentions.looks_forgotten(connection, name)
    if all(isinstance(step, MarkChange) for step in steps):
        raise NotFound(f"There is no tag #{name}.")
    return _do(connection, steps, f"delete #{name}", now)


@durable
def tag_all(
    connection: Connection,
    ids: Sequence[ArticleId],
    tag: str,
    definitions: Sequence[DefinitionChange],
    label: str,
    now: datetime,
) -> ChangeSet:
    """Put a tag on articles and define what else belongs to it, as one deed."""
    name, meant = clean_path(clean(tag)), tuple(ids)
    if not name:
        raise StoreError("A tag needs a name.")
    name = written(connection, [name])[name]
    return _do(
        connection, [TagChange(name, True, meant), MarkChange(name, False, meant), *definitions], label, now
    )


def tag_reach(connection: Connection, old: str, new: str = "") -> TagReach:
    """What deleting *old*, or renaming it to *new*, would touch."""
    names = {number: name for number, name in connection.execute(_IN_USE)}
    own = {number: name for number, name in names.items() if inside(name, old)}
    wanted = clean_path(clean(new))
    targets = {path_key(moved_tag(name, old, wanted)) for name in own.values()} if wanted else set()
    joined = {
        number: name for number, name in names.items() if path_key(name) in targets and number not in own
    }
    mentioned = mentions.mentioning(connection, old)
    return TagReach(
        tags=tuple(sorted(own.values(), key=path_key)),
        articles=_articles(connection, own),
        joined=tuple(sorted(joined.values(), key=path_key)),
        joined_articles=_articles(connection, joined),
        feeds=mentions.feeds_naming(connection, old),
        searches=mentioned["search"],
        rules=mentioned["rule"],
    )


def _branch(connection: Connection, name: str) -> list[_Tag]:
    """The tag and all below it, each as it is stored; names that nothing has left are no tags."""
    found = [_Tag(one, number) for number, one in names_of(connection, "tag").items() if inside(one, name)]
    for tag in found:
        rows = connection.execute(_TAGGED, (tag.number,)).fetchall()
        tag.ids = {origin: [number for number, source in rows if source == origin] for origin in _ORIGINS}
        tag.taken = tuple(number for (number,) in connection.execute(_TAKEN, (tag.number,)))
    kept = [tag for tag in found if tag.every or tag.taken]
    return sorted(kept, key=lambda tag: (path_key(tag.name), tag.name))


def _naming(connection: Connection, old: str, new: str) -> Callable[[str], str]:
    """New names for a branch; one that is there already keeps its own capitals."""
    used = {name for _number, name in connection.execute(_IN_USE) if not inside(name, old)}
    written = {path_key(name): name for name in sorted(used, reverse=True)}

    def naming(name: str) -> str:
        moved = moved_tag(name, old, new)
        return moved if moved in used else written.get(path_key(moved), moved)

    return lambda name: naming(name) if inside(name, old) else name


def _arrivals(
    connection: Connection, target: str, tags: Collection[_Tag], moving: Iterable[_Tag]
) -> list[Change]:
    """The steps that put *target* where *tags* were, and nowhere that it was taken from."""
    coming = set(chain.from_iterable(tag.every for tag in tags))
    steps: list[Change] = [MarkChange(target, False, tuple(sorted(coming)))]
    for origin in _ORIGINS:
        ids = chain.from_iterable(tag.ids.get(origin, ()) for tag in tags)
        steps.append(TagChange(target, True, tuple(sorted(set(ids))), origin))
    if all(tag.name != target for tag in moving):
        coming.update(number for (number,) in connection.execute(_HAVING, (target,)))
    taken = set(chain.from_iterable(tag.taken for tag in tags))
    steps.append(MarkChange(target, True, tuple(sorted(taken - coming))))
    return steps


def _articles(connection: Connection, numbers: Collection[int]) -> int:
    """How many articles of subscribed feeds have any of these tags."""
    return int(connection.execute(_ARTICLES, (id_list(numbers),)).fetchone()[0])


def _do(connection: Connection, steps: Iterable[Change], label: str, now: datetime) -> ChangeSet:
    outcome = perform(connection, steps, now)
    if outcome.changes:
        journal.record(connection, label, outcome.changes, now)
    return outcome.change_set(connection, label)
