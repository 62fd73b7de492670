"""A page as one string without white space, and where in it each element stands.

What trafilatura gives back has lost much of its markup, but hardly a letter: so its text is
looked for here, and what stands there is taken with all the markup that it has.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

__all__ = ["UNSEEN", "Flat", "Span", "flatten", "folded", "holds"]

Span = tuple[int, int]

#: What trafilatura leaves out before it looks at anything.
UNSEEN = frozenset(
    str.split(
        "aside embed fencedframe footer form head iframe menu object script applet audio canvas figure map"
        " picture svg video area blink button datalist dialog frame frameset fieldset link input label legend"
        " marquee math menuitem nav noindex noscript optgroup option output param progress rp rt rtc select"
        " source style track textarea time use template"
    )
)


#: Elements that are lines of their own.
_BLOCKS = frozenset(
    str.split(
        "p div ul ol li dl dt dd table tr td th blockquote pre section article main header footer figure"
        " form aside nav details h1 h2 h3 h4 h5 h6 body"
    )
)


def folded(text: str | None) -> str:
    """*text* without white space."""
    return "".join(text.split()) if text else ""


def holds(spans: Sequence[Span], start: int, end: int) -> bool:
    """True if there is something of *spans*, which are in order, in this range."""
    index = bisect_right(spans, start, key=itemgetter(1))
    return index < len(spans) and spans[index][0] < end


@dataclass(slots=True)
class Flat:
    """The string and the places."""

    text: str = ""
    #: Of each element that is seen; also of those that hold nothing.
    ranges: dict[Any, Span] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)
    #: Blocks without blocks in them that hold a word, in order.
    leaves: list[Any] = field(default_factory=list)
    #: Where titles and articles begin.
    openings: list[int] = field(default_factory=list)

    def find(self, wanted: str, lowest: int, highest: int, last: bool = False) -> int:
        """Where *wanted* stands as whole pieces of text between two places, -1 if nowhere."""
        size = len(wanted)
        look = self.text.rfind if last else self.text.find
        place = look(wanted, lowest, highest)
        for _ in range(_MOST_TRIES):
            if place < 0 or (place in self.starts and place + size in self.ends):
                return place
            place = look(wanted, lowest, place + size - 1) if last else look(wanted, place + 1, highest)
        return -1


_MOST_TRIES = 200


def flatten(body: Any) -> Flat:
    """Walk over everything in *body* that trafilatura sees."""
    flat = Flat()
    pieces: list[str] = []
    _walk(body, flat, pieces, 0)
    flat.text = "".join(pieces)
    return flat


def _walk(node: Any, flat: Flat, pieces: list[str], start: int) -> tuple[int, bool]:
    """Note *node* and what is in it; returns where it ends, and whether there is a block in it."""
    tag = node.tag
    place = _note(node.text, flat, pieces, start)
    if tag in ("h1", "article"):
        flat.openings.append(start)
    has_block = False
    for child in node:
        inner = child.tag
        end = place
        if inner in UNSEEN and not _is_frame(child):
            has_block = has_block or inner in _BLOCKS
            flat.ranges[child] = place, place
        elif isinstance(inner, str):
            end, holds_block = _walk(child, flat, pieces, place)
            has_block = has_block or holds_block or inner in _BLOCKS
        place = _note(child.tail, flat, pieces, end)
    flat.ranges[node] = start, place
    if place > start and not has_block and tag in _BLOCKS:
        flat.leaves.append(node)
    return place, has_block


def _is_frame(node: Any) -> bool:
    """True for a figure around a table, and for a form around a whole page."""
    if node.tag == "figure":
        return node.find(".//table") is not None
    return node.tag == "form" and any(count >= 3 for count, _ in enumerate(node.iter("p")))


def _note(text: str | None, flat: Flat, pieces: list[str], place: int) -> int:
    piece = folded(text)
    if not piece:
        return place
    pieces.append(piece)
    flat.starts.add(place)
    place += len(piece)
    flat.ends.add(place)
    return place
