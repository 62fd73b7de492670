"""A tolerant reader of tags for subscription lists: linear time, and no entity is ever expanded.

Lists are written by programs of every age and quality, so nothing is required to be
well-formed; declarations, comments and processing instructions are stepped over.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Tag", "Text", "tokens"]

#: Local name and attributes; quoted values may hold ``>``.
TAG = re.compile(
    r"<(/?)(?:[\w.-]{1,80}:)?([A-Za-z_][\w.-]{0,80})((?:\"[^\"<]{0,20000}\"|'[^'<]{0,20000}'|[^\"'<>]++)*+)>"
)
ATTRIBUTE = re.compile(
    r"(?:[\w.-]{1,80}:)?([A-Za-z_][\w.-]{0,80})\s{0,50}=\s{0,50}(?:\"([^\"]*)\"|'([^']*)')"
)
#: Only with a semicolon: addresses are full of ``&copy=2``.
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
STEPPED_OVER = (("<!--", "-->"), ("<?", "?>"))
CDATA = "<![CDATA["
#: Some seconds of work; the longest honest list has a fifth of it.
MAX_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag without namespace, name and attribute names in lower case."""

    name: str
    attributes: Mapping[str, str]
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags, decoded."""

    text: str


class Finder:
    """Looks for closing marks, and never twice for one that does not come."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.missing: set[str] = set()

    def find(self, mark: str, start: int) -> int:
        """Where ``mark`` stands from ``start`` on; -1 if nowhere."""
        if mark in self.missing:
            return -1
        found = self.document.find(mark, start)
        if found < 0:
            self.missing.add(mark)
        return found


def tokens(document: str) -> Iterator[Tag | Text]:
    """Tags and texts in order."""
    finder = Finder(document)
    position = 0
    for _ in range(MAX_STEPS):
        start = document.find("<", position)
        if start < 0:
            start = len(document)
        if start > position:
            yield Text(unescape(document[position:start]))
        if start == len(document):
            return
        position, token = special(finder, start)
        if token is not None:
            yield token
        if position > start:
            continue
        found = TAG.match(document, start)
        position = found.end() if found else start + 1
        if found:
            yield tag_of(found)


def special(finder: Finder, start: int) -> tuple[int, Text | None]:
    """Step over what is no tag; ``start`` itself if a tag may begin there."""
    document = finder.document
    if document.startswith(CDATA, start):
        end = finder.find("]]>", start)
        end = len(document) if end < 0 else end
        return end + 3, Text(document[start + len(CDATA) : end])
    for opening, closing in STEPPED_OVER:
        if document.startswith(opening, start):
            end = finder.find(closing, start + len(opening))
            # What never ends hides nothing: the rest is read as if it were not there.
            return (start + len(opening) if end < 0 else end + len(closing)), None
    if document.startswith("<!", start):
        return declaration_end(finder, start), None
    return start, None


def declaration_end(finder: Finder, start: int) -> int:
    """Behind a declaration, with its internal subset if it has one."""
    end = finder.find(">", start)
    if end >= 0 and finder.document.find("[", start, end) >= 0:
        end = finder.find("]", start)
        end = finder.find(">", end) if end >= 0 else -1
    return start + 2 if end < 0 else end + 1


def tag_of(found: re.Match[str]) -> Tag:
    """The tag that was matched."""
    slash, name, rest = found.groups()
    attributes: dict[str, str] = {}
    for key, double, single in ATTRIBUTE.findall(rest):
        attributes.setdefault(key.lower(), unescape(double or single))
    return Tag(name.lower(), attributes, opens=not slash, closes=bool(slash) or rest.endswith("/"))


def unescape(text: str) -> str:
    """Character references and the names of HTML decoded, once."""
    return REFERENCE.sub(lambda reference: html.unescape(reference[0]), text) if "&" in text else text
