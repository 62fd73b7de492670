"""Looking through a document whatever kinds of node it has."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tui.content.document import Document, Footnote, Image, Table

__all__ = ["footnotes", "left_out", "nodes", "picture_urls"]


def nodes(value: Any) -> Iterator[Any]:
    """*value* and all that is in it, in the order of the text; without recursion."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += reversed(node)
        elif is_dataclass(node):
            yield node
            waiting += reversed([getattr(node, one.name) for one in fields(node)])


def picture_urls(document: Document) -> tuple[str, ...]:
    """The addresses of all pictures, each once."""
    return tuple(dict.fromkeys(node.url for node in nodes(document) if isinstance(node, Image) and node.url))


def footnotes(document: Document) -> dict[str, int]:
    """The notes by the name that their marks lead to, numbered from 1."""
    names = dict.fromkeys(node.name for node in nodes(document) if isinstance(node, Footnote))
    return {name: number for number, name in enumerate(names, 1)}


def left_out(table: Table) -> str:
    """A sentence on what of a huge table is not in the document."""
    parts = ((table.omitted, "rows"), (table.omitted_columns, "columns"))
    said = " and ".join(f"{number:,} more {what}" for number, what in parts if number)
    return f"({said} are not here.)" if said else ""
