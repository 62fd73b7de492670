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
    size = _walk(body, flat, pieces, 0)
    flat.ranges[body] = 0, size
    flat.text = "".join(pieces)
    return flat


def _walk(node: Any, flat: Flat, pieces: list[str], start: int) -> int:
    """Note *node* and what is in it; returns where it ends."""
    place = _note(node.text, flat, pieces, start)
    for child in node:
        tag = child.tag
        # A figure that holds a table is taken for a mere frame around it.
        if tag not in UNSEEN or (tag == "figure" and child.find(".//table") is not None):
            end = _walk(child, flat, pieces, place) if isinstance(tag, str) else place
        else:
            end = place
        flat.ranges[child] = place, end
        place = _note(child.tail, flat, pieces, end)
    return place


def _note(text: str | None, flat: Flat, pieces: list[str], place: int) -> int:
    piece = folded(text)
    if not piece:
        return place
    pieces.append(piece)
    flat.starts.add(place)
    place += len(piece)
    flat.ends.add(place)
    return place
