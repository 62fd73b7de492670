"""Where on the page the blocks stand that trafilatura has found."""

from collections.abc import Sequence
from typing import Any

from tui.content.extraction.flat import Flat, Span, folded

__all__ = ["places_of"]

#: Text this long is hardly anywhere twice by chance.
_LONG = 30
#: How much more than a block may stand between its first and its last piece.
_STRETCH, _SLACK = 3, 300
_MOST_PIECES = 5_000


def places_of(blocks: Sequence[Any], flat: Flat) -> list[tuple[Span, ...]]:
    """For each block where it stands: one place, several for one in pieces, none if it is not found."""
    texts = [folded("".join(block.itertext())) for block in blocks]
    found: list[tuple[Span, ...]] = [()] * len(blocks)
    whole = len(flat.text)
    lowest = 0
    # First those that there is one of: between them the others have little choice.
    for index, text in enumerate(texts):
        if len(text) < _LONG:
            continue
        place = flat.find(text, lowest, whole)
        if place >= 0 and flat.find(text, 0, whole, last=True) == place:
            found[index] = ((place, place + len(text)),)
            lowest = place + len(text)
    behind = [len(flat.text)] * (len(blocks) + 1)
    for index in range(len(blocks) - 1, -1, -1):
        behind[index] = found[index][0][0] if found[index] else behind[index + 1]
    before = 0
    for index, block in enumerate(blocks):
        if not found[index] and texts[index]:
            found[index] = _between(block, texts[index], before, behind[index + 1], flat)
        if found[index]:
            before = found[index][-1][1]
    return found


def _between(block: Any, text: str, before: int, behind: int, flat: Flat) -> tuple[Span, ...]:
    if behind < before:
        return ()
    # What stands before the first sure place is nearest to it: a teaser may be further up.
    place = flat.find(text, before, behind, last=before == 0 and behind < len(flat.text))
    if place >= 0:
        return ((place, place + len(text)),)
    return _in_pieces(block, len(text), before, behind, flat) or _by_ends(text, before, behind, flat)


def _in_pieces(block: Any, size: int, lowest: int, highest: int, flat: Flat) -> tuple[Span, ...]:
    """Something in the midst of the block was left out: its pieces, one behind the other."""
    pieces = [piece for text in block.itertext() if (piece := folded(text))]
    if not pieces or len(pieces) > _MOST_PIECES:
        return ()
    spans: list[Span] = []
    limit = highest
    for piece in pieces:
        place = flat.find(piece, lowest, limit)
        if place < 0:
            return ()
        if not spans:
            limit = min(highest, place + _STRETCH * size + _SLACK)
        lowest = place + len(piece)
        spans.append((place, lowest))
    return tuple(spans)


def _by_ends(text: str, lowest: int, highest: int, flat: Flat) -> tuple[Span, ...]:
    """The same, where what is left has grown together: from where it begins to where it ends."""
    if len(text) < 2 * _LONG:
        return ()
    start = flat.text.find(text[:_LONG], lowest, highest)
    end = flat.text.find(text[-_LONG:], start, min(highest, start + _STRETCH * len(text) + _SLACK))
    if start < 0 or end < 0 or start not in flat.starts or end + _LONG not in flat.ends:
        return ()
    return ((start, end + _LONG),)
