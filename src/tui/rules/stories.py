"""Stories: which articles of different feeds belong together. Pure.

A story holds at most one article of each feed and is of bounded size, so a feed can add its
copy to a story and no more, whatever it sends. Within these limits stories are what is
connected by being one piece, in whatever order the articles come.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.rules.likeness import Likeness, Piece, differ, gist, likeness

__all__ = ["LARGEST", "LOOKED_AT", "PER_FEED", "Member", "sources", "together"]

#: Articles of one story.
LARGEST = 64
#: Articles that share a clue and are looked at.
LOOKED_AT = 64
#: So many texts that are others under one title say that it is a title for anything.
_PATIENCE = 8
#: Articles of one feed that are remembered by one clue at a time.
PER_FEED = 8


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story that is there, and its feed."""

    story: int
    id: int
    feed_id: int


@dataclass(slots=True)
class _Group:
    story: int
    ids: set[int]
    feeds: set[int]
    #: Whether it is a story that was there before.
    old: bool
    first: tuple[int, int]


def together(
    newcomers: Sequence[Piece],
    own: Mapping[int, Sequence[int]],
    others: Mapping[int, Sequence[Piece]],
    members: Iterable[Member],
    text: Callable[[int], str],
) -> dict[int, set[int]]:
    """The stories that the newcomers make or join, by their ids, each with all its articles.

    Args:
        newcomers: Articles that nobody has looked at yet.
        own: Their clues, by id.
        others: Articles that are there, by clue.
        members: All articles of the stories of *others* and *newcomers*.
        text: The text of an article; it is asked for only where titles alone speak for a copy.
    """
    groups = _Groups(members)
    known: dict[int, list[Piece]] = {clue: list(pieces[:LOOKED_AT]) for clue, pieces in others.items()}
    gists = _Gists(text)
    for piece in sorted(newcomers, key=lambda one: (one.at, one.id)):
        strangers = 0
        for likely in _likely(piece, own[piece.id], known):
            # What cannot come together need not be compared.
            if strangers == _PATIENCE or not groups.may_join(piece, likely.piece):
                continue
            if likely.by == "title" and gists.differ(piece.id, likely.piece.id):
                strangers += 1
            else:
                groups.join(piece, likely.piece)
        for clue in own[piece.id]:
            pieces = known.get(clue)
            if pieces is None:
                known[clue] = [piece]
            else:
                _remember(pieces, piece)
    return groups.changed


def sources(names: Mapping[int, str], called: Mapping[int, Iterable[str]]) -> set[int]:
    """Those of a story whose feed another article names as its source.

    Args:
        names: The source that each article names, "" for none.
        called: How the feed of each article is called.
    """
    named: dict[str, set[int]] = defaultdict(set)
    for number, name in names.items():
        if name.strip():
            named[name.casefold().strip()].add(number)
    return {
        number
        for number, some in called.items()
        for one in some
        if named.get(one.casefold().strip(), {number}) != {number}
    }


@dataclass(frozen=True, slots=True)
class _Likely:
    piece: Piece
    by: Likeness


def _likely(piece: Piece, own: Sequence[int], known: Mapping[int, Sequence[Piece]]) -> list[_Likely]:
    """Those that are like it: first by the address, then the nearest in time."""
    met = {other.id: other for clue in own for other in known.get(clue, ())}
    if not met:
        return []
    found = [_Likely(other, by) for other in met.values() if (by := likeness(piece, other))]
    return sorted(
        found, key=lambda one: (one.by != "address", abs(one.piece.at - piece.at), one.piece.at, one.piece.id)
    )


def _remember(pieces: list[Piece], piece: Piece) -> None:
    if len(pieces) < 2 * LOOKED_AT and sum(one.feed_id == piece.feed_id for one in pieces) < PER_FEED:
        pieces.append(piece)


@dataclass(slots=True)
class _Gists:
    text: Callable[[int], str]
    known: dict[int, frozenset[str]] = field(default_factory=dict)

    def differ(self, one: int, other: int) -> bool:
        return differ(self._of(one), self._of(other))

    def _of(self, number: int) -> frozenset[str]:
        if number not in self.known:
            self.known[number] = gist(self.text(number))
        return self.known[number]


class _Groups:
    """Articles that belong together, as far as that is known."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._of: dict[int, _Group] = {}
        stories: dict[int, list[Member]] = defaultdict(list)
        for member in members:
            stories[member.story].append(member)
        for story, some in stories.items():
            ids = {one.id for one in some}
            group = _Group(story, ids, {one.feed_id for one in some}, True, (0, story))
            self._of.update(dict.fromkeys(ids, group))
        self._touched: dict[int, _Group] = {}

    @property
    def changed(self) -> dict[int, set[int]]:
        """All stories that are not as they were."""
        found = {id(group): group for group in map(self._of.__getitem__, self._touched)}
        return {group.story: group.ids for group in found.values()}

    def may_join(self, one: Piece, other: Piece) -> bool:
        here, there = self._group(one), self._group(other)
        if here is there or len(here.ids) + len(there.ids) > LARGEST:
            return False
        return here.feeds.isdisjoint(there.feeds)

    def join(self, one: Piece, other: Piece) -> None:
        here, there = sorted(
            (self._group(one), self._group(other)), key=lambda group: (not group.old, group.first)
        )
        # The story that was there keeps its number; a new one is called after its earliest article.
        here.ids |= there.ids
        here.feeds |= there.feeds
        self._of.update(dict.fromkeys(there.ids, here))
        self._touched[one.id] = here

    def _group(self, piece: Piece) -> _Group:
        group = self._of.get(piece.id)
        if group is None:
            group = _Group(piece.id, {piece.id}, {piece.feed_id}, False, (piece.at, piece.id))
            self._of[piece.id] = group
        return group
