"""Lists: of items, of tasks, of terms and their meanings, of notes."""

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborNode

from tui.content.document import Block, DefinitionList, ListBlock, ListItem, Paragraph, Text
from tui.content.noting import label_of, note
from tui.content.survey import whole

if TYPE_CHECKING:
    from tui.content.builder import Builder

__all__ = ["definition_blocks", "list_blocks", "loose_item"]

#: What a task begins with, once the sanitizer has seen its box.
_TASKS = {"☐": False, "☑": True}


def list_blocks(node: LexborNode, builder: "Builder") -> list[Block]:
    """An ordered or unordered list; one of notes becomes notes."""
    ordered = node.tag == "ol"
    step = -1 if ordered and "reversed" in node.attributes else 1
    given = [child for child in node.iter() if child.tag == "li"]
    number = whole(node.attributes.get("start"), len(given) if step < 0 else 1)
    items: list[ListItem] = []
    for child in node.iter(include_text=True):
        if child.tag == "li":
            number = whole(child.attributes.get("value"), number)
            items.append(_item(builder.blocks(child.iter(include_text=True)), number if ordered else 0))
            number += step
        elif blocks := builder.blocks([child]):
            # A list within a list without an item around it: it belongs to the item before.
            if items:
                items[-1] = ListItem((*items[-1].blocks, *blocks), items[-1].number, items[-1].done)
            else:
                items.append(ListItem(tuple(blocks), number if ordered else 0))
    kept = tuple(item for item in items if item.blocks)
    named = [child.id for child in given if child.id]
    if kept and named and len(given) == len(items) and builder.survey.notes.issuperset(named):
        return [
            block
            for at, (child, item) in enumerate(zip(given, items, strict=True), 1)
            for block in _note(child.id or "", item, item.number or at, builder)
        ]
    numbered = (node.attributes.get("type") or "") if ordered else ""
    return [ListBlock(ordered, kept, numbered if numbered in ("a", "A", "i", "I") else "")] if kept else []


def _note(name: str, item: ListItem, number: int, builder: "Builder") -> list[Block]:
    return note(name, item.blocks, label_of(builder.survey.marks.get(name, "")) or str(number))


def _item(blocks: list[Block], number: int) -> ListItem:
    """An item; one that begins with a box is a task."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and isinstance(first.parts[0], Text):
        box, _, rest = first.parts[0].text.partition(" ")
        done = _TASKS.get(box)
        if done is not None:
            parts = (*([Text(rest.lstrip())] if rest.strip() else []), *first.parts[1:])
            return ListItem((*([Paragraph(parts)] if parts else []), *blocks[1:]), number, done)
    return ListItem(tuple(blocks), number)


def loose_item(node: LexborNode, builder: "Builder") -> list[Block]:
    """An item without a list around it."""
    inner = tuple(builder.blocks(node.iter(include_text=True)))
    return [ListBlock(False, (ListItem(inner),))] if inner else []


def definition_blocks(node: LexborNode, builder: "Builder") -> list[Block]:
    """Terms and their meanings."""
    entries: list[tuple[bool, tuple[Block, ...]]] = []
    for child in node.iter(include_text=True):
        parts = list(child.iter()) if child.tag == "div" else [child]
        for part in parts:
            inner = part.iter(include_text=True) if part.tag in ("dt", "dd") else [part]
            entries.append((part.tag == "dt", tuple(builder.blocks(inner))))
    kept = tuple(entry for entry in entries if entry[1])
    return [DefinitionList(kept)] if kept else []
