"""Plain entries, read without feedparser: the same fields for a tenth of the time.

Most entries hold a dozen well-known elements of text, each at most once. What feedparser
makes of those is known, so they are read in one pass of expat and cut out of the document;
feedparser sees what is left: the feed's own facts, and every entry that holds anything else.
At the slightest doubt about an entry it stays, and in doubt about the document all do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pyexpat import ExpatError, ParserCreate
from typing import Any

from tui.feeds.cutting import ENTRY_NAMES, end_of_tag
from tui.feeds.plain_fields import PERSON, DoubtError, PlainFields
from tui.feeds.reading import MAX_ELEMENTS, MAX_ENTRIES, names_base

__all__ = ["PlainEntries", "PlainEntry", "plain_entries"]

NO_ATTRIBUTES: frozenset[str] = frozenset()
#: What entries may hold, with its attributes; names as they are always written.
RSS = {
    **dict.fromkeys(("title", "link", "description", "pubDate", "author", "comments"), NO_ATTRIBUTES),
    **dict.fromkeys(("dc:creator", "dc:date", "dc:subject", "content:encoded"), NO_ATTRIBUTES),
    **dict.fromkeys(("slash:comments", "wfw:commentRss"), NO_ATTRIBUTES),
    "guid": frozenset({"isPermaLink"}),
    "category": frozenset({"domain"}),
    "enclosure": frozenset({"url", "length", "type"}),
}
ATOM = {
    **dict.fromkeys(("id", "published", "updated", "author"), NO_ATTRIBUTES),
    **dict.fromkeys(("title", "summary", "content"), frozenset({"type"})),
    "link": frozenset({"rel", "type", "href", "title", "hreflang", "length"}),
    "category": frozenset({"term", "scheme", "label"}),
}
ATOM_SPACE = "http://www.w3.org/2005/Atom"
#: Prefixes that are read here, and all that they may stand for.
SPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
    "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
REBOUND = re.compile(rb"xmlns:(?:content|dc|slash|wfw|rdf)\s*=")
#: Root, its default namespace, where entries stand, and what they are called.
ROOTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "rss": ("", ("rss", "channel"), "item"),
    "rdf:RDF": ("http://purl.org/rss/1.0/", ("rdf:RDF",), "item"),
    "feed": (ATOM_SPACE, ("feed",), "entry"),
}
#: Elements of the feed that hold others; anything else with elements in it confuses feedparser.
CONTAINERS = frozenset(
    str.split(
        "rss rdf:RDF feed channel image author contributor textInput textinput items rdf:Seq itunes:owner"
        " itunes:category skipHours skipDays"
    )
)
TAIL = re.compile(rb"(?:\s*</(?:channel|rss|rdf:RDF|feed)>)*\s*")


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """The bytes ``start`` to ``end``; ``fields`` as feedparser has them, None if it has to read them."""

    start: int
    end: int
    fields: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class PlainEntries:
    """All entries of a document in order, and whether they are Atom's."""

    entries: tuple[PlainEntry, ...]
    is_atom: bool

    def left(self, data: bytes) -> bytes:
        """The document without those that need no reading any more."""
        pieces: list[bytes] = []
        position = 0
        for entry in self.entries:
            if entry.fields is not None:
                pieces.append(data[position : entry.start])
                position = entry.end
        return b"".join((*pieces, data[position:]))

    def merged(self, read: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
        """The fields of all entries; *read* are those of the ones that were left."""
        others = iter(read)
        return tuple(next(others) if entry.fields is None else entry.fields for entry in self.entries)


def plain_entries(data: bytes, language: str) -> PlainEntries | None:
    """All entries of a UTF-8 document in order; None if none of them may be read here."""
    if names_base(data) or data.count(b"<") > MAX_ELEMENTS:
        return None
    reader = Reader(data, language)
    try:
        reader.parser.Parse(data, True)
    except (ExpatError, DoubtError):
        return None
    entries = reader.entries
    if not entries or len(entries) > MAX_ENTRIES or REBOUND.search(data, reader.root_end):
        return None
    # What follows an entry but belongs to the feed may depend on the entry's being there.
    if any(data[one.end : other.start].strip() for one, other in pairwise(entries)):
        return None
    if not TAIL.fullmatch(data, entries[-1].end):
        return None
    return PlainEntries(tuple(entries), reader.entry_name == "entry")


class Reader:
    """Collects entries while expat walks through the document."""

    def __init__(self, data: bytes, language: str) -> None:
        self.data = data
        self.language: str | None = language or None
        self.entries: list[PlainEntry] = []
        self.path: list[str] = []
        self.root_end = 0
        self.place: tuple[str, ...] = ()
        self.entry_name = ""
        self.allowed: dict[str, frozenset[str]] = {}
        #: Elements open within the open entry; -1 while none is open.
        self.inside = -1
        self.start = 0
        self.fields: PlainFields | None = None
        self.pieces: list[str] = []
        self.attributes: dict[str, str] = {}
        self.parser = ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 18
        self.parser.StartElementHandler = self.opened
        self.parser.EndElementHandler = self.closed

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self.inside < 0:
            self.opened_in_feed(name, attributes)
            return
        self.inside += 1
        fields = self.fields
        if fields is None:
            return
        if self.inside == 1:
            allowed = self.allowed.get(name)
            if allowed is None or not attributes.keys() <= allowed or not fields.begins(name):
                self.fields = None
            self.attributes = attributes
        elif self.inside != 2 or name not in PERSON or attributes or not fields.begins_person(name):
            self.fields = None
        self.pieces = []
        self.parser.CharacterDataHandler = self.pieces.append

    def closed(self, name: str) -> None:
        """An element ends."""
        if self.inside < 0:
            self.path.pop()
            return
        fields = self.fields
        self.inside -= 1
        if self.inside < 0:
            end = end_of_tag(self.data, self.parser.CurrentByteIndex)
            found = None if fields is None else fields.finished()
            self.entries.append(PlainEntry(self.start, end, found))
        elif fields is not None:
            self.parser.CharacterDataHandler = None
            try:
                fields.ends(name, "".join(self.pieces).strip(), self.attributes, self.inside > 0)
            except DoubtError:
                self.fields = None
            self.pieces = []

    def opened_in_feed(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the feed itself begins, or an entry."""
        if not self.path:
            self.opened_root(name, attributes)
        elif name == self.entry_name:
            if tuple(self.path) != self.place:
                raise DoubtError
            self.opened_entry(attributes)
            return
        else:
            is_odd = name == "channel" and (len(self.path) > 1 or not attributes.keys() <= {"rdf:about"})
            is_entry = name.lower().rpartition(":")[2] in ENTRY_NAMES
            if is_odd or is_entry or self.path[-1] not in CONTAINERS:
                raise DoubtError
        self.path.append(name)

    def opened_root(self, name: str, attributes: dict[str, str]) -> None:
        """The first element: it tells the format, and what prefixes mean."""
        if name not in ROOTS:
            raise DoubtError
        space, self.place, self.entry_name = ROOTS[name]
        if attributes.get("xmlns", "") != space:
            raise DoubtError
        for attribute, value in attributes.items():
            if attribute == "xml:lang":
                self.language = value or None
            elif SPACES.get(attribute, value) != value or not attribute.startswith(("xmlns", "version")):
                raise DoubtError
        self.root_end = self.data.find(b">", self.parser.CurrentByteIndex)
        rules = ATOM if name == "feed" else RSS
        self.allowed = {
            one: given
            for one, given in rules.items()
            if ":" not in one or f"xmlns:{one.partition(':')[0]}" in attributes
        }

    def opened_entry(self, attributes: dict[str, str]) -> None:
        """An entry begins."""
        self.inside, self.start = 0, self.parser.CurrentByteIndex
        self.fields = PlainFields(self.language, self.entry_name == "entry")
        if self.place == ("rdf:RDF",) and attributes.keys() == {"rdf:about"}:
            if attributes["rdf:about"]:
                self.fields.made["id"] = attributes["rdf:about"]
        elif attributes:
            self.fields = None
