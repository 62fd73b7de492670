"""Footnotes that the article refers to but that stand outside of what was taken for it."""

import re
from typing import Any

from tui.content.extraction.flat import folded
from tui.content.extraction.writing import Writer, as_it_is

__all__ = ["missing_notes"]

#: What a mark in the text looks like.
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,5}|[a-z])[\])]?")
_MOST, _LONGEST = 300, 3_000


def missing_notes(body: Any, writer: Writer) -> str:
    """The notes that marks in the written text lead to, as one section."""
    wanted = [
        link.get("href")[1:]
        for link in body.iter("a")
        if link in writer.written
        and link.get("href", "").startswith("#")
        and _MARK.fullmatch(folded(link.text_content()))
    ]
    if not wanted:
        return ""
    names = dict.fromkeys(wanted[:_MOST])
    places = {node.get("id"): node for node in body.iter() if node.get("id") in names}
    notes = []
    for name in names:
        note = _note(places.get(name))
        if note is None or _is_written(note, writer) or len(note.text_content()) > _LONGEST:
            continue
        writer.written.add(note)
        inner = as_it_is(note)
        notes.append(inner if note.tag == "li" else f'<li id="{name}">{inner}</li>')
    return f'<section class="footnotes"><ol>{"".join(notes)}</ol></section>' if notes else ""


def _note(node: Any) -> Any:
    """The block that an address within the page leads to."""
    while node is not None and node.tag not in ("li", "p", "dd", "aside", "div", "tr"):
        node = node.getparent()
    return node if node is not None and folded(node.text_content()) else None


def _is_written(node: Any, writer: Writer) -> bool:
    return node in writer.written or any(one in writer.written for one in node.iter())
