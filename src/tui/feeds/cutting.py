"""Where each entry begins and ends, so that known ones never reach the slow parser.

One pass of expat over the UTF-8 document finds the byte range of every entry. Entries whose
hash is known are cut out; those that stay are parsed exactly as they would be in the whole
document. At the slightest doubt (not well-formed, entries in odd places) nothing is cut.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pyexpat import ExpatError, ParserCreate

__all__ = ["Cut", "EntryRange", "cut", "end_of_tag", "entry_ranges"]

ENTRY_NAMES = frozenset({"item", "entry"})
#: Where entries may stand: RSS, RSS 1.0 in one or two fashions, Atom.
PARENTS = frozenset({("rss", "channel"), ("rdf",), ("rdf", "channel"), ("feed",)})
GUID_NAMES = frozenset({"guid", "id"})
#: Depth up to which names of open elements are remembered.
REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class EntryRange:
    """The bytes ``start`` to ``end`` hold one entry; ``guid`` as written, "" if none."""

    start: int
    end: int
    guid: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without the known entries; ``hashes`` belong to those that stay, in order."""

    data: bytes
    hashes: tuple[bytes, ...]
    known: int
    #: The hashes of those that were cut out.
    gone: tuple[bytes, ...] = ()


class Scanner:
    """Collects ranges while expat walks through the document."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.depth = 0
        #: Local names of the open elements, outermost first, down to the entries.
        self.path: list[str] = []
        #: Depth of the open entry, 0 while none is open.
        self.entry_depth = 0
        self.start = 0
        self.guid: list[str] = []
        self.in_guid = False
        self.ranges: list[EntryRange] = []
        self.doubt = False
        self.parser = ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.opened
        self.parser.EndElementHandler = self.closed

    def run(self) -> tuple[EntryRange, ...] | None:
        """The ranges in order, None in doubt."""
        try:
            self.parser.Parse(self.data, True)
        except ExpatError:
            return None
        return None if self.doubt else tuple(self.ranges)

    def opened(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        local = name.rpartition(":")[2].lower()
        if self.entry_depth:
            if local in ENTRY_NAMES:
                self.doubt = True  # an entry within an entry: feedparser closes neither as we would
            elif local in GUID_NAMES and self.depth == self.entry_depth + 1:
                self.guid.append("")
                self.parser.CharacterDataHandler, self.in_guid = self.guid_text, True
            return
        if local in ENTRY_NAMES:
            if tuple(self.path) not in PARENTS or len(self.path) != self.depth - 1:
                self.doubt = True
            self.entry_depth, self.start, self.guid = self.depth, self.parser.CurrentByteIndex, []
        elif len(self.path) == self.depth - 1 and self.depth <= REMEMBERED:
            self.path.append(local)

    def guid_text(self, text: str) -> None:
        """Characters of a guid."""
        self.guid[-1] += text

    def closed(self, _name: str) -> None:
        """An element ends."""
        if self.depth == self.entry_depth:
            self.add_range()
        elif not self.entry_depth and len(self.path) == self.depth:
            self.path.pop()
        if self.in_guid:
            self.parser.CharacterDataHandler, self.in_guid = None, False
        self.depth -= 1

    def add_range(self) -> None:
        """The open entry ends with the current end tag."""
        index = self.parser.CurrentByteIndex
        end = end_of_tag(self.data, index)
        if end <= self.start or self.data[end - 1 : end] != b">":
            self.doubt = True
        own = self.data[self.start : end]
        guid = self.guid[-1].strip() if self.guid else ""
        self.ranges.append(EntryRange(self.start, end, guid, blake2b(own, digest_size=8).digest()))
        self.entry_depth = 0


def end_of_tag(data: bytes, index: int) -> int:
    """Where the element ends whose end expat reports at *index*."""
    # Expat stands before ``</item>``, but behind ``<item/>``.
    return data.find(b">", index) + 1 if data.startswith(b"</", index) else index


def entry_ranges(data: bytes) -> tuple[EntryRange, ...] | None:
    """The ranges of all entries of a UTF-8 document, None in doubt."""
    return Scanner(data).run()


def cut(data: bytes, ranges: Sequence[EntryRange], known: frozenset[bytes]) -> Cut:
    """``data`` without the entries whose hash is known.

    Entries that share a guid, or have none, stay: who they are can only be told from the
    whole document.
    """
    often = Counter(entry.guid for entry in ranges)
    kept: list[bytes] = []
    gone: list[bytes] = []
    pieces: list[bytes] = []
    position = 0
    for entry in ranges:
        if entry.hash in known and entry.guid and often[entry.guid] == 1:
            pieces.append(data[position : entry.start])
            position = entry.end
            gone.append(entry.hash)
        else:
            kept.append(entry.hash)
    pieces.append(data[position:])
    return Cut(b"".join(pieces), tuple(kept), len(gone), tuple(gone))
