"""The document type declaration, defused before any parser sees it.

Nothing external is ever named to the parser, entities may not nest, and what the remaining
ones would add to the document when expanded is counted first.
"""

import re
from dataclasses import dataclass, field

__all__ = ["Prolog", "defuse"]

#: What all entities together may add to a document.
MAX_EXPANSION = 1_000_000
MAX_ENTITIES = 500

START = re.compile(rb"<!doctype", re.IGNORECASE)
FIRST_TAG = re.compile(rb"<[A-Za-z_]")
TOKEN = re.compile(rb"\"[^\"]*\"|'[^']*'|<!--|[\[\]>]")
ENTITY = re.compile(rb"<!ENTITY\s+([\w.-]{1,80})\s+(?:\"([^\"<%]*)\"|'([^'<%]*)')\s*>")
#: A value may be plain text or character references, never another entity.
SAFE_VALUE = re.compile(rb"(?:[^&]|&#\d{1,7};|&#x[0-9A-Fa-f]{1,6};)*")
#: These would turn text into markup; nobody needs them declared.
PREDEFINED = frozenset({b"lt", b"gt", b"amp", b"quot", b"apos"})


@dataclass(frozen=True, slots=True)
class Prolog:
    """The document with a harmless prolog.

    Attributes:
        data: the document to parse.
        entities: name to value of what may still be referenced.
        netscape: the DOCTYPE named Netscape's RSS 0.91.
        problem: a sentence if something had to be taken out.
    """

    data: bytes
    entities: dict[str, str] = field(default_factory=dict)
    netscape: bool = False
    problem: str = ""


def defuse(data: bytes) -> Prolog:
    """Replace the DOCTYPE by one that holds only short, flat entities, or by nothing."""
    # Comments may come before it, but no element.
    found = START.search(data, 0, 100_000)
    first_tag = FIRST_TAG.search(data)
    if found is None or (first_tag and first_tag.start() < found.start()):
        return Prolog(data)
    end = end_of_declaration(data, found.end())
    if end == 0:
        end = max(first_tag.start() if first_tag else len(data), found.end())
    declaration = data[found.start() : end]
    entities = flat_entities(declaration)
    problem = ""
    if expansion(data, end, entities) > MAX_EXPANSION:
        entities, problem = {}, "Its entities would have blown it up; they were left out."
    declared = b"".join(b'<!ENTITY %s "%s">' % item for item in entities.items())
    subset = b"<!DOCTYPE feed [%s]>" % declared if declared else b""
    return Prolog(
        data=data[: found.start()] + subset + data[end:],
        entities={
            name.decode("utf-8", "replace"): value.decode("utf-8", "replace")
            for name, value in entities.items()
        },
        netscape=b"netscape" in declaration.lower(),
        problem=problem,
    )


def end_of_declaration(data: bytes, start: int) -> int:
    """Where the declaration that began before ``start`` ends; 0 if it does not."""
    depth, position = 0, start
    while found := TOKEN.search(data, position):
        token, position = found[0], found.end()
        if token == b"<!--":
            position = data.find(b"-->", position) + 3
            if position == 2:
                return 0
        elif token == b"[":
            depth += 1
        elif token == b"]":
            depth -= 1
        elif token == b">" and depth <= 0:
            return position
    return 0


def flat_entities(declaration: bytes) -> dict[bytes, bytes]:
    """Internal general entities whose value cannot expand further; the first one counts."""
    entities: dict[bytes, bytes] = {}
    for name, double, single in ENTITY.findall(declaration):
        value = double or single
        if name not in PREDEFINED and b'"' not in value and SAFE_VALUE.fullmatch(value):
            entities.setdefault(name, value)
        if len(entities) == MAX_ENTITIES:
            break
    return entities


def expansion(data: bytes, start: int, entities: dict[bytes, bytes]) -> int:
    """How many bytes the references behind ``start`` would turn into."""
    return sum(
        data.count(b"&%s;" % name, start) * len(value) for name, value in entities.items() if len(value) > 32
    )
