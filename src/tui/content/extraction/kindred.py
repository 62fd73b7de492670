"""Paragraphs that were not taken for the article, but look like its own and stand among them or behind.

A page may hold its article in several parts, or put so many links into a paragraph that it
passes for a menu. What has the same tag and class in the same kind of surroundings as the
paragraphs that were found is one of them, up to the next article or title.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tui.content.extraction.flat import Flat, Span, folded, holds
from tui.content.extraction.pictures import leads_elsewhere

__all__ = ["with_kindred"]

_Kind = tuple[str, ...]

#: Taken when they stand between paragraphs, in the same element.
_BETWEEN = frozenset(str.split("h2 h3 h4 h5 ul ol dl blockquote pre table"))
#: A paragraph of fewer letters may be anything.
_PROSE = 60
#: Paragraphs that make a kind.
_ENOUGH = 3
_MOST_LINKED = 0.5


def with_kindred(body: Any, flat: Flat, spans: Sequence[Span]) -> list[Span]:
    """*spans* and where their kindred stand, in order."""
    taken = _joined(spans)
    if not taken:
        return taken
    first, last = taken[0][0], taken[-1][1]
    inside = _Inside(taken)
    kinds: Counter[_Kind] = Counter()
    parents: Counter[Any] = Counter()
    found: list[Any] = []
    left: list[Any] = []
    for node in _paragraphs(flat, last):
        start, end = flat.ranges[node]
        if held := inside(start, end):
            kinds[_kind(node)] += end - start >= _PROSE
            parents[node.getparent()] += 1
            # A paragraph is taken as a whole.
            if held < end - start and _is_prose(node, flat, taken):
                found.append(node)
        elif start >= first and end - start >= _PROSE:
            left.append(node)
    usual = {kind for kind, count in kinds.items() if count >= _ENOUGH}
    siblings = {parent for parent, count in parents.items() if count}
    for node in left:
        kin = _kind(node) in usual or (node.getparent() in siblings and _kind(node) in kinds)
        if kin and _is_prose(node, flat, taken):
            found.append(node)
            parents[node.getparent()] += 1
    limit = max([last, *(flat.ranges[node][1] for node in found)])
    between = [child for parent, count in parents.items() if count >= _ENOUGH for child in parent]
    quotes = list(body.iter("blockquote"))
    for node in [*between, *quotes]:
        start, end = flat.ranges.get(node, (-1, -1))
        if node.tag in _BETWEEN and first <= start < end <= limit and _is_prose(node, flat, taken):
            found.append(node)
    return _joined([*taken, *(flat.ranges[node] for node in found)])


def _paragraphs(flat: Flat, last: int) -> Iterator[Any]:
    """Paragraphs of the page, up to where another article begins."""
    end = next((place for place in flat.openings if place >= last), len(flat.text))
    for node in flat.leaves:
        if flat.ranges[node][0] >= end:
            return
        if node.tag in ("p", "div"):
            yield node


def _kind(node: Any) -> _Kind:
    """Tag and class; of those above too, where the class says nothing."""
    names: list[str] = []
    for _ in range(3):
        # Classes that are numbered or made anew each time are told by their beginning.
        names += [node.tag, " ".join(sorted(node.get("class", "").split()))]
        node = node.getparent()
        if node is None or (names[1] and len(names) == 4):
            break
    return tuple(names)


def _is_prose(node: Any, flat: Flat, taken: Sequence[Span]) -> bool:
    """True if it is no list of links, and nothing around it says that it leads elsewhere."""
    start, end = flat.ranges[node]
    linked = sum(len(folded(link.text_content())) for link in node.iter("a"))
    if linked > _MOST_LINKED * (end - start):
        return False
    # A quoted post from elsewhere stands in a box that says so.
    while node is not None and node.tag != "blockquote" and not holds(taken, *flat.ranges.get(node, (0, 0))):
        if leads_elsewhere(node):
            return False
        node = node.getparent()
    return True


class _Inside:
    """How much of a range the spans hold; ranges must come in order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans, self.index = list(spans), 0

    def __call__(self, start: int, end: int) -> int:
        while self.index < len(self.spans) and self.spans[self.index][1] <= start:
            self.index += 1
        held, index = 0, self.index
        while index < len(self.spans) and self.spans[index][0] < end:
            held += min(end, self.spans[index][1]) - max(start, self.spans[index][0])
            index += 1
        return held


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order, none inside of another."""
    joined: list[Span] = []
    for start, end in sorted(set(spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
