"""A first walk over a tree: how deep it is, which elements hold blocks, where its notes are.

It does not recurse, and after it nothing else needs to fear a deep tree: what stands
deeper than ``MOST_DEPTH`` becomes the text that it holds.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

__all__ = ["BLOCKS", "FOOTNOTES", "HEADINGS", "Survey", "survey", "whole"]

MOST_DEPTH = 90
_MOST_TABLE_DEPTH = MOST_DEPTH - 4

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(HEADINGS) | frozenset(
    str.split(
        "p div section article main aside header footer nav address center details summary figcaption"
        " dd dt caption tbody thead tfoot tr td th li ul ol dl blockquote pre table hr figure hgroup"
    )
)
FOOTNOTES = "footnotes"
_NOTE_ID = re.compile(
    r"_?(?:fn|ftn|edn|footnote|endnote|note|cite_note|sdfootnote)s?"
    r"(?![-_:.]?(?:ref|anchor|back|mark|link))[-_:.]?[\w.-]*\d",
    re.IGNORECASE,
)
#: Elements that can be a note as a whole, without a list around them.
_NOTE_BLOCKS = frozenset({"p", "div", "aside", "section"})


_LONGEST_MARK = 40


class _Place(NamedTuple):
    node: LexborNode
    depth: int
    above: "_Place | None"


@dataclass(slots=True)
class Survey:
    """What the first walk found."""

    #: Memory addresses of the elements that have a block somewhere in them.
    holding: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    #: Ids of what footnote marks lead to.
    notes: set[str] = field(default_factory=set)
    #: Memory addresses of the blocks, other than items of lists, that are a note, and their names.
    note_blocks: dict[int, str] = field(default_factory=dict)
    #: Memory addresses of the elements that run from right to left.
    leftwards: set[int] = field(default_factory=set)
    #: Where links within the article lead, and the words of the first of them.
    marks: dict[str, str] = field(default_factory=dict)

    def holds_blocks(self, node: LexborNode) -> bool:
        """True if there is a block anywhere in *node*."""
        return node.mem_id in self.holding


def survey(body: LexborNode) -> Survey:
    """Walk over everything in *body*; elements that are too deep become text."""
    found = Survey()
    waiting = [_Place(body, 0, None)]
    while waiting:
        place = waiting.pop()
        # A table goes as a whole: text between its rows would stand in no cell.
        if place.depth > (_MOST_TABLE_DEPTH if place.node.tag == "table" else MOST_DEPTH):
            place.node.replace_with(
                " ".join((place.node.text(deep=True, separator=" ") or "").split()) or " "
            )
            continue
        if place.node.tag in BLOCKS:
            _mark(place, found)
        if place.depth:
            _name(place, found)
        waiting += [_Place(child, place.depth + 1, place) for child in reversed(list(place.node.iter()))]
    found.note_blocks = {at: name for at, name in found.note_blocks.items() if name in found.marks}
    return found


def _mark(place: _Place, found: Survey) -> None:
    above = place.above
    while above is not None and above.node.mem_id not in found.holding:
        found.holding.add(above.node.mem_id)
        above = above.above


def _name(place: _Place, found: Survey) -> None:
    node = place.node
    attributes = node.attributes
    if not attributes:
        return
    if attributes.get("dir") == "rtl":
        found.leftwards.add(node.mem_id)
    name = attributes.get("id")
    if node.tag == "a":
        name = name or attributes.get("name")
        _, is_inner, target = (attributes.get("href") or "").partition("#")
        if is_inner:
            found.marks.setdefault(unquote(target), (node.text(deep=True) or "")[:_LONGEST_MARK])
    if not name:
        return
    found.ids.add(name)
    is_note = _NOTE_ID.match(name) is not None
    if is_note or (node.tag == "li" and _in_footnotes(place)):
        found.notes.add(name)
    # Some name the note itself, others an anchor in it.
    block = place if node.tag != "a" else place.above
    if node.tag == "a" and block is not None and block.above is not None:
        # Word puts the anchor into the first of the paragraphs of a note.
        outer = block.above.node
        if outer.tag == "div" and _NOTE_ID.match(outer.id or ""):
            block = block.above
    if is_note and block is not None and block.node.tag in _NOTE_BLOCKS:
        found.note_blocks[block.node.mem_id] = name


def _in_footnotes(place: _Place) -> bool:
    above = place.above
    for _ in range(3):
        if above is None:
            return False
        if above.node.attributes.get("class") == FOOTNOTES:
            return True
        above = above.above
    return False


def whole(text: str | None, otherwise: int) -> int:
    """The whole number at the start of *text*."""
    found = re.match(r"\s*(-?\d{1,6})", text or "")
    return int(found[1]) if found else otherwise
