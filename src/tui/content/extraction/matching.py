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
    for index in range(len(blocks)):
        if not found[index] and texts[index]:
            found[index] = _between(blocks[index], texts[index], found, index, flat)
    return found


def _between(
    block: Any, text: str, found: Sequence[tuple[Span, ...]], index: int, flat: Flat
) -> tuple[Span, ...]:
    before = next((places[-1][1] for places in reversed(found[:index]) if places), 0)
    behind = next((places[0][0] for places in found[index + 1 :] if places), len(flat.text))
    if behind < before:
        return ()
    # What stands before the first sure place is nearest to it: a teaser may be further up.
    place = flat.find(text, before, behind, last=before == 0)
    if place >= 0:
        return ((place, place + len(text)),)
    return _in_pieces(block, len(text), before, behind, flat)


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
